using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Screening;

/// <summary>Who sends or receives a transfer, as far as it must be said (FATF recommendation 16; member names of IVMS 101 at the
/// edge).</summary>
public sealed record TravelPerson
{
    /// <summary>The legal name.</summary>
    public string? Name { get; init; }

    /// <summary>Street and number.</summary>
    public string? Address { get; init; }

    /// <summary>The town.</summary>
    public string? Town { get; init; }

    /// <summary>The country of the address, as ISO 3166-1 alpha-2.</summary>
    public string? Country { get; init; }

    /// <summary>The registration number of a company, or the national number of a person.</summary>
    public string? Identifier { get; init; }

    /// <summary>Whether it is a person and no company.</summary>
    public bool IsNatural { get; init; }

    /// <summary>The parts that a complete party has and this one lacks, under a prefix: <c>beneficiary.town</c>.</summary>
    public IEnumerable<string> Missing(string prefix) =>
        from part in new[] { ("name", Name), ("address", Address), ("town", Town), ("country", Country), ("identifier", Identifier) }
        where string.IsNullOrWhiteSpace(part.Item2)
        select $"{prefix}.{part.Item1}";
}

/// <summary>From which value on a transfer must carry its parties, country by country.</summary>
/// <param name="DefaultUsdCents">The threshold where the country has none of its own, in US cents.</param>
/// <param name="ByCountry">Thresholds in US cents by ISO 3166-1 alpha-2.</param>
public sealed record TravelThresholds(long DefaultUsdCents, IReadOnlyDictionary<string, long> ByCountry)
{
    /// <summary>
    /// Whether a transfer of this value to somebody there must carry its parties; one whose value nobody knows must, and where the
    /// country is not known the lowest threshold counts.
    /// </summary>
    public bool Applies(long? usdCents, string? country)
    {
        var limit = country is null ? ByCountry.Values.Append(DefaultUsdCents).Min()
            : ByCountry.GetValueOrDefault(country, DefaultUsdCents);
        return !(usdCents < limit);
    }

    /// <summary>A threshold as text.</summary>
    public static string Text(long usdCents) => $"{DecimalText.Format(usdCents, 2)} USD";
}
