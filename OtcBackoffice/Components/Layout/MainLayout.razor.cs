using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Components.Layout;

/// <summary>The shell around every page of the console.</summary>
public sealed partial class MainLayout : LayoutComponentBase, IDisposable
{
    private PageBoundary? _boundary;

    [CascadingParameter]
    private ConsoleZone Zone { get; set; } = ConsoleZone.Utc;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private string ZoneLabel { get; set; } = "";

    // The document has a base address, so a bare fragment would lead to the home page.
    private string SkipHref { get; set; } = "#content";

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
    }

    protected override void OnInitialized()
    {
        ZoneLabel = Zone.LabelAt(Clock.GetUtcNow().UtcDateTime);
        Navigation.LocationChanged += OnLocationChanged;
    }

    protected override void OnParametersSet()
    {
        SkipHref = Navigation.Uri.Split('#')[0] + "#content";
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            // The script marks <main> as interactive itself: one round trip less until keys work.
            await Script.InvokeVoidAsync("otc.ready");
        }
        catch (JSDisconnectedException)
        {
            // The tab was closed while it was starting; there is nobody left to tell.
        }
    }

    // A fault of the last page must not hide the next one. No render is asked for: the router does that itself.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _boundary?.Recover();
}
