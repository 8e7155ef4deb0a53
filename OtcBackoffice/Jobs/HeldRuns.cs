using System.Globalization;
using Hangfire;
using Hangfire.States;
using OtcBackoffice.Desks.Jobs;

namespace OtcBackoffice.Jobs;

/// <summary>
/// The runs that the scheduler holds for a later moment. A quote's run is shared by all that lapse within its second; a
/// webhook endpoint has one run, for the earliest of what falls due. All of it may be lost: the sweep asks the rows.
/// </summary>
public sealed class HeldRuns(JobStore store, TimeProvider clock, ILogger<HeldRuns> log)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1), Late = TimeSpan.FromSeconds(5), FireLimit = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedDictionary<DateTime, string>> _held = new(StringComparer.Ordinal);

    /// <summary>How many runs are held, as far as this node knows.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _held.Values.Sum(runs => runs.Count);
            }
        }
    }

    internal static string Key(string name, string subject) => subject.Length == 0 ? name : $"{name} {subject}";

    /// <summary>
    /// Holds a run for a moment, unless one that serves it is held already. A store that cannot be reached costs a minute,
    /// not the work.
    /// </summary>
    public void Hold(string name, string subject, DateTime dueAtUtc)
    {
        // To the whole second after it: what lapses at the moment is due by then.
        var due = new DateTime((dueAtUtc.Ticks + Second.Ticks - 1) / Second.Ticks * Second.Ticks, DateTimeKind.Utc);
        lock (_gate)
        {
            if (!_held.TryGetValue(Key(name, subject), out var runs))
            {
                _held[Key(name, subject)] = runs = [];
            }
            // What should have started long ago was started by another node, or is lost.
            var gone = clock.GetUtcNow().UtcDateTime - Late;
            foreach (var past in runs.Keys.Where(one => one < gone).ToList())
            {
                runs.Remove(past);
            }
            if (subject.Length == 0 ? runs.ContainsKey(due) : runs.Keys.Any(one => one <= due))
            {
                return;
            }
            try
            {
                var client = new BackgroundJobClient(store);
                foreach (var later in runs.Where(_ => subject.Length > 0).ToList())
                {
                    client.Delete(later.Value);
                    runs.Remove(later.Key);
                }
                runs[due] = Schedule(client, name, subject, due);
            }
            catch (Exception failure)
            {
                log.SchedulerUnreachable(failure);
            }
        }
    }

    internal void Forget(string key, DateTime due)
    {
        lock (_gate)
        {
            if (_held.TryGetValue(key, out var runs) && runs.Remove(due) && runs.Count == 0)
            {
                _held.Remove(key);
            }
        }
    }

    /// <summary>
    /// After the product's clock has jumped: starts what the scheduler holds and is due by now, waits until it has run, and
    /// moves the rest to where it belongs in real time.
    /// </summary>
    public async Task FireDueAsync(CancellationToken cancellation)
    {
        if (!store.IsOpen)
        {
            return;
        }
        var now = clock.GetUtcNow().UtcDateTime;
        var client = new BackgroundJobClient(store);
        var started = new List<string>();
        foreach (var (id, _, due) in Stored())
        {
            if (due <= now)
            {
                client.ChangeState(id, new EnqueuedState(), ScheduledState.StateName);
                started.Add(id);
            }
            else
            {
                client.ChangeState(id, new ScheduledState(due - now), ScheduledState.StateName);
            }
        }
        var monitor = store.GetMonitoringApi();
        var waited = TimeProvider.System.GetTimestamp();
        while (started.Count > 0 && TimeProvider.System.GetElapsedTime(waited) < FireLimit)
        {
            started.RemoveAll(id => monitor.JobDetails(id)?.History.FirstOrDefault()?.StateName is null or "Succeeded" or "Deleted"
                or "Failed");
            await Task.Delay(10, cancellation);
        }
    }

    /// <summary>Learns what is really held: other nodes hold runs as well, and a store in memory may have been lost.</summary>
    public void Recall()
    {
        lock (_gate)
        {
            _held.Clear();
            foreach (var run in Stored())
            {
                (_held.TryGetValue(run.Key, out var runs) ? runs : _held[run.Key] = [])[run.Due] = run.Id;
            }
        }
    }

    private List<(string Id, string Key, DateTime Due)> Stored()
    {
        var found = new List<(string Id, string Key, DateTime Due)>();
        foreach (var (id, run) in store.GetMonitoringApi().ScheduledJobs(0, int.MaxValue))
        {
            if (run.Job is { Method.Name: nameof(DeskRuns.RunDueAsync), Args: [string name, string subject, string due, ..] })
            {
                found.Add((id, Key(name, subject), DateTime.Parse(due, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)));
            }
        }
        return found;
    }

    private string Schedule(BackgroundJobClient client, string name, string subject, DateTime due)
    {
        var text = due.ToString("O", CultureInfo.InvariantCulture);
        var wait = due - clock.GetUtcNow().UtcDateTime;
        return client.Create<DeskRuns>(runs => runs.RunDueAsync(name, subject, text, CancellationToken.None),
            wait > TimeSpan.Zero ? new ScheduledState(wait) : new EnqueuedState());
    }
}
