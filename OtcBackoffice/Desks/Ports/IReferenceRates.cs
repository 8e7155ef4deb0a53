namespace OtcBackoffice.Desks.Ports;

/// <summary>The market rate that quotes are made from and limits are measured in.</summary>
public interface IReferenceRates
{
    /// <summary>
    /// How many units of <paramref name="quoteCode"/> one unit of <paramref name="baseCode"/> costs now, or null when
    /// nobody knows; no rate means that nothing that needs one may happen. Codes are tickers without the network.
    /// </summary>
    Task<ReferenceRate?> CurrentAsync(string baseCode, string quoteCode, CancellationToken cancellation);
}

/// <summary>A market rate: one unit of the base costs <c>Mantissa / 10^Scale</c> units of the quote.</summary>
/// <param name="BaseCode">The asset that is priced.</param>
/// <param name="QuoteCode">The asset that it is priced in.</param>
/// <param name="Mantissa">The rate without its decimal point, more than zero.</param>
/// <param name="Scale">The number of decimals.</param>
/// <param name="Source">Who says so, kept on every quote.</param>
/// <param name="AsOfUtc">When the source said so.</param>
public sealed record ReferenceRate(string BaseCode, string QuoteCode, long Mantissa, int Scale, string Source, DateTime AsOfUtc);
