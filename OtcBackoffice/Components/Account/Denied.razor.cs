using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Layout;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Components.Account;

/// <summary>Where the cookie scheme sends a refused request; names the role that the wanted page needs.</summary>
public sealed partial class Denied : ComponentBase
{
    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    private string Needed => NoPermission.RoleSentence(ConsolePages.ForPath(ReturnUrl ?? "")?.Roles ?? []);
}
