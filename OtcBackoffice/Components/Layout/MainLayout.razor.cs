using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Components.Layout;

/// <summary>The interactive part of every page: the page itself, and what it opens. Bar and menu stand in <see cref="Frame"/>.</summary>
public sealed partial class MainLayout : LayoutComponentBase, IDisposable
{
    private PageBoundary? _boundary;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private NavCounts Counts { get; set; } = default!;

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        Counts.Changed -= OnCountsChanged;
    }

    protected override void OnInitialized()
    {
        Counts.Changed += OnCountsChanged;
        Navigation.LocationChanged += OnLocationChanged;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        // The script marks <main> as interactive itself: one round trip less until keys work.
        await CallAsync("otc.ready");
        await CallAsync("otc.counts", Counts.All);
    }

    // A fault of the last page must not hide the next one. No render is asked for: the router does that itself.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        _boundary?.Recover();
        _ = InvokeAsync(() => CallAsync("otc.here"));
    }

    private void OnCountsChanged() => _ = InvokeAsync(() => CallAsync("otc.counts", Counts.All));

    // The frame is no part of the circuit, so what changes in it is said to the browser.
    private async Task CallAsync(string function, params object?[] arguments)
    {
        try
        {
            await Script.InvokeVoidAsync(function, arguments);
        }
        catch (JSDisconnectedException)
        {
            // The tab was closed meanwhile; there is nobody left to tell.
        }
    }
}
