using System.Collections.Concurrent;

namespace OtcBackoffice.Desks.Pipeline;

/// <summary>
/// Idempotency keys that this node is working on, so that a second request meets a clear answer instead of waiting. The
/// database's unique key is what makes the effect happen once; this is only manners.
/// </summary>
public sealed class InFlightKeys
{
    private readonly ConcurrentDictionary<(Guid, string, string), byte> _keys = new();

    /// <summary>Enters a key until the answer is disposed; null when it is in flight already. No key, no limit.</summary>
    public IDisposable? TryEnter(Guid person, DeskKey? key)
    {
        if (key is null)
        {
            return Nothing.Instance;
        }
        var entry = (person, key.Route, key.Key);
        return _keys.TryAdd(entry, 0) ? new Claim(this, entry) : null;
    }

    private sealed class Claim(InFlightKeys owner, (Guid, string, string) entry) : IDisposable
    {
        public void Dispose() => owner._keys.TryRemove(entry, out _);
    }

    private sealed class Nothing : IDisposable
    {
        public static readonly Nothing Instance = new();

        public void Dispose()
        {
        }
    }
}
