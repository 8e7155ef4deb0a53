using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// The least that any back office on SQLite must do: the same rows in tables of the same shape, by prepared SQL, with
/// nothing of the product in between. Its figures are the floors that the product is compared with.
/// </summary>
internal sealed class RawFloor : IAsyncDisposable
{
    public const string PendingStatus = "pending";

    private readonly TempDirectory _directory;
    private readonly string _connectionString;
    private readonly ConcurrentBag<RawReader> _readers = [];

    private RawFloor(TempDirectory directory, string connectionString, int deposits)
    {
        _directory = directory;
        _connectionString = connectionString;
        Deposits = deposits;
    }

    public int Deposits { get; }

    /// <summary>Makes the database with this many deposits, a tenth of them in each of ten statuses.</summary>
    public static async Task<RawFloor> CreateAsync(int deposits, CancellationToken cancellation)
    {
        var directory = new TempDirectory();
        var connectionString = new SqliteConnectionStringBuilder { DataSource = directory.File("floor.db"), Pooling = false }.ToString();
        await using var connection = await OpenAsync(connectionString, cancellation);
        await RawSchema.CreateAsync(connection, deposits, cancellation);
        return new RawFloor(directory, connectionString, deposits);
    }

    /// <summary>The id of the deposit with this number, which counts from one; the same on every machine.</summary>
    public static string IdOf(int number)
    {
        // In order of making, as version 7 ids are.
        return FormattableString.Invariant($"0197{number >> 16:x4}-{number & 0xffff:x4}-7000-8000-{number:x12}");
    }

    /// <summary>When the deposit with this number was made, in milliseconds since 1970.</summary>
    public static long CreatedAtUtcOf(int number)
    {
        return RawSchema.FirstAtUtc + (number * 10L);
    }

    public async Task<RawWriter> StartWriterAsync(int batchMax, CancellationToken cancellation)
    {
        return new RawWriter(await OpenAsync(cancellation), batchMax);
    }

    /// <summary>Lends a reader with a connection of its own; give it back with <see cref="Return"/>.</summary>
    public async Task<RawReader> RentReaderAsync(CancellationToken cancellation)
    {
        return _readers.TryTake(out var reader) ? reader : new RawReader(await OpenAsync(cancellation));
    }

    public void Return(RawReader reader)
    {
        _readers.Add(reader);
    }

    /// <summary>A connection with the settings that writer and readers use.</summary>
    public Task<SqliteConnection> OpenAsync(CancellationToken cancellation)
    {
        return OpenAsync(_connectionString, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        while (_readers.TryTake(out var reader))
        {
            await reader.DisposeAsync();
        }
        _directory.Dispose();
    }

    private static async Task<SqliteConnection> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000; PRAGMA "
            + "cache_size=-65536";
        await command.ExecuteNonQueryAsync(cancellation);
        return connection;
    }
}
