using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>
/// A deposit as one line of a queue: only what the line shows, because every open queue holds a page of these for as long
/// as somebody looks at it. The same line may be shown to any number of people.
/// </summary>
public sealed record DepositLine
{
    public required Guid Id { get; init; }
    public required long Number { get; init; }
    public required Guid MerchantId { get; init; }
    public required string MerchantName { get; init; }
    public required string Method { get; init; }
    public required string FiatAmount { get; init; }
    public required string FiatCurrency { get; init; }

    /// <summary>What the price promises, or null while there is none.</summary>
    public required string? CryptoAmount { get; init; }
    public required string Asset { get; init; }
    public required string Network { get; init; }
    public required DepositStatus Status { get; init; }
    public required SettlementState SettlementState { get; init; }
    public required Guid? AssigneeUserId { get; init; }
    public required string? AssigneeName { get; init; }
    public required DateTime? ClaimExpiresAtUtc { get; init; }
    public required DateTime CreatedAtUtc { get; init; }

    /// <summary>Since when it stands in front of the desk: since it was handed in, or opened when it was not.</summary>
    public required DateTime WaitingSinceUtc { get; init; }
    public required int Version { get; init; }

    /// <summary>By when the desk means to decide, or null before it was handed in.</summary>
    public DateTime? DueAtUtc { get; init; }

    /// <summary>Whether that clock stands still for the merchant's answer.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The amount in minor units, to order by.</summary>
    public long AmountMinor { get; init; }

    /// <summary>What the proof bears out.</summary>
    public ProofTally Proof { get; init; }

    /// <summary>Whether its money has come.</summary>
    public LineMoney Money { get; init; }

    /// <summary>What to look at twice.</summary>
    public LineFlags Flags { get; init; }

    /// <summary>Who decided what about it a moment ago, or null: Olivia Officer, to confirm.</summary>
    public string? Held { get; init; }

    /// <summary>Until when somebody put it aside, or null.</summary>
    public DateTime? SnoozedUntilUtc { get; init; }

    /// <summary>The number as people say it.</summary>
    public string HumanId => $"DEP-{Number}";

    /// <summary>Whether somebody holds it at that moment.</summary>
    public bool IsClaimedAt(DateTime now) => AssigneeUserId is not null && ClaimExpiresAtUtc > now;

    /// <summary>Whether it waits for a decision longer than it should.</summary>
    public bool IsLateAt(DateTime now) => Status == DepositStatus.Pending && !IsPaused && DueAtUtc < now;

    /// <summary>What a list that is ordered so goes by.</summary>
    public long KeyOf(QueueSort sort) => sort switch
    {
        QueueSort.Due => Data.Conventions.UtcMillis.From(DueAtUtc ?? CreatedAtUtc),
        QueueSort.Amount => AmountMinor,
        QueueSort.Created => Data.Conventions.UtcMillis.From(CreatedAtUtc),
    };
}

/// <summary>What a line says about the bank's own word.</summary>
public enum LineMoney
{
    /// <summary>Nothing has come.</summary>
    None,

    /// <summary>Unmatched money names its reference.</summary>
    Proposed,

    /// <summary>Money was put on it.</summary>
    Arrived,
}

/// <summary>What to look at twice about a deposit.</summary>
[Flags]
public enum LineFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Another deposit has the same reference or file.</summary>
    Repeated = 1,

    /// <summary>It is worth more than an officer decides alone.</summary>
    AboveCap = 2,

    /// <summary>The merchant was asked and has not answered.</summary>
    Question = 4,

    /// <summary>A command about it waits for a second person.</summary>
    SecondPerson = 8,

    /// <summary>The merchant has answered, and nobody decided since.</summary>
    Answered = 16,
}

/// <summary>What a queue is ordered by.</summary>
public enum QueueSort
{
    /// <summary>By when it is to be decided.</summary>
    Due,

    /// <summary>When it was opened.</summary>
    Created,

    /// <summary>Its amount, in the minor unit of its currency.</summary>
    Amount,
}

/// <summary>By what flag a queue is cut.</summary>
public enum QueueFlag
{
    Repeated,
    AboveCap,
    Question,
    SecondPerson,
    Late,
    Answered,
    Snoozed,
}

/// <summary>How a queue is cut. The viewer is who the session says; a page cannot name another.</summary>
/// <param name="Statuses">Only these; none at all means every status.</param>
/// <param name="Mine">Only what the viewer has claimed.</param>
/// <param name="OldestFirst">Work queues are read oldest first, histories newest first.</param>
/// <param name="MerchantId">Only this merchant, or null.</param>
/// <param name="Cursor">Where the page starts, or null.</param>
public sealed record DepositQueueCut(IReadOnlyList<DepositStatus> Statuses, bool Mine = false, bool OldestFirst = true,
    Guid? MerchantId = null, string? Cursor = null)
{
    /// <summary>What it is ordered by.</summary>
    public QueueSort Sort { get; init; } = QueueSort.Created;

    /// <summary>Rows of a page.</summary>
    public int Rows { get; init; } = Pipeline.Cursor.SizeDefault;

    /// <summary>Only this currency, or null.</summary>
    public string? Currency { get; init; }

    /// <summary>Only what is paid out on this network, or null.</summary>
    public string? Network { get; init; }

    /// <summary>Only from this amount on, or null.</summary>
    public decimal? Min { get; init; }

    /// <summary>Only up to this amount, or null.</summary>
    public decimal? Max { get; init; }

    /// <summary>Only what was opened on this day or later (UTC), or null.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Only what was opened on this day or earlier (UTC), or null.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Only what this person holds, or null.</summary>
    public Guid? AssigneeId { get; init; }

    /// <summary>Only what has this flag, or null.</summary>
    public QueueFlag? Flag { get; init; }

    /// <summary>Whether what somebody put aside is left out.</summary>
    public bool WithoutSnoozed { get; init; }

    /// <summary>Whether to count and add up the whole cut; closed queues are too long for that.</summary>
    public bool WithTotals { get; init; }
}

/// <summary>The sum of a cut in one currency.</summary>
public sealed record QueueTotal(string Currency, string Amount, int Count);

/// <summary>A page of a queue with the lengths of all queues and who looks at it.</summary>
public sealed record DepositQueue(Page<DepositLine> Page, IReadOnlyDictionary<DepositStatus, long> Counts, Guid ViewerId)
{
    /// <summary>The sums of the whole cut by currency, or empty when they were not asked for.</summary>
    public IReadOnlyList<QueueTotal> Totals { get; init; } = [];

    /// <summary>How many rows the whole cut has, or null when that is not known.</summary>
    public int? Total { get; init; }

    /// <summary>How many wait too long, or null when that was not asked for.</summary>
    public int? Late { get; init; }

    /// <summary>How many of the pending ones somebody put aside, or null when that was not asked for.</summary>
    public int? Snoozed { get; init; }

    /// <summary>The merchants and people that a cut can name.</summary>
    public QueueNames? Names { get; init; }
}

/// <summary>Who can be named in the cut of a queue.</summary>
public sealed record QueueNames(IReadOnlyList<QueueName> Merchants, IReadOnlyList<QueueName> People);

/// <summary>A name with its id.</summary>
public sealed record QueueName(Guid Id, string Name);

/// <summary>Deposits that changed, as they are now, with the lengths of all queues. One object serves every viewer.</summary>
public sealed record DepositTick(IReadOnlyList<DepositLine> Lines, IReadOnlyDictionary<DepositStatus, long> Counts)
{
    /// <summary>Whether any deposit may have changed: signals of another node were missed, so the queue is read anew.</summary>
    public bool IsWhole { get; init; }
}

/// <summary>What lines are read with.</summary>
internal sealed record LineReading(ProofTallies Tallies, long CapUsdCents, DateTime Now);

/// <summary>Reads lines with one statement, and one each for what proofs and ticks say; never one for each line.</summary>
internal static class DepositLines
{
    public static async Task<List<DepositLine>> ReadAsync(BackofficeDbContext db, IQueryable<Deposit> rows, LineReading with,
        CancellationToken cancellation)
    {
        var now = with.Now;
        var found = await rows.Select(row => new Found(
            row,
            db.Merchants.Where(merchant => merchant.Id == row.MerchantId).Select(merchant => merchant.Name).FirstOrDefault(),
            db.Users.Where(user => user.Id == row.AssigneeUserId).Select(user => user.DisplayName).FirstOrDefault(),
            row.Status == DepositStatus.Pending && ((row.PaymentReference != null && db.Deposits.Any(other =>
                other.PaymentReference == row.PaymentReference && other.Id != row.Id))
                || (row.ProofSha256 != null && db.Deposits.Any(other => other.ProofSha256 == row.ProofSha256 && other.Id != row.Id))),
            db.Approvals.Any(waiting => waiting.EntityId == row.Id && waiting.Status == ApprovalStates.Waiting
                && waiting.ExpiresAtUtc > now),
            db.ReceiptAssignments.Any(part => part.RecordId == row.Id && part.UndoneAtUtc == null),
            row.ReferenceKey != null && db.Receipts.Any(receipt => receipt.Status == ReceiptStatus.Unmatched
                && receipt.ReferenceKey == row.ReferenceKey),
            db.HeldDecisions.Where(held => held.RecordId == row.Id && held.State == HeldDecisions.Held).Select(held =>
                held.ActorName + ", to " + held.Action).FirstOrDefault(),
            db.RecordSnoozes.Where(asleep => asleep.RecordId == row.Id && asleep.UntilUtc > now).Select(asleep =>
                (DateTime?)asleep.UntilUtc).FirstOrDefault()))
            .ToListAsync(cancellation);
        var proofs = found.Where(one => one.Row.Status is DepositStatus.Pending or DepositStatus.Confirmed
            && one.Row.ProofFileId is not null)
            .Select(one => (one.Row.ProofFileId!.Value, DepositEvidence.FactsOf(one.Row))).ToList();
        var tallies = await with.Tallies.ReadAsync(db, proofs, cancellation);
        return found.ConvertAll(one => Line(one, one.Row.ProofFileId is { } file ? tallies.GetValueOrDefault(file) : default, with));
    }

    private static DepositLine Line(Found found, ProofTally proof, LineReading with)
    {
        var (row, asset) = (found.Row, Asset.ByCode(found.Row.Asset));
        return new DepositLine
        {
            Id = row.Id,
            Number = row.Number,
            MerchantId = row.MerchantId,
            MerchantName = found.Merchant ?? "",
            Method = Names.Snake(row.Method),
            FiatAmount = DecimalText.Format(row.FiatAmountMinor, row.FiatScale),
            FiatCurrency = row.FiatCurrency,
            CryptoAmount = row.RequestedCryptoMinor is { } minor ? asset.Format(minor) : null,
            Asset = asset.Symbol,
            Network = asset.Network.Code,
            Status = row.Status,
            SettlementState = row.SettlementState,
            AssigneeUserId = row.AssigneeUserId,
            AssigneeName = found.Assignee,
            ClaimExpiresAtUtc = row.ClaimExpiresAtUtc,
            CreatedAtUtc = row.CreatedAtUtc,
            WaitingSinceUtc = row.SubmittedAtUtc ?? row.CreatedAtUtc,
            Version = row.Version,
            DueAtUtc = row.DecisionDueAtUtc,
            IsPaused = row.ClockPausedAtUtc is not null,
            AmountMinor = row.FiatAmountMinor,
            Proof = proof,
            Money = found.HasArrived ? LineMoney.Arrived : found.IsProposed ? LineMoney.Proposed : LineMoney.None,
            Flags = FlagsOf(found, with.CapUsdCents),
            Held = found.Held,
            SnoozedUntilUtc = found.SnoozedUntil,
        };
    }

    private static LineFlags FlagsOf(Found found, long capUsdCents)
    {
        var (row, isPending) = (found.Row, found.Row.Status == DepositStatus.Pending);
        return (found.IsRepeated ? LineFlags.Repeated : 0)
            | (isPending && row.NotionalUsdCents() > capUsdCents ? LineFlags.AboveCap : 0)
            | (isPending && row.Question is not null && row.Answer is null ? LineFlags.Question : 0)
            | (isPending && row.Answer is not null ? LineFlags.Answered : 0)
            | (found.IsWaiting ? LineFlags.SecondPerson : 0);
    }

    private sealed record Found(
        Deposit Row, string? Merchant, string? Assignee, bool IsRepeated, bool IsWaiting, bool HasArrived, bool IsProposed, string? Held,
            DateTime? SnoozedUntil);
}
