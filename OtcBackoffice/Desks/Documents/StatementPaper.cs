using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Merchants;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Documents;

/// <summary>
/// A merchant's month as its accounts in the books tell it: per asset what it had, every movement, and what it had at the
/// end. Putting an amount aside and giving it back moves nothing, so it does not appear.
/// </summary>
internal static class StatementPaper
{
    /// <summary>More movements than a person reads; an export has all of them.</summary>
    private const int LinesMax = 5_000;

    private static readonly PaperColumn[] Columns =
        [new("Time (UTC)", 20), new("What", 30), new("Record", 14), new("In", 18, IsNumber: true), new("Out", 18, IsNumber: true)];

    public static async Task<Paper> ReadAsync(BackofficeDbContext db, Merchant merchant, DateOnly first, DateTime now,
        CancellationToken cancellation)
    {
        var from = first.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var to = from.AddMonths(1);
        var postings = from posting in db.LedgerPostings
                       join account in db.LedgerAccounts on posting.AccountKey equals account.Key
                       join entry in db.LedgerEntries on posting.EntryId equals entry.Id
                       where account.OwnerId == merchant.Id && entry.AtUtc < to
                       select new { entry.AtUtc, entry.Id, entry.Kind, entry.SubjectKind, entry.SubjectId, posting.Asset,
                           posting.SignedMinor };
        var before = await postings.Where(line => line.AtUtc < from).GroupBy(line => line.Asset)
            .Select(same => new { same.Key, Sum = -same.Sum(line => line.SignedMinor) })
            .ToDictionaryAsync(same => same.Key, same => same.Sum, cancellation);
        var moves = await postings.Where(line => line.AtUtc >= from)
            .GroupBy(line => new { line.AtUtc, line.Id, line.Kind, line.SubjectKind, line.SubjectId, line.Asset })
            .Select(same => new { same.Key, Minor = -same.Sum(line => line.SignedMinor) }).Where(move => move.Minor != 0)
            .OrderBy(move => move.Key.AtUtc).ThenBy(move => move.Key.Id).Take(LinesMax + 1).ToListAsync(cancellation);
        var isCut = moves.Count > LinesMax;
        var lines = moves.Take(LinesMax)
            .Select(move => new Line(move.Key.AtUtc, move.Key.Kind, move.Key.SubjectId, move.Key.Asset, move.Minor)).ToList();
        var numbers = await NumbersAsync(db, merchant.Id, from, to, cancellation);
        var scales = await db.FiatCurrencies.ToDictionaryAsync(row => row.IsoCode, row => row.FractionDigits, cancellation);
        var sections = before.Keys.Union(lines.Select(line => line.Asset)).Order(StringComparer.Ordinal)
            .Select(asset => Section(asset, before.GetValueOrDefault(asset), [.. lines.Where(line => line.Asset == asset)], numbers,
                scales))
            .Prepend(new PaperSection("The account", RecordPapers.Facts(
                ("Merchant", merchant.Name), ("Merchant id", merchant.Id.ToString()), ("From", Day(first)),
                    ("To, with that day", Day(first.AddMonths(1).AddDays(-1))))));
        List<string> notes = [];
        if (before.Count == 0 && lines.Count == 0)
        {
            notes.Add("Nothing came or went in this month.");
        }
        if (now < to)
        {
            notes.Add("The month is not over; this statement is not its last.");
        }
        if (isCut)
        {
            notes.Add($"Only the first {LinesMax} movements are listed, and the balances stop there.");
        }
        var last = lines.Count > 0 ? lines[^1].AtUtc : from;
        return new Paper("Statement", first.ToString("yyyy-MM", CultureInfo.InvariantCulture), now < to ? last : to.AddMilliseconds(-1),
            [.. sections], notes);
    }

    private static PaperSection Section(string asset, long before, IReadOnlyList<Line> lines, Dictionary<Guid, string> numbers,
        Dictionary<string, int> scales)
    {
        var known = Asset.All.FirstOrDefault(one => one.Code.Text == asset);
        string Text(long minor) => DecimalText.Format(minor, known?.Scale ?? scales.GetValueOrDefault(asset, 2));
        var title = known is null ? asset : $"{known.Symbol} on {known.Network.Code}";
        var (came, went) = (lines.Where(line => line.Minor > 0).Sum(line => line.Minor),
            -lines.Where(line => line.Minor < 0).Sum(line => line.Minor));
        return new PaperSection(title,
            RecordPapers.Facts(("At the beginning", Text(before)), ("Came", Text(came)), ("Went", Text(went)),
                ("At the end", Text(before + came - went))),
            lines.Count == 0 ? null : new PaperTable(Columns, [.. lines.Select(line => (IReadOnlyList<string>)
                [
                    line.AtUtc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), line.Kind.Replace('_', ' '),
                    numbers.GetValueOrDefault(line.SubjectId, ""),
                    line.Minor > 0 ? Text(line.Minor) : "", line.Minor < 0 ? Text(-line.Minor) : "",
                ])]));
    }

    // What people call the records that moved something; anything else is told by its kind alone.
    private static async Task<Dictionary<Guid, string>> NumbersAsync(BackofficeDbContext db, Guid merchantId, DateTime from, DateTime to,
        CancellationToken cancellation)
    {
        var moved = db.LedgerEntries.Where(entry => entry.AtUtc >= from && entry.AtUtc < to);
        var deposits = await db.Deposits.Where(row => row.MerchantId == merchantId && moved.Any(entry => entry.SubjectId == row.Id))
            .Select(row => new { row.Id, row.Number }).ToListAsync(cancellation);
        var withdrawals = await db.Withdrawals.Where(row => row.MerchantId == merchantId && moved.Any(entry => entry.SubjectId == row.Id))
            .Select(row => new { row.Id, row.Number }).ToListAsync(cancellation);
        var exchanges = await db.Exchanges.Where(row => row.MerchantId == merchantId && moved.Any(entry => entry.SubjectId == row.Id))
            .Select(row => new { row.Id, row.Number }).ToListAsync(cancellation);
        return deposits.Select(row => (row.Id, Text: $"DEP-{row.Number}"))
            .Concat(withdrawals.Select(row => (row.Id, Text: $"WDR-{row.Number}")))
            .Concat(exchanges.Select(row => (row.Id, Text: $"EXC-{row.Number}"))).ToDictionary(row => row.Id, row => row.Text);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Line(DateTime AtUtc, string Kind, Guid SubjectId, string Asset, long Minor);
}
