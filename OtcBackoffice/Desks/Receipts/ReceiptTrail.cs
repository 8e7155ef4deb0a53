using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>
/// What every step of a receipt leaves behind, whichever desk takes it: the row of the assignment, the journal entry, the
/// record's own count, the audit line. Suspense and queue stay equal because nothing else moves either.
/// </summary>
internal static class ReceiptTrail
{
    /// <summary>Puts an amount of a receipt on a record.</summary>
    public static Result<ReceiptAssignment> Assign(DeskWork work, Receipt receipt, ReceiptTarget target, long minor, string? reason)
    {
        if (minor == 0 || Math.Sign(minor) != Math.Sign(receipt.RemainingMinor) || Math.Abs(minor) > Math.Abs(receipt.RemainingMinor))
        {
            return receipt.Assign(minor).Error;
        }
        if (target.Receive(minor) is { } refused)
        {
            return refused;
        }
        var from = receipt.StatusName;
        return Moved(work, receipt, receipt.Assign(minor), target, minor, from, "assign", reason);
    }

    /// <summary>What is left goes back to its sender, or is kept.</summary>
    public static Result<ReceiptAssignment> End(DeskWork work, Receipt receipt, ReceiptAction action, string? reason)
    {
        var (from, minor) = (receipt.StatusName, receipt.RemainingMinor);
        var (kind, place) = action == ReceiptAction.Return
            ? (ReceiptTarget.Returned, ReceiptJournal.Returning(receipt)) : (ReceiptTarget.Kept, ReceiptJournal.Keeping(receipt));
        return Moved(work, receipt, receipt.End(action), new ReceiptTarget(kind, receipt.Id, receipt.HumanId, null, place), minor, from,
            action == ReceiptAction.Return ? "return" : "keep", reason);
    }

    /// <summary>Reverses an assignment, a return or a keeping; what was learnt from it is withdrawn.</summary>
    public static async Task<DomainError?> UndoAsync(
        DeskWork work, Receipt receipt, ReceiptAssignment assignment, ReceiptTarget target, string reason, CancellationToken cancellation)
    {
        var from = receipt.StatusName;
        if (target.TakeBack(assignment.AmountMinor) is { } refused)
        {
            return refused;
        }
        if (receipt.Undo(assignment.AmountMinor).Failed(out var wrong))
        {
            return wrong;
        }
        (assignment.UndoneAtUtc, assignment.UndoneBy, assignment.UndoReason) = (work.Now, work.Actor.PersonId, reason);
        if (target.Place is { } place)
        {
            work.Post(ReceiptJournal.Unassigned(receipt, receipt.MoveCount, place, assignment.AmountMinor));
        }
        foreach (var learnt in await work.Db.LearntSenders.Where(row => row.AssignmentId == assignment.Id && row.WithdrawnAtUtc == null)
            .ToListAsync(cancellation))
        {
            learnt.WithdrawnAtUtc = work.Now;
        }
        RecordTrail.Record(work, receipt, "undo", from, reason,
            new { assignment.RecordKind, Record = assignment.RecordNumber, Amount = receipt.Text(assignment.AmountMinor) });
        return null;
    }

    /// <summary>Remembers the sender for the merchant: a person has said that this is theirs.</summary>
    public static void Learn(DeskWork work, Receipt receipt, ReceiptAssignment assignment)
    {
        if (receipt.PayerKey is not { } key || assignment.MerchantId is not { } merchant)
        {
            return;
        }
        work.Db.LearntSenders.Add(new LearntSender
        {
            Id = work.NewId(), MerchantId = merchant, SenderKey = key, SenderName = receipt.PayerName!, AssignmentId = assignment.Id,
            LearntAtUtc = work.Now,
        });
    }

    /// <summary>The receipts on a deposit that is refused are in the queue again: nothing of them vanishes with it.</summary>
    public static async Task<DomainError?> ReleaseAllAsync(DeskWork work, Deposit deposit, string reason, CancellationToken cancellation)
    {
        foreach (var (receipt, assignment) in await OnAsync(work, deposit.Id, cancellation))
        {
            if (await UndoAsync(work, receipt, assignment, ReceiptTarget.Of(work, deposit), reason, cancellation) is { } refused)
            {
                return refused;
            }
        }
        return null;
    }

    /// <summary>The receipts on a deposit go back to their senders, by the decision about its difference.</summary>
    public static async Task ReturnAllAsync(DeskWork work, Deposit deposit, ReceiptTarget place, CancellationToken cancellation)
    {
        foreach (var (receipt, assignment) in await OnAsync(work, deposit.Id, cancellation))
        {
            // The deposit has counted it out already.
            var reason = $"{deposit.HumanId}: the difference was resolved by return.";
            if (await UndoAsync(work, receipt, assignment, place, reason, cancellation) is { } refused
                || End(work, receipt, ReceiptAction.Return, reason).Failed(out refused))
            {
                throw new InvalidOperationException($"{receipt.HumanId} cannot be returned: {refused.Message}");
            }
        }
    }

    /// <summary>The standing assignments to a record, each with its receipt.</summary>
    public static async Task<List<(Receipt Receipt, ReceiptAssignment Assignment)>> OnAsync(DeskWork work, Guid recordId,
        CancellationToken cancellation)
    {
        var rows = await work.Db.ReceiptAssignments.Where(row => row.RecordId == recordId && row.UndoneAtUtc == null)
            .OrderBy(row => row.AtUtc).ThenBy(row => row.Id).ToListAsync(cancellation);
        var ids = rows.ConvertAll(row => row.ReceiptId);
        var receipts = await work.Db.Receipts.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellation);
        return rows.ConvertAll(row => (receipts[row.ReceiptId], row));
    }

    private static Result<ReceiptAssignment> Moved(
        DeskWork work, Receipt receipt, Result<int> move, ReceiptTarget target, long minor, string from, string action, string? reason)
    {
        if (move.Failed(out var refused))
        {
            return refused;
        }
        var assignment = new ReceiptAssignment
        {
            Id = work.NewId(), ReceiptId = receipt.Id, Move = move.Value, RecordKind = target.Kind, RecordId = target.Id,
            RecordNumber = target.Number,
            MerchantId = target.MerchantId, AmountMinor = minor, ByUserId = work.Actor.PersonId, ByName = work.Actor.DisplayName,
            Reason = reason, AtUtc = work.Now,
        };
        work.Db.ReceiptAssignments.Add(assignment);
        if (target.Place is { } place)
        {
            work.Post(ReceiptJournal.Assigned(receipt, move.Value, place, minor));
        }
        RecordTrail.Record(work, receipt, action, from, reason,
            new { target.Kind, Record = target.Number, target.Id, Amount = receipt.Text(minor),
            Left = receipt.Text(receipt.RemainingMinor) });
        return assignment;
    }
}
