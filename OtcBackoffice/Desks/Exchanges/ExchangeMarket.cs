using OtcBackoffice.Desks.Rates;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Exchanges;

/// <summary>The live market rate of one USDC in EUR as the desk sees it now.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="Source">Who says so; a person by name when one set it.</param>
/// <param name="AsOfUtc">When they said so.</param>
/// <param name="AgeSeconds">How long ago that is.</param>
/// <param name="IsStale">Whether that is too long ago to act on.</param>
/// <param name="Blocked">Why nothing is decided at this rate now, or null.</param>
public sealed record LiveRate(Rate Rate, string Source, DateTime AsOfUtc, long AgeSeconds, bool IsStale, DomainError? Blocked);

/// <summary>Reads the market and says whether its word may be acted on.</summary>
public sealed class ExchangeMarket(RateBoard board)
{
    /// <summary>The rate with its age, or null when nobody knows one.</summary>
    public async Task<LiveRate?> ReadAsync(CancellationToken cancellation)
    {
        var picture = await board.ReadAsync(RateSettings.WatchedBase, RateSettings.WatchedQuote, cancellation);
        return picture.Chosen is { Rate: { } rate, AsOfUtc: { } asOf } chosen
            ? new LiveRate(rate, chosen.Title, asOf, chosen.AgeSeconds, chosen.IsStale, Blocked(picture, chosen))
            : null;
    }

    /// <summary>The rate when it is fresh enough to quote from; a refusal that says why not.</summary>
    public async Task<Result<LiveRate>> FreshAsync(CancellationToken cancellation) => await ReadAsync(cancellation) switch
    {
        null => Unknown(),
        { IsStale: true, Blocked: { } stale } => stale,
        var live => live,
    };

    /// <summary>The rate when an order may be decided against it: fresh, and no jump that waits to be accepted.</summary>
    public async Task<Result<LiveRate>> DecidableAsync(CancellationToken cancellation) => await ReadAsync(cancellation) switch
    {
        null => Unknown(),
        { Blocked: { } blocked } => blocked,
        var live => live,
    };

    private static DomainError? Blocked(RatePicture picture, SourceRate chosen) => chosen.IsStale
        ? new DomainError(ErrorCode.RateStale,
            $"The market rate of {chosen.Title} is {chosen.AgeSeconds} s old; at most {chosen.AgeSecondsMax} s are allowed.")
        : picture.JumpBps is { } jump
            ? new DomainError(ErrorCode.RateHeld,
                $"The market rate of {chosen.Title} jumped by {jump} basis points, to {chosen.Rate}; somebody of the treasury or an admin "
                + $"has to accept it first.")
            : null;

    private static DomainError Unknown() => new(ErrorCode.RateStale, "No market rate of USDC in EUR is known.");
}
