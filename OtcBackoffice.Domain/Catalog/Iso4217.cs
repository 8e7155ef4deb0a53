using System.Collections.Frozen;

namespace OtcBackoffice.Domain.Catalog;

/// <summary>How many decimals the currencies of the world have, as ISO 4217 lists them. A desk that counts otherwise says so with two
/// people.</summary>
public static class Iso4217
{
    private static readonly FrozenDictionary<string, int> Digits = Of(
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
        (2, """
            AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
            CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF
            IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
            MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP
            SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG
            YER ZAR ZMW ZWG
            """));

    /// <summary>The decimals of a currency, or null when the list has no such code.</summary>
    public static int? DigitsOf(string? isoCode) => isoCode is not null && Digits.TryGetValue(isoCode, out var digits) ? digits : null;

    private static FrozenDictionary<string, int> Of(params (int Digits, string Codes)[] rows) => rows
        .SelectMany(row => row.Codes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), (row, code) => (code, row.Digits))
        .ToFrozenDictionary(pair => pair.code, pair => pair.Digits, StringComparer.Ordinal);
}
