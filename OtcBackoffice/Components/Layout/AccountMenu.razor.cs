using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Components.Layout;

/// <summary>
/// Who is signed in and as what, and what is theirs: account, zone, theme, the way out. A popover of the browser's own, so that it
/// works before the circuit does and costs it nothing.
/// </summary>
public sealed partial class AccountMenu : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public ClaimsPrincipal User { get; set; } = new();

    [Parameter]
    [EditorRequired]
    public ConsoleZone Zone { get; set; } = ConsoleZone.Utc;

    private string Name => ConsolePages.NameOf(User);

    // Two letters of a name, one of an address.
    private string Initials
    {
        get
        {
            var words = Name.Split('@')[0].Split([' ', '.', '-'], StringSplitOptions.RemoveEmptyEntries);
            return string.Concat(words.Take(2).Select(word => char.ToUpperInvariant(word[0])));
        }
    }
}
