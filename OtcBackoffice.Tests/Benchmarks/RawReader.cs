using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>The reads of a hot page by prepared SQL, on a connection of its own.</summary>
internal sealed class RawReader : IAsyncDisposable
{
    public const int PageSize = 50;

    // As many members as the product's deposit object has, four of them twice as there: a shorter answer would be no floor
    // for it but another question.
    private static readonly string[] Columns =
    [
        "id", "number", "merchant_id", "method", "fiat_amount_minor", "fiat_currency", "status", "settlement_state", "payment_reference",
        "proof_url",
        "transfer_date", "merchant_request_id", "checkout_request_id", "mpesa_receipt_number", "mpesa_phone_number", "sender_account_name",
        "sender_account_number_last4", "sender_bank_name", "sender_bank_branch", "mpesa_receipt_number AS receipt_number",
        "proof_uploaded_at_utc", "proof_file_name", "proof_mime_type", "proof_size_bytes", "proof_sha256", "asset", "network",
        "requested_crypto_minor",
        "pricing_profile_id", "fx_quote_id", "quote_expires_at_utc", "credited_to_address", "to_wallet_id",
        "credited_to_address AS payout_to_address",
        "to_wallet_id AS payout_to_wallet_id", "network AS payout_network", "asset AS payout_asset", "assignee_user_id", "claimed_at_utc",
        "claim_expires_at_utc", "submitted_at_utc", "confirmed_at_utc", "confirmed_by", "rejected_at_utc", "rejected_by",
        "rejection_reason",
        "internal_note", "credited_at_utc", "credited_by", "crypto_minor", "transfer_id", "created_at_utc", "updated_at_utc",
    ];

    private static readonly JsonEncodedText[] Members = [.. Columns.Select(column => JsonEncodedText.Encode(column.Split(' ')[^1]))];

    private static readonly bool[] IsNumber =
        [.. Columns.Select(column => column.EndsWith("_minor", StringComparison.Ordinal)
            || column.EndsWith("_utc", StringComparison.Ordinal) || column is "number" or "proof_size_bytes")];


    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _page;
    private readonly SqliteCommand _counters;
    private readonly SqliteCommand _rollups;

    /// <param name="connection">Taken over and disposed of.</param>
    public RawReader(SqliteConnection connection)
    {
        _connection = connection;
        _page = connection.CreateCommand();
        _page.CommandText =
            $"SELECT {string.Join(", ", Columns)} FROM deposits WHERE status = $status AND (created_at_utc, id) > ($at, $id) " +
            $"ORDER BY created_at_utc, id LIMIT {PageSize}";
        _page.Parameters.AddRange(
            (SqliteParameter[])[new() { ParameterName = "$status" }, new() { ParameterName = "$at" }, new() { ParameterName = "$id" }]);
        _counters = connection.CreateCommand();
        _counters.CommandText = "SELECT queue, count FROM counters";
        _rollups = connection.CreateCommand();
        _rollups.CommandText = "SELECT day, currency, count, volume_minor FROM rollups WHERE day BETWEEN '2026-03-01' AND '2026-03-30'";
    }

    /// <summary>Writes the page after the given key as JSON and answers how many rows it has.</summary>
    public int WritePage(Utf8JsonWriter json, string status, long afterAtUtc, string afterId)
    {
        _page.Parameters[0].Value = status;
        _page.Parameters[1].Value = afterAtUtc;
        _page.Parameters[2].Value = afterId;
        using var row = _page.ExecuteReader();
        var rows = 0;
        json.WriteStartObject();
        json.WriteStartArray("deposits");
        for (; row.Read(); rows++)
        {
            json.WriteStartObject();
            for (var column = 0; column < Columns.Length; column++)
            {
                Write(json, row, column);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        return rows;
    }

    public int ReadCounters()
    {
        return Drain(_counters);
    }

    public int ReadRollups()
    {
        return Drain(_rollups);
    }

    public async ValueTask DisposeAsync()
    {
        await _page.DisposeAsync();
        await _counters.DisposeAsync();
        await _rollups.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static int Drain(SqliteCommand command)
    {
        using var row = command.ExecuteReader();
        var rows = 0;
        for (; row.Read(); rows++)
        {
            for (var column = 0; column < row.FieldCount; column++)
            {
                row.GetValue(column);
            }
        }
        return rows;
    }

    private static void Write(Utf8JsonWriter json, SqliteDataReader row, int column)
    {
        if (row.IsDBNull(column))
        {
            json.WriteNull(Members[column]);
        }
        else if (IsNumber[column])
        {
            json.WriteNumber(Members[column], row.GetInt64(column));
        }
        else
        {
            json.WriteString(Members[column], row.GetString(column));
        }
    }
}
