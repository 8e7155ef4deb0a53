using OtcBackoffice.Data;
using OtcBackoffice.Data.Nodes;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Desks.Nodes;
using OtcBackoffice.Integrations.Store;

namespace OtcBackoffice.Hosting.Nodes;

/// <summary>The clock of this machine, which the sandbox does not move.</summary>
public sealed record NodeClock(TimeProvider Time);

/// <summary>
/// Looks once a second whether the database answers, takes writes, and has this node's time, and says every two seconds that
/// this node lives. A database that is away or read-only for five seconds, or a clock that is two seconds off, takes the node
/// out of the balancer; it comes back by itself.
/// </summary>
public sealed partial class NodePulse(
    IServiceProvider services, BackofficeDatabase database, NodeSelf self, NodeClock clock, Leases leases, NodeDrain drain,
    CircuitSeats seats, StoreHealth store, ILogger<NodePulse> log) : BackgroundService, INodeState
{
    /// <summary>How far a clock may be off.</summary>
    public const int SkewMsMax = 2_000;

    private const int BeatsPerRow = 2, BeatsPerSweep = 60;

    private const string LookSql = "SELECT " + Fence.DatabaseNow + ", current_setting('transaction_read_only') = 'on'";

    private const string SaySql = "INSERT INTO nodes (name, instance, version, schema, state, last_seen_at_utc, skew_ms, circuits) "
        + "VALUES ($1, $2, $3, $4, $5, " + Fence.DatabaseNow + ", $6, $7) "
        + "ON CONFLICT (name) DO UPDATE SET instance = $2, version = $3, schema = $4, state = $5, last_seen_at_utc = "
        + Fence.DatabaseNow + ", skew_ms = $6, circuits = $7";

    // What a node of the same name held before its restart is free: it can do nothing under it any more.
    private const string FreeSql =
        "UPDATE leases SET until_utc = 0 WHERE holder IN (SELECT instance FROM nodes WHERE name = $1 AND instance <> $2)";

    // A node that is shown as gone holds nothing either. It may only be slow: what it does under a lease is refused at its next write.
    private const string FollowSql = "UPDATE leases SET until_utc = 0 WHERE until_utc > " + Fence.DatabaseNow
        + " AND holder IN (SELECT instance FROM nodes WHERE state = 'gone' OR last_seen_at_utc < " + Fence.DatabaseNow + " - $1)";

    private const long SilentMs = NodeDesk.SilentSeconds * 1_000L;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1), Bearable = TimeSpan.FromSeconds(5), Day = TimeSpan.FromDays(1);

    private readonly NodeWire? _wire = services.GetService<NodeWire>();
    private readonly string _schema = database.OwnSchemaVersion;
    private long _ill;

    /// <summary>How far this node's clock is ahead of the database's, as last measured.</summary>
    public long SkewMs { get; private set; }

    /// <summary>Whether the clock is so far off that nothing may be decided by it.</summary>
    public bool IsClockWrong { get; private set; }

    /// <summary>Whether the database refuses writes, as last seen.</summary>
    public bool IsReadOnly { get; private set; }

    /// <summary>Whether the database has been away or read-only for too long to send anybody here.</summary>
    public bool IsDatabaseLost =>
        Interlocked.Read(ref _ill) is not 0 and var since && TimeProvider.System.GetElapsedTime(since) > Bearable;

    /// <summary>Whether there may be other nodes.</summary>
    public bool IsShared => _wire is not null;

    /// <inheritdoc/>
    public NodeView View => new(self.Name, ProductVersionText, _schema, State, clock.Time.GetUtcNow().UtcDateTime, SkewMs, seats.Count);

    private static string ProductVersionText => Domain.ProductVersion.Number;

    private string State => drain.IsDraining ? "draining" : IsClockWrong || IsDatabaseLost ? "not_ready"
        : store.IsAway ? NodeDesk.WithoutStore : "serving";

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_wire is not null)
        {
            await BeatAsync(0, cancellationToken);
            await base.StartAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_wire is not null)
        {
            try
            {
                await SayAsync(NodeDesk.Gone, cancellationToken);
                await _wire.WriteAsync("DELETE FROM presences WHERE node = $1", cancellationToken, self.Instance);
            }
            catch (Exception fault) when (Outages.IsOutage(fault) || fault is OperationCanceledException)
            {
                LogIll(log, fault);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, TimeProvider.System);
        for (var beat = 1; await timer.WaitForNextTickAsync(stoppingToken); beat++)
        {
            await BeatAsync(beat, stoppingToken);
        }
    }

    private async Task BeatAsync(int beat, CancellationToken cancellation)
    {
        try
        {
            await LookAsync(cancellation);
            leases.IsClosed = IsClockWrong || drain.IsDraining;
            if (!IsReadOnly && beat % BeatsPerRow == 0)
            {
                if (beat == 0)
                {
                    await _wire!.WriteAsync(FreeSql, cancellation, self.Name, self.Instance);
                }
                await SayAsync(State, cancellation);
                await _wire!.WriteAsync(FollowSql, cancellation, SilentMs);
            }
            if (!IsReadOnly && beat % BeatsPerSweep == 0)
            {
                await _wire!.WriteAsync("DELETE FROM nodes WHERE last_seen_at_utc < " + Fence.DatabaseNow + " - $1", cancellation,
                    (long)Day.TotalMilliseconds);
                await _wire!.WriteAsync("DELETE FROM presences WHERE until_utc < " + Fence.DatabaseNow, cancellation);
            }
            Note(IsReadOnly, null);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            Note(true, fault);
        }
    }

    // Half of the way there and back cannot be told apart from a wrong clock, so it is not held against the clock.
    private async Task LookAsync(CancellationToken cancellation)
    {
        var (asked, at) = (TimeProvider.System.GetTimestamp(), clock.Time.GetUtcNow());
        var (theirs, isReadOnly) = await _wire!.AskAsync(LookSql, row => (row.GetInt64(0), row.GetBoolean(1)), cancellation);
        var doubt = (long)TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds / 2;
        SkewMs = at.ToUnixTimeMilliseconds() + doubt - theirs;
        var isWrong = Math.Abs(SkewMs) - doubt > SkewMsMax;
        if (isWrong != IsClockWrong)
        {
            LogClock(log, SkewMs, isWrong ? "this node is not ready until it is right" : "right again");
        }
        (IsClockWrong, IsReadOnly) = (isWrong, isReadOnly);
    }

    private Task<int> SayAsync(string state, CancellationToken cancellation) => _wire!.WriteAsync(
        SaySql, cancellation, self.Name, self.Instance, ProductVersionText, _schema, state, SkewMs, seats.Count);

    private void Note(bool isIll, Exception? fault)
    {
        var since = Interlocked.Read(ref _ill);
        if (!isIll)
        {
            Interlocked.Exchange(ref _ill, 0);
            if (since != 0)
            {
                LogWell(log);
            }
            return;
        }
        if (since == 0)
        {
            Interlocked.Exchange(ref _ill, Math.Max(1, TimeProvider.System.GetTimestamp()));
            LogIll(log, fault);
        }
        // Whoever failed over, or was restarted, is found by new connections only.
        _wire!.Clear();
        database.LetGo();
    }

    /// <summary>
    /// Says at the start when the nodes' pools together are larger than the server. It is no refusal: pools are seldom full at once,
    /// and what finds no connection is told as <c>DATABASE_UNAVAILABLE</c>.
    /// </summary>
    public static async Task TellPoolsAsync(BackofficeDatabase database, string self, ILogger log, CancellationToken cancellation)
    {
        if (await PoolSizes.ReadAsync(database, self, cancellation) is { Fits: false } sizes)
        {
            LogPools(log, sizes.Nodes, sizes.Pool, PoolSizes.BesidePool, PoolSizes.Reserve, sizes.Needed, sizes.ServerMax,
                sizes.PoolThatFits);
        }
    }

    [LoggerMessage(EventId = 1834, Level = LogLevel.Warning,
        Message = "{Nodes} nodes x ({Pool} pool + {Beside}) + {Reserve} are {Needed} connections, and max_connections of the server is "
            + "{ServerMax}: set Maximum Pool Size of the connection string to {Fitting} at most, or raise max_connections.")]
    private static partial void LogPools(ILogger log, int nodes, int pool, int beside, int reserve, int needed, int serverMax, int fitting);

    [LoggerMessage(EventId = 1831, Level = LogLevel.Warning,
        Message = "The database does not answer or takes no writes; connections are made anew until it does.")]
    private static partial void LogIll(ILogger log, Exception? fault);

    [LoggerMessage(EventId = 1832, Level = LogLevel.Information, Message = "The database answers and takes writes again.")]
    private static partial void LogWell(ILogger log);

    [LoggerMessage(EventId = 1833, Level = LogLevel.Warning,
        Message = "This machine's clock is {SkewMs} ms ahead of the database's: {Outcome}.")]
    private static partial void LogClock(ILogger log, long skewMs, string outcome);
}
