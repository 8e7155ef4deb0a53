using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Gateway;

/// <summary>What a withdrawal costs (specification 002, estimate): <c>fee = platform fee + network fee</c>, exactly.</summary>
/// <param name="RequestedMinor">What was asked for.</param>
/// <param name="PlatformFeeMinor">The desk's share, rounded up.</param>
/// <param name="NetworkFeeMinor">What sending costs.</param>
/// <param name="AmountMinor">What arrives.</param>
public sealed record WithdrawalEstimate(long RequestedMinor, long PlatformFeeMinor, long NetworkFeeMinor, long AmountMinor)
{
    /// <summary>Both fees together.</summary>
    public long FeeMinor => PlatformFeeMinor + NetworkFeeMinor;

    /// <summary>What the account pays in all.</summary>
    public long TotalMinor => AmountMinor + FeeMinor;
}

/// <summary>The arithmetic of the gateway, in minor units of the books; docs/gateway.md shows it on the specification's samples.</summary>
public static class GatewayPricing
{
    /// <summary>The least and the most of one payment or withdrawal, in US cents.</summary>
    public const long MinimumUsdCents = 10_00, MaximumUsdCents = 100_000_00;

    /// <summary>Coins for US dollars at a rate of coins per dollar.</summary>
    public static long CoinsFor(long usdCents, Rate rate, int scale, Rounding rounding) => rate.ToQuote(usdCents, 2, scale, rounding);

    /// <summary>US cents for coins at a rate of coins per dollar, cut.</summary>
    public static long UsdFor(long coinMinor, Rate rate, int scale) => rate.ToBase(coinMinor, 2, scale, Rounding.Down);

    /// <summary>
    /// The simulation of a withdrawal. Unless the amount is final the fees are taken from it; otherwise it arrives whole and
    /// the account pays the fees on top.
    /// </summary>
    /// <param name="requestedMinor">What was asked for.</param>
    /// <param name="feeBps">The tenant's fee.</param>
    /// <param name="networkFeeMinor">What sending costs.</param>
    /// <param name="isFinal">Whether the amount is what arrives.</param>
    public static WithdrawalEstimate Withdrawal(long requestedMinor, int feeBps, long networkFeeMinor, bool isFinal)
    {
        var platform = Bps.ShareUp(requestedMinor, feeBps);
        return new WithdrawalEstimate(requestedMinor, platform, networkFeeMinor,
            isFinal ? requestedMinor : requestedMinor - platform - networkFeeMinor);
    }
}
