using System.Data.Common;
using System.Globalization;
using OtcBackoffice.Data.Reading;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Reports;

/// <summary>Reads revenue from the rows that every credit adds to; what a report costs depends on days and merchants, never on deposits.</summary>
internal static class ReportRows
{
    public static async Task<List<ReportLine>> ReadAsync(ReadSession rows, ReportCut cut, ReportSplit split, int most, CancellationToken cancellation)
    {
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
        var sql = $"SELECT {select}, CAST(SUM(r.count) AS BIGINT), CAST(SUM(r.volume_minor) AS BIGINT), CAST(SUM(r.fee_asset_minor) AS BIGINT), "
            + "CAST(SUM(r.spread_asset_minor) AS BIGINT), CAST(SUM(r.decision_seconds) AS BIGINT), MAX(c.fraction_digits)"
            + (split.HasFlag(ReportSplit.Merchant) ? ", MAX(m.name)" : "") + (split.HasFlag(ReportSplit.Officer) ? ", MAX(u.display_name)" : "")
            + " FROM revenue_rollups r JOIN fiat_currencies c ON c.iso_code = r.currency"
            + (split.HasFlag(ReportSplit.Merchant) ? " LEFT JOIN merchants m ON m.id = r.merchant_id" : "")
            + (split.HasFlag(ReportSplit.Officer) ? " LEFT JOIN users u ON u.id = r.officer_id" : "")
            + $" WHERE {where} GROUP BY {select} HAVING SUM(r.count) <> 0 OR SUM(r.fee_asset_minor) <> 0 OR SUM(r.spread_asset_minor) <> 0 ORDER BY {select} LIMIT @p{values.Count - 1}";
        var sums = await rows.ReadAsync(sql, row => Sum.Of(row, split), cancellation, [.. values]);
        return [.. (months ? ByMonth(sums) : sums).Select(sum => sum.Line())];
    }

    private static IEnumerable<Sum> ByMonth(List<Sum> sums) => sums
        .GroupBy(sum => sum with { Day = new DateOnly(sum.Day!.Value.Year, sum.Day.Value.Month, 1), Count = 0, Volume = 0, Fees = 0, Spread = 0, Seconds = 0 })
        .Select(same => same.Key with
        {
            Count = same.Sum(sum => sum.Count),
            Volume = same.Sum(sum => sum.Volume),
            Fees = same.Sum(sum => sum.Fees),
            Spread = same.Sum(sum => sum.Spread),
            Seconds = same.Sum(sum => sum.Seconds),
        });

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
        foreach (var (column, value) in ((string, object?)[])[("merchant_id", cut.MerchantId), ("currency", cut.Currency), ("officer_id", cut.OfficerId), ("subject_kind", cut.SubjectKind)])
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
        DateOnly? Day, Guid? MerchantId, string? MerchantName, Guid? OfficerId, string? OfficerName, string SubjectKind, string Currency, string Asset, long Count, long Volume, long Fees,
        long Spread, long Seconds, int Digits)
    {
        public static Sum Of(DbDataReader row, ReportSplit split)
        {
            var at = 0;
            var day = split.HasFlag(ReportSplit.Day) || split.HasFlag(ReportSplit.Month) ? row.GetFieldValue<DateOnly>(at++) : (DateOnly?)null;
            var merchant = split.HasFlag(ReportSplit.Merchant) ? row.GetGuid(at++) : (Guid?)null;
            var officer = split.HasFlag(ReportSplit.Officer) ? row.GetGuid(at++) : (Guid?)null;
            var sum = new Sum(day, merchant, null, officer, null, row.GetString(at), row.GetString(at + 1), row.GetString(at + 2), row.GetInt64(at + 3), row.GetInt64(at + 4), row.GetInt64(at + 5),
                row.GetInt64(at + 6), row.GetInt64(at + 7), row.GetInt32(at + 8));
            at += 9;
            var merchantName = merchant is null ? null : Name(row, at++);
            return sum with { MerchantName = merchantName, OfficerName = officer is null ? null : Name(row, at) };
        }

        public ReportLine Line()
        {
            // A desk that buys crypto earns in the currency itself.
            var asset = Domain.Catalog.Asset.All.FirstOrDefault(one => one.Code.Text == Asset);
            return new ReportLine(
                Day, MerchantId, MerchantName, SubjectKind, Currency, asset?.Symbol ?? Asset, asset?.Network.Code ?? "", OfficerId, OfficerName, Count, DecimalText.Format(Volume, Digits),
                asset?.Format(Fees) ?? DecimalText.Format(Fees, Digits), asset?.Format(Spread) ?? DecimalText.Format(Spread, Digits), Count == 0 ? null : Seconds / Count);
        }

        private static string? Name(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
    }
}
