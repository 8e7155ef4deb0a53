using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Tests.Domain.Monetary;

public sealed class MoneyAndRateTests
{
    private static readonly AssetCode Kes = new("KES");

    [Fact]
    public void Two_assets_never_add_up() =>
        Assert.Throws<InvalidOperationException>(() => new Money(1, Kes) + new Money(1, new AssetCode("USDT.TRON")));

    [Fact]
    public void An_overflow_is_a_defect_and_not_a_small_number() =>
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue, Kes) + new Money(1, Kes));

    [Fact]
    public void A_split_loses_nothing()
    {
        foreach (var (amount, parts) in (ReadOnlySpan<(long, int)>)[(100, 3), (-100, 3), (7, 7), (1, 2), (0, 5)])
        {
            var (share, remainder) = new Money(amount, Kes).Split(parts);

            Assert.Equal(amount, (share.MinorUnits * parts) + remainder.MinorUnits);
        }
    }

    [Theory]
    [InlineData("usdt.tron")]
    [InlineData("KES ")]
    [InlineData("K-S")]
    public void Only_canonical_codes_name_an_asset(string text) => Assert.Throws<ArgumentException>(() => new AssetCode(text));

    [Theory]
    [InlineData("129.50", 40, "130.018")]
    [InlineData("129.50", -40, "128.982")]
    [InlineData("1", 1, "1.0001")]
    [InlineData("100.00", 0, "100.00")]
    public void Basis_points_change_a_rate_exactly(string rate, int bps, string expected)
    {
        Assert.True(Rate.TryParse(rate, out var parsed));
        Assert.Equal(expected, parsed.AdjustBps(bps).ToString());
    }

    [Fact]
    public void A_conversion_divides_once_and_rounds_as_told()
    {
        var rate = new Rate(12_950, 2);

        Assert.Equal(7_722_007, rate.ToBase(1_000_00, 6, 2, Rounding.Down));
        Assert.Equal(7_722_008, rate.ToBase(1_000_00, 6, 2, Rounding.Up));
        Assert.Equal(12_950, rate.ToQuote(1_000_000, 6, 2, Rounding.Down));
    }

    [Theory]
    [InlineData(1_000_000, 1_000_000, 0, true)]
    [InlineData(1_001_000, 1_000_000, 10, true)]
    [InlineData(999_000, 1_000_000, 10, true)]
    [InlineData(1_001_001, 1_000_000, 10, false)]
    [InlineData(997_000, 1_000_000, 10, false)]
    [InlineData(997_000, 1_000_000, 30, true)]
    public void The_tolerance_is_two_sided_and_its_boundary_is_inside(long actual, long expected, int bps, bool within)
    {
        Assert.Equal(within, Bps.Within(actual, expected, bps));
    }

    [Theory]
    [InlineData(100_000_000_00, 25, 25_000_000)]
    [InlineData(1, 1, 1)]
    [InlineData(10_000, 25, 25)]
    [InlineData(10_001, 25, 26)]
    public void A_fee_rounds_up(long amount, int bps, long fee) => Assert.Equal(fee, Bps.ShareUp(amount, bps));
}
