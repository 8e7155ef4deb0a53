using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Exchanges;

/// <summary>How far a market rate may move in how long before a person has to look at it.</summary>
/// <param name="Bps">The largest change in basis points, the boundary included.</param>
/// <param name="Minutes">The time within which it counts.</param>
public sealed record JumpLimits(int Bps, int Minutes);

/// <summary>What is remembered of a pair's accepted rates.</summary>
/// <param name="Anchor">The rate that changes are measured from.</param>
/// <param name="AnchorAtUtc">Since when.</param>
/// <param name="Seen">The last rate that was not a jump.</param>
/// <param name="SeenAtUtc">When it was last offered.</param>
/// <param name="IsHeld">Whether a jump was seen since; then time alone accepts nothing.</param>
public sealed record RateMemory(Rate Anchor, DateTime AnchorAtUtc, Rate Seen, DateTime SeenAtUtc, bool IsHeld);

/// <summary>
/// Tells a moving market from a broken or bent feed. Changes are measured from an anchor that stands for the whole span, so
/// that many small steps are no way around the limit, and a jump stays one until somebody accepts it or the market comes back.
/// </summary>
public static class RateJump
{
    /// <summary>By how many basis points an offered rate jumps, or null when it does not.</summary>
    public static long? Of(RateMemory? memory, Rate offered, JumpLimits limits, DateTime nowUtc)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (memory is null || IsForgotten(memory, limits, nowUtc))
        {
            return null;
        }
        var basis = Basis(memory, limits, nowUtc).Anchor;
        return ExchangePrice.IsWithin(offered, basis, limits.Bps) ? null : ExchangePrice.DifferenceBps(offered, basis);
    }

    /// <summary>What is remembered once a rate was offered.</summary>
    public static RateMemory After(RateMemory? memory, Rate offered, JumpLimits limits, DateTime nowUtc)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (memory is null || IsForgotten(memory, limits, nowUtc))
        {
            return Accepted(offered, nowUtc);
        }
        var basis = Basis(memory, limits, nowUtc);
        return Of(memory, offered, limits, nowUtc) is null ? basis with { Seen = offered, SeenAtUtc = nowUtc, IsHeld = false }
            : basis with { IsHeld = true };
    }

    /// <summary>What is remembered of a rate that somebody accepted, or of a first one.</summary>
    public static RateMemory Accepted(Rate rate, DateTime nowUtc) => new(rate, nowUtc, rate, nowUtc, false);

    // Nothing was heard for longer than the span, and no jump waits: there is nothing to measure from.
    private static bool IsForgotten(RateMemory memory, JumpLimits limits, DateTime nowUtc) =>
        !memory.IsHeld && memory.SeenAtUtc.AddMinutes(limits.Minutes) < nowUtc;

    // An anchor that is older than the span gives way to the last good rate, never to the one that is being judged.
    private static RateMemory Basis(RateMemory memory, JumpLimits limits, DateTime nowUtc) =>
        memory.IsHeld || memory.AnchorAtUtc.AddMinutes(limits.Minutes) >= nowUtc ? memory
            : memory with { Anchor = memory.Seen, AnchorAtUtc = memory.SeenAtUtc };
}
