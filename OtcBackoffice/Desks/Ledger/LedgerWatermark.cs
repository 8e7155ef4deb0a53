using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Data.Writing;

namespace OtcBackoffice.Desks.Ledger;

/// <summary>What a check has looked at: up to where, and the sums of the accounts up to there that are to be kept.</summary>
internal sealed record LedgerMark(DateTime AtUtc, DateTime LastFullAtUtc, long Postings, bool IsFull,
    IReadOnlyList<LedgerSnapshotRow> Sums);

/// <summary>
/// Checks the books from where the last check ended. The sums of all accounts up to the watermark are kept; what came after is
/// added and held against the accounts. A small desk, the first run of a day, and every run that finds a difference look at
/// everything.
/// </summary>
internal static class LedgerWatermark
{
    /// <summary>Below so many postings everything is looked at each time.</summary>
    public const long PostingsOfSmallDesk = 20_000;

    private static readonly TimeSpan FullEvery = TimeSpan.FromDays(1);

    // A command that has the time of the moment before is committed within this; what is younger is never behind the mark.
    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(2);

    /// <summary>The faults of what came since the watermark, or null when everything is to be looked at.</summary>
    public static async Task<IReadOnlyList<LedgerCheck>?> SinceAsync(BackofficeDbContext db, DateTime now, long smallDesk,
        CancellationToken cancellation)
    {
        var mark = await db.LedgerWatermarks.AsNoTracking().FirstOrDefaultAsync(cancellation);
        // Only a look at everything takes a halt back.
        if (await db.LedgerHealth.AnyAsync(row => row.IsHalted, cancellation) || mark is null || mark.Postings < smallDesk
            || now - mark.LastFullAtUtc >= FullEvery || now < mark.AtUtc)
        {
            return null;
        }
        var fresh = db.LedgerPostings.Where(row => db.LedgerEntries.Any(entry => entry.Id == row.EntryId && entry.AtUtc >= mark.AtUtc));
        var broken = await fresh.GroupBy(row => new { row.EntryId, row.Asset }).Where(group => group.Sum(row => row.SignedMinor) != 0)
            .Select(group => group.Key.EntryId).OrderBy(id => id).FirstOrDefaultAsync(cancellation);
        var since = await SumsAsync(fresh, cancellation);
        var kept = await db.LedgerSnapshots.AsNoTracking()
            .ToDictionaryAsync(row => row.AccountKey, row => (row.DebitMinor, row.CreditMinor), cancellation);
        foreach (var row in since)
        {
            var before = kept.GetValueOrDefault(row.AccountKey);
            kept[row.AccountKey] = (checked(before.DebitMinor + row.DebitMinor), checked(before.CreditMinor + row.CreditMinor));
        }
        var accounts = await db.LedgerAccounts.AsNoTracking().Select(row => new { row.Key, row.Asset, row.DebitMinor, row.CreditMinor })
            .ToListAsync(cancellation);
        var wrong = accounts.Find(row => kept.GetValueOrDefault(row.Key) != (row.DebitMinor, row.CreditMinor))?.Key
            ?? kept.Keys.Except(accounts.Select(row => row.Key)).Order(StringComparer.Ordinal).FirstOrDefault();
        var asset = accounts.GroupBy(row => row.Asset)
            .FirstOrDefault(group => group.Sum(row => row.DebitMinor - row.CreditMinor) != 0)?.Key;
        if (broken != Guid.Empty || wrong is not null || asset is not null)
        {
            return null;
        }
        var scope = $"since {mark.AtUtc:yyyy-MM-dd HH:mm} UTC";
        return
        [
            new LedgerCheck("entries balance", scope, null),
            new LedgerCheck("balances equal their postings", $"{accounts.Count} accounts, {scope}", null),
            new LedgerCheck("every asset sums to zero", $"{accounts.Select(row => row.Asset).Distinct().Count()} assets", null),
        ];
    }

    /// <summary>Where the next check may begin; null for a small desk, which needs none.</summary>
    public static async Task<LedgerMark> NextAsync(BackofficeDbContext db, DateTime now, bool isFull, long smallDesk,
        CancellationToken cancellation)
    {
        var mark = await db.LedgerWatermarks.AsNoTracking().FirstOrDefaultAsync(cancellation);
        var until = now - Lag;
        if (isFull)
        {
            var count = await db.LedgerPostings.LongCountAsync(cancellation);
            return count < smallDesk
                ? new LedgerMark(until, now, 0, true, [])
                : new LedgerMark(until, now, count, true,
                    await SumsAsync(db.LedgerPostings.Where(row =>
                    db.LedgerEntries.Any(entry => entry.Id == row.EntryId && entry.AtUtc < until)), cancellation));
        }
        var between = db.LedgerPostings.Where(row =>
            db.LedgerEntries.Any(entry => entry.Id == row.EntryId && entry.AtUtc >= mark!.AtUtc && entry.AtUtc < until));
        var added = await SumsAsync(between, cancellation);
        return new LedgerMark(until, mark!.LastFullAtUtc, checked(mark.Postings + await between.LongCountAsync(cancellation)), false,
            added);
    }

    /// <summary>Writes the mark: a full one replaces the sums, another adds to them.</summary>
    public static void Write(WriteSession session, LedgerMark mark)
    {
        if (mark.IsFull)
        {
            session.Queue("DELETE FROM ledger_snapshots");
        }
        foreach (var row in mark.Sums)
        {
            session.Queue(
                "INSERT INTO ledger_snapshots (account_key, debit_minor, credit_minor) VALUES (@p0, @p1, @p2) "
                + "ON CONFLICT (account_key) DO UPDATE SET debit_minor = ledger_snapshots.debit_minor + @p1, credit_minor = "
                + "ledger_snapshots.credit_minor + @p2",
                row.AccountKey, row.DebitMinor, row.CreditMinor);
        }
        session.Queue(
            "INSERT INTO ledger_watermark (id, at_utc, last_full_at_utc, postings) VALUES (1, @p0, @p1, @p2) "
            + "ON CONFLICT (id) DO UPDATE SET at_utc = @p0, last_full_at_utc = @p1, postings = @p2", mark.AtUtc, mark.LastFullAtUtc,
            mark.Postings);
    }

    private static async Task<List<LedgerSnapshotRow>> SumsAsync(IQueryable<LedgerPostingRow> postings, CancellationToken cancellation) =>
        await postings.GroupBy(row => row.AccountKey).Select(group => new LedgerSnapshotRow
        {
            AccountKey = group.Key,
            DebitMinor = group.Sum(row => row.SignedMinor > 0 ? row.SignedMinor : 0),
            CreditMinor = group.Sum(row => row.SignedMinor < 0 ? -row.SignedMinor : 0),
        }).ToListAsync(cancellation);
}
