using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>The one polite live region of the console. A notice that can be taken back goes when its time is over.</summary>
public sealed partial class NoticeRegion : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private bool _isUndoing;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    public void Dispose()
    {
        Notices.Changed -= OnChanged;
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override void OnInitialized()
    {
        Notices.Changed += OnChanged;
    }

    private void Dismiss() => Notices.Clear();

    private void OnChanged()
    {
        _ = InvokeAsync(StateHasChanged);
        if (Notices.Current is { Undo: not null } held && RendererInfo.IsInteractive)
        {
            _ = EndAsync(held);
        }
    }

    private async Task EndAsync(SpokenNotice held)
    {
        var left = held.UntilUtc - Clock.GetUtcNow().UtcDateTime;
        try
        {
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, Clock, _gone.Token);
            await InvokeAsync(() =>
            {
                if (Notices.Current?.Number == held.Number)
                {
                    Notices.Clear();
                }
            });
        }
        catch (OperationCanceledException)
        {
            // The page was closed while the time ran.
        }
    }

    private async Task UndoAsync()
    {
        if (_isUndoing || Notices.Current?.Undo is not { } undo)
        {
            return;
        }
        _isUndoing = true;
        try
        {
            await undo();
        }
        finally
        {
            _isUndoing = false;
        }
    }
}
