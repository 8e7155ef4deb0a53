using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Components.Layout;

/// <summary>
/// The pages that the signed-in person may open, in groups that fold, with the lengths of their queues. Icons are plain elements:
/// every open page holds this menu for as long as somebody looks, and a component more for each entry would be felt.
/// </summary>
public sealed partial class NavMenu : ComponentBase, IDisposable
{
    // Groups are open until somebody folds them, so that a link is where it was yesterday.
    private readonly HashSet<string> _folded = new(StringComparer.Ordinal);

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [Inject]
    private NavCounts Counts { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string Path { get; set; } = "/";

    private IReadOnlyList<IGrouping<string, ConsolePage>> Groups { get; set; } = [];

    public void Dispose()
    {
        Counts.Changed -= OnCountsChanged;
        Navigation.LocationChanged -= OnLocationChanged;
    }

    protected override void OnInitialized()
    {
        Counts.Changed += OnCountsChanged;
        Navigation.LocationChanged += OnLocationChanged;
        Path = PathOf(Navigation.Uri);
    }

    protected override async Task OnParametersSetAsync()
    {
        var user = Authentication is null ? new ClaimsPrincipal() : (await Authentication).User;
        Groups = [.. ConsolePages.OpenTo(user).Where(page => page.Entry.InNavigation).GroupBy(page => page.Entry.Group)];
    }

    private static string PathOf(string address) => new Uri(address).AbsolutePath;

    private static string? KeysOf(ConsolePage page) => page.Entry.Keys.Length == 0 ? null : page.Entry.Keys;

    private bool IsOpen(string group) => !_folded.Contains(group);

    private void Fold(string group, bool isOpen) => _ = isOpen ? _folded.Remove(group) : _folded.Add(group);

    // The library lights an entry by its own address alone. Only the one that is decided on here may be lit by an address below it.
    private NavLinkMatch MatchOf(ConsolePage page) => IsHere(page) ? NavLinkMatch.Prefix : NavLinkMatch.All;

    // A record's page belongs to the list it came from, a page below another one to itself: of all that fit, the longest.
    private bool IsHere(ConsolePage page) =>
        Fits(page) && !Groups.SelectMany(group => group).Any(other => other.Href.Length > page.Href.Length && Fits(other));

    private bool Fits(ConsolePage page) => Path == page.Href || (page.Href != "/" && Path.StartsWith(page.Href + "/", StringComparison.Ordinal));

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        var path = PathOf(change.Location);
        if (path != Path)
        {
            Path = path;
            _ = InvokeAsync(StateHasChanged);
        }
    }

    private void OnCountsChanged() => _ = InvokeAsync(StateHasChanged);
}
