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

    [Theory]
    [InlineData("120", 120)]
    [InlineData(" 120 ", 120)]
    [InlineData("86401", 86_400)]
    [InlineData("99999999999999999999", 86_400)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("1.5", null)]
    [InlineData("soon", null)]
    [InlineData("\u0661\u0662\u0660", null)]
    [InlineData(null, null)]
    public void What_a_receiver_asks_for_is_heard_up_to_a_day(string? said, int? seconds) =>
        Assert.Equal(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null, RetryHorizon.Asked(said, Given.Now));

    [Fact]
    public void A_date_is_heard_as_well()
    {
        Assert.Equal(TimeSpan.FromHours(2), RetryHorizon.Asked(Given.Now.AddHours(2).ToString("r",
            System.Globalization.CultureInfo.InvariantCulture), Given.Now));
        Assert.Null(RetryHorizon.Asked(Given.Now.AddHours(-2).ToString("r", System.Globalization.CultureInfo.InvariantCulture), Given.Now));
        Assert.Equal(TimeSpan.FromDays(1), RetryHorizon.Asked("Fri, 31 Dec 9999 23:59:59 GMT", Given.Now));
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
