using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>A record that a part of a receipt is put on.</summary>
/// <param name="Kind"><c>deposit</c>, or <c>wallet</c> for coins.</param>
/// <param name="Id">The record.</param>
/// <param name="Amount">How much, or null for all that is left.</param>
public sealed record ReceiptPart(string? Kind, Guid? Id, string? Amount)
{
    /// <summary>What people call the record, DEP-1042, where its id is not known.</summary>
    public string? Number { get; init; }
}

/// <summary>A decision about unmatched money, as a maker asks for it and as a checker replays it.</summary>
/// <param name="Action">assign, return or keep.</param>
/// <param name="Parts">For an assignment: where to.</param>
/// <param name="Reason">Why.</param>
public sealed record ReceiptDecision(ReceiptAction Action, IReadOnlyList<ReceiptPart> Parts, string? Reason);

/// <summary>
/// The queue of unmatched money (issue 14, point 3): claimed like any queue, put on records, sent back or kept, and undone by
/// reversal. Above the cap a second person agrees first, and always where a confirmed record would lose its money.
/// </summary>
public sealed class ReceiptDesk(DeskTransaction transaction, PolicyGate policy, DeskSettings settings)
    : RecordDesk<Receipt, ReceiptView>(transaction, policy)
{
    private const int PartsMax = 100;

    /// <summary>Runs stored decisions again, as their makers.</summary>
    internal CommandReplay DecisionReplay =>
        CommandReplay.Of<ReceiptDecision, Decided<ReceiptView>>(ApprovalOperation.ReceiptDispose, Permission.ReceiptDecide, VersionAsync,
        (work, id, command, token) => DecideAsync(work, id, command, token));

    /// <summary>Runs stored undoings again, as their makers.</summary>
    internal CommandReplay UndoReplay =>
        CommandReplay.Of<UndoReceipt, Decided<ReceiptView>>(ApprovalOperation.ReceiptUndo, Permission.ReceiptDecide, VersionAsync,
        UndoAsync);

    /// <summary>Takes an unclaimed receipt, or renews the actor's own claim.</summary>
    public Task<Result<ReceiptView>> ClaimAsync(Guid id, CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("claim", Permission.ReceiptDecide),
            async (work, receipt, token) =>
                receipt.Claim(work.Actor, (await LimitsReader.ReadAsync(work, settings.Limits, token)).ClaimLeaseSeconds, work.Now),
                cancellation);

    /// <summary>Gives a claim back.</summary>
    public Task<Result<ReceiptView>> ReleaseAsync(Guid id, CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("release", Permission.ReceiptDecide), (work, receipt) => receipt.Release(work.Actor), cancellation);

    /// <summary>Puts it on one record or several, sends what is left back, or keeps it.</summary>
    public Task<Result<Decided<ReceiptView>>> DecideAsync(Guid id, ReceiptDecision decision, CancellationToken cancellation) =>
        Transaction.RunAsync<Decided<ReceiptView>>(new DeskCommand(Permission.ReceiptDecide),
            (work, token) => DecideAsync(work, id, decision, token), cancellation);

    /// <summary>Reverses whatever was done with it; all of it is in the queue again.</summary>
    public Task<Result<Decided<ReceiptView>>> UndoAsync(Guid id, string? reason, CancellationToken cancellation) =>
        Transaction.RunAsync<Decided<ReceiptView>>(new DeskCommand(Permission.ReceiptDecide),
            (work, token) => UndoAsync(work, id, new UndoReceipt(reason), token), cancellation);

    private protected override DomainError Missing => DomainError.Missing("receipt");

    private protected override Task<Receipt?> FindAsync(DeskWork work, Guid id, CancellationToken cancellation) =>
        work.Db.Receipts.FirstOrDefaultAsync(row => row.Id == id, cancellation);

    private protected override ReceiptView View(DeskWork work, Receipt record) => ReceiptView.Of(record);

    private protected override DeskEvent Event(string type, Receipt record, string from) =>
        throw new NotSupportedException("Receipts have no events of their own; their records do.");

    private async Task<Result<Decided<ReceiptView>>> DecideAsync(DeskWork work, Guid id, ReceiptDecision decision,
        CancellationToken cancellation)
    {
        if (await FindAsync(work, id, cancellation) is not { } receipt)
        {
            return Missing;
        }
        if (Receipt.Reason(decision.Reason).Failed(out var unreasoned))
        {
            return unreasoned;
        }
        if (receipt.DecisionFault(work.Actor, work.Now) is { } held)
        {
            return held;
        }
        if (receipt.RemainingMinor == 0)
        {
            return new DomainError(ErrorCode.WrongState,
                $"{receipt.HumanId} is {receipt.StatusName}; nothing of it is left. Undo that first.");
        }
        // Kept money stays where it is; whatever else is done with it gives it to somebody.
        if (decision.Action != ReceiptAction.Keep && await ScreeningGate.PayerFaultAsync(work, receipt, cancellation) is { } named)
        {
            return named;
        }
        var read = decision.Action == ReceiptAction.Assign ? await ReadPartsAsync(work, receipt, decision.Parts, cancellation)
            : new List<(ReceiptTarget, long)>();
        if (read.Failed(out var unreadable))
        {
            return unreadable;
        }
        var minor = decision.Action == ReceiptAction.Assign ? read.Value.Sum(part => part.Minor) : receipt.RemainingMinor;
        var about = new PolicyCase(ApprovalOperation.ReceiptDispose, "receipt", receipt.Id, VersionOf(receipt), receipt.HumanId)
        {
            NotionalUsdCents = await ReceiptValue.CentsAsync(work, receipt, minor, cancellation),
            Summary = $"{receipt.HumanId}: {Words(decision.Action, read.Value)} {receipt.Text(minor)} {receipt.Asset}. "
                + $"{decision.Reason!.Trim()}",
            Command = decision,
        };
        return await DecideAsync(work, receipt, about, () => Task.FromResult(Apply(work, receipt, decision, read.Value)), cancellation);
    }

    private static Result<ReceiptView> Apply(DeskWork work, Receipt receipt, ReceiptDecision decision,
        List<(ReceiptTarget Target, long Minor)> parts)
    {
        var reason = decision.Reason!.Trim();
        if (decision.Action != ReceiptAction.Assign)
        {
            return ReceiptTrail.End(work, receipt, decision.Action, reason).Map(_ => ReceiptView.Of(receipt));
        }
        foreach (var (target, minor) in parts)
        {
            var assigned = ReceiptTrail.Assign(work, receipt, target, minor, reason);
            if (assigned.Failed(out var refused))
            {
                return refused;
            }
            ReceiptTrail.Learn(work, receipt, assigned.Value);
        }
        return ReceiptView.Of(receipt);
    }

    private async Task<Result<Decided<ReceiptView>>> UndoAsync(DeskWork work, Guid id, UndoReceipt command, CancellationToken cancellation)
    {
        if (await FindAsync(work, id, cancellation) is not { } receipt)
        {
            return Missing;
        }
        if (Receipt.Reason(command.Reason).Failed(out var unreasoned))
        {
            return unreasoned;
        }
        if (receipt.DecisionFault(work.Actor, work.Now) is { } held)
        {
            return held;
        }
        var parts = await work.Db.ReceiptAssignments.Where(row => row.ReceiptId == id && row.UndoneAtUtc == null).OrderBy(row => row.Move)
            .ToListAsync(cancellation);
        var targets = await ReceiptTargets.OfAsync(work, receipt, parts, cancellation);
        if (parts.Count == 0 || targets.Failed(out var stuck))
        {
            return parts.Count == 0 ? new DomainError(ErrorCode.WrongState, $"{receipt.HumanId} is on no record; there is nothing to undo.")
                : targets.Error;
        }
        var about = new PolicyCase(ApprovalOperation.ReceiptUndo, "receipt", receipt.Id, VersionOf(receipt), receipt.HumanId)
        {
            NotionalUsdCents = await ReceiptValue.CentsAsync(work, receipt, receipt.AmountMinor, cancellation),
            Summary = $"{receipt.HumanId}: take {receipt.Text(receipt.AmountMinor - receipt.RemainingMinor)} {receipt.Asset} off "
                + $"{string.Join(", ", parts.Select(part => part.RecordNumber))}. {command.Reason!.Trim()}",
            Command = command,
        };
        Task<Result<ReceiptView>> Run() => UndoAllAsync(work, receipt, parts, targets.Value, command.Reason!.Trim(), cancellation);
        // A record that is still open loses nothing that anybody has relied on.
        return targets.Value.TrueForAll(target => target.IsOpen) ? (await Run()).Map(Decided<ReceiptView>.Now)
            : await DecideAsync(work, receipt, about, Run, cancellation);
    }

    private static async Task<Result<ReceiptView>> UndoAllAsync(
        DeskWork work, Receipt receipt, List<ReceiptAssignment> parts, List<(ReceiptTarget Target, bool IsOpen)> targets, string reason,
        CancellationToken cancellation)
    {
        for (var index = 0; index < parts.Count; index++)
        {
            if (await ReceiptTrail.UndoAsync(work, receipt, parts[index], targets[index].Target, reason, cancellation) is { } refused)
            {
                return refused;
            }
        }
        return ReceiptView.Of(receipt);
    }

    private static async Task<Result<List<(ReceiptTarget Target, long Minor)>>> ReadPartsAsync(DeskWork work, Receipt receipt,
        IReadOnlyList<ReceiptPart> parts, CancellationToken cancellation)
    {
        if (parts.Count is 0 or > PartsMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "records", $"records must name 1 to {PartsMax} records.");
        }
        if (parts.DistinctBy(part => (part.Id, part.Number)).Count() != parts.Count)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "records", "records names one record twice.");
        }
        var (read, left) = (new List<(ReceiptTarget, long)>(), receipt.RemainingMinor);
        foreach (var part in parts)
        {
            var target = await ReceiptTargets.ReadAsync(work, receipt, part, cancellation);
            if (target.Failed(out var unknown))
            {
                return unknown;
            }
            var minor = left;
            if (part.Amount is { } text && (!Domain.Monetary.DecimalText.TryParse(text, receipt.Scale, out minor) || minor == 0))
            {
                return DomainError.Of(ErrorCode.InvalidAmount, "amount",
                    $"amount must be plain digits above zero with at most {receipt.Scale} decimals.");
            }
            minor = Math.Sign(receipt.RemainingMinor) * Math.Abs(minor);
            if (minor == 0 || Math.Abs(minor) > Math.Abs(left))
            {
                return DomainError.Of(ErrorCode.ReceiptExceeded, "amount",
                    $"{receipt.HumanId} has {receipt.Text(receipt.RemainingMinor)} {receipt.Asset} left, and more than that is assigned.");
            }
            left -= minor;
            read.Add((target.Value, minor));
        }
        return read;
    }

    private static string Words(ReceiptAction action, List<(ReceiptTarget Target, long Minor)> parts) => action switch
    {
        ReceiptAction.Return => "send back",
        ReceiptAction.Keep => "keep",
        _ => $"put on {string.Join(", ", parts.Select(part => part.Target.Number))}",
    };

    private static async Task<string?> VersionAsync(DeskWork work, Guid id, CancellationToken cancellation) =>
        await work.Db.Receipts.FirstOrDefaultAsync(row => row.Id == id, cancellation) is { } receipt ? VersionOf(receipt) : null;

    private static string VersionOf(Receipt receipt) => receipt.Version.ToString(CultureInfo.InvariantCulture);

    internal sealed record UndoReceipt(string? Reason);
}
