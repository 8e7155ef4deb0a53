using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Ledger;

/// <summary>Holds the books against money from outside: suspense against the queue, and what is held apart against open deposits.</summary>
internal static class ReceiptsRecount
{
    private static readonly string Suspense = Names.Snake(AccountFamily.Suspense), Received = Names.Snake(AccountFamily.Received);

    private static readonly DepositStatus[] Undecided = [DepositStatus.Draft, DepositStatus.Priced, DepositStatus.Pending];

    /// <summary>Both checks.</summary>
    public static async Task<IReadOnlyList<LedgerCheck>> CheckAsync(BackofficeDbContext db, CancellationToken cancellation) =>
        [await SuspenseAsync(db, cancellation), await ReceivedAsync(db, cancellation), await PartsAsync(db, cancellation)];

    private static async Task<LedgerCheck> SuspenseAsync(BackofficeDbContext db, CancellationToken cancellation)
    {
        var queue = await db.Receipts.Where(row => row.RemainingMinor != 0).GroupBy(row => row.Asset)
            .Select(group => new { group.Key, Sum = group.Sum(row => row.RemainingMinor), Count = group.LongCount() })
            .ToListAsync(cancellation);
        var expected = queue.ToDictionary(row => row.Key, row => row.Sum, StringComparer.Ordinal);
        // Differences that were resolved before there were receipts wait in suspense until their deposit is decided.
        var before = await db.Deposits.Where(row => Undecided.Contains(row.Status) && row.DifferenceOutcome != null && row.HeldMinor == 0)
            .GroupBy(row => row.FiatCurrency).Select(group => new { group.Key, Sum = group.Sum(row => row.ReceivedMinor ?? 0) })
            .ToListAsync(cancellation);
        foreach (var row in before)
        {
            expected[row.Key] = expected.GetValueOrDefault(row.Key) + row.Sum;
        }
        return new LedgerCheck("suspense equals unmatched money", $"{queue.Sum(row => row.Count)} receipts",
            Fault(expected, await BooksAsync(db, Suspense, cancellation),
            asset => $"Suspense of {asset} is not what the queue of unmatched money says"));
    }

    private static async Task<LedgerCheck> ReceivedAsync(BackofficeDbContext db, CancellationToken cancellation)
    {
        var held = await db.Deposits.Where(row => Undecided.Contains(row.Status) && row.HeldMinor != 0).GroupBy(row => row.FiatCurrency)
            .Select(group => new { group.Key, Sum = group.Sum(row => row.HeldMinor), Count = group.LongCount() }).ToListAsync(cancellation);
        return new LedgerCheck("money held apart equals open deposits", $"{held.Sum(row => row.Count)} deposits",
            Fault(held.ToDictionary(row => row.Key, row => row.Sum, StringComparer.Ordinal), await BooksAsync(db, Received, cancellation),
                asset => $"What is held apart in {asset} is not what open deposits have received"));
    }

    // Every unit that came is on a record, in suspense, on its way back, or kept.
    private static async Task<LedgerCheck> PartsAsync(BackofficeDbContext db, CancellationToken cancellation)
    {
        var count = await db.Receipts.LongCountAsync(cancellation);
        var wrong = await db.Receipts.Where(row => row.AmountMinor - row.RemainingMinor
            != (db.ReceiptAssignments.Where(part => part.ReceiptId == row.Id && part.UndoneAtUtc == null)
                .Sum(part => (long?)part.AmountMinor) ?? 0)).OrderBy(row => row.Number).FirstOrDefaultAsync(cancellation);
        return new LedgerCheck("receipts equal their parts", $"{count} receipts",
            wrong is null ? null : $"{wrong.HumanId} is not the sum of its parts and its rest.");
    }

    private static async Task<Dictionary<string, long>> BooksAsync(BackofficeDbContext db, string family, CancellationToken cancellation) =>
        await db.LedgerAccounts.Where(row => row.Family == family).GroupBy(row => row.Asset)
            .Select(group => new { group.Key, Sum = group.Sum(row => row.CreditMinor - row.DebitMinor) })
            .ToDictionaryAsync(row => row.Key, row => row.Sum, cancellation);

    private static string? Fault(Dictionary<string, long> expected, Dictionary<string, long> books, Func<string, string> words) =>
        expected.Keys.Union(books.Keys).Order(StringComparer.Ordinal)
            .FirstOrDefault(asset => expected.GetValueOrDefault(asset) != books.GetValueOrDefault(asset)) is { } wrong
            ? $"{words(wrong)}: {books.GetValueOrDefault(wrong)} in the books, {expected.GetValueOrDefault(wrong)} expected (minor units)."
            : null;
}
