using Npgsql;

namespace OtcBackoffice.Data.Reading;

/// <summary>
/// Where reports, exports and searches of the audit record are read: a replica where there is one and it answers, else the
/// primary. How far it is behind is known by the nodes' own beat, a row that each of them writes every two seconds; so a replica
/// that lost its primary is told from one that merely has nothing to repeat. No decision ever reads here.
/// </summary>
public sealed class ReportDatabase(BackofficeDatabase primary, BackofficeDatabase? replica) : IAsyncDisposable
{
    private const string BeatSql = "SELECT COALESCE(max(last_seen_at_utc), 0) FROM nodes";

    private static readonly TimeSpan AskedMost = TimeSpan.FromSeconds(2), LeftAlone = TimeSpan.FromSeconds(10);

    private long _awaySince;

    /// <summary>Whether there is a replica.</summary>
    public bool HasReplica => replica is not null;

    /// <summary>The database to read from now, and how far it is behind.</summary>
    public async Task<(BackofficeDatabase Database, TimeSpan Lag)> ChooseAsync(CancellationToken cancellation)
    {
        if (replica is null || IsLeftAlone)
        {
            return (primary, TimeSpan.Zero);
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AskedMost);
        try
        {
            await using var reader = await replica.RentReaderAsync(limit.Token);
            var beat = (await reader.ReadAsync(BeatSql, row => row.GetInt64(0), limit.Token))[0];
            Interlocked.Exchange(ref _awaySince, 0);
            var lag = TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(beat);
            return (replica, lag > TimeSpan.Zero ? lag : TimeSpan.Zero);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested
            && fault is NpgsqlException or OperationCanceledException or TimeoutException or System.Net.Sockets.SocketException)
        {
            Interlocked.Exchange(ref _awaySince, Math.Max(1, TimeProvider.System.GetTimestamp()));
            replica.LetGo();
            return (primary, TimeSpan.Zero);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (replica is not null)
        {
            await replica.DisposeAsync();
        }
    }

    private bool IsLeftAlone =>
        Interlocked.Read(ref _awaySince) is not 0 and var since && TimeProvider.System.GetElapsedTime(since) < LeftAlone;
}
