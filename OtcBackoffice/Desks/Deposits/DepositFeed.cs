using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>
/// Tells every open queue of this node what changed, at most four times a second: the changed deposits are read once and
/// the same lines are handed to all, so that a hundred people who watch cost no more reading than one. It listens only
/// while somebody follows. A change whose reading fails is not lost: it is read with the next.
/// </summary>
public sealed class DepositFeed(DeskSignals signals, BackofficeDatabase database, DeskSettings settings, TimeProvider clock,
    ILogger<DepositFeed> log)
{
    /// <summary>How far apart two readings are at least. The first change after a quiet moment is read at once.</summary>
    public const int GatherMilliseconds = 250;

    private const int LinesMax = 500, AtOnceMilliseconds = 10, ShownMax = 2_000;

    private readonly Lock _gate = new();
    private readonly HashSet<Guid> _changed = [];
    private readonly ConcurrentDictionary<Guid, DepositLine> _shown = new();
    private DepositFollow[] _followers = [];
    private IDisposable? _listening;
    private ITimer? _timer;
    private bool _isGathering;
    private long _toldAt;

    /// <summary>What the proofs of shown lines were found to say.</summary>
    internal ProofTallies Tallies { get; } = new();

    /// <summary>How many queues follow now.</summary>
    public int FollowerCount => _followers.Length;

    /// <summary>Begins to follow. Only <see cref="DepositQueries"/> hands this out, after it has asked who wants it.</summary>
    internal DepositFollow Follow()
    {
        var follow = new DepositFollow(this);
        lock (_gate)
        {
            _followers = [.. _followers, follow];
            _listening ??= signals.Listen(OnSignal);
            _timer ??= clock.CreateTimer(OnTimer, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        return follow;
    }

    /// <summary>The same lines, by the objects that other open queues already hold: most people look at the same page.</summary>
    internal List<DepositLine> Share(List<DepositLine> lines)
    {
        if (_shown.Count > ShownMax)
        {
            _shown.Clear();
        }
        return lines.ConvertAll(line => _shown.AddOrUpdate(line.Id, line, (_, known) => known == line ? known : line));
    }

    internal void Leave(DepositFollow follow)
    {
        lock (_gate)
        {
            _followers = [.. _followers.Where(one => one != follow)];
            if (_followers.Length > 0)
            {
                return;
            }
            _listening?.Dispose();
            _timer?.Dispose();
            (_listening, _timer, _isGathering) = (null, null, false);
            _changed.Clear();
            _shown.Clear();
        }
    }

    private void OnSignal(DeskSignal signal)
    {
        if (signal.Topic != Topics.Deposits)
        {
            return;
        }
        lock (_gate)
        {
            _changed.Add(signal.Id);
            if (!_isGathering)
            {
                _isGathering = true;
                var isQuiet = clock.GetElapsedTime(_toldAt) >= TimeSpan.FromMilliseconds(GatherMilliseconds);
                _timer?.Change(TimeSpan.FromMilliseconds(isQuiet ? AtOnceMilliseconds : GatherMilliseconds), Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void OnTimer(object? state) => _ = TellAsync();

    private async Task TellAsync()
    {
        List<Guid> ids;
        lock (_gate)
        {
            ids = [.. _changed.Take(LinesMax)];
            _changed.ExceptWith(ids);
            _toldAt = clock.GetTimestamp();
        }
        try
        {
            var tick = await ReadAsync(ids);
            foreach (var follower in _followers)
            {
                follower.Tell(tick);
            }
        }
        catch (Exception fault) when (fault is DbException or InvalidOperationException or TimeoutException)
        {
            log.LogWarning(fault, "Changed deposits could not be read for the live queues; they are read again in a moment.");
            lock (_gate)
            {
                _changed.UnionWith(ids);
            }
        }
        GatherOn();
    }

    private void GatherOn()
    {
        lock (_gate)
        {
            _isGathering = _changed.Count > 0;
            if (_isGathering)
            {
                _timer?.Change(TimeSpan.FromMilliseconds(GatherMilliseconds), Timeout.InfiniteTimeSpan);
            }
        }
    }

    private async Task<DepositTick> ReadAsync(List<Guid> ids)
    {
        await using var db = database.CreateDbContext();
        await using var rows = await database.RentReaderAsync(CancellationToken.None);
        var limits = await Settings.LimitsReader.ReadAsync(rows, settings.Limits, CancellationToken.None);
        var with = new LineReading(Tallies, limits.OfficerCapUsdCents, clock.UtcNowMillis());
        var lines = await DepositLines.ReadAsync(db, db.Deposits.AsNoTracking().Where(row => ids.Contains(row.Id)), with,
            CancellationToken.None);
        return new DepositTick(Share(lines), await DepositRows.CountsAsync(rows, CancellationToken.None))
        {
            IsWhole = ids.Contains(Guid.Empty),
        };
    }
}

/// <summary>One queue's place in the feed. Until somebody listens it keeps the latest of what it was told.</summary>
public sealed class DepositFollow : IDisposable
{
    private readonly DepositFeed _feed;
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, DepositLine> _kept = [];
    private DepositTick? _last;
    private Action<DepositTick>? _listener;

    internal DepositFollow(DepositFeed feed)
    {
        _feed = feed;
    }

    /// <summary>Hears what was kept, if anything, and from then on everything. The listener must return at once and never throw.</summary>
    public void Listen(Action<DepositTick> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        DepositTick? missed;
        lock (_gate)
        {
            _listener = listener;
            missed = _last is null ? null : _last with { Lines = [.. _kept.Values] };
            _last = null;
            _kept.Clear();
        }
        if (missed is not null)
        {
            listener(missed);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _feed.Leave(this);

    internal void Tell(DepositTick tick)
    {
        Action<DepositTick>? listener;
        lock (_gate)
        {
            listener = _listener;
            if (listener is null)
            {
                _last = tick with { IsWhole = tick.IsWhole || _last is { IsWhole: true } };
                foreach (var line in tick.Lines)
                {
                    _kept[line.Id] = line;
                }
            }
        }
        listener?.Invoke(tick);
    }
}
