using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using OtcBackoffice.Desks.Lists;

namespace OtcBackoffice.Components.Shared;

/// <summary>A page around a quiet list. How the list is ordered, cut and turned stands in the address; another address is another
/// reading.</summary>
/// <typeparam name="TLoad">What is read for the page.</typeparam>
public abstract class QuietPage<TLoad> : DeskPage<TLoad>
    where TLoad : class
{
    private string _shown = "";

    /// <summary>What the list can be asked.</summary>
    protected abstract ListRules List { get; }

    /// <summary>What was understood of the address.</summary>
    protected ListReading Asked => List.Read(Fields(new Uri(Navigation.Uri).Query));

    /// <summary>Where the person is, and how one gets elsewhere.</summary>
    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _shown = Navigation.Uri;
        Navigation.LocationChanged += OnMoved;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= OnMoved;
        base.Dispose(disposing);
    }

    private static IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> Fields(string query) =>
        QueryHelpers.ParseQuery(query)
            .Select(field => KeyValuePair.Create<string, IReadOnlyList<string>>(field.Key, [.. field.Value.OfType<string>()]));

    private void OnMoved(object? sender, LocationChangedEventArgs move)
    {
        var (before, now) = (new Uri(_shown), new Uri(move.Location));
        if (before.AbsolutePath != now.AbsolutePath || before.Query == now.Query)
        {
            return;
        }
        _shown = move.Location;
        Later(ReloadAsync);
    }
}
