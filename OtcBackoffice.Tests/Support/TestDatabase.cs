using Microsoft.Data.Sqlite;
using Npgsql;
using OtcBackoffice.Data;

namespace OtcBackoffice.Tests.Support;

/// <summary>A database of its own, gone when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly TempDirectory? _directory;
    private readonly Func<ValueTask>? _drop;

    internal TestDatabase(TempDirectory directory)
    {
        Provider = DatabaseProvider.Sqlite;
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = directory.File("backoffice.db") }.ToString();
        _directory = directory;
    }

    internal TestDatabase(string connectionString, Func<ValueTask> drop)
    {
        Provider = DatabaseProvider.PostgreSql;
        ConnectionString = connectionString;
        _drop = drop;
    }

    /// <summary>A database that somebody else made and drops.</summary>
    internal TestDatabase(DatabaseProvider provider, string connectionString)
    {
        Provider = provider;
        ConnectionString = connectionString;
    }

    public DatabaseProvider Provider { get; }

    public string ConnectionString { get; }

    /// <summary>The file behind an SQLite database.</summary>
    public string SqliteFile => new SqliteConnectionStringBuilder(ConnectionString).DataSource;

    /// <summary>The product's view of this database; the caller disposes of it before the database.</summary>
    public BackofficeDatabase Open()
    {
        return Open(Provider, ConnectionString);
    }

    internal static BackofficeDatabase Open(DatabaseProvider provider, string connectionString)
    {
        return provider == DatabaseProvider.Sqlite
            ? BackofficeDatabase.Sqlite(new SqliteConnectionStringBuilder(connectionString).DataSource)
            : BackofficeDatabase.PostgreSql(connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (Provider == DatabaseProvider.Sqlite)
        {
            using var pool = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(pool);
            _directory?.Dispose();
            return;
        }
        await using (var pool = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(pool);
        }
        if (_drop is not null)
        {
            await _drop();
        }
    }
}
