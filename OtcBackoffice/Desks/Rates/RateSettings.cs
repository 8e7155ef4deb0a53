using OtcBackoffice.Domain.Exchanges;

namespace OtcBackoffice.Desks.Rates;

/// <summary>A source of market rates.</summary>
/// <param name="Name">One of <see cref="RateSettings"/>'s names.</param>
/// <param name="AgeSecondsMax">The oldest rate of it that may be acted on.</param>
/// <param name="IntervalSeconds">How often it is asked; 0 for one that needs no asking.</param>
public sealed record RateSource(string Name, int AgeSecondsMax, int IntervalSeconds);

/// <summary>Where market rates come from, in order, validated at start (section <c>Rates</c>). The first source with a fresh rate
/// counts.</summary>
public sealed record RateSettings(IReadOnlyList<RateSource> Order, JumpLimits Jump)
{
    /// <summary>The names of the sources: set by an admin, the sandbox's market, the daily file in the ECB's form, a JSON
    /// document.</summary>
    public const string Desk = "desk", Sandbox = "sandbox", Ecb = "ecb", Http = "http";

    /// <summary>The pair that exchanges are made in; it is the one that is watched.</summary>
    public const string WatchedBase = "USDC", WatchedQuote = "EUR";
}
