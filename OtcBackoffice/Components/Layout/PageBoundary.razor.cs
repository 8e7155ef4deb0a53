using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Layout;

/// <summary>
/// Keeps a fault inside the pane it happened in, and gives it an id under which the log has the details. Put one around
/// each pane whose failure must not take its neighbours along.
/// </summary>
public sealed partial class PageBoundary : ErrorBoundaryBase
{
    /// <summary>True for the boundary around a whole page, which then needs a heading of its own.</summary>
    [Parameter]
    public bool WholePage { get; set; }

    [Inject]
    private ILogger<PageBoundary> Log { get; set; } = default!;

    private string RequestId { get; set; } = "";

    protected override Task OnErrorAsync(Exception exception)
    {
        RequestId = Guid.CreateVersion7().ToString("N");
        Log.LogError(exception, "A page part failed, request id {RequestId}.", RequestId);
        return Task.CompletedTask;
    }
}
