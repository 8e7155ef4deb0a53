using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Security;

/// <summary>How often a machine may ask. Officers' pages are on none of these counters.</summary>
public sealed record RateLimitSettings
{
    /// <summary>Requests a minute of one credential.</summary>
    public int PerMinute { get; init; } = 600;

    /// <summary>Requests a minute of all credentials of one merchant together, so that many keys are no way around the limit.</summary>
    public int PerMerchantPerMinute { get; init; } = 6_000;

    /// <summary>Requests a minute from one address, counted before anybody has said who they are; generous, because many may share
    /// it.</summary>
    public int PerAddressPerMinute { get; init; } = 60_000;

    /// <summary>How many more refused requests of one address inside the window end in a ban.</summary>
    public int BanAfter { get; init; } = 30;

    /// <summary>How long bans last.</summary>
    public BanTerms Ban { get; init; } = BanTerms.Default;
}

/// <summary>
/// Counts requests in windows of a minute, per key, in a bounded memory. Windows follow the product's clock, and a clock that
/// steps back starts a new one.
/// </summary>
public sealed class RateCounters(TimeProvider clock, int keysMax = 100_000)
{
    private static readonly long Window = TimeSpan.FromMinutes(1).Ticks;
    private readonly ConcurrentDictionary<string, Counter> _counters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _changed = new(StringComparer.Ordinal);

    /// <summary>Whether other nodes count as well and want to know what is counted here.</summary>
    public bool IsShared { get; set; }

    /// <summary>What was counted here since the last call, for the other nodes.</summary>
    public IReadOnlyList<RateShare> TakeChanged()
    {
        var shares = new List<RateShare>();
        foreach (var key in _changed.Keys)
        {
            if (_changed.TryRemove(key, out _) && _counters.TryGetValue(key, out var counter))
            {
                shares.Add(counter.Share(key));
            }
        }
        return shares;
    }

    /// <summary>Takes over what another node has counted of a key in its own window.</summary>
    public void Hear(string key, Guid node, long startedAt, int count)
    {
        var now = clock.GetUtcNow().UtcTicks;
        if (!_counters.TryGetValue(key, out var counter))
        {
            MakeRoom(now);
            counter = _counters.GetOrAdd(key, _ => new Counter(now));
        }
        counter.Hear(node, startedAt, count);
    }

    /// <summary>Counts one request: null when it is within the limit, otherwise how long the caller is to wait.</summary>
    public TimeSpan? Take(string key, int limit)
    {
        var now = clock.GetUtcNow().UtcTicks;
        if (!_counters.TryGetValue(key, out var counter))
        {
            MakeRoom(now);
            counter = _counters.GetOrAdd(key, _ => new Counter(now));
        }
        if (IsShared)
        {
            _changed.TryAdd(key, 0);
        }
        return counter.Take(now, limit);
    }

    /// <summary>How long a caller whose limit is used up is to wait, or null; counts nothing.</summary>
    public TimeSpan? Waits(string key, int limit) =>
        _counters.TryGetValue(key, out var counter) ? counter.Waits(clock.GetUtcNow().UtcTicks, limit) : null;

    /// <summary>Forgets a key.</summary>
    public void Forget(string key) => _counters.TryRemove(key, out _);

    /// <summary>The key of an address; addresses of one IPv6 subscriber are one, because a subscriber has a whole /64 of them.</summary>
    public static string KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes) + "/64";
    }

    // A flood of new keys may cost others their count, but never the desk its memory.
    private void MakeRoom(long now)
    {
        if (_counters.Count < keysMax)
        {
            return;
        }
        foreach (var (key, counter) in _counters)
        {
            if (counter.IsOver(now))
            {
                _counters.TryRemove(key, out _);
            }
        }
        foreach (var key in _counters.Keys.Take(_counters.Count < keysMax ? 0 : keysMax / 10))
        {
            _counters.TryRemove(key, out _);
        }
    }

    private sealed class Counter(long startedAt)
    {
        private readonly Lock _gate = new();
        private Dictionary<Guid, (long StartedAt, int Count)>? _elsewhere;
        private long _startedAt = startedAt;
        private int _count;

        public RateShare Share(string key)
        {
            lock (_gate)
            {
                return new RateShare(key, _startedAt, _count);
            }
        }

        public void Hear(Guid node, long startedAt, int count)
        {
            lock (_gate)
            {
                (_elsewhere ??= [])[node] = (startedAt, count);
            }
        }

        public TimeSpan? Take(long now, int limit)
        {
            lock (_gate)
            {
                if (IsOver(now))
                {
                    (_startedAt, _count) = (now, 0);
                }
                if (_count + Elsewhere(now) < limit)
                {
                    _count++;
                    return null;
                }
                return Remaining(now);
            }
        }

        public TimeSpan? Waits(long now, int limit)
        {
            lock (_gate)
            {
                return Sum(now) < limit ? null : Remaining(now);
            }
        }

        private int Sum(long now) => (IsOver(now) ? 0 : _count) + Elsewhere(now);

        // Windows of two nodes need not begin together; one counts here until it ends there.
        private int Elsewhere(long now) => _elsewhere is null ? 0
            : _elsewhere.Values.Sum(share => Math.Abs(now - share.StartedAt) < Window ? share.Count : 0);

        private TimeSpan Remaining(long now) => TimeSpan.FromTicks(Math.Clamp(_startedAt + Window - now, TimeSpan.TicksPerSecond, Window));

        public bool IsOver(long now) => now - _startedAt >= Window || now < _startedAt;
    }
}

/// <summary>What one node has counted of a key.</summary>
/// <param name="Key">The key.</param>
/// <param name="StartedAt">When its window began, in ticks of the product's clock.</param>
/// <param name="Count">How many.</param>
public sealed record RateShare(string Key, long StartedAt, int Count);
