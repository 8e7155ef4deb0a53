using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Pricing;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Domain.Pricing;

public sealed class PriceBreakdownTests
{
    [Fact]
    public void The_documented_hundred_million_shillings_are_taken_apart_to_the_last_unit()
    {
        var price = PriceBreakdown.FiatIn(Given.Profile(), Given.Quote(), 100_000_000_00, 2, 6).Value;

        Assert.Equal("130.018", price.AppliedRate.ToString());
        Assert.Equal(250_000_00, price.FeeMinor);
        Assert.Equal(99_750_000_00, price.NetFiatMinor);
        Assert.Equal(767_201_464_412, price.NetAssetMinor);
        Assert.Equal(price.GrossAssetMinor, price.NetAssetMinor + price.SpreadAssetMinor + price.FeeAssetMinor + price.RoundingAssetMinor);
    }

    [Fact]
    public void Any_amount_adds_up_and_never_costs_the_desk()
    {
        var random = new Random(7);
        for (var i = 0; i < 5_000; i++)
        {
            var (fee, spread) = (random.Next(0, 500), random.Next(0, 500));
            var priced = PriceBreakdown.FiatIn(Given.Profile(fee, spread),
                Given.Quote($"{random.Next(1, 5000)}.{random.Next(10, 99)}", spread), random.NextInt64(10_000, 10_000_000_000), 2, 6);
            if (priced.Failed(out var refused))
            {
                Assert.Equal(ErrorCode.AmountTooSmall, refused.Code);
                continue;
            }
            var price = priced.Value;

            Assert.Equal(price.GrossAssetMinor,
                price.NetAssetMinor + price.SpreadAssetMinor + price.FeeAssetMinor + price.RoundingAssetMinor);
            Assert.InRange(price.RoundingAssetMinor, 0, 1);
            Assert.True(price.SpreadAssetMinor >= 0 && price.FeeAssetMinor >= 0 && price.NetAssetMinor > 0);
        }
    }

    [Fact]
    public void Crypto_that_comes_in_adds_up_as_well()
    {
        var price = PriceBreakdown.CryptoIn(Given.Profile(), Given.Quote(), 1_000_000_000, 2, 6).Value;

        Assert.Equal("128.982", price.AppliedRate.ToString());
        Assert.Equal(129_500_00, price.GrossFiatMinor);
        Assert.Equal(128_982_00 - 323_75, price.NetFiatMinor);
        Assert.Equal(1_000_000_000, price.NetAssetMinor + price.SpreadAssetMinor + price.FeeAssetMinor + price.RoundingAssetMinor);
    }

    [Theory]
    [InlineData(FeeType.None, 0)]
    [InlineData(FeeType.Fixed, 500)]
    [InlineData(FeeType.Percentage, 250)]
    [InlineData(FeeType.Hybrid, 750)]
    public void Each_fee_type_charges_its_part(FeeType type, long expected) =>
        Assert.Equal(expected, Given.Profile(25, 0, type, fixedMinor: 500).FeeFor(100_000).TotalMinor);

    [Fact]
    public void A_fee_stays_between_its_bounds()
    {
        Assert.Equal(900, Given.Profile(25, 0, min: 900).FeeFor(100_000).TotalMinor);
        Assert.Equal(100, Given.Profile(25, 0, max: 100).FeeFor(100_000).TotalMinor);
    }

    [Fact]
    public void Nothing_left_after_fees_is_refused() =>
        Assert.Equal(ErrorCode.AmountTooSmall,
            PriceBreakdown.FiatIn(Given.Profile(0, 0, FeeType.Fixed, 500), Given.Quote(), 500, 2, 6).Error.Code);

    /// <summary>A cent that buys less than the smallest unit of the asset would be taken for nothing.</summary>
    [Fact]
    public void Nothing_left_after_rounding_is_refused() =>
        Assert.Equal(ErrorCode.AmountTooSmall,
            PriceBreakdown.FiatIn(Given.Profile(0, 0, FeeType.None), Given.Quote(spreadBps: 0), 1, 2, 2).Error.Code);

    [Theory]
    [InlineData("KES", 1_295_000_00, 10_000_00L)]
    [InlineData("USD", 9_999_99, 9_999_99L)]
    public void The_dollar_value_comes_from_the_snapshot(string currency, long minor, long cents) =>
        Assert.Equal(cents, UsdNotional.Cents(currency, minor, 2, Given.Usdt, new OtcBackoffice.Domain.Monetary.Rate(12_950, 2)));

    [Fact]
    public void Without_a_rate_the_dollar_value_is_unknown_and_not_zero() =>
        Assert.Null(UsdNotional.Cents("KES", 100, 2, Given.Usdt, null));

    [Fact]
    public void A_quote_ends_at_its_instant()
    {
        var quote = Given.Quote(expires: Given.Now);

        Assert.True(quote.IsUsableAt(Given.Now.AddMilliseconds(-1)));
        Assert.False(quote.IsUsableAt(Given.Now));
    }

    [Fact]
    public void An_applied_rate_against_the_desk_is_refused()
    {
        var terms = Given.Quote().Terms with { AppliedRate = new OtcBackoffice.Domain.Monetary.Rate(12_900, 2) };

        Assert.Equal("applied_rate", FxQuote.Create(Guid.NewGuid(), terms, Given.Now).Error.Field);
    }
}
