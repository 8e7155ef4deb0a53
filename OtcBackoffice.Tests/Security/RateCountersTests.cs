using System.Net;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Security;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Security;

public sealed class RateCountersTests
{
    private readonly FakeTimeProvider _clock = TestClock.Standing();

    [Fact]
    public void A_window_has_its_limit_and_the_next_one_begins_when_told()
    {
        var counters = new RateCounters(_clock);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.Null(counters.Take("a", 3)));
        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(TimeSpan.FromSeconds(40), counters.Take("a", 3));
        Assert.Null(counters.Take("b", 3));
        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(counters.Take("a", 3));
    }

    [Fact]
    public void A_flood_of_keys_takes_no_memory_without_end()
    {
        var counters = new RateCounters(_clock, keysMax: 100);
        for (var key = 0; key < 10_000; key++)
        {
            Assert.Null(counters.Take($"key{key}", 1));
        }
        Assert.Equal(TimeSpan.FromMinutes(1), counters.Take("key9999", 1));
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void The_addresses_of_one_subscriber_are_one(string one, string other, bool areOne) =>
        Assert.Equal(areOne, RateCounters.KeyOf(IPAddress.Parse(one)) == RateCounters.KeyOf(IPAddress.Parse(other)));

    [Theory]
    [InlineData(1_200, 2)]
    [InlineData(1_000, 1)]
    [InlineData(1, 1)]
    [InlineData(0, 1)]
    [InlineData(59_001, 60)]
    public void Seconds_and_milliseconds_agree(int waitMs, int seconds)
    {
        var refusal = new RateRefusal(false, TimeSpan.FromMilliseconds(waitMs));

        Assert.Equal(seconds, refusal.RetryAfterSeconds);
        Assert.True(refusal.RetryAfterSeconds * 1_000 >= refusal.RetryAfterMs);
    }
}
