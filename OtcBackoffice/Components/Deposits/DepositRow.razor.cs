using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Deposits;

namespace OtcBackoffice.Components.Deposits;

/// <summary>
/// One line of the queue, drawn again only when its deposit has changed. Its markup is as lean as it can be and it writes
/// amounts, times and chips itself: a component in a cell would be kept fifty times for every open queue.
/// </summary>
public sealed partial class DepositRow : ComponentBase
{
    private (Guid, int, QueueColumn, bool, bool) _drawn;

    [Parameter]
    [EditorRequired]
    public DepositLine Line { get; set; } = default!;

    /// <summary>What the last cell says while the deposit stands in this queue.</summary>
    [Parameter]
    public QueueColumn Column { get; set; }

    /// <summary>False when the deposit has left the queue and is only still shown; it then says its status.</summary>
    [Parameter]
    public bool StillHere { get; set; } = true;

    [Parameter]
    public Guid ViewerId { get; set; }

    /// <summary>Whether the viewer's role claims deposits at all.</summary>
    [Parameter]
    public bool MayClaim { get; set; }

    /// <summary>The time that distances are counted from.</summary>
    [Parameter]
    public DateTime NowUtc { get; set; }

    [Parameter]
    public ConsoleZone Zone { get; set; } = ConsoleZone.Utc;

    [Parameter]
    public EventCallback<DepositLine> OnClaim { get; set; }

    private string Fiat => AmountText.Group(Line.FiatAmount);

    private string? Crypto => Line.CryptoAmount is { } amount ? AmountText.Group(amount) : null;

    private StatusLook? Chip => !StillHere || Column == QueueColumn.Status
        ? DepositLook.Status(Line.Status)
        : Column == QueueColumn.Settlement ? DepositLook.Settlement(Line.SettlementState) : null;

    private string? Holder => !Line.IsClaimedAt(NowUtc) ? null : Line.AssigneeUserId == ViewerId ? "You" : Line.AssigneeName ?? "Somebody";

    private string ClaimLabel => $"Claim {Line.HumanId}";

    private (Guid, int, QueueColumn, bool, bool) Wanted => (Line.Id, Line.Version, Column, StillHere, MayClaim);

    /// <inheritdoc/>
    protected override void OnInitialized() => _drawn = Wanted;

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        var wanted = Wanted;
        if (wanted == _drawn)
        {
            return false;
        }
        _drawn = wanted;
        return true;
    }

    private Task ClaimAsync() => OnClaim.InvokeAsync(Line);
}
