using Npgsql;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Hosting.Nodes;

/// <summary>
/// The sandbox's world as rows, so that every node sees the same chain, phones, rates, verdicts and mails. It has connections of its own:
/// it stands for systems outside, and whoever asks them may hold one of the desk's.
/// </summary>
public sealed class SandboxShelf : ISandboxShelf, IDisposable
{
    private const int ConnectionsMax = 4, SecondsMax = 5;

    private const string AfterSql = "SELECT body FROM sandbox_entries WHERE stream = $1 AND number > $2 ORDER BY number";
    private const string AloneSql = "SELECT pg_advisory_xact_lock(hashtext('otc.sandbox'), hashtext($1))";
    private const string AppendSql = "INSERT INTO sandbox_entries (stream, number, body) VALUES ($1, $2, $3)";

    private readonly NpgsqlDataSource _source;

    /// <summary>Opens nothing yet.</summary>
    public SandboxShelf(string connectionString) => _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "otc-sandbox", MaxPoolSize = ConnectionsMax, MinPoolSize = 0, Timeout = SecondsMax, CommandTimeout = SecondsMax,
    }.ToString());

    /// <inheritdoc/>
    public IReadOnlyList<string> After(string stream, long number)
    {
        using var connection = _source.OpenConnection();
        return Read(connection, stream, number);
    }

    /// <inheritdoc/>
    public TAnswer Alone<TAnswer>(string stream, Func<ISandboxPen, TAnswer> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        using var connection = _source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        Run(connection, AloneSql, stream);
        var answer = work(new Pen(connection, stream));
        transaction.Commit();
        return answer;
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private static List<string> Read(NpgsqlConnection connection, string stream, long number)
    {
        using var command = new NpgsqlCommand(AfterSql, connection) { Parameters = { new() { Value = stream }, new() { Value = number } } };
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(reader.GetString(0));
        }
        return lines;
    }

    private static void Run(NpgsqlConnection connection, string sql, params object[] values)
    {
        using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
        command.ExecuteNonQuery();
    }

    private sealed class Pen(NpgsqlConnection connection, string stream) : ISandboxPen
    {
        public IReadOnlyList<string> After(long number) => Read(connection, stream, number);

        public void Append(long number, string line) => Run(connection, AppendSql, stream, number, line);
    }
}
