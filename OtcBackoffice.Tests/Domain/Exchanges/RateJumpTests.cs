using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Tests.Domain.Exchanges;

public sealed class RateJumpTests
{
    private static readonly JumpLimits Limits = new(500, 60);
    private static readonly DateTime Start = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void The_first_rate_is_taken_and_the_boundary_is_no_jump()
    {
        var memory = RateJump.After(null, Of("1.0000"), Limits, Start);
        Assert.Null(RateJump.Of(memory, Of("1.0500"), Limits, Start.AddMinutes(1)));
        Assert.Equal(501, RateJump.Of(memory, Of("1.0501"), Limits, Start.AddMinutes(1)));
        Assert.Equal(-501, RateJump.Of(memory, Of("0.9499"), Limits, Start.AddMinutes(1)));
    }

    [Fact]
    public void Many_small_steps_within_the_span_are_a_jump_together()
    {
        var memory = RateJump.After(null, Of("1.0000"), Limits, Start);
        memory = RateJump.After(memory, Of("1.0300"), Limits, Start.AddMinutes(5));
        Assert.Equal(600, RateJump.Of(memory, Of("1.0600"), Limits, Start.AddMinutes(10)));
    }

    [Fact]
    public void A_jump_stays_one_however_long_it_lasts_until_the_market_comes_back_or_somebody_accepts_it()
    {
        var memory = RateJump.After(RateJump.After(null, Of("1.0000"), Limits, Start), Of("1.2000"), Limits, Start.AddMinutes(1));
        Assert.True(memory.IsHeld);
        Assert.NotNull(RateJump.Of(memory, Of("1.2000"), Limits, Start.AddDays(3)));
        Assert.False(RateJump.After(memory, Of("1.0100"), Limits, Start.AddDays(3)).IsHeld);
        Assert.Null(RateJump.Of(RateJump.Accepted(Of("1.2000"), Start.AddDays(3)), Of("1.2100"), Limits, Start.AddDays(3)));
    }

    [Fact]
    public void An_anchor_that_grew_old_gives_way_to_the_last_good_rate_and_never_to_the_offered_one()
    {
        var memory = RateJump.After(null, Of("1.0000"), Limits, Start);
        memory = RateJump.After(memory, Of("1.0400"), Limits, Start.AddMinutes(59));
        Assert.Null(RateJump.Of(memory, Of("1.0800"), Limits, Start.AddMinutes(61)));
        Assert.NotNull(RateJump.Of(memory, Of("1.2000"), Limits, Start.AddMinutes(61)));
    }

    [Fact]
    public void After_a_long_silence_there_is_nothing_to_measure_from()
    {
        var memory = RateJump.After(null, Of("1.0000"), Limits, Start);
        Assert.Null(RateJump.Of(memory, Of("2.0000"), Limits, Start.AddMinutes(61)));
    }

    [Fact]
    public void A_price_through_a_third_thing_is_one_division()
    {
        Assert.Equal(Of("0.9216589861"), Of("1").Over(Of("1.0850")));
        Assert.Equal(Of("2"), Of("4.00").Over(Of("2.0")));
        Assert.Null(Of("0.0000000001").Over(Of("100")));
    }

    private static Rate Of(string text) => Rate.TryParse(text, out var rate) ? rate : throw new InvalidOperationException(text);
}
