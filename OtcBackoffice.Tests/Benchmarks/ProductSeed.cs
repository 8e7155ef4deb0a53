using Microsoft.Data.Sqlite;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// Deposits in the product's own tables, by plain SQL: making a million of them through the desk would take longer than
/// everything that is measured. Only what a pending deposit has is filled.
/// </summary>
internal static class ProductSeed
{
    private const int RowsPerStatement = 200_000;

    // Fifty merchants, and one in $every deposits pending; the others stand in the three statuses that a desk's history is full of.
    private const string Merchants =
        """
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 49)
        INSERT INTO merchants (id, name, parent_id, is_active, is_verified, created_at_utc, version)
        SELECT printf('01970000-0000-7000-8000-%012X', i), 'Bench merchant ' || i, NULL, 1, 1, $first, 1 FROM n;
        """;

    private const string Deposits =
        """
        WITH RECURSIVE n(i) AS (SELECT $from UNION ALL SELECT i + 1 FROM n WHERE i < $to)
        INSERT INTO otc_deposits (id, number, merchant_id, method, status, settlement_state, fiat_currency, fiat_amount_minor, fiat_scale, asset,
            quote_version, to_wallet_id, credited_to_address, credit_count, created_by, created_at_utc, updated_at_utc, version)
        SELECT printf('0197%04X-%04X-7000-8000-%012X', i >> 16, i & 65535, i), 1000000 + i, printf('01970000-0000-7000-8000-%012X', i % 50), 'bank',
            CASE WHEN i % $every = 0 THEN 'pending' ELSE CASE i % 3 WHEN 0 THEN 'credited' WHEN 1 THEN 'confirmed' ELSE 'rejected' END END,
            CASE WHEN i % $every <> 0 AND i % 3 = 0 THEN 'final' ELSE 'none' END, 'KES', 100000 + i, 2, 'USDT.TRON',
            0, '01970004-0000-7000-8000-000000000001', 'TKdakcKprU369iUgPa5z2q65MqDEkmHyRx', 0, '01970005-0000-7000-8000-000000000001',
            $first + i * 10, $first + i * 10, 4
        FROM n;
        """;

    // A deposit is drafted short and grows with its price, its proof and its sender. Rows that were written at full length
    // would fill their pages to the brim, and every confirmation would split one; no desk's table looks like that.
    private const string Submissions =
        """
        UPDATE otc_deposits SET requested_crypto_minor = 7600000 + number, pricing_profile_id = '01970002-0000-7000-8000-000000000001',
            fx_quote_id = '01970003-0000-7000-8000-000000000001', quote_version = 1, reference_rate = '129.50', applied_rate = '130.018',
            spread_bps = 40, fee_minor = 250, gross_asset_minor = 7700000 + number, spread_asset_minor = 3000, fee_asset_minor = 2000
        WHERE rowid > $last;
        UPDATE otc_deposits SET payment_reference = 'REF-' || (number - 1000000), transfer_date = '2026-03-16', sender_account_name = 'Sender ' || (number % 1000),
            sender_account_number_last4 = '1234', sender_bank_name = 'Example Bank', proof_file_id = printf('01970001-0000-7000-8000-%012X', number - 1000000),
            proof_file_name = 'advice.pdf', proof_size_bytes = 40000, proof_sha256 = lower(hex(zeroblob(28))) || printf('%08x', number - 1000000),
            proof_uploaded_at_utc = created_at_utc, submitted_at_utc = created_at_utc
        WHERE rowid > $last;
        """;

    private const string References =
        """
        UPDATE otc_deposits SET payment_reference = printf('PAY%08d', number - 1000000), reference_key = printf('PAY%08d', number - 1000000)
        WHERE rowid > $last;
        UPDATE queue_counters SET count = (SELECT count(*) FROM otc_deposits WHERE status = 'pending') WHERE queue = 'deposits:pending';
        """;

    private const string After =
        """
        INSERT INTO queue_counters (queue, count) SELECT 'deposits:' || status, count(*) FROM otc_deposits WHERE true GROUP BY status
            ON CONFLICT (queue) DO UPDATE SET count = excluded.count;
        ANALYZE;
        PRAGMA wal_checkpoint(TRUNCATE);
        """;

    /// <summary>The first day of the rolled-up rows, and how many days and currencies there are: as many rows as the floor has.</summary>
    public static readonly DateOnly RollupsFrom = new(2026, 3, 1);

    /// <inheritdoc cref="RollupsFrom"/>
    public const int RollupDays = 30, RollupCurrencies = 8;

    private const string Rollups =
        """
        WITH RECURSIVE d(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM d WHERE i < 29)
        INSERT INTO revenue_rollups (day, subject_kind, merchant_id, currency, asset, officer_id, count, volume_minor, fee_asset_minor, spread_asset_minor, decision_seconds)
        SELECT date('2026-03-01', '+' || d.i || ' days'), 'deposit', '01970000-0000-7000-8000-000000000000', c.iso_code, 'USDT.TRON', '01970005-0000-7000-8000-000000000001', 10, 1000, 2, 3, 600
        FROM d CROSS JOIN fiat_currencies c;
        """;

    /// <summary>Thirty days of every currency, rolled up.</summary>
    public static async Task FillRollupsAsync(string file, CancellationToken cancellation)
    {
        await using var connection =
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync(cancellation);
        await ExecuteAsync(connection, Rollups, cancellation);
    }

    /// <summary>Fills an otherwise empty desk; one in <paramref name="pendingEvery"/> deposits is pending.</summary>
    public static async Task FillAsync(string file, int deposits, int pendingEvery, CancellationToken cancellation)
    {
        await using var connection =
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync(cancellation);
        await ExecuteAsync(connection,
            "PRAGMA busy_timeout=30000; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144; PRAGMA temp_store=MEMORY", cancellation);
        await ExecuteAsync(connection, Merchants, cancellation, ("$first", RawSchema.FirstAtUtc));
        // An index over a million rows is sorted in a second and maintained row by row in ten.
        var indexes = await IndexesAsync(connection, cancellation);
        foreach (var (name, _) in indexes)
        {
            await ExecuteAsync(connection, $"DROP INDEX \"{name}\"", cancellation);
        }
        for (var from = 1; from <= deposits; from += RowsPerStatement)
        {
            var to = Math.Min(from + RowsPerStatement - 1, deposits);
            var last = await LastRowAsync(connection, cancellation);
            await ExecuteAsync(connection, Deposits, cancellation, ("$from", from), ("$to", to), ("$every", pendingEvery),
                ("$first", RawSchema.FirstAtUtc));
            await ExecuteAsync(connection, Submissions, cancellation, ("$last", last));
        }
        foreach (var (_, sql) in indexes)
        {
            await ExecuteAsync(connection, sql, cancellation);
        }
        await ExecuteAsync(connection, After, cancellation);
    }

    /// <summary>Adds open deposits that are told apart by a reference, while the desk runs: <c>PAY00000007</c> is number seven.</summary>
    public static async Task AddOpenAsync(string file, int from, int to, CancellationToken cancellation)
    {
        await using var connection =
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync(cancellation);
        await ExecuteAsync(connection, "PRAGMA busy_timeout=30000; BEGIN IMMEDIATE", cancellation);
        var last = await LastRowAsync(connection, cancellation);
        await ExecuteAsync(connection, Deposits, cancellation, ("$from", from), ("$to", to), ("$every", 1),
            ("$first", RawSchema.FirstAtUtc));
        await ExecuteAsync(connection, Submissions, cancellation, ("$last", last));
        await ExecuteAsync(connection, References, cancellation, ("$last", last));
        await ExecuteAsync(connection, "COMMIT", cancellation);
    }

    /// <summary>Gives every deposit a reference of its own, as <see cref="AddOpenAsync"/> does.</summary>
    public static async Task AddReferencesAsync(string file, CancellationToken cancellation)
    {
        await using var connection =
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync(cancellation);
        await ExecuteAsync(connection, "PRAGMA busy_timeout=60000; PRAGMA synchronous=OFF", cancellation);
        await ExecuteAsync(connection, References, cancellation, ("$last", 0));
    }

    private static async Task<long> LastRowAsync(SqliteConnection connection, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COALESCE(MAX(rowid), 0) FROM otc_deposits";
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<List<(string Name, string Sql)>> IndexesAsync(SqliteConnection connection, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'otc_deposits' AND sql IS NOT NULL";
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var indexes = new List<(string, string)>();
        while (await row.ReadAsync(cancellation))
        {
            indexes.Add((row.GetString(0), row.GetString(1)));
        }
        return indexes;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, CancellationToken cancellation,
        params (string Name, object Value)[] values)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 600;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
