using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Exchanges;

/// <summary>The live market rate of one USDC in EUR as the desk sees it now.</summary>
public sealed record LiveRate(Rate Rate, string Source, DateTime AsOfUtc, long AgeSeconds, bool IsStale);

/// <summary>Reads the market and says whether its word is fresh enough.</summary>
public sealed class ExchangeMarket(IReferenceRates rates, ExchangeSettings settings, TimeProvider clock)
{
    private const string Base = "USDC", Quote = "EUR";

    /// <summary>The rate with its age, or null when nobody knows one.</summary>
    public async Task<LiveRate?> ReadAsync(CancellationToken cancellation)
    {
        var rate = await rates.CurrentAsync(Base, Quote, cancellation);
        if (rate is null)
        {
            return null;
        }
        var age = (long)Math.Max(0, (clock.UtcNowMillis() - rate.AsOfUtc).TotalSeconds);
        return new LiveRate(new Rate(rate.Mantissa, rate.Scale), rate.Source, rate.AsOfUtc, age, age > settings.RateAgeSecondsMax);
    }

    /// <summary>The rate when it may be acted on; a refusal that says why not.</summary>
    public async Task<Result<LiveRate>> FreshAsync(CancellationToken cancellation)
    {
        var live = await ReadAsync(cancellation);
        if (live is null)
        {
            return new DomainError(ErrorCode.RateStale, "No market rate of USDC in EUR is known.");
        }
        return live.IsStale
            ? new DomainError(ErrorCode.RateStale, $"The market rate of {live.Source} is {live.AgeSeconds} s old; at most {settings.RateAgeSecondsMax} s are allowed.")
            : live;
    }
}
