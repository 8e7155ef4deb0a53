using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Pricing;

/// <summary>
/// A conversion taken apart: what came in, what each part of the desk's earnings is, what goes out. In the crypto asset,
/// gross is net plus spread plus fee plus rounding, to the last minor unit.
/// </summary>
public sealed record PriceBreakdown
{
    /// <summary>Fiat per one unit of the asset, before any spread.</summary>
    public required Rate ReferenceRate { get; init; }

    /// <summary>The rate that the customer gets.</summary>
    public required Rate AppliedRate { get; init; }

    /// <summary>The spread in basis points, as far as it is known as such.</summary>
    public required int SpreadBps { get; init; }

    /// <summary>Fiat before fees, in minor units.</summary>
    public required long GrossFiatMinor { get; init; }

    /// <summary>Fiat after fees, in minor units.</summary>
    public required long NetFiatMinor { get; init; }

    /// <summary>The fixed part of the fee, in fiat minor units.</summary>
    public required long FixedFeeMinor { get; init; }

    /// <summary>The share part of the fee, in fiat minor units.</summary>
    public required long PercentageFeeMinor { get; init; }

    /// <summary>The whole fee, in fiat minor units.</summary>
    public required long FeeMinor { get; init; }

    /// <summary>Crypto before spread and fee, at the reference rate, in minor units.</summary>
    public required long GrossAssetMinor { get; init; }

    /// <summary>What the customer receives (deposit) or brought (withdrawal), in minor units.</summary>
    public required long NetAssetMinor { get; init; }

    /// <summary>The spread earned, in minor units of the asset.</summary>
    public required long SpreadAssetMinor { get; init; }

    /// <summary>The fee earned, in minor units of the asset at the reference rate.</summary>
    public required long FeeAssetMinor { get; init; }

    /// <summary>What rounding left over, in minor units of the asset.</summary>
    public required long RoundingAssetMinor { get; init; }

    /// <summary>The spread in fiat minor units at the reference rate, as shown to people.</summary>
    public required long SpreadFiatMinor { get; init; }

    /// <summary>Prices fiat that comes in: what the customer receives rounds down, the fee up.</summary>
    public static Result<PriceBreakdown> FiatIn(PricingProfile profile, FxQuote quote, long grossFiatMinor, int fiatScale, int assetScale)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(quote);
        var spreadBps = quote.SpreadBps ?? profile.SpreadBps;
        var reference = quote.ReferenceRate;
        var applied = quote.AppliedRate ?? reference.AdjustBps(spreadBps);
        var (fixedFee, share, fee) = profile.FeeFor(grossFiatMinor);
        var netFiat = grossFiatMinor - fee;
        if (netFiat <= 0)
        {
            return TooSmall();
        }
        var net = applied.ToBase(netFiat, assetScale, fiatScale, Rounding.Down);
        var atReference = reference.ToBase(netFiat, assetScale, fiatScale, Rounding.Down);
        var gross = reference.ToBase(grossFiatMinor, assetScale, fiatScale, Rounding.Down);
        var feeAsset = reference.ToBase(fee, assetScale, fiatScale, Rounding.Down);
        if (net <= 0)
        {
            return TooSmall();
        }
        return new PriceBreakdown
        {
            ReferenceRate = reference,
            AppliedRate = applied,
            SpreadBps = spreadBps,
            GrossFiatMinor = grossFiatMinor,
            NetFiatMinor = netFiat,
            FixedFeeMinor = fixedFee,
            PercentageFeeMinor = share,
            FeeMinor = fee,
            GrossAssetMinor = gross,
            NetAssetMinor = net,
            SpreadAssetMinor = atReference - net,
            FeeAssetMinor = feeAsset,
            RoundingAssetMinor = gross - atReference - feeAsset,
            SpreadFiatMinor = netFiat - reference.ToQuote(net, assetScale, fiatScale, Rounding.Up),
        };
    }

    /// <summary>Prices crypto that comes in: the fiat that the customer receives rounds down, the fee up.</summary>
    public static Result<PriceBreakdown> CryptoIn(PricingProfile profile, FxQuote quote, long assetMinor, int fiatScale, int assetScale)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(quote);
        var spreadBps = quote.SpreadBps ?? profile.SpreadBps;
        var reference = quote.ReferenceRate;
        var applied = quote.AppliedRate ?? reference.AdjustBps(-spreadBps);
        var grossFiat = reference.ToQuote(assetMinor, assetScale, fiatScale, Rounding.Down);
        var atApplied = applied.ToQuote(assetMinor, assetScale, fiatScale, Rounding.Down);
        var (fixedFee, share, fee) = profile.FeeFor(grossFiat);
        var netFiat = atApplied - fee;
        if (netFiat <= 0)
        {
            return TooSmall();
        }
        var spreadFiat = grossFiat - atApplied;
        var spread = reference.ToBase(spreadFiat, assetScale, fiatScale, Rounding.Down);
        var feeAsset = reference.ToBase(fee, assetScale, fiatScale, Rounding.Down);
        var net = reference.ToBase(netFiat, assetScale, fiatScale, Rounding.Down);
        return new PriceBreakdown
        {
            ReferenceRate = reference,
            AppliedRate = applied,
            SpreadBps = spreadBps,
            GrossFiatMinor = grossFiat,
            NetFiatMinor = netFiat,
            FixedFeeMinor = fixedFee,
            PercentageFeeMinor = share,
            FeeMinor = fee,
            GrossAssetMinor = assetMinor,
            NetAssetMinor = net,
            SpreadAssetMinor = spread,
            FeeAssetMinor = feeAsset,
            RoundingAssetMinor = assetMinor - net - spread - feeAsset,
            SpreadFiatMinor = spreadFiat,
        };
    }

    private static DomainError TooSmall() => new(ErrorCode.AmountTooSmall, "Nothing would be left of this amount after fees and rounding.");
}
