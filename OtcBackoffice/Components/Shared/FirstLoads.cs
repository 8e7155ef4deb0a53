using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace OtcBackoffice.Components.Shared;

/// <summary>
/// Keeps what a page read while it was prerendered until the circuit that makes it live fetches it a moment later, so that
/// the same rows are not read twice. Only a random key travels through the browser; the rows never do. A load that nobody
/// fetches in time is dropped, and the circuit then reads for itself.
/// </summary>
public sealed class FirstLoads(TimeProvider clock)
{
    /// <summary>Loads kept at most; beyond that pages simply read twice.</summary>
    public const int CountMax = 500;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<string, Kept> _loads = new(StringComparer.Ordinal);

    /// <summary>Loads that wait now.</summary>
    public int Count => _loads.Count;

    /// <summary>Keeps a load for its owner; null when there is no room, and the load is then dropped.</summary>
    public string? Keep(string owner, object load)
    {
        if (_loads.Count >= CountMax)
        {
            Drop(load);
            return null;
        }
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var kept = new Kept(owner, load);
        _loads[key] = kept;
        kept.Timer = clock.CreateTimer(_ => Expire(key), null, Lifetime, Timeout.InfiniteTimeSpan);
        return key;
    }

    /// <summary>Hands the load out, once, to the person it was read for.</summary>
    public T? Take<T>(string owner, string? key)
        where T : class
    {
        if (key is null || !_loads.TryGetValue(key, out var found) || found.Owner != owner || !_loads.TryRemove(key, out var kept))
        {
            return null;
        }
        kept.Timer?.Dispose();
        if (kept.Load is T load)
        {
            return load;
        }
        Drop(kept.Load);
        return null;
    }

    private void Expire(string key)
    {
        if (_loads.TryRemove(key, out var kept))
        {
            kept.Timer?.Dispose();
            Drop(kept.Load);
        }
    }

    private static void Drop(object load) => (load as IDisposable)?.Dispose();

    private sealed class Kept(string owner, object load)
    {
        public string Owner => owner;

        public object Load => load;

        public ITimer? Timer { get; set; }
    }
}
