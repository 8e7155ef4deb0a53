using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Pricing;

/// <summary>
/// What a conversion is worth in US cents for caps: fiat divided by the reference rate of the snapshot when the asset is
/// a dollar stablecoin, or the fiat itself when that is USD. Rounded up, so that a cap is never passed by rounding.
/// Without a way to know it is null, never zero (contracts, section 2, row 36).
/// </summary>
public static class UsdNotional
{
    /// <summary>Decimals of the result.</summary>
    public const int Scale = 2;

    /// <summary>The value in US cents, or null when it cannot be known.</summary>
    public static long? Cents(string fiatCurrency, long fiatMinor, int fiatScale, Asset? asset, Rate? reference)
    {
        if (fiatCurrency == "USD")
        {
            return new Rate(1, 0).ToQuote(fiatMinor, fiatScale, Scale, Rounding.Up);
        }
        return asset is { IsUsdStable: true } && reference is { } rate
            ? rate.ToBase(fiatMinor, Scale, fiatScale, Rounding.Up)
            : null;
    }
}
