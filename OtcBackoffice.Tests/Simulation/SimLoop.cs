namespace OtcBackoffice.Tests.Simulation;

/// <summary>What a simulation throws where the process dies; nothing of the product may hear of it and go on.</summary>
internal sealed class SimCrashException() : Exception("The process died here.");

/// <summary>
/// One thread, a list of ready steps, a seeded choice, and a clock that only the loop moves. Each life of the desk has a context of
/// its own; what is posted carries its context, and a dead context drops everything.
/// </summary>
internal sealed class SimLoop(SimClock clock)
{
    private const int EscapeMilliseconds = 5_000;

    private readonly List<(SimContext Context, SendOrPostCallback Step, object? State)> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private Random _dice = new(0);

    /// <summary>How many steps were run.</summary>
    public int Steps { get; private set; }

    /// <summary>How often something was posted from another thread: the run is then not repeatable.</summary>
    public int Escapes { get; private set; }

    /// <summary>Takes the choices of the next steps from here, so that one part of a run does not shuffle the parts after it.</summary>
    public void Reseed(int seed) => _dice = new Random(seed);

    /// <summary>Adds a step.</summary>
    public void Post(SimContext context, SendOrPostCallback step, object? state)
    {
        lock (_ready)
        {
            Escapes += Environment.CurrentManagedThreadId == _thread ? 0 : 1;
            if (!context.IsDead)
            {
                _ready.Add((context, step, state));
            }
        }
    }

    /// <summary>Runs steps until something is so; false when nothing is left that could make it so.</summary>
    public bool RunUntil(Func<bool> done)
    {
        while (!done())
        {
            if (Take() is not { } next)
            {
                if (clock.FireNext() || WaitForEscape())
                {
                    continue;
                }
                return false;
            }
            Steps++;
            SynchronizationContext.SetSynchronizationContext(next.Context);
            try
            {
                next.Step(next.State);
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(null);
            }
            clock.Pass(TimeSpan.FromMilliseconds(1 + _dice.Next(4)));
        }
        return true;
    }

    private (SimContext Context, SendOrPostCallback Step, object? State)? Take()
    {
        lock (_ready)
        {
            _ready.RemoveAll(one => one.Context.IsDead);
            if (_ready.Count == 0)
            {
                return null;
            }
            var index = _dice.Next(_ready.Count);
            var next = _ready[index];
            _ready.RemoveAt(index);
            return next;
        }
    }

    // What left the loop comes back from another thread, if it comes back at all.
    private bool WaitForEscape() => SpinWait.SpinUntil(IsReady, EscapeMilliseconds);

    private bool IsReady()
    {
        lock (_ready)
        {
            return _ready.Count > 0;
        }
    }
}

/// <summary>Where the steps of one life run.</summary>
internal sealed class SimContext(SimLoop loop) : SynchronizationContext
{
    /// <summary>Whether its process has died.</summary>
    public bool IsDead { get; private set; }

    /// <summary>The process dies: nothing of it runs any more.</summary>
    public void Kill() => IsDead = true;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => loop.Post(this, d, state);

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;
}

/// <summary>Virtual time: it passes when the loop says so.</summary>
internal sealed class SimClock(DateTimeOffset start) : TimeProvider
{
    private readonly List<SimTimer> _timers = [];
    private readonly DateTimeOffset _start = start;
    private DateTimeOffset _now = start;

    /// <summary>How long the run has lasted on its own clock.</summary>
    public TimeSpan Passed => _now - _start;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _now;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now.UtcTicks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Time passes.</summary>
    public void Pass(TimeSpan time) => _now += time;

    /// <summary>Jumps to the next timer; false when there is none within a day.</summary>
    public bool FireNext()
    {
        var next = _timers.Where(timer => timer.Due <= _now.AddDays(1)).OrderBy(timer => timer.Due).FirstOrDefault();
        if (next is null)
        {
            return false;
        }
        _now = next.Due > _now ? next.Due.Value : _now;
        next.Fire(_now);
        return true;
    }

    private sealed class SimTimer(SimClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            (_period, Due) = (period, dueTime < TimeSpan.Zero ? null : clock._now + dueTime);
            clock._timers.Remove(this);
            if (Due is not null)
            {
                clock._timers.Add(this);
            }
            return true;
        }

        public void Fire(DateTimeOffset now)
        {
            Due = _period > TimeSpan.Zero ? now + _period : null;
            if (Due is null)
            {
                clock._timers.Remove(this);
            }
            callback(state);
        }

        public void Dispose() => clock._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
