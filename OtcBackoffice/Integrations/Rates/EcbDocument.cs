using System.Globalization;
using System.Xml;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Integrations.Rates;

/// <summary>
/// The daily reference rates in the ECB's form (eurofxref): what one euro costs in other currencies on one day. Read without
/// a document type, entities or a resolver, so a document can neither reach out nor grow.
/// </summary>
public sealed record EcbDocument(DateTime DayUtc, IReadOnlyDictionary<string, Rate> PerEuro)
{
    private const string Namespace = "http://www.ecb.int/vocabulary/2002-08-01/eurofxref", Cube = "Cube", Euro = "EUR", Dollar = "USD";
    private const int CharactersMax = 64 * 1024, CurrenciesMax = 200;

    // Their issuers pay one dollar for one of them; the ECB prices no coin.
    private static readonly string[] DollarCoins = ["USDC", "USDT"];

    private static readonly XmlReaderSettings Safe = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = CharactersMax,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Reads a document; null with a sentence in <paramref name="fault"/> when it is not one.</summary>
    public static EcbDocument? Read(ReadOnlyMemory<byte> body, out string fault)
    {
        DateTime? day = null;
        var rates = new Dictionary<string, Rate>(StringComparer.Ordinal);
        fault = "The document is not in the form of the ECB's daily rates.";
        try
        {
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, Safe);
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element || reader.LocalName != Cube || reader.NamespaceURI != Namespace)
                {
                    continue;
                }
                if (reader.GetAttribute("time") is { } time)
                {
                    if (day is not null || !DateOnly.TryParseExact(time, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
                        out var date))
                    {
                        return null;
                    }
                    day = date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
                }
                else if (reader.GetAttribute("currency") is { } currency
                    && (rates.Count == CurrenciesMax || !Rate.TryParse(reader.GetAttribute("rate"), out var rate)
                        || !rates.TryAdd(currency, rate)))
                {
                    fault = $"The rate of {(currency.Length > 10 ? currency[..10] : currency)} is missing, twice there or no rate.";
                    return null;
                }
            }
        }
        catch (XmlException)
        {
            return null;
        }
        return day is { } known && rates.Count > 0 ? new EcbDocument(known, rates) : null;
    }

    /// <summary>What one unit of the base costs, through the euro; null when the document does not price both. A dollar coin counts as a
    /// dollar.</summary>
    public Rate? Price(string baseCode, string quoteCode) =>
        PerEuroOf(baseCode) is { } one && PerEuroOf(quoteCode) is { } other ? other.Over(one) : null;

    private Rate? PerEuroOf(string code)
    {
        var currency = DollarCoins.Contains(code) ? Dollar : code;
        return currency == Euro ? new Rate(1, 0) : PerEuro.TryGetValue(currency, out var rate) ? rate : null;
    }
}
