using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Pricing;

/// <summary>
/// Prices a wish the other way round: what has to come in, so that at least the wished amount goes out. Fees have steps and
/// bounds and rounding cuts, so the amount is searched for and not computed back; more in never means less out.
/// </summary>
public static class PriceSearch
{
    /// <summary>The least fiat that brings at least this much of the asset, in minor units.</summary>
    public static Result<long> FiatFor(PricingProfile profile, FxQuote quote, long assetMinor, int fiatScale, int assetScale) =>
        Least(fiat => PriceBreakdown.FiatIn(profile, quote, fiat, fiatScale, assetScale) is { IsSuccess: true } priced
            ? priced.Value.NetAssetMinor : 0, assetMinor, "crypto.amount");

    /// <summary>The least of the asset that brings at least this much fiat, in minor units.</summary>
    public static Result<long> AssetFor(PricingProfile profile, FxQuote quote, long fiatMinor, int fiatScale, int assetScale) =>
        Least(asset => PriceBreakdown.CryptoIn(profile, quote, asset, fiatScale, assetScale) is { IsSuccess: true } priced
            ? priced.Value.NetFiatMinor : 0, fiatMinor, "fiat.amount");

    private static Result<long> Least(Func<long, long> outOf, long wished, string field)
    {
        try
        {
            var most = 1L;
            while (outOf(most) < wished)
            {
                most = checked(most * 2);
            }
            var least = 0L;
            while (most - least > 1)
            {
                var middle = least + ((most - least) / 2);
                (least, most) = outOf(middle) < wished ? (middle, most) : (least, middle);
            }
            return most;
        }
        catch (OverflowException)
        {
            return DomainError.Of(ErrorCode.InvalidAmount, field, $"{field} is larger than the books can hold.");
        }
    }
}
