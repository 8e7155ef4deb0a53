using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using System.Data.Common;

namespace OtcBackoffice.Data.Writing;

/// <summary>The settings without which SQLite would lose acknowledged writes or forget foreign keys.</summary>
public static class SqlitePragmas
{
    /// <summary>How long a connection waits for another writer.</summary>
    public const int BusyTimeoutMs = 5_000;

    // The writer touches pages all over the file; what does not fit is read again and, worse, written before its commit.
    private const int WriterCacheKibibytes = 65_536;

    // Pages are read where the system's page cache holds them instead of being copied.
    private const long MapBytes = 1L << 30;

    /// <summary>Sets what a connection needs that only reads: it cannot write by mistake.</summary>
    public static void ApplyToReader(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA busy_timeout={BusyTimeoutMs}; PRAGMA query_only=ON; PRAGMA mmap_size={MapBytes};";
        command.ExecuteNonQuery();
    }

    /// <summary>Sets what only the writer needs, besides <see cref="Apply"/>.</summary>
    public static void ApplyToWriter(DbConnection connection)
    {
        Apply(connection);
        using var command = connection.CreateCommand();
        // What a savepoint would have to put back is kept in memory; in a file it would double what each command writes.
        command.CommandText = $"PRAGMA cache_size=-{WriterCacheKibibytes}; PRAGMA temp_store=MEMORY; PRAGMA mmap_size={MapBytes}; "
            + $"PRAGMA wal_autocheckpoint={4 * WalCheckpoints.PagesMax};";
        command.ExecuteNonQuery();
    }

    /// <summary>Sets them on an open connection.</summary>
    public static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA busy_timeout={BusyTimeoutMs}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;";
        command.ExecuteNonQuery();
    }

    /// <summary>Switches to write-ahead logging; once per database, after the migrations.</summary>
    public static void UseWriteAheadLog(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL;";
        command.ExecuteScalar();
    }

    /// <summary>Reads the settings back and throws when one did not take, naming it.</summary>
    public static void Assert(SqliteConnection connection)
    {
        (string Pragma, string Expected)[] settings = [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")];
        foreach (var (pragma, expected) in settings)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA {pragma};";
            var actual = Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
            if (!string.Equals(actual, expected, StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException($"SQLite runs with {pragma}={actual}, and {expected} is required.");
            }
        }
    }
}

/// <summary>Applies the settings to every connection that EF opens for reading.</summary>
public sealed class SqlitePragmaInterceptor : DbConnectionInterceptor
{
    /// <inheritdoc/>
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => SqlitePragmas.Apply(connection);

    /// <inheritdoc/>
    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default)
    {
        SqlitePragmas.Apply(connection);
        return Task.CompletedTask;
    }
}
