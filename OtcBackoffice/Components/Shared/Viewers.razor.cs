using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Components.Shared;

/// <summary>Says live who else looks at a record, and lets the others know of this person as long as the page is open.</summary>
public sealed partial class Viewers : ComponentBase, IDisposable
{
    private IReadOnlyList<string> _others = [];
    private IDisposable? _listening;
    private Guid _at;
    private bool _isGone;

    /// <summary>The record.</summary>
    [Parameter]
    [EditorRequired]
    public Guid Record { get; set; }

    /// <summary>Who looks here.</summary>
    [Parameter]
    [EditorRequired]
    public Guid PersonId { get; set; }

    /// <summary>What the others read of this person.</summary>
    [Parameter]
    [EditorRequired]
    public string PersonName { get; set; } = "";

    [Inject]
    private Presence Presence { get; set; } = default!;

    [Inject]
    private PresenceSeat Seat { get; set; } = default!;

    [Inject]
    private DeskSignals Signals { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _isGone = true;
        _listening?.Dispose();
        Seat.Leave(_at);
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_at == Record || !RendererInfo.IsInteractive)
        {
            return;
        }
        _at = Record;
        _listening ??= Signals.Listen(OnSignal);
        Seat.Sit(Record, PersonId, PersonName);
        _others = Presence.Others(_at, PersonId);
    }

    private void OnSignal(DeskSignal signal)
    {
        if (signal.Topic == Topics.Presence && (signal.Id == _at || signal.IsWhole) && !_isGone)
        {
            _ = InvokeAsync(() =>
            {
                _others = Presence.Others(_at, PersonId);
                StateHasChanged();
            });
        }
    }
}
