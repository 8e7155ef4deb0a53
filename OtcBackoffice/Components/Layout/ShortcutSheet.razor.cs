using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Components.Layout;

/// <summary>All keys of the console, and the switch that turns the single ones off.</summary>
public sealed partial class ShortcutSheet : ComponentBase
{
    private static readonly (string Keys, string Meaning)[] Common =
    [
        ("Ctrl K", "Search and commands"),
        ("?", "This list"),
        ("/", "Go to the filter"),
        ("J", "Next row"),
        ("K", "Previous row"),
        ("Enter", "Open the row"),
        ("Esc", "Back, or close"),
        ("W", "Claim and open the next by due time"),
        ("B", "Notifications"),
        ("R", "Show what is new, or refresh"),
    ];

    private static readonly (string Keys, string Meaning)[] Record =
    [
        ("C", "Claim"),
        ("1", "Confirm or approve"),
        ("2", "Ask the merchant"),
        ("3", "Reject"),
        ("4", "Credit"),
        ("A", "Assign"),
        ("H", "Snooze"),
        ("N", "Write a note"),
        ("F", "Follow"),
        ("U", "Undo, for ten seconds"),
        ("Y", "Copy the id"),
        ("[", "Previous record"),
        ("]", "Next record"),
    ];

    private static readonly (string Keys, string Meaning)[] Queue =
    [
        ("X", "Select the row"),
        ("C", "Claim the row, or what is selected"),
        ("A", "Assign what is selected"),
        ("H", "Snooze what is selected"),
    ];

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    private IReadOnlyList<ConsolePage> Pages { get; set; } = [];

    protected override async Task OnInitializedAsync()
    {
        var user = Authentication is null ? new ClaimsPrincipal() : (await Authentication).User;
        Pages = [.. ConsolePages.OpenTo(user).Where(page => page.Entry.Keys.Length > 0)];
    }
}
