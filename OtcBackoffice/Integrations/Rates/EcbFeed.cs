using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Exchanges;

namespace OtcBackoffice.Integrations.Rates;

/// <summary>A daily feed in the ECB's form. Its rates are of midnight (UTC) of their day, so they look older than they are and never
/// younger.</summary>
public sealed class EcbFeed(string name, Uri address, IOutboundHttp http, TimeProvider clock) : IRateFeed
{
    private static readonly Dictionary<string, string> Headers = new() { ["Accept"] = "application/xml, text/xml" };

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public async Task<RateFeedAnswer> ReadAsync(string baseCode, string quoteCode, CancellationToken cancellation)
    {
        var answer = await http.GetAsync(address, Headers, cancellation);
        if (FeedAnswers.FaultOf(answer) is { } fault)
        {
            return fault;
        }
        if (EcbDocument.Read(answer.Body, out var malformed) is not { } document)
        {
            return RateFeedAnswer.Failed(RateFeedState.Malformed, malformed);
        }
        if (document.DayUtc > clock.GetUtcNow().UtcDateTime)
        {
            return FeedAnswers.FromTheFuture();
        }
        return document.Price(baseCode, quoteCode) is { } rate
            ? new RateFeedAnswer(RateFeedState.Working, rate, document.DayUtc, null)
            : RateFeedAnswer.Failed(RateFeedState.PairMissing, $"The document does not price {baseCode} in {quoteCode}.");
    }
}
