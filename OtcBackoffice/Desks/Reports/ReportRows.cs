using System.Data.Common;
using System.Globalization;
using OtcBackoffice.Data.Reading;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Reports;

/// <summary>Reads revenue from the rows that every credit adds to; what a report costs depends on days and merchants, never on
/// deposits.</summary>
internal static class ReportRows
{
    // So few rows are added up here in half the time that the database takes to group them.
    private const int PlainMax = 5_000;

    /// <summary>The report's rows, at most so many, and their totals. The totals of a report that is whole are added up from its
    /// rows.</summary>
    public static async Task<ReportView> ReadAsync(ReadSession rows, ReportCut cut, int most, CancellationToken cancellation)
    {
        var sums = await SumsAsync(rows, cut, cut.Split, most + 1, cancellation);
        var isCut = sums.Count > most;
        var totals = isCut ? await SumsAsync(rows, cut, ReportSplit.None, most, cancellation) : TotalsOf(sums);
        return new ReportView([.. (isCut ? sums[..most] : sums).Select(sum => sum.Line())], [.. totals.Select(sum => sum.Line())], isCut);
    }

    public static async Task<List<ReportLine>> ReadAsync(ReadSession rows, ReportCut cut, ReportSplit split, int most,
        CancellationToken cancellation) =>
        [.. (await SumsAsync(rows, cut, split, most, cancellation)).Select(sum => sum.Line())];

    private static async Task<List<Sum>> SumsAsync(ReadSession rows, ReportCut cut, ReportSplit split, int most,
        CancellationToken cancellation)
    {
        if (!split.HasFlag(ReportSplit.Merchant) && !split.HasFlag(ReportSplit.Officer)
            && await PlainAsync(rows, cut, split, cancellation) is { } few)
        {
            return few.Count > most ? few[..most] : few;
        }
        var keys = new List<string>();
        Add(keys, split, ReportSplit.Day, "r.day");
        Add(keys, split, ReportSplit.Merchant, "r.merchant_id");
        Add(keys, split, ReportSplit.Officer, "r.officer_id");
        var months = split.HasFlag(ReportSplit.Month);
        var group = string.Join(", ", [.. keys, "r.subject_kind", "r.currency", "r.asset"]);
        // Months are summed here: the two databases cut a date in different ways, and a year has but a few hundred days.
        var select = months && !split.HasFlag(ReportSplit.Day) ? "r.day, " + group : group;
        var (where, values) = Where(cut);
        values.Add((long)most);
        var sql = $"SELECT {select}, CAST(SUM(r.count) AS BIGINT), CAST(SUM(r.volume_minor) AS BIGINT), CAST(SUM(r.fee_asset_minor) AS "
            + $"BIGINT), "
            + "CAST(SUM(r.spread_asset_minor) AS BIGINT), CAST(SUM(r.decision_seconds) AS BIGINT), MAX(c.fraction_digits)"
            + (split.HasFlag(ReportSplit.Merchant) ? ", MAX(m.name)" : "")
            + (split.HasFlag(ReportSplit.Officer) ? ", MAX(u.display_name)" : "")
            + " FROM revenue_rollups r JOIN fiat_currencies c ON c.iso_code = r.currency"
            + (split.HasFlag(ReportSplit.Merchant) ? " LEFT JOIN merchants m ON m.id = r.merchant_id" : "")
            + (split.HasFlag(ReportSplit.Officer) ? " LEFT JOIN users u ON u.id = r.officer_id" : "")
            + $" WHERE {where} GROUP BY {select} HAVING SUM(r.count) <> 0 OR SUM(r.fee_asset_minor) <> 0 OR SUM(r.spread_asset_minor) <> "
            + $"0 ORDER BY {select} LIMIT @p{values.Count - 1}";
        var sums = await rows.ReadAsync(sql, row => Sum.Of(row, split), cancellation, [.. values]);
        return months ? [.. ByMonth(sums)] : sums;
    }

    /// <summary>The rows of a short report added up here, or null when there are more than that pays for.</summary>
    private static async Task<List<Sum>?> PlainAsync(ReadSession rows, ReportCut cut, ReportSplit split, CancellationToken cancellation)
    {
        var (where, values) = Where(cut);
        values.Add((long)PlainMax + 1);
        var plain = await rows.ReadAsync(
            "SELECT r.day, r.subject_kind, r.currency, r.asset, r.count, r.volume_minor, r.fee_asset_minor, r.spread_asset_minor, "
                + "r.decision_seconds "
            + $"FROM revenue_rollups r WHERE {where} LIMIT @p{values.Count - 1}",
            row => new Sum(DayOf(row, split), null, null, null, null, row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4),
                row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), 0),
            cancellation, [.. values]);
        if (plain.Count > PlainMax)
        {
            return null;
        }
        var digits = (await rows.ReadAsync("SELECT iso_code, fraction_digits FROM fiat_currencies",
            row => (Code: row.GetString(0), Digits: row.GetInt32(1)), cancellation))
            .ToDictionary(one => one.Code, one => one.Digits, StringComparer.Ordinal);
        return Totalled(plain, sum => digits.GetValueOrDefault(sum.Currency));
    }

    private static DateOnly? DayOf(DbDataReader row, ReportSplit split)
    {
        if (!split.HasFlag(ReportSplit.Day) && !split.HasFlag(ReportSplit.Month))
        {
            return null;
        }
        var day = row.GetFieldValue<DateOnly>(0);
        return split.HasFlag(ReportSplit.Day) ? day : new DateOnly(day.Year, day.Month, 1);
    }

    private static IEnumerable<Sum> ByMonth(List<Sum> sums) => sums
        .GroupBy(sum => sum with { Day = new DateOnly(sum.Day!.Value.Year, sum.Day.Value.Month, 1), Count = 0, Volume = 0, Fees = 0,
            Spread = 0, Seconds = 0 })
        .Select(same => Added(same.Key, same));

    private static List<Sum> TotalsOf(List<Sum> sums) => Totalled(sums.ConvertAll(sum => sum with { Day = null }), sum => sum.Digits);

    // By day, kind, currency and asset, in that order; what comes to nothing is left out.
    private static List<Sum> Totalled(List<Sum> sums, Func<Sum, int> digits) =>
    [
        .. sums.GroupBy(sum => (sum.Day, sum.SubjectKind, sum.Currency, sum.Asset))
            .Select(same => Added(new Sum(same.Key.Day, null, null, null, null, same.Key.SubjectKind, same.Key.Currency, same.Key.Asset, 0,
                0, 0, 0, 0, digits(same.First())), same))
            .Where(sum => sum.Count != 0 || sum.Fees != 0 || sum.Spread != 0)
            .OrderBy(sum => sum.Day).ThenBy(sum => sum.SubjectKind, StringComparer.Ordinal)
            .ThenBy(sum => sum.Currency, StringComparer.Ordinal).ThenBy(sum => sum.Asset, StringComparer.Ordinal),
    ];

    private static Sum Added(Sum key, IEnumerable<Sum> same)
    {
        var (count, volume, fees, spread, seconds) = (0L, 0L, 0L, 0L, 0L);
        foreach (var sum in same)
        {
            (count, volume, fees) = (checked(count + sum.Count), checked(volume + sum.Volume), checked(fees + sum.Fees));
            (spread, seconds) = (checked(spread + sum.Spread), checked(seconds + sum.Seconds));
        }
        return key with { Count = count, Volume = volume, Fees = fees, Spread = spread, Seconds = seconds };
    }

    private static void Add(List<string> keys, ReportSplit split, ReportSplit one, string column)
    {
        if (split.HasFlag(one))
        {
            keys.Add(column);
        }
    }

    private static (string Where, List<object?> Values) Where(ReportCut cut)
    {
        List<object?> values = [cut.From, cut.To];
        var where = "r.day BETWEEN @p0 AND @p1";
        foreach (var (column, value)
            in ((string, object?)[])[("merchant_id", cut.MerchantId), ("currency", cut.Currency), ("officer_id", cut.OfficerId),
            ("subject_kind", cut.SubjectKind)])
        {
            if (value is not null)
            {
                where += string.Create(CultureInfo.InvariantCulture, $" AND r.{column} = @p{values.Count}");
                values.Add(value);
            }
        }
        return (where, values);
    }

    private sealed record Sum(
        DateOnly? Day, Guid? MerchantId, string? MerchantName, Guid? OfficerId, string? OfficerName, string SubjectKind, string Currency,
        string Asset, long Count, long Volume, long Fees,
        long Spread, long Seconds, int Digits)
    {
        private static readonly Dictionary<string, Domain.Catalog.Asset> Assets =
            Domain.Catalog.Asset.All.ToDictionary(one => one.Code.Text, StringComparer.Ordinal);

        public static Sum Of(DbDataReader row, ReportSplit split)
        {
            var at = 0;
            var day = split.HasFlag(ReportSplit.Day) || split.HasFlag(ReportSplit.Month) ? row.GetFieldValue<DateOnly>(at++)
                : (DateOnly?)null;
            var merchant = split.HasFlag(ReportSplit.Merchant) ? row.GetGuid(at++) : (Guid?)null;
            var officer = split.HasFlag(ReportSplit.Officer) ? row.GetGuid(at++) : (Guid?)null;
            var sum = new Sum(day, merchant, null, officer, null, row.GetString(at), row.GetString(at + 1), row.GetString(at + 2),
                row.GetInt64(at + 3), row.GetInt64(at + 4), row.GetInt64(at + 5),
                row.GetInt64(at + 6), row.GetInt64(at + 7), row.GetInt32(at + 8));
            at += 9;
            var merchantName = merchant is null ? null : Name(row, at++);
            return merchant is null && officer is null ? sum
                : sum with { MerchantName = merchantName, OfficerName = officer is null ? null : Name(row, at) };
        }

        public ReportLine Line()
        {
            // A desk that buys crypto earns in the currency itself.
            var asset = Assets.GetValueOrDefault(Asset);
            return new ReportLine(
                Day, MerchantId, MerchantName, SubjectKind, Currency, asset?.Symbol ?? Asset, asset?.Network.Code ?? "", OfficerId,
                OfficerName, Count, DecimalText.Format(Volume, Digits),
                asset?.Format(Fees) ?? DecimalText.Format(Fees, Digits), asset?.Format(Spread) ?? DecimalText.Format(Spread, Digits),
                    Count == 0 ? null : Seconds / Count);
        }

        private static string? Name(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
    }
}
