using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Screening;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Integrations.Sandbox;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Integrations.Sandbox;

public sealed class SandboxTwinsTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_clock_is_real_time_until_it_is_moved_and_keeps_its_lead_over_a_restart()
    {
        var real = new StandingTime(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var clock = new SandboxClock(_folder.Path, real);
        Assert.Equal(real.Now, clock.GetUtcNow());

        var moved = clock.Advance(61);
        clock.Advance(86_400);
        var restarted = new SandboxClock(_folder.Path, real);

        Assert.Equal(real.Now.AddSeconds(61), moved);
        Assert.Equal(real.Now.AddSeconds(86_461), restarted.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(86_461), restarted.Offset);
    }

    [Fact]
    public async Task Moving_the_clock_leaves_durations_and_timers_real()
    {
        var clock = new SandboxClock(_folder.Path, TimeProvider.System);
        var started = clock.GetTimestamp();
        clock.Advance(366L * 24 * 60 * 60);

        await Task.Delay(TimeSpan.FromMilliseconds(20), clock);

        Assert.InRange(clock.GetElapsedTime(started), TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void The_clock_does_not_go_back_or_leap_away(long seconds)
    {
        var clock = new SandboxClock(_folder.Path, TimeProvider.System);

        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(seconds));
        Assert.Equal(TimeSpan.Zero, clock.Offset);
    }

    [Fact]
    public async Task A_rate_stands_until_it_is_set_and_is_kept_over_a_restart()
    {
        var rates = new SandboxRates(_folder.Path, TimeProvider.System);
        var opening = await rates.CurrentAsync("USDT", "KES", None);

        rates.Set("USDT", "KES", new Rate(13_125, 2));
        rates.Set("XAU", "USD", new Rate(2_400, 0));
        var restarted = new SandboxRates(_folder.Path, TimeProvider.System);

        Assert.Equal((12_950, 2, "sandbox"), (opening!.Mantissa, opening.Scale, opening.Source));
        Assert.Equal(DateTimeKind.Utc, opening.AsOfUtc.Kind);
        var kept = await restarted.CurrentAsync("USDT", "KES", None);
        Assert.Equal((13_125, 2), (kept!.Mantissa, kept.Scale));
        Assert.NotNull(await restarted.CurrentAsync("XAU", "USD", None));
        Assert.Null(await restarted.CurrentAsync("KES", "XAU", None));
        Assert.Throws<ArgumentOutOfRangeException>(() => rates.Set("USDT", "KES", new Rate(0, 2)));
    }

    [Fact]
    public async Task Screening_refuses_its_example_its_configured_and_its_added_addresses()
    {
        var configured = SandboxAddress.Ethereum("configured");
        var screening = new SandboxScreening([configured], new FaultPoints());
        screening.Say(SandboxAddress.Tron("added"), SandboxVerdict.Hit);
        screening.Say("Silent Ltd", SandboxVerdict.Timeout);
        async Task<ScreeningVerdict> AskAsync(string network, string address) =>
            (await screening.ScreenAsync(new ScreeningQuestion(ScreeningSubjectKind.Address, network, address), None)).Verdict;

        Assert.Equal(ScreeningVerdict.Hit, await AskAsync("tron", SandboxScreening.RefusedExample("tron")));
        Assert.Equal(ScreeningVerdict.Hit, await AskAsync("ethereum", configured.ToLowerInvariant()));
        Assert.Equal(ScreeningVerdict.Hit, await AskAsync("tron", SandboxAddress.Tron("added")));
        Assert.Equal(ScreeningVerdict.Clear, await AskAsync("tron", SandboxAddress.Tron("anybody")));
        await Assert.ThrowsAsync<TimeoutException>(() =>
            screening.ScreenAsync(new ScreeningQuestion(ScreeningSubjectKind.Name, null, "silent ltd"), None));
    }

    [Fact]
    public async Task Faults_are_listed_with_their_meaning_armed_and_disarmed()
    {
        var points = new FaultPoints();
        var faults = new SandboxFaults(points);

        Assert.Null(faults.Arm("webhook.after_send", "timeout", 2));
        await Assert.ThrowsAsync<TimeoutException>(() => points.PassAsync(FaultPoints.WebhookAfterSend, None));

        var listed = faults.List();
        Assert.Equal(FaultPoints.Meanings.Count, listed.Count);
        Assert.All(listed, fault => Assert.NotEmpty(fault.Meaning));
        Assert.Equal((FaultMode.Timeout, 1),
            listed.Where(fault => fault.Point == "webhook.after_send").Select(fault => (fault.Mode, fault.TimesLeft)).Single());
        Assert.Null(faults.Arm("webhook.after_send", "error", 0));
        await points.PassAsync(FaultPoints.WebhookAfterSend, None);
    }

    [Theory]
    [InlineData("nowhere", "error", 1)]
    [InlineData("custody.balance", "explode", 1)]
    [InlineData("custody.balance", "error", -1)]
    [InlineData("custody.balance", "error", 1_000_001)]
    public void An_impossible_fault_is_refused_with_a_sentence(string point, string mode, int times)
    {
        Assert.NotNull(new SandboxFaults(new FaultPoints()).Arm(point, mode, times));
    }

    private sealed class StandingTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
