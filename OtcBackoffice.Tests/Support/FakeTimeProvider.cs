namespace OtcBackoffice.Tests.Support;

/// <summary>
/// A clock that stands still until a test moves it. Moving it forward fires every timer that falls due on the way, in
/// the order of their due times and each at its own moment, before <see cref="Advance"/> returns.
/// </summary>
public sealed class FakeTimeProvider : TimeProvider
{
    /// <summary>A Monday morning, so that "today" and "this month" have room on both sides.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2026, 3, 16, 8, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _now;

    public FakeTimeProvider(DateTimeOffset? start = null)
    {
        _now = start ?? DefaultStart;
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp()
    {
        return GetUtcNow().UtcTicks;
    }

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Set(GetUtcNow() + by);
    }

    /// <summary>Moves the clock to the given moment. Backwards is allowed, as a real clock may be corrected, and fires nothing.</summary>
    public void Set(DateTimeOffset to)
    {
        while (NextDue(to) is { } timer)
        {
            // Outside the lock: what a timer does may read the clock or make further timers.
            timer.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private FakeTimer? NextDue(DateTimeOffset to)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= to).MinBy(timer => timer.Due);
            if (next is null)
            {
                _now = to;
                return null;
            }
            _now = next.Due > _now ? next.Due : _now;
            if (next.Period > TimeSpan.Zero)
            {
                next.Due += next.Period;
            }
            else
            {
                _timers.Remove(next);
            }
            return next;
        }
    }

    private void Schedule(FakeTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }
            timer.Due = _now + dueTime;
            timer.Period = period;
            _timers.Add(timer);
        }
        if (dueTime == TimeSpan.Zero)
        {
            Advance(TimeSpan.Zero);
        }
    }

    private void Remove(FakeTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class FakeTimer(FakeTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Schedule(this, dueTime, period);
            return true;
        }

        public void Fire()
        {
            callback(state);
        }

        public void Dispose()
        {
            clock.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
