using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using OtcBackoffice.Data;

namespace OtcBackoffice.Desks.Ledger;

/// <summary>
/// Recounts the reports from the journal alone, day by day, and holds the kept rows against it: to the last minor unit, for
/// every kind of business. A report that was written beside the books, or not written at all, is found here.
/// </summary>
internal static class RevenueRecount
{
    private const string DayOf = "e.at_utc / 86400000";

    // What a merchant trades passes the desk's own position once; a reversal takes it back on the day it is made.
    private static readonly (string Kind, string Table, string Booked, string Reversed, int Sign)[] Trades =
    [
        ("deposit", "otc_deposits", "deposit_credit_proposed", "deposit_credit_reversed", -1),
        ("withdrawal", "otc_withdrawals", "withdrawal_executed", "withdrawal_execution_reversed", 1),
    ];

    public static async Task<IReadOnlyList<LedgerCheck>> CheckAsync(BackofficeDbContext db, CancellationToken cancellation) =>
        [await IncomeAsync(db, cancellation), .. await TradesAsync(db, cancellation)];

    private static async Task<LedgerCheck> IncomeAsync(BackofficeDbContext db, CancellationToken cancellation)
    {
        var booked = await ReadAsync(db,
            $"SELECT {DayOf}, e.subject_kind, p.asset, CAST(-SUM(CASE WHEN p.account_key LIKE 'fee%' THEN p.signed_minor ELSE 0 END) AS "
                + $"BIGINT), "
            + "CAST(-SUM(CASE WHEN p.account_key LIKE 'spread%' THEN p.signed_minor ELSE 0 END) AS BIGINT) "
            + "FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry_id "
            + $"WHERE p.account_key LIKE 'fee_income:%' OR p.account_key LIKE 'spread_income:%' GROUP BY {DayOf}, e.subject_kind, p.asset",
            row => (Key: (Day: Day(row), Kind: row.GetString(1), Asset: row.GetString(2)),
                Sums: (Fee: row.GetInt64(3), Spread: row.GetInt64(4))), cancellation);
        var kept = await db.RevenueRollups.GroupBy(row => new { row.Day, row.SubjectKind, row.Asset })
            .Select(same => new { same.Key, Fee = same.Sum(row => row.FeeAssetMinor), Spread = same.Sum(row => row.SpreadAssetMinor) })
            .ToListAsync(cancellation);
        var (ledger, report) = (booked.ToDictionary(row => row.Key, row => row.Sums),
            kept.ToDictionary(row => (row.Key.Day, Kind: row.Key.SubjectKind, row.Key.Asset), row => (row.Fee, row.Spread)));
        var keys = ledger.Keys.Union(report.Keys).Order().ToList();
        var wrong = keys.Where(key => ledger.GetValueOrDefault(key) != report.GetValueOrDefault(key))
            .Select(key => ((DateOnly Day, string Kind, string Asset)?)key).FirstOrDefault();
        return new LedgerCheck("revenue equals income accounts", $"{keys.Count} days and assets", wrong is not { } first ? null
            : $"The revenue rollup of {first.Asset} by {first.Kind} on {first.Day:yyyy-MM-dd} is fees "
            + $"{report.GetValueOrDefault(first).Fee}, spread {report.GetValueOrDefault(first).Spread}; "
              + $"its income accounts have {ledger.GetValueOrDefault(first).Fee} and {ledger.GetValueOrDefault(first).Spread} minor units.");
    }

    private static async Task<IReadOnlyList<LedgerCheck>> TradesAsync(BackofficeDbContext db, CancellationToken cancellation)
    {
        var checks = new List<LedgerCheck>();
        foreach (var (kind, table, bookedKind, reversedKind, sign) in Trades)
        {
            var booked = await ReadAsync(db,
                $"SELECT {DayOf}, r.merchant_id, p.asset, CAST(SUM(CASE WHEN e.kind = '{bookedKind}' THEN 1 ELSE -1 END) AS BIGINT), "
                    + $"CAST(SUM(p.signed_minor) AS BIGINT) "
                + $"FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id JOIN {table} r ON r.id = e.subject_id "
                + $"WHERE e.kind IN ('{bookedKind}', '{reversedKind}') AND p.account_key LIKE 'desk_position:%' AND p.asset = "
                + $"r.fiat_currency GROUP BY {DayOf}, r.merchant_id, p.asset",
                row => (Key: (Day: Day(row), Merchant: row.GetGuid(1), Currency: row.GetString(2)),
                    Sums: (Count: row.GetInt64(3), Volume: sign * row.GetInt64(4))), cancellation);
            var kept = await db.RevenueRollups.Where(row => row.SubjectKind == kind)
                .GroupBy(row => new { row.Day, row.MerchantId, row.Currency })
                .Select(same => new { same.Key, Count = same.Sum(row => row.Count), Volume = same.Sum(row => row.VolumeMinor) })
                .ToListAsync(cancellation);
            var (ledger, report) = (booked.ToDictionary(row => row.Key, row => row.Sums),
                kept.ToDictionary(row => (row.Key.Day, Merchant: row.Key.MerchantId, row.Key.Currency), row => (row.Count, row.Volume)));
            var keys = ledger.Keys.Union(report.Keys).Order().ToList();
            var wrong = keys.Where(key => ledger.GetValueOrDefault(key) != report.GetValueOrDefault(key))
                .Select(key => ((DateOnly Day, Guid Merchant, string Currency)?)key).FirstOrDefault();
            checks.Add(new LedgerCheck($"{kind} report equals the ledger", $"{keys.Count} days and merchants", wrong is not { } first ? null
                : $"The {kind} report of merchant {first.Merchant} on {first.Day:yyyy-MM-dd} has {report.GetValueOrDefault(first).Count} "
                + $"of {report.GetValueOrDefault(first).Volume} {first.Currency} minor units; "
                  + $"the ledger has {ledger.GetValueOrDefault(first).Count} of {ledger.GetValueOrDefault(first).Volume}."));
        }
        return checks;
    }

    private static async Task<List<T>> ReadAsync<T>(BackofficeDbContext db, string sql, Func<DbDataReader, T> read,
        CancellationToken cancellation)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }
        return rows;
    }

    private static DateOnly Day(DbDataReader row) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(checked((int)row.GetInt64(0)));
}
