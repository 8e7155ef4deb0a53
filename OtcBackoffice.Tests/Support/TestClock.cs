namespace OtcBackoffice.Tests.Support;

/// <summary>When a clock of a test begins, and how it moves.</summary>
public static class TestClock
{
    /// <summary>A Monday morning, so that "today" and "this month" have room on both sides.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 16, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Today, as a field of a request has it, for desks that run on the machine's own clock.</summary>
    public static string Day => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Today as a bank prints it on an advice: 16 Mar 2026.</summary>
    public static string PrintedDay =>
        TimeProvider.System.GetUtcNow().ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A clock that stands there until a test moves it, and then jumps, as a machine that slept.</summary>
    public static FakeTimeProvider Standing() => new Jumping(Start);

    /// <summary>
    /// Ticks a repeating timer once a jump, as the system's own timers do. The library's clock ticks it for every period that
    /// was jumped over: three days are 259,200 runs of a loop that looks each second, which took a test eleven minutes.
    /// </summary>
    private sealed class Jumping(DateTimeOffset start) : FakeTimeProvider(start)
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new RepeatingTimer(this, callback, state, dueTime, period);

        private ITimer CreateSingle(TimerCallback callback) =>
            base.CreateTimer(callback, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        private sealed class RepeatingTimer : ITimer
        {
            private readonly ITimer _single;
            private TimeSpan _period;

            public RepeatingTimer(Jumping clock, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            {
                _period = period;
                _single = clock.CreateSingle(_ =>
                {
                    callback(state);
                    if (_period > TimeSpan.Zero)
                    {
                        _single!.Change(_period, Timeout.InfiniteTimeSpan);
                    }
                });
                _single.Change(dueTime, Timeout.InfiniteTimeSpan);
            }

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                _period = period;
                return _single.Change(dueTime, Timeout.InfiniteTimeSpan);
            }

            public void Dispose() => _single.Dispose();

            public ValueTask DisposeAsync() => _single.DisposeAsync();
        }
    }
}
