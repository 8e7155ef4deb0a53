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
    private static readonly IReadOnlySet<string> Everything = QueueAddress.Columns.Select(column => column.Name)
        .ToHashSet(StringComparer.Ordinal);

    private (DepositLine, QueueColumn, bool, bool, bool, IReadOnlySet<string>, DateTime) _drawn;

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

    /// <summary>The columns that are shown, by name.</summary>
    [Parameter]
    public IReadOnlySet<string> Shown { get; set; } = Everything;

    [Parameter]
    public bool IsSelected { get; set; }

    [Parameter]
    public EventCallback<DepositLine> OnSelect { get; set; }

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

    private string Method => Line.Method == "mpesa" ? "M-Pesa" : "Bank";

    private string SelectLabel => $"Select {Line.HumanId}";

    private (string Words, string? Tone)? Due => Line.Status != Domain.Deposits.DepositStatus.Pending || Line.DueAtUtc is not { } due ? null
        : Line.IsPaused ? ("paused, asked", "info")
        : ($"{ClockText.Due(Zone, due, NowUtc)}", due <= NowUtc ? "bad" : due <= NowUtc.AddMinutes(15) ? "warn" : null);

    private string Proof => Line.Proof.Declared == 0 ? "none" : $"{Line.Proof.Matched}/{Line.Proof.Declared}";

    private string? ProofTone =>
        Line.Proof.Declared == 0 ? null : Line.Proof.Differs ? "bad" : Line.Proof.Matched == Line.Proof.Declared ? "ok" : "warn";

    private string Money => Line.Money switch
    {
        LineMoney.Arrived => "arrived",
        LineMoney.Proposed => "proposed",
        LineMoney.None => "none yet",
    };

    private IEnumerable<(string Word, string Tone)> Flags
    {
        get
        {
            (bool Holds, string Word, string Tone)[] all =
            [
                (Line.IsLateAt(NowUtc), "late", "bad"), (Line.Flags.HasFlag(LineFlags.Repeated), "repeated", "bad"),
                (Line.Flags.HasFlag(LineFlags.AboveCap), "above cap", "hold"),
                (Line.Flags.HasFlag(LineFlags.SecondPerson), "second person", "hold"),
                (Line.Flags.HasFlag(LineFlags.Question), "question", "info"),
                (Line.Flags.HasFlag(LineFlags.Answered), "answered", "info"), (Line.SnoozedUntilUtc is not null, "snoozed", "idle"),
            ];
            return all.Where(one => one.Holds).Select(one => (one.Word, one.Tone));
        }
    }

    private string? Holder => !Line.IsClaimedAt(NowUtc) ? null : Line.AssigneeUserId == ViewerId ? "You" : Line.AssigneeName ?? "Somebody";

    private string ClaimLabel => $"Claim {Line.HumanId}";

    // Words such as "9 min late" are as old as the reading, so the minute is part of what was drawn.
    private (DepositLine, QueueColumn, bool, bool, bool, IReadOnlySet<string>, DateTime) Wanted =>
        (Line, Column, StillHere, MayClaim, IsSelected, Shown,
            new DateTime(NowUtc.Ticks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, DateTimeKind.Utc));

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

    private bool Has(string column) => Shown.Contains(column);

    private Task SelectAsync() => OnSelect.InvokeAsync(Line);

    private Task ClaimAsync() => OnClaim.InvokeAsync(Line);
}
