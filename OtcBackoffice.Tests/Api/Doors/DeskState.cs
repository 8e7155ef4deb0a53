using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Doors;

/// <summary>
/// What stands in the desk's tables, so that a request that was refused can be seen to have changed nothing. What the desk writes
/// down about a refusal itself, who asked and how often, is not looked at.
/// </summary>
internal sealed class DeskState : IDisposable
{
    // Written by the desk about itself: refusals, sessions, nodes, jobs and what they look at by the clock.
    private static readonly string[] NotLookedAt =
    [
        "audit_log", "audit_seals", "audit_checkpoints", "refusal_counts", "key_requests", "address_bans", "nodes", "presences", "leases",
        "job_runs", "used_signatures", "user_sessions", "spent_challenges", "signal_versions", "probe_days", "probe_minutes",
        "ledger_health", "ledger_invariants", "ledger_watermark", "sealed_keys", "mobile_callbacks", "screening_verdicts", "alarms",
        "schema_fingerprint", "chain_scans", "liquidity_snapshots", "rate_guards",
    ];

    // When and from where a key was last used changes with every request that it signs; a wrong password is counted.
    private static readonly string[] ColumnsNotLookedAt =
        ["last_used_at_utc", "last_address_range", "access_failed_count", "lockout_end", "concurrency_stamp"];

    private readonly SqliteConnection _connection;
    private readonly List<(string Name, string Query)> _tables = [];
    private Dictionary<string, string> _seen = [];
    private long _version;

    private DeskState(SqliteConnection connection) => _connection = connection;

    public static async Task<DeskState> OpenAsync(DeskHost host)
    {
        var file = Path.Combine(host.DataDirectory, "backoffice.db");
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        var state = new DeskState(connection);
        foreach (var table in state.Read(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'")
            .Except(NotLookedAt).ToList())
        {
            var columns = state.Read($"SELECT name FROM pragma_table_info('{table}')").Except(ColumnsNotLookedAt);
            state._tables.Add((table, $"SELECT {string.Join(", ", columns.Select(column => $"\"{column}\""))} FROM {table}"));
        }
        state.Remember();
        return state;
    }

    /// <summary>The tables that are other than they were remembered; what is found is remembered.</summary>
    public IReadOnlyList<string> Changes()
    {
        if (Version() == _version)
        {
            return [];
        }
        var before = _seen;
        Remember();
        return [.. _seen.Where(pair => before[pair.Key] != pair.Value).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
    }

    public void Remember()
    {
        _version = Version();
        _seen = _tables.ToDictionary(table => table.Name, table => Digest(table.Query));
    }

    /// <summary>The first column of every row.</summary>
    public List<string> Read(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }
        return rows;
    }

    public void Dispose() => _connection.Dispose();

    private long Version()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        return (long)command.ExecuteScalar()!;
    }

    private string Digest(string query)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var command = _connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            for (var at = 0; at < reader.FieldCount; at++)
            {
                hash.AppendData(reader.GetValue(at) is byte[] bytes ? bytes : Encoding.UTF8.GetBytes(Convert.ToString(reader.GetValue(at),
                    CultureInfo.InvariantCulture) + "|"));
            }
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
