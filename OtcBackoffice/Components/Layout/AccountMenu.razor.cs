using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Components.Layout;

/// <summary>Who is signed in and as what, and what is theirs: account, zone, theme, the way out. The one part of the frame with a circuit.</summary>
public sealed partial class AccountMenu : ComponentBase
{
    private ClaimsPrincipal _user = new();

    /// <summary>Name of the time zone in which the console shows times.</summary>
    [Parameter]
    [EditorRequired]
    public string ZoneId { get; set; } = ConsoleZone.UtcId;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    private string Name => _user.Identity?.Name ?? "";

    // Two letters of a name, one of an address.
    private string Initials
    {
        get
        {
            var words = Name.Split('@')[0].Split([' ', '.', '-'], StringSplitOptions.RemoveEmptyEntries);
            return string.Concat(words.Take(2).Select(word => char.ToUpperInvariant(word[0])));
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _user = Authentication is null ? new ClaimsPrincipal() : (await Authentication).User;
}
