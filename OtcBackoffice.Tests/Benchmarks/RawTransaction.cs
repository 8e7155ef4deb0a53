using Microsoft.Data.Sqlite;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// One business transaction by prepared SQL: 1 select, 1 update, 1 audit row, 3 postings, 1 outbox row, 3 counters. The
/// deposit goes to and fro between two statuses, so that a run can go on for as long as it likes.
/// </summary>
internal sealed class RawTransaction(SqliteConnection connection) : IAsyncDisposable
{
    private const string Payload =
        """{"deposit_id":"01970000-0001-7000-8000-000000000001","status":"confirmed","fiat_amount":"1250000.00","fiat_currency":"KES","asset":"USDT.TRON"}""";

    private readonly SqliteCommand _begin = Prepare(connection, "BEGIN IMMEDIATE");
    private readonly SqliteCommand _commit = Prepare(connection, "COMMIT");
    private readonly SqliteCommand _savepoint = Prepare(connection, "SAVEPOINT request");
    private readonly SqliteCommand _release = Prepare(connection, "RELEASE request");
    private readonly SqliteCommand _rollBack = Prepare(connection, "ROLLBACK TO request");

    private readonly SqliteCommand _select = Prepare(
        connection, "SELECT status, version, fiat_amount_minor, fiat_currency, asset, merchant_id FROM deposits WHERE id = $id", "$id");

    private readonly SqliteCommand _update = Prepare(
        connection,
        "UPDATE deposits SET status = $status, version = version + 1, updated_at_utc = $at WHERE id = $id AND version = $version",
        "$status", "$at", "$id", "$version");

    private readonly SqliteCommand _audit = Prepare(
        connection,
        "INSERT INTO audit (at_utc, actor_id, action, entity_kind, entity_id, from_status, to_status, changes) " +
        "VALUES ($at, $actor, 'deposit.confirm', 'deposit', $id, $from, $to, NULL)",
        "$at", "$actor", "$id", "$from", "$to");

    private readonly SqliteCommand _posting = Prepare(
        connection, "INSERT INTO postings VALUES ($entry, $line, $account, $asset, $minor)", "$entry", "$line", "$account", "$asset",
            "$minor");

    private readonly SqliteCommand _outbox = Prepare(
        connection,
        "INSERT INTO outbox (message_id, type, subject_id, payload, created_at_utc) VALUES ($message, 'deposit.confirmed', $id, $payload, $at)",
        "$message", "$id", "$payload", "$at");

    private readonly SqliteCommand _count = Prepare(
        connection, "INSERT INTO counters VALUES ($queue, $by) ON CONFLICT (queue) DO UPDATE SET count = count + $by", "$queue", "$by");

    private readonly SqliteCommand _rollUp = Prepare(
        connection,
        "INSERT INTO rollups VALUES ('2026-03-16', $currency, 1, $minor) ON CONFLICT (day, currency) DO UPDATE SET count = count + 1, "
            + "volume_minor = volume_minor + $minor",
        "$currency", "$minor");

    public void Begin()
    {
        _begin.ExecuteNonQuery();
    }

    public void Commit()
    {
        _commit.ExecuteNonQuery();
    }

    public void Savepoint()
    {
        _savepoint.ExecuteNonQuery();
    }

    public void Release()
    {
        _release.ExecuteNonQuery();
    }

    public void RollBackToSavepoint()
    {
        _rollBack.ExecuteNonQuery();
        _release.ExecuteNonQuery();
    }

    public void Confirm(int number)
    {
        var id = RawFloor.IdOf(number);
        var (from, version, minor, currency, asset, merchant) = Load(id);
        var to = from == "confirmed" ? RawFloor.PendingStatus : "confirmed";
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        if (Execute(_update, to, at, id, version) != 1)
        {
            throw new InvalidOperationException($"Deposit {number} has changed under the single writer.");
        }
        Execute(_audit, at, merchant, id, from, to);
        var entry = Guid.CreateVersion7().ToString();
        Execute(_posting, entry, 1, "nostro:" + currency, currency, minor);
        Execute(_posting, entry, 2, "available:" + merchant, currency, -minor);
        Execute(_posting, entry, 3, "fees:" + asset, asset, 0);
        Execute(_outbox, entry, id, Payload, at);
        Execute(_count, from, -1);
        Execute(_count, to, 1);
        Execute(_rollUp, currency, minor);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in (SqliteCommand[])[_begin, _commit, _savepoint, _release, _rollBack, _select, _update, _audit, _posting,
            _outbox, _count, _rollUp])
        {
            await command.DisposeAsync();
        }
        await connection.DisposeAsync();
    }

    private (string Status, long Version, long Minor, string Currency, string Asset, string Merchant) Load(string id)
    {
        _select.Parameters[0].Value = id;
        using var row = _select.ExecuteReader();
        return row.Read()
            ? (row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.GetString(5))
            : throw new InvalidOperationException($"No deposit {id}.");
    }

    private static int Execute(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index];
        }
        return command.ExecuteNonQuery();
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }
        return command;
    }
}
