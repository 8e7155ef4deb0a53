using Microsoft.Data.Sqlite;
using Npgsql;

namespace OtcBackoffice.Tests.Support;

/// <summary>A database of its own, gone when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly TempDirectory? _directory;
    private readonly Func<ValueTask>? _drop;

    internal TestDatabase(TempDirectory directory)
    {
        Kind = DatabaseKind.Sqlite;
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = directory.File("backoffice.db") }.ToString();
        _directory = directory;
    }

    internal TestDatabase(string connectionString, Func<ValueTask> drop)
    {
        Kind = DatabaseKind.PostgreSql;
        ConnectionString = connectionString;
        _drop = drop;
    }

    public DatabaseKind Kind { get; }

    public string ConnectionString { get; }

    public async ValueTask DisposeAsync()
    {
        if (Kind == DatabaseKind.Sqlite)
        {
            using var pool = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(pool);
            _directory!.Dispose();
            return;
        }
        await using (var pool = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(pool);
        }
        await _drop!();
    }
}
