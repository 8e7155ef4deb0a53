using System.Globalization;
using System.Text.Json;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Integrations.Rates;

/// <summary>Where a JSON document keeps its rate.</summary>
/// <param name="Address">The document's address.</param>
/// <param name="RatePath">Names and list positions down to the rate, parted by dots: <c>data.0.price</c>. The rate is text or a number in
/// plain digits.</param>
/// <param name="TimePath">The same for the time of the rate (ISO 8601 with its offset, or whole seconds since 1970); null counts the time
/// of the call.</param>
/// <param name="IsInverted">Whether the document prices the quote asset in the base asset.</param>
public sealed record JsonFeedTerms(Uri Address, string RatePath, string? TimePath, bool IsInverted);

/// <summary>A rate out of a JSON document. It serves one pair, the one that it is configured for.</summary>
public sealed class JsonFeed(string name, string pairBase, string pairQuote, JsonFeedTerms terms, IOutboundHttp http, TimeProvider clock)
    : IRateFeed
{
    private const int DepthMax = 32, AheadSecondsMax = 60;

    private static readonly Rate One = new(1, 0);
    private static readonly Dictionary<string, string> Headers = new() { ["Accept"] = "application/json" };
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = DepthMax, AllowDuplicateProperties = false };

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public async Task<RateFeedAnswer> ReadAsync(string baseCode, string quoteCode, CancellationToken cancellation)
    {
        if ((baseCode, quoteCode) != (pairBase, pairQuote))
        {
            return RateFeedAnswer.Failed(RateFeedState.PairMissing, $"The feed prices {pairBase} in {pairQuote} only.");
        }
        var answer = await http.GetAsync(terms.Address, Headers, cancellation);
        if (FeedAnswers.FaultOf(answer) is { } fault)
        {
            return fault;
        }
        try
        {
            using var document = JsonDocument.Parse(answer.Body, Strict);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return RateFeedAnswer.Failed(RateFeedState.Malformed, "The document is not JSON.");
        }
    }

    private RateFeedAnswer Read(JsonElement root)
    {
        if (At(root, terms.RatePath) is not { } found)
        {
            return RateFeedAnswer.Failed(RateFeedState.PairMissing, "There is nothing at the path of the rate.");
        }
        if (!Rate.TryParse(Plain(found), out var told) || (terms.IsInverted ? One.Over(told) : told) is not { } rate)
        {
            return RateFeedAnswer.Failed(RateFeedState.Malformed, "What stands at the path of the rate is no rate in plain digits.");
        }
        var now = clock.GetUtcNow().UtcDateTime;
        var asOf = terms.TimePath is null ? now : At(root, terms.TimePath) is { } time ? Instant(time) : null;
        if (asOf is not { } known)
        {
            return RateFeedAnswer.Failed(RateFeedState.Malformed, "What stands at the path of the time is no time.");
        }
        return known > now.AddSeconds(AheadSecondsMax)
            ? FeedAnswers.FromTheFuture()
            : new RateFeedAnswer(RateFeedState.Working, rate, known, null);
    }

    private static JsonElement? At(JsonElement element, string path)
    {
        foreach (var step in path.Split('.'))
        {
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(step, out var member))
            {
                element = member;
            }
            else if (element.ValueKind == JsonValueKind.Array
                && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                && position < element.GetArrayLength())
            {
                element = element[position];
            }
            else
            {
                return null;
            }
        }
        return element;
    }

    private static string? Plain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        _ => null,
    };

    private static DateTime? Instant(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number)
        {
            return element.TryGetInt64(out var seconds) && seconds is > 0 and < 253_402_300_800
                ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime : null;
        }
        return element.ValueKind == JsonValueKind.String && element.TryGetDateTimeOffset(out var at) ? at.UtcDateTime : null;
    }
}
