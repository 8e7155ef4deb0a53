using System.Collections.Concurrent;

namespace OtcBackoffice.Desks.Status;

/// <summary>What each surface answered since the last probe: the measure of a surface is what its callers got.</summary>
public sealed class SurfaceTally
{
    private readonly ConcurrentDictionary<string, Counter> _counters = new(StringComparer.Ordinal);

    /// <summary>Counts an answer; statuses from 500 on are faults of the desk.</summary>
    public void Count(string component, int status)
    {
        var counter = _counters.GetOrAdd(component, _ => new Counter());
        Interlocked.Increment(ref counter.Answers);
        if (status >= 500)
        {
            Interlocked.Increment(ref counter.Faults);
        }
    }

    /// <summary>What was answered since it was asked last.</summary>
    internal (int Answers, int Faults) Take(string component) => _counters.TryGetValue(component, out var counter)
        ? (Interlocked.Exchange(ref counter.Answers, 0), Interlocked.Exchange(ref counter.Faults, 0))
        : (0, 0);

    private sealed class Counter
    {
        public int Answers;
        public int Faults;
    }
}
