namespace OtcBackoffice.Desks.Jobs;

/// <summary>How the scheduler stands: when it last ticked, and whether it stands still.</summary>
/// <param name="LastTickUtc">The newest start of a recurring job in real time, or null.</param>
/// <param name="IsStalled">Whether none has started for three minutes.</param>
/// <param name="Stalls">How often that happened since this node started.</param>
public sealed record SchedulerView(DateTime? LastTickUtc, bool IsStalled, int Stalls);

/// <summary>Notices that the scheduler stands still. Its ticks are in real time, which the sandbox does not move.</summary>
public sealed class JobWatch(JobMeters meters, ILogger<JobWatch> log)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private DateTime? _since;
    private SchedulerView _view = new(null, false, 0);

    /// <summary>How it stood at the last look.</summary>
    public SchedulerView View => Volatile.Read(ref _view);

    /// <summary>
    /// Looks at the newest ticks; answers whether the scheduler has to be started again, which is asked for once every three
    /// minutes while it stands still.
    /// </summary>
    /// <param name="ticks">The last start of each recurring job; empty when the store cannot be read.</param>
    /// <param name="nowUtc">Real time.</param>
    public bool Look(IReadOnlyDictionary<string, DateTime> ticks, DateTime nowUtc)
    {
        ArgumentNullException.ThrowIfNull(ticks);
        _since ??= nowUtc;
        var last = ticks.Count == 0 ? _view.LastTickUtc : ticks.Values.Max();
        var isTicking = last > _since;
        var from = isTicking ? last!.Value : _since.Value;
        if (nowUtc - from < Limit)
        {
            Volatile.Write(ref _view, _view with { LastTickUtc = last, IsStalled = _view.IsStalled && !isTicking });
            return false;
        }
        Volatile.Write(ref _view, new SchedulerView(last, true, _view.Stalls + 1));
        _since = nowUtc;
        meters.Stalled();
        log.SchedulerStalled((long)(nowUtc - from).TotalSeconds);
        return true;
    }
}
