using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Platform;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Orders;

namespace OtcBackoffice.Desks.Reconciliation;

/// <summary>
/// The fourth stage of specification 000. The legs of an order are its postings on the desk's accounts at banks and on chains; it
/// is reconciled when each of them lies on a day that two persons have signed off, never on one leg alone.
/// </summary>
internal static class OrderLegs
{
    private static readonly string Nostro = Names.Snake(AccountFamily.Nostro) + ":", Treasury = Names.Snake(AccountFamily.Treasury) + ":";

    /// <summary>Looks at the settled orders that have a leg on the day that was signed a moment ago.</summary>
    public static async Task ReconcileAsync(DeskWork work, DeskAccount account, DateOnly day, CancellationToken cancellation)
    {
        var accounts = await work.Db.DeskAccounts.AsNoTracking().OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id)
            .ToListAsync(cancellation);
        var figures = new DayFigures(work.Db, account, AccountDefaults.IsDefault(accounts, account), day);
        var touched = await figures.SubjectsAsync(cancellation);
        touched.AddRange((await figures.RecordsAsync(cancellation)).Select(record => record.Id));
        var orders = await work.Db.Orders.AsNoTracking()
            .Where(row => touched.Contains(row.Id) && row.Status == OrderStatus.Settled && !row.IsHidden)
            .OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id).ToListAsync(cancellation);
        foreach (var order in orders)
        {
            if (await AreSignedAsync(work, await LegsAsync(work, order.Id, cancellation), accounts, (account.Id, day), cancellation))
            {
                await OrderTrail.ReconcileAsync(work, order.Id, order.MerchantId, cancellation);
            }
        }
    }

    private static async Task<List<(string Key, DateOnly Day)>> LegsAsync(DeskWork work, Guid orderId, CancellationToken cancellation)
    {
        var db = work.Db;
        var receipts = db.ReceiptAssignments.Where(row => row.RecordId == orderId && row.UndoneAtUtc == null).Select(row => row.ReceiptId);
        var posted = await db.LedgerEntries.AsNoTracking()
            .Where(entry => entry.SubjectId == orderId || (entry.SubjectKind == "receipt" && receipts.Contains(entry.SubjectId)))
            .Join(db.LedgerPostings, entry => entry.Id, row => row.EntryId, (entry, row) => new { row.AccountKey, entry.AtUtc })
            .ToListAsync(cancellation);
        return [.. posted.Where(row => row.AccountKey.StartsWith(Nostro, StringComparison.Ordinal)
            || row.AccountKey.StartsWith(Treasury, StringComparison.Ordinal))
            .Select(row => (row.AccountKey, DateOnly.FromDateTime(row.AtUtc))).Distinct()];
    }

    private static async Task<bool> AreSignedAsync(
        DeskWork work, List<(string Key, DateOnly Day)> legs, List<DeskAccount> accounts, (Guid Account, DateOnly Day) signedNow,
        CancellationToken cancellation)
    {
        foreach (var (key, day) in legs)
        {
            var holders = accounts.Where(row => DayFigures.KeysOf(row, AccountDefaults.IsDefault(accounts, row)).Contains(key))
                .Select(row => row.Id).ToList();
            if (!(signedNow.Day == day && holders.Contains(signedNow.Account))
                && !await work.Db.ReconciliationDays.AsNoTracking()
                .AnyAsync(row => holders.Contains(row.AccountId) && row.Day == day && row.Status == "signed_off", cancellation))
            {
                return false;
            }
        }
        return legs.Count > 0;
    }
}
