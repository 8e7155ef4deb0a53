using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>
/// Money that the bank takes back. It is a receipt of its own with a minus; where what it takes back is still the desk's to give,
/// the two end each other. Where that was confirmed or paid out already, it waits for a person, with an alarm.
/// </summary>
internal static class ReceiptReversals
{
    private const string Recalled = "The bank has taken the money back.";

    /// <summary>Brings a reversal and what it takes back together.</summary>
    public static async Task MatchAsync(DeskWork work, Receipt reversal, string? reversesExternalId, CancellationToken cancellation)
    {
        if (await OriginalAsync(work, reversal, reversesExternalId, cancellation) is not { } original)
        {
            return;
        }
        reversal.Reverse(original);
        if (original.RemainingMinor != original.AmountMinor && !await TakeOffAsync(work, original, cancellation))
        {
            await Alarms.OpenAsync(work, AlarmKinds.Reversal, original.HumanId, original.Id, $"{reversal.Id}",
                $"{reversal.HumanId} takes {original.HumanId} back ({original.AmountText} {original.Asset}), which was decided already. "
                    + $"Somebody has to get the money back, or bear the loss.", cancellation);
            return;
        }
        ReceiptTrail.Assign(work, original, new ReceiptTarget(ReceiptTarget.Receipt, reversal.Id, reversal.HumanId, null, null),
            original.RemainingMinor, Recalled);
        ReceiptTrail.Assign(work, reversal, new ReceiptTarget(ReceiptTarget.Receipt, original.Id, original.HumanId, null, null),
            reversal.RemainingMinor, Recalled);
    }

    private static async Task<Receipt?> OriginalAsync(DeskWork work, Receipt reversal, string? externalId, CancellationToken cancellation)
    {
        var (source, account, asset, minor, key) =
            (reversal.Source, reversal.Account, reversal.Asset, -reversal.AmountMinor, reversal.ReferenceKey);
        var rows = work.Db.Receipts.Where(row => row.Source == source && row.Account == account && row.Asset == asset
            && row.AmountMinor == minor);
        var found = externalId is not null
            ? await rows.Where(row => row.ExternalId == externalId).Take(2).ToListAsync(cancellation)
            : key is null ? [] : await rows.Where(row => row.ReferenceKey == key
                && !work.Db.Receipts.Any(other => other.ReversesId == row.Id)).Take(2).ToListAsync(cancellation);
        return found.Count == 1 ? found[0] : null;
    }

    // Only what waits on undecided deposits comes off by itself; everything, or nothing.
    private static async Task<bool> TakeOffAsync(DeskWork work, Receipt original, CancellationToken cancellation)
    {
        var standing = await work.Db.ReceiptAssignments.Where(row => row.ReceiptId == original.Id && row.UndoneAtUtc == null)
            .ToListAsync(cancellation);
        var deposits = new List<Deposit>();
        foreach (var assignment in standing)
        {
            if (assignment.RecordKind != ReceiptTarget.Deposit
                || await work.FindDepositAsync(assignment.RecordId, cancellation)
                is not { Status: DepositStatus.Pending, DifferenceOutcome: null } deposit)
            {
                return false;
            }
            deposits.Add(deposit);
        }
        for (var index = 0; index < standing.Count; index++)
        {
            if (await ReceiptTrail.UndoAsync(work, original, standing[index], ReceiptTarget.Of(work, deposits[index]), Recalled,
                cancellation) is not null)
            {
                return false;
            }
        }
        return true;
    }
}
