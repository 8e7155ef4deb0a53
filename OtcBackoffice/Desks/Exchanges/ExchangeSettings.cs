namespace OtcBackoffice.Desks.Exchanges;

/// <summary>The effective values of exchanges, validated at start (section <c>Exchange</c>).</summary>
public sealed record ExchangeSettings
{
    /// <summary>How long a quote may be confirmed (Exchange:TtlSeconds).</summary>
    public int TtlSeconds { get; init; } = 60;

    /// <summary>What the desk adds to the market rate on the customer's side (Exchange:SpreadBps).</summary>
    public int SpreadBps { get; init; } = 25;

    /// <summary>How far a final rate may lie from the indicative one without asking the customer again (Exchange:SlippageBps).</summary>
    public int SlippageBps { get; init; } = 100;

    /// <summary>The oldest market rate that may be approved against (Exchange:RateAgeSecondsMax).</summary>
    public int RateAgeSecondsMax { get; init; } = 120;
}
