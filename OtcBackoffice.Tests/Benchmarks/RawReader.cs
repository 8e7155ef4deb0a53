using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>The reads of a hot page by prepared SQL, on a connection of its own.</summary>
internal sealed class RawReader : IAsyncDisposable
{
    public const int PageSize = 50;

    private static readonly string[] Columns =
    [
        "id", "number", "merchant_id", "status", "fiat_currency", "fiat_amount_minor", "asset", "requested_crypto_minor",
        "payment_reference", "sender_account_name", "sender_bank_name", "quote_expires_at_utc", "created_at_utc", "updated_at_utc",
    ];

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
        _page.Parameters.AddRange((SqliteParameter[])[new() { ParameterName = "$status" }, new() { ParameterName = "$at" }, new() { ParameterName = "$id" }]);
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
            json.WriteNull(Columns[column]);
        }
        else if (row.GetFieldType(column) == typeof(long))
        {
            json.WriteNumber(Columns[column], row.GetInt64(column));
        }
        else
        {
            json.WriteString(Columns[column], row.GetString(column));
        }
    }
}
