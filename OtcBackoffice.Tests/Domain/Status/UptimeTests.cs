using OtcBackoffice.Domain.Status;

namespace OtcBackoffice.Tests.Domain.Status;

public sealed class UptimeTests
{
    private static readonly DateOnly Day = new(2026, 11, 29);

    [Fact]
    public void A_day_counts_from_the_first_probe_ever_and_up_to_now()
    {
        var noon = new DateTime(2026, 11, 29, 12, 0, 0, DateTimeKind.Utc);
        Assert.Equal(0, Uptime.Expected(Day, noon.AddDays(2), noon.AddDays(3)));
        Assert.Equal(60, Uptime.Expected(Day, noon, noon.AddHours(1)));
        Assert.Equal(720, Uptime.Expected(Day, noon, noon.AddDays(1)));
        Assert.Equal(1_440, Uptime.Expected(Day, noon.AddDays(-1), noon.AddDays(1)));
        Assert.Equal(0, Uptime.Expected(Day, noon.AddDays(-3), noon.AddDays(-2)));
    }

    [Fact]
    public void A_share_is_cut_and_never_rounded_up_to_a_whole_hundred()
    {
        Assert.Null(Uptime.Percent([]));
        Assert.Equal(100m, Uptime.Percent([new DayOfProbes(Day, 1_440, 3, 1_440)]));
        Assert.Equal(99.999m, Uptime.Percent(Enumerable.Range(0, 90)
            .Select(index => new DayOfProbes(Day.AddDays(index), index == 0 ? 1_439 : 1_440, 0, 1_440))));
        Assert.Equal(50m, Uptime.Percent([new DayOfProbes(Day, 30, 0, 60)]));
        Assert.Equal(30, new DayOfProbes(Day, 30, 0, 60).Down);
    }

    [Fact]
    public void A_closed_incident_only_gets_what_was_learnt()
    {
        foreach (var state in Enum.GetValues<IncidentState>())
        {
            var fromResolved = IncidentLifecycle.Table.Move(IncidentState.Resolved, IncidentLifecycle.Towards(state));
            Assert.Equal(state == IncidentState.Postmortem, fromResolved.IsSuccess);
            Assert.False(IncidentLifecycle.Table.Move(IncidentState.Postmortem, IncidentLifecycle.Towards(state)).IsSuccess);
            Assert.Equal(state != IncidentState.Postmortem,
                IncidentLifecycle.Table.Move(IncidentState.Investigating, IncidentLifecycle.Towards(state)).IsSuccess);
        }
    }
}
