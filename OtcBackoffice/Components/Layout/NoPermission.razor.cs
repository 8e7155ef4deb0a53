using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Components.Layout;

/// <summary>Says which role a page needs and whom to ask, instead of an empty page.</summary>
public sealed partial class NoPermission : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public Type Page { get; set; } = default!;

    [Parameter]
    [EditorRequired]
    public ClaimsPrincipal User { get; set; } = default!;

    private string Needed => RoleSentence(ConsolePages.RolesOf(Page));

    private string Held
    {
        get
        {
            var names = User.FindAll(ClaimTypes.Role).Select(role => ConsolePages.RoleName(role.Value)).ToList();
            return names.Count == 0 ? "none" : string.Join(", ", names);
        }
    }

    /// <summary>One sentence naming the roles, for example "It needs the role Treasury or Administrator."</summary>
    public static string RoleSentence(IReadOnlyList<string> roles)
    {
        if (roles.Count == 0)
        {
            return "It needs a role that you do not hold.";
        }

        var names = roles.Select(ConsolePages.RoleName).ToList();
        var list = names.Count == 1 ? names[0] : string.Join(", ", names.SkipLast(1)) + " or " + names[^1];
        return $"It needs the role {list}.";
    }
}
