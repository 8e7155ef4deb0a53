using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Tests.Domain.Access;

public sealed class AddressBanTests
{
    private static readonly DateTime Now = new(2026, 3, 16, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Bans_double_from_two_minutes_to_three_days()
    {
        int[] minutes = [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 4320, 4320];

        Assert.Equal(minutes, Enumerable.Range(1, minutes.Length).Select(level => (int)BanTerms.Default.Length(level).TotalMinutes));
        Assert.Equal(TimeSpan.FromDays(3), BanTerms.Default.Length(int.MaxValue));
    }

    [Fact]
    public void A_second_ban_is_longer_unless_the_first_is_lifted_or_long_ago()
    {
        var ban = AddressBan.Impose(Guid.NewGuid(), "203.0.113.7", BanTerms.Default, Now);
        Assert.True(ban.HoldsAt(Now.AddSeconds(119)));
        Assert.False(ban.HoldsAt(Now.AddSeconds(120)));

        ban.Repeat(BanTerms.Default, Now.AddSeconds(60));
        Assert.Equal(1, ban.Level);
        ban.Repeat(BanTerms.Default, Now.AddMinutes(10));
        Assert.Equal((2, Now.AddMinutes(14)), (ban.Level, ban.UntilUtc));

        ban.Lift(Now.AddMinutes(11));
        Assert.False(ban.HoldsAt(Now.AddMinutes(12)));
        ban.Repeat(BanTerms.Default, Now.AddMinutes(12));
        Assert.Equal(1, ban.Level);
        ban.Repeat(BanTerms.Default, Now.AddDays(4));
        Assert.Equal(1, ban.Level);
    }
}
