using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Webhooks;

public sealed class RetryHorizonTests
{
    [Fact]
    public void There_are_at_least_ten_tries_over_at_least_seventy_six_hours()
    {
        Assert.True(RetryHorizon.AttemptsMax >= 10);
        Assert.True(RetryHorizon.Total >= TimeSpan.FromHours(76));
    }

    [Fact]
    public void Each_wait_is_longer_than_the_one_before_and_the_last_try_is_the_last()
    {
        var previous = TimeSpan.Zero;
        for (var attempt = 1; attempt < RetryHorizon.AttemptsMax; attempt++)
        {
            var wait = RetryHorizon.Next(attempt, Given.Now)!.Value - Given.Now;
            Assert.True(wait > previous);
            previous = wait;
        }
        Assert.Null(RetryHorizon.Next(RetryHorizon.AttemptsMax, Given.Now));
    }
}
