namespace OtcBackoffice.Domain.Monetary;

/// <summary>Basis-point rules in exact integers. One basis point is one ten-thousandth.</summary>
public static class Bps
{
    /// <summary>
    /// Whether <paramref name="actual"/> lies within <paramref name="tolerance"/> basis points of
    /// <paramref name="expected"/>, both ways, the boundary included (specification 004, desk controls).
    /// </summary>
    public static bool Within(long actual, long expected, int tolerance) =>
        Int128.Abs((Int128)actual - expected) * 10_000 <= (Int128)tolerance * expected;

    /// <summary>A share of an amount, rounded up: what a percentage fee takes.</summary>
    public static long ShareUp(long amount, int bps)
    {
        var (quotient, remainder) = Int128.DivRem((Int128)amount * bps, 10_000);
        var share = remainder > 0 ? quotient + 1 : quotient;
        return share <= long.MaxValue ? (long)share : throw new AmountTooLargeException();
    }
}
