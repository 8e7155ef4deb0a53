using Microsoft.Data.Sqlite;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>Tables of the product's shape, and rows for them.</summary>
internal static class RawSchema
{
    /// <summary>Milliseconds since 1970 of the moment before the first deposit; the rows follow every ten.</summary>
    public const long FirstAtUtc = 1773648000000;

    private const string Tables =
        """
        CREATE TABLE deposits (
            id TEXT NOT NULL PRIMARY KEY, number INTEGER NOT NULL, merchant_id TEXT NOT NULL, status TEXT NOT NULL,
            fiat_currency TEXT NOT NULL, fiat_amount_minor INTEGER NOT NULL, asset TEXT NOT NULL, requested_crypto_minor INTEGER,
            payment_reference TEXT, sender_account_name TEXT, sender_bank_name TEXT, assignee_user_id TEXT, proof_sha256 TEXT,
            quote_expires_at_utc INTEGER, applied_rate TEXT, created_at_utc INTEGER NOT NULL, updated_at_utc INTEGER NOT NULL,
            version INTEGER NOT NULL);
        CREATE INDEX ix_deposits_queue ON deposits (status, created_at_utc, id);
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY, at_utc INTEGER NOT NULL, actor_id TEXT NOT NULL, action TEXT NOT NULL, entity_kind TEXT NOT NULL,
            entity_id TEXT NOT NULL, from_status TEXT, to_status TEXT, changes TEXT);
        CREATE TABLE postings (
            entry_id TEXT NOT NULL, line INTEGER NOT NULL, account_key TEXT NOT NULL, asset TEXT NOT NULL, signed_minor INTEGER NOT NULL,
            PRIMARY KEY (entry_id, line));
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY, message_id TEXT NOT NULL, type TEXT NOT NULL, subject_id TEXT NOT NULL, payload TEXT NOT NULL,
            created_at_utc INTEGER NOT NULL, sent_at_utc INTEGER);
        CREATE INDEX ix_outbox_pending ON outbox (id) WHERE sent_at_utc IS NULL;
        CREATE TABLE counters (queue TEXT NOT NULL PRIMARY KEY, count INTEGER NOT NULL);
        CREATE TABLE rollups (day TEXT NOT NULL, currency TEXT NOT NULL, count INTEGER NOT NULL, volume_minor INTEGER NOT NULL, PRIMARY KEY (day, currency));
        """;

    // A tenth of the rows in each status, currencies and days in turn, so that queues and rollups have a natural size.
    private const string Rows =
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $deposits)
        INSERT INTO deposits
        SELECT printf('0197%04x-%04x-7000-8000-%012x', i >> 16, i & 65535, i), i, printf('01970000-0000-7000-8000-%012x', i % 50),
            CASE i % 10 WHEN 0 THEN 'pending' ELSE 'status_' || (i % 10) END, substr('KESUSDEURMXN', 1 + 3 * (i % 4), 3), 100000 + i, 'USDT.TRON', 7700 + i,
            'REF-' || i, 'Sender ' || (i % 1000), 'Example Bank', NULL, lower(hex(zeroblob(32))), $first + i, '129.50',
            $first + i * 10, $first + i * 10, 1
        FROM n;
        INSERT INTO counters SELECT status, count(*) FROM deposits GROUP BY status;
        WITH RECURSIVE d(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM d WHERE i < 29)
        INSERT INTO rollups SELECT date('2026-03-01', '+' || i || ' days'), c.currency, 10, 1000
        FROM d CROSS JOIN (SELECT 'KES' AS currency UNION ALL SELECT 'USD' UNION ALL SELECT 'EUR' UNION ALL SELECT 'MXN'
            UNION ALL SELECT 'ARS' UNION ALL SELECT 'JPY' UNION ALL SELECT 'KWD' UNION ALL SELECT 'XOF') AS c;
        ANALYZE;
        PRAGMA wal_checkpoint(TRUNCATE);
        """;

    public static async Task CreateAsync(SqliteConnection connection, int deposits, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Tables + Rows;
        command.CommandTimeout = 600;
        command.Parameters.AddWithValue("$deposits", deposits);
        command.Parameters.AddWithValue("$first", FirstAtUtc);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
