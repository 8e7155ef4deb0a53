using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Deposits;

namespace OtcBackoffice.Components.Deposits;

/// <summary>What the last column of a queue says.</summary>
public enum QueueColumn
{
    /// <summary>Who holds the deposit, or the button that takes it.</summary>
    Claim,

    /// <summary>How far the payment has come.</summary>
    Settlement,

    /// <summary>The status.</summary>
    Status,
}

/// <summary>One of the fixed cuts of the deposit queue. Its key stands in the address.</summary>
public sealed record QueueView(string Key, string Title, IReadOnlyList<DepositStatus> Statuses, QueueColumn Column)
{
    /// <summary>Whether it shows only what the viewer has claimed.</summary>
    public bool Mine { get; init; }

    /// <summary>Work is read oldest first, history newest first.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>What it is ordered by unless the address says otherwise.</summary>
    public QueueSort Sort { get; init; } = QueueSort.Created;

    /// <summary>The flag that all of it has, or null.</summary>
    public QueueFlag? Flag { get; init; }

    /// <summary>Whether what somebody put aside stands in it.</summary>
    public bool WithSnoozed { get; init; } = true;

    /// <summary>Whether it is open work, short enough to be added up.</summary>
    public bool IsWork => Sort == QueueSort.Due || Key == "confirmed";

    /// <summary>What the queue says when it is empty.</summary>
    public required string EmptyTitle { get; init; }

    public required string EmptyText { get; init; }

    public static readonly IReadOnlyList<QueueView> All =
    [
        new("pending", "Pending", [DepositStatus.Pending], QueueColumn.Claim)
        {
            OldestFirst = true, Sort = QueueSort.Due, WithSnoozed = false, EmptyTitle = "Queue clear",
            EmptyText = "No deposit waits for a decision. The next one appears here by itself.",
        },
        new("mine", "Mine", [DepositStatus.Pending], QueueColumn.Claim)
        {
            Mine = true, OldestFirst = true, Sort = QueueSort.Due, EmptyTitle = "You hold nothing",
            EmptyText = "Claim a deposit in the pending queue and it stands here until you decide it or the claim runs out.",
        },
        new("late", "Late", [DepositStatus.Pending], QueueColumn.Claim)
        {
            OldestFirst = true, Sort = QueueSort.Due, Flag = QueueFlag.Late, EmptyTitle = "Nothing is late",
            EmptyText = "Every deposit that waits is still in its time.",
        },
        new("second", "Second person", [DepositStatus.Pending, DepositStatus.Confirmed], QueueColumn.Claim)
        {
            OldestFirst = true, Sort = QueueSort.Due, Flag = QueueFlag.SecondPerson, EmptyTitle = "Nobody is waited for",
            EmptyText = "What somebody asked a second person for stands here until it is decided.",
        },
        new("snoozed", "Snoozed", [DepositStatus.Pending], QueueColumn.Claim)
        {
            OldestFirst = true, Sort = QueueSort.Due, Flag = QueueFlag.Snoozed, EmptyTitle = "Nothing is put aside",
            EmptyText = "What you snooze stands here until its moment comes; its due time goes on.",
        },
        new("confirmed", "Confirmed, to credit", [DepositStatus.Confirmed], QueueColumn.Settlement)
        {
            OldestFirst = true, EmptyTitle = "Nothing to credit", EmptyText = "Every confirmed deposit has been paid out.",
        },
        new("credited", "Credited", [DepositStatus.Credited], QueueColumn.Status)
        {
            EmptyTitle = "Nothing credited yet", EmptyText = "A deposit comes here when its transfer is final on the chain.",
        },
        new("rejected", "Rejected", [DepositStatus.Rejected], QueueColumn.Status)
        {
            EmptyTitle = "Nothing rejected", EmptyText = "Rejected deposits stay here with their reasons.",
        },
        new("open", "Draft & priced", [DepositStatus.Draft, DepositStatus.Priced], QueueColumn.Status)
        {
            EmptyTitle = "No drafts", EmptyText = "What merchants are still preparing stands here; there is nothing to decide about it.",
        },
        new("all", "All", [], QueueColumn.Status)
        {
            EmptyTitle = "No deposits yet", EmptyText = "A merchant opens the first one under My deposits, or through the API.",
        },
    ];

    /// <summary>The view of that key, or the first.</summary>
    public static QueueView Find(string? key) => All.FirstOrDefault(view => view.Key == key) ?? All[0];

    /// <summary>How many deposits it holds, or null when that is not counted.</summary>
    public long? CountIn(IReadOnlyDictionary<DepositStatus, long> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return Mine || Flag is not null ? null : Statuses.Count == 0 ? counts.Values.Sum()
            : Statuses.Sum(status => counts.GetValueOrDefault(status));
    }

    /// <summary>Whether a deposit stands in it.</summary>
    public bool Holds(DepositLine line, Guid viewer)
    {
        ArgumentNullException.ThrowIfNull(line);
        return (Statuses.Count == 0 || Statuses.Contains(line.Status)) && (!Mine || line.AssigneeUserId == viewer)
            && (WithSnoozed || line.SnoozedUntilUtc is null)
            && Flag switch
            {
                QueueFlag.SecondPerson => line.Flags.HasFlag(LineFlags.SecondPerson),
                QueueFlag.Snoozed => line.SnoozedUntilUtc is not null,
                _ => true,
            };
    }
}
