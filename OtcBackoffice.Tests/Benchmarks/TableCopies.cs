using System.Text;
using Microsoft.Data.Sqlite;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>Rows that the product wrote, and prepared statements that write copies of them into the same tables.</summary>
internal sealed class TableCopies : IAsyncDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, (SqliteCommand Insert, List<object[]> Rows, string[] Columns)> _tables = [];
    private readonly List<SqliteCommand> _commands = [];
    private readonly SqliteCommand _begin, _commit, _count;

    private TableCopies(SqliteConnection connection)
    {
        _connection = connection;
        (_begin, _commit) = (Prepare("BEGIN IMMEDIATE"), Prepare("COMMIT"));
        _count = Prepare("INSERT INTO queue_counters (queue, count) VALUES ($a, $b) ON CONFLICT (queue) DO UPDATE SET count = count + $b",
            "$a", "$b");
    }

    /// <summary>Opens a copy of a product's database, as durable as the product's.</summary>
    public static async Task<TableCopies> OpenAsync(string file, CancellationToken cancellation)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000; PRAGMA "
            + "cache_size=-65536";
        await command.ExecuteNonQueryAsync(cancellation);
        return new TableCopies(connection);
    }

    /// <summary>Copies a database while the product works on it.</summary>
    public static async Task CopyDatabaseAsync(string from, string to, CancellationToken cancellation)
    {
        await using var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = from, Pooling = false }.ToString());
        await source.OpenAsync(cancellation);
        await using var command = source.CreateCommand();
        command.CommandText = "VACUUM INTO $to";
        command.Parameters.AddWithValue("$to", to);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public static string NewId() => Guid.CreateVersion7().ToString().ToUpperInvariant();

    public static int Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index];
        }
        return command.ExecuteNonQuery();
    }

    public void Begin() => _begin.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    /// <summary>Moves a queue's counter.</summary>
    public void Count(string queue, int by) => Run(_count, queue, by);

    /// <summary>The first column of every row that the query finds.</summary>
    public List<string> Texts(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }
        return texts;
    }

    /// <summary>Reads the rows that are copied later.</summary>
    public void Learn(string table, string filter)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table} WHERE {filter}";
        using var reader = command.ExecuteReader();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var values = new object[columns.Length];
            reader.GetValues(values);
            rows.Add(values);
        }
        var sql = new StringBuilder($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES (")
            .AppendJoin(", ", columns.Select((_, index) => $"$p{index}")).Append(')');
        _tables[table] = (Prepare(sql.ToString(), [.. columns.Select((_, index) => $"$p{index}")]), rows, columns);
    }

    /// <summary>Writes one learnt row again; the rule says what stands in each column instead of the learnt value.</summary>
    public void Copy(string table, int row, Func<string, object, object> rule)
    {
        var (insert, rows, columns) = _tables[table];
        for (var index = 0; index < columns.Length; index++)
        {
            insert.Parameters[index].Value = rule(columns[index], rows[row][index]);
        }
        insert.ExecuteNonQuery();
    }

    public SqliteCommand Prepare(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }
        _commands.Add(command);
        return command;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands)
        {
            await command.DisposeAsync();
        }
        await _connection.DisposeAsync();
    }
}
