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
            id TEXT NOT NULL PRIMARY KEY, number INTEGER NOT NULL, merchant_id TEXT NOT NULL, method TEXT NOT NULL, status TEXT NOT NULL,
            settlement_state TEXT NOT NULL, fiat_currency TEXT NOT NULL, fiat_amount_minor INTEGER NOT NULL, asset TEXT NOT NULL, network TEXT NOT NULL,
            requested_crypto_minor INTEGER, payment_reference TEXT, transfer_date TEXT, merchant_request_id TEXT, checkout_request_id TEXT,
            mpesa_receipt_number TEXT, mpesa_phone_number TEXT, sender_account_name TEXT, sender_account_number_last4 TEXT, sender_bank_name TEXT,
            sender_bank_branch TEXT, proof_url TEXT, proof_file_name TEXT, proof_mime_type TEXT, proof_size_bytes INTEGER, proof_sha256 TEXT,
            proof_uploaded_at_utc INTEGER, pricing_profile_id TEXT, fx_quote_id TEXT, quote_expires_at_utc INTEGER, applied_rate TEXT,
            credited_to_address TEXT, to_wallet_id TEXT, assignee_user_id TEXT, claimed_at_utc INTEGER, claim_expires_at_utc INTEGER,
            submitted_at_utc INTEGER, confirmed_at_utc INTEGER, confirmed_by TEXT, rejected_at_utc INTEGER, rejected_by TEXT, rejection_reason TEXT,
            internal_note TEXT, credited_at_utc INTEGER, credited_by TEXT, crypto_minor INTEGER, transfer_id TEXT,
            created_at_utc INTEGER NOT NULL, updated_at_utc INTEGER NOT NULL, version INTEGER NOT NULL);
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
        INSERT INTO deposits (id, number, merchant_id, method, status, settlement_state, fiat_currency, fiat_amount_minor, asset, network,
            requested_crypto_minor, payment_reference, transfer_date, sender_account_name, sender_account_number_last4, sender_bank_name,
            proof_url, proof_file_name, proof_mime_type, proof_size_bytes, proof_sha256, proof_uploaded_at_utc, pricing_profile_id, fx_quote_id,
            applied_rate, credited_to_address, to_wallet_id, submitted_at_utc, created_at_utc, updated_at_utc, version)
        SELECT printf('0197%04x-%04x-7000-8000-%012x', i >> 16, i & 65535, i), i, printf('01970000-0000-7000-8000-%012x', i % 50), 'bank',
            CASE i % 10 WHEN 0 THEN 'pending' ELSE 'status_' || (i % 10) END, 'none', substr('KESUSDEURMXN', 1 + 3 * (i % 4), 3), 100000 + i,
            'USDT', 'tron', 7700000 + i, 'REF-' || i, '2026-03-16', 'Sender ' || (i % 1000), '1234', 'Example Bank',
            printf('/otc-deposits-proof/0197%04x-%04x-7000-8000-%012x/01970001-0000-7000-8000-%012x.pdf', i >> 16, i & 65535, i, i),
            'advice.pdf', 'application/pdf', 40000, lower(hex(zeroblob(28))) || printf('%08x', i), $first + i * 10,
            '01970002-0000-7000-8000-000000000001', '01970003-0000-7000-8000-000000000001', '129.50',
            'TKdakcKprU369iUgPa5z2q65MqDEkmHyRx', '01970004-0000-7000-8000-000000000001', $first + i * 10, $first + i * 10, $first + i * 10, 1
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
