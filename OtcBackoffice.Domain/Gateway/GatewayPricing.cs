using OtcBackoffice.Domain.Errors;
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
    /// The least and the most of one payment or withdrawal in coins, both included; what is asked for in coins is held against them, and
    /// what is asked for in dollars against the dollars. A stable coin is a dollar here, whatever the market says.
    /// </summary>
    public static (long Least, long Most) LimitsOf(GatewayCoin coin, Rate market)
    {
        ArgumentNullException.ThrowIfNull(coin);
        var (rate, scale) = (coin.Asset.IsUsdStable ? new Rate(1, 0) : market, coin.Asset.Scale);
        return (coin.Up(CoinsFor(MinimumUsdCents, rate, scale, Rounding.Up)),
            coin.Down(CoinsFor(MaximumUsdCents, rate, scale, Rounding.Down)));
    }

    /// <summary>What is wrong with an amount in coins by these limits, or null.</summary>
    public static DomainError? LimitFault(GatewayCoin coin, Rate market, long minor)
    {
        ArgumentNullException.ThrowIfNull(coin);
        var (least, most) = LimitsOf(coin, market);
        return minor >= least && minor <= most ? null
            : DomainError.Of(ErrorCode.InvalidAmount, "amount",
                $"The amount must be {coin.Format(least)} to {coin.Format(most)} {coin.Code}.");
    }

    /// <summary>What is wrong with an amount in US cents, or null.</summary>
    public static DomainError? LimitFault(long usdCents, string field) =>
        usdCents is >= MinimumUsdCents and <= MaximumUsdCents ? null
            : DomainError.Of(ErrorCode.InvalidAmount, field,
                $"The amount must be worth {DecimalText.Format(MinimumUsdCents, 2)} to {DecimalText.Format(MaximumUsdCents, 2)} USD.");

    /// <summary>
    /// The simulation of a withdrawal. Unless the amount is final the fees are taken from it; otherwise it arrives whole and
    /// the account pays the fees on top.
    /// </summary>
    /// <param name="coin">The currency.</param>
    /// <param name="requestedMinor">What was asked for.</param>
    /// <param name="feeBps">The tenant's fee.</param>
    /// <param name="networkFeeMinor">What sending costs.</param>
    /// <param name="isFinal">Whether the amount is what arrives.</param>
    public static WithdrawalEstimate Withdrawal(GatewayCoin coin, long requestedMinor, int feeBps, long networkFeeMinor, bool isFinal)
    {
        ArgumentNullException.ThrowIfNull(coin);
        var platform = coin.Up(Bps.ShareUp(requestedMinor, feeBps));
        return new WithdrawalEstimate(requestedMinor, platform, networkFeeMinor,
            isFinal ? requestedMinor : requestedMinor - platform - networkFeeMinor);
    }
}
