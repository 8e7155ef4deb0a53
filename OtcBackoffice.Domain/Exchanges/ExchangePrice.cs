using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Exchanges;

/// <summary>
/// The arithmetic of an exchange. A rate is the price of one USDC in EUR on both sides: a customer who buys gets fewer USDC at
/// a higher rate, one who sells gets more EUR. What the customer receives is rounded down.
/// </summary>
public static class ExchangePrice
{
    /// <summary>Decimals of the two legs.</summary>
    public const int EurScale = 2, UsdcScale = 6;

    private static readonly Rate Least = new(1, 2), Most = new(100, 0);

    /// <summary>The largest source amount: ten thousand million units, which no arithmetic here overflows at a plausible rate.</summary>
    public static long SourceMinorMax(ExchangeSide side) => side == ExchangeSide.Buy ? 1_000_000_000_000 : 10_000_000_000_000_000;

    /// <summary>Whether a rate can be the price of one USDC in EUR at all: 0.01 to 100.</summary>
    public static bool IsPlausible(Rate rate) => !Least.IsAbove(rate) && !rate.IsAbove(Most);

    /// <summary>What a source amount gives at a rate, in minor units of the other leg.</summary>
    public static long Destination(ExchangeSide side, long sourceMinor, Rate rate) => side switch
    {
        ExchangeSide.Buy => rate.ToBase(sourceMinor, UsdcScale, EurScale, Rounding.Down),
        ExchangeSide.Sell => rate.ToQuote(sourceMinor, UsdcScale, EurScale, Rounding.Down),
    };

    /// <summary>The market rate with the desk's spread on the customer's side.</summary>
    public static Rate Quoted(ExchangeSide side, Rate reference, int spreadBps) =>
        Short(reference.AdjustBps(side == ExchangeSide.Buy ? spreadBps : -spreadBps));

    /// <summary>Whether a rate lies within so many basis points of another, both ways, the boundary included.</summary>
    public static bool IsWithin(Rate rate, Rate expected, int bandBps)
    {
        var (left, right) = Aligned(rate, expected);
        return Int128.Abs(left - right) * 10_000 <= bandBps * right;
    }

    /// <summary>How many basis points a rate lies above (positive) or below another, rounded toward zero.</summary>
    public static long DifferenceBps(Rate rate, Rate expected)
    {
        var (left, right) = Aligned(rate, expected);
        return checked((long)((left - right) * 10_000 / right));
    }

    private static (Int128 Left, Int128 Right) Aligned(Rate left, Rate right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return (Scaled(left, scale), Scaled(right, scale));
    }

    private static Int128 Scaled(Rate rate, int scale)
    {
        Int128 mantissa = rate.Mantissa;
        for (var i = rate.Scale; i < scale; i++)
        {
            mantissa *= 10;
        }
        return mantissa;
    }

    // A rate keeps at most as many decimals as can be read back.
    private static Rate Short(Rate rate)
    {
        var (mantissa, scale) = (rate.Mantissa, rate.Scale);
        while (scale > Rate.ScaleMax)
        {
            mantissa /= 10;
            scale--;
        }
        return new Rate(mantissa, scale);
    }
}
