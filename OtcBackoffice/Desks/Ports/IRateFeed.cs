using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Ports;

/// <summary>A source of market rates that is far away: it is asked now and then, and its last word is kept.</summary>
public interface IRateFeed
{
    /// <summary>The name of the source, as the order of sources calls it.</summary>
    string Name { get; }

    /// <summary>Asks for the price of one unit of <paramref name="baseCode"/>. Never throws for what the far side does.</summary>
    Task<RateFeedAnswer> ReadAsync(string baseCode, string quoteCode, CancellationToken cancellation);
}

/// <summary>What a feed answered.</summary>
/// <param name="State">How it went.</param>
/// <param name="Rate">The rate when it went well, else null.</param>
/// <param name="AsOfUtc">When the source said so; of no meaning without a rate.</param>
/// <param name="Detail">One sentence on what went wrong, or null.</param>
public sealed record RateFeedAnswer(RateFeedState State, Rate? Rate, DateTime AsOfUtc, string? Detail)
{
    /// <summary>An answer without a rate.</summary>
    public static RateFeedAnswer Failed(RateFeedState state, string detail) => new(state, null, default, detail);
}
