using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Components.Layout;

/// <summary>The pages that the signed-in person may open, with the lengths of their queues.</summary>
public sealed partial class NavMenu : ComponentBase, IDisposable
{
    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [Inject]
    private NavCounts Counts { get; set; } = default!;

    private IReadOnlyList<IGrouping<string, ConsolePage>> Groups { get; set; } = [];

    public void Dispose()
    {
        Counts.Changed -= OnCountsChanged;
    }

    protected override void OnInitialized()
    {
        Counts.Changed += OnCountsChanged;
    }

    protected override async Task OnParametersSetAsync()
    {
        var user = Authentication is null ? new ClaimsPrincipal() : (await Authentication).User;
        Groups = [.. ConsolePages.OpenTo(user).Where(page => page.Entry.InNavigation).GroupBy(page => page.Entry.Group)];
    }

    private static string GroupId(string group) => "nav-" + group.ToLowerInvariant().Replace(' ', '-');

    private static NavLinkMatch MatchOf(ConsolePage page) => page.Href == "/" ? NavLinkMatch.All : NavLinkMatch.Prefix;

    private static string? KeysOf(ConsolePage page) => page.Entry.Keys.Length == 0 ? null : page.Entry.Keys;

    private static string RoleLine(ClaimsPrincipal user) =>
        string.Join(", ", user.FindAll(ClaimTypes.Role).Select(role => ConsolePages.RoleName(role.Value)));

    private void OnCountsChanged() => _ = InvokeAsync(StateHasChanged);
}
