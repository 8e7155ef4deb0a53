using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Components.Layout;

/// <summary>
/// The pages that the signed-in person may open, in groups that fold. Drawn once a request: folding, the entry that is lit after
/// following a link, and the lengths of queues are the browser's part (js/frame.mjs).
/// </summary>
public sealed partial class NavMenu : ComponentBase
{
    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string Path { get; set; } = "/";

    private IReadOnlyList<IGrouping<string, ConsolePage>> Groups { get; set; } = [];

    protected override void OnInitialized()
    {
        Path = PathOf(Navigation.Uri);
    }

    protected override async Task OnParametersSetAsync()
    {
        var user = Authentication is null ? new ClaimsPrincipal() : (await Authentication).User;
        Groups = [.. ConsolePages.OpenTo(user).Where(page => page.Entry.InNavigation).GroupBy(page => page.Entry.Group)];
    }

    private static string PathOf(string address) => new Uri(address).AbsolutePath;

    private static string? KeysOf(ConsolePage page) => page.Entry.Keys.Length == 0 ? null : page.Entry.Keys;

    // The library lights an entry by its own address alone. Only the one that is decided on here may be lit by an address below it.
    private NavLinkMatch MatchOf(ConsolePage page) => IsHere(page) ? NavLinkMatch.Prefix : NavLinkMatch.All;

    // A record's page belongs to the list it came from, a page below another one to itself: of all that fit, the longest.
    private bool IsHere(ConsolePage page) =>
        Fits(page) && !Groups.SelectMany(group => group).Any(other => other.Href.Length > page.Href.Length && Fits(other));

    private bool Fits(ConsolePage page) =>
        Path == page.Href || (page.Href != "/" && Path.StartsWith(page.Href + "/", StringComparison.Ordinal));
}
