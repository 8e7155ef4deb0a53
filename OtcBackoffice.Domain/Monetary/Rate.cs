using System.Numerics;

namespace OtcBackoffice.Domain.Monetary;

/// <summary>
/// How much of the quote asset one unit of the base asset is worth: mantissa divided by ten to the scale. KES 129.50
/// for one USDT is base USDT, quote KES, mantissa 12950, scale 2. Never floating point.
/// </summary>
public readonly record struct Rate(long Mantissa, int Scale)
{
    /// <summary>Most decimals a rate may have.</summary>
    public const int ScaleMax = 10;

    // No currency and no coin of this world is worth less or more of another; what lies beyond is a slip of the hand.
    private static readonly Rate Least = new(1, 8), Most = new(1_000_000_000, 0);

    /// <summary>Whether it can be the price of anything: from 0.00000001 to a thousand million.</summary>
    public bool IsPlausible() => !Least.IsAbove(this) && !IsAbove(Most);

    /// <summary>What a rate that somebody enters must be, for the refusal that names the field.</summary>
    public static string Bounds => $"plain digits from {Least} to {Most} with at most {ScaleMax} decimals";

    /// <summary>Reads a rate such as <c>129.50</c>; zero is refused.</summary>
    public static bool TryParse(string? text, out Rate rate)
    {
        rate = default;
        if (!DecimalText.TryParseScaled(text, ScaleMax, out var mantissa, out var scale) || mantissa == 0)
        {
            return false;
        }
        rate = new Rate(mantissa, scale);
        return true;
    }

    /// <summary>
    /// The rate made dearer (positive) or cheaper (negative) by basis points; four decimals are added so that one basis
    /// point is exact, then trailing zeros beyond the original scale are dropped.
    /// </summary>
    public Rate AdjustBps(int bps)
    {
        var wide = (Int128)Mantissa * (10_000 + (long)bps);
        if (wide > long.MaxValue)
        {
            throw new AmountTooLargeException();
        }
        var mantissa = (long)wide;
        var scale = Scale + 4;
        while (scale > Scale && mantissa % 10 == 0)
        {
            mantissa /= 10;
            scale--;
        }
        return new Rate(mantissa, scale);
    }

    /// <summary>Converts base minor units to quote minor units with one division.</summary>
    public long ToQuote(long baseMinor, int baseScale, int quoteScale, Rounding rounding) =>
        Divide(baseMinor, Mantissa, quoteScale - baseScale - Scale, 1, rounding);

    /// <summary>Converts quote minor units to base minor units with one division.</summary>
    public long ToBase(long quoteMinor, int baseScale, int quoteScale, Rounding rounding) =>
        Divide(quoteMinor, 1, baseScale + Scale - quoteScale, Mantissa, rounding);

    /// <summary>
    /// How many units of one thing another costs when both are priced in a third: this rate divided by <paramref name="other"/>,
    /// cut after ten decimals; null when that is no rate.
    /// </summary>
    public Rate? Over(Rate other)
    {
        var ratio = (BigInteger)Mantissa * (BigInteger)Power(other.Scale)
            * (BigInteger)Power(ScaleMax) / ((BigInteger)other.Mantissa * (BigInteger)Power(Scale));
        var scale = ScaleMax;
        while (scale > 0 && ratio % 10 == 0 && ratio > 0)
        {
            ratio /= 10;
            scale--;
        }
        return ratio > 0 && ratio <= long.MaxValue ? new Rate((long)ratio, scale) : null;
    }

    /// <summary>Whether this rate is above another, compared exactly.</summary>
    public bool IsAbove(Rate other) => (Int128)Mantissa * Power(other.Scale) > (Int128)other.Mantissa * Power(Scale);

    /// <summary>The rate as plain text.</summary>
    public override string ToString() => DecimalText.Format(Mantissa, Scale);

    // Two 64-bit numbers and a power of ten may need more than 128 bits on the way, although the quotient fits; then it is
    // worked out at full width. What does not fit in the end is told, never wrapped.
    private static long Divide(long amount, long factor, int power, long divisor, Rounding rounding)
    {
        var (product, raised) = ((Int128)amount * factor, Power(Math.Abs(power)));
        if (power is >= -18 and <= 18 && (power < 0 || Int128.Abs(product) <= long.MaxValue))
        {
            var (top, bottom) = power >= 0 ? (product * raised, (Int128)divisor) : (product, raised * divisor);
            var (whole, rest) = Int128.DivRem(top, bottom);
            whole += rounding == Rounding.Up && rest != 0 ? Int128.Sign(top) : 0;
            return whole >= long.MinValue && whole <= long.MaxValue ? (long)whole : throw new AmountTooLargeException();
        }
        BigInteger numerator = product, denominator = divisor;
        (numerator, denominator) = power >= 0 ? (numerator * (BigInteger)raised, denominator)
            : (numerator, denominator * (BigInteger)raised);
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        quotient += rounding == Rounding.Up && !remainder.IsZero ? numerator.Sign : 0;
        return quotient >= long.MinValue && quotient <= long.MaxValue ? (long)quotient : throw new AmountTooLargeException();
    }

    private static Int128 Power(int exponent)
    {
        Int128 power = 1;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }
        return power;
    }
}
