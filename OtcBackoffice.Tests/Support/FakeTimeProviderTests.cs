namespace OtcBackoffice.Tests.Support;

public sealed class FakeTimeProviderTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<(string Name, TimeSpan At)> _fired = [];

    [Fact]
    public void It_stands_still_until_it_is_moved()
    {
        var before = _clock.GetUtcNow();

        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(before.AddMinutes(5), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(5), _clock.GetElapsedTime(before.UtcTicks));
    }

    [Fact]
    public void Timers_fire_in_order_and_each_at_its_own_moment()
    {
        using var late = Timer("late", 30);
        using var early = Timer("early", 10);
        using var never = Timer("never", 61);

        _clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal([("early", TimeSpan.FromSeconds(10)), ("late", TimeSpan.FromSeconds(30))], _fired);
    }

    [Fact]
    public void A_periodic_timer_fires_for_every_period_passed_over()
    {
        using var timer = Timer("tick", 10, periodSeconds: 20);

        _clock.Advance(TimeSpan.FromSeconds(55));

        Assert.Equal([10, 30, 50], _fired.Select(fired => fired.At.TotalSeconds));
    }

    [Fact]
    public void A_disposed_timer_is_silent()
    {
        Timer("gone", 10).Dispose();

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(_fired);
    }

    [Fact]
    public void A_clock_set_back_fires_nothing_and_waits_for_the_same_moment()
    {
        using var timer = Timer("once", 10);

        _clock.Set(FakeTimeProvider.DefaultStart.AddSeconds(-30));
        Assert.Empty(_fired);
        _clock.Set(FakeTimeProvider.DefaultStart.AddSeconds(10));

        Assert.Single(_fired);
    }

    [Fact]
    public async Task A_delay_ends_when_the_clock_reaches_it()
    {
        var delay = Task.Delay(TimeSpan.FromHours(1), _clock);

        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(delay.IsCompleted);
        _clock.Advance(TimeSpan.FromMinutes(1));

        await delay.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_cancellation_after_a_time_follows_the_clock()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(5), _clock);
        var cancelled = new TaskCompletionSource();
        await using var registration = source.Token.Register(cancelled.SetResult);

        _clock.Advance(TimeSpan.FromSeconds(5));

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private ITimer Timer(string name, int dueSeconds, int periodSeconds = 0)
    {
        return _clock.CreateTimer(
            _ => _fired.Add((name, _clock.GetUtcNow() - FakeTimeProvider.DefaultStart)),
            null,
            TimeSpan.FromSeconds(dueSeconds),
            TimeSpan.FromSeconds(periodSeconds));
    }
}
