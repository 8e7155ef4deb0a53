using System.Globalization;
using System.Text.RegularExpressions;

namespace OtcBackoffice.Domain.Payments;

/// <summary>
/// What the two Mexican identifiers say: the CURP of a person (RENAPO) and the RFC of a taxpayer (SAT). Their alphabets are
/// ASCII, the RFC's with &amp; and Ñ as well. What cannot be is told apart from what is only unlikely.
/// </summary>
public static partial class MexicanIds
{
    private const string CurpDigits = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ", RfcDigits = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ";

    private static readonly string[] States =
    [
        "AS", "BC", "BS", "CC", "CL", "CM", "CS", "CH", "DF", "DG", "GT", "GR", "HG", "JC", "MC", "MN", "MS", "NT", "NL", "OC", "PL", "QT",
        "QR", "SP", "SL", "SR", "TC", "TS", "TL", "VZ",
        "YN", "ZS", "NE",
    ];

    // Of taxpayers that have none: the public at large, and foreigners.
    private static readonly string[] Generic = ["XAXX010101000", "XEXX010101000"];

    /// <summary>Why this is no CURP, or null.</summary>
    public static string? CurpFault(string curp) => !CurpForm().IsMatch(curp) ? "must be a CURP of 18 characters."
        : BornOf(curp) is null ? "names a day of birth that no calendar has."
        : !States.Contains(curp[11..13], StringComparer.Ordinal) ? $"names the state {curp[11..13]}, which there is not." : null;

    /// <summary>The day of birth that a CURP names; the seventeenth character tells the century.</summary>
    public static DateOnly? BornOf(string curp)
    {
        ArgumentNullException.ThrowIfNull(curp);
        return Day((char.IsAsciiDigit(curp[16]) ? "19" : "20") + curp[4..10]);
    }

    /// <summary>Whether the last digit of a CURP checks the others.</summary>
    public static bool IsCurpChecked(string curp)
    {
        ArgumentNullException.ThrowIfNull(curp);
        var sum = 0;
        for (var at = 0; at < 17; at++)
        {
            sum += CurpDigits.IndexOf(curp[at], StringComparison.Ordinal) * (18 - at);
        }
        return curp[17] - '0' == (10 - (sum % 10)) % 10;
    }

    /// <summary>Why this is no RFC, or null.</summary>
    public static string? RfcFault(string rfc) => !RfcForm().IsMatch(rfc) ? "must be an RFC of 12 or 13 characters."
        : DaysOf(rfc).Count == 0 ? "names a day that no calendar has." : null;

    /// <summary>The days that an RFC may mean; it leaves the century open.</summary>
    public static IReadOnlyList<DateOnly> DaysOf(string rfc)
    {
        ArgumentNullException.ThrowIfNull(rfc);
        return [.. ((string[])["19", "20"]).Select(century => Day(century + rfc[^9..^3])).OfType<DateOnly>()];
    }

    /// <summary>Whether an RFC belongs to a company, which has three letters in front, or to a person, who has four.</summary>
    public static bool IsRfcOfCompany(string rfc)
    {
        ArgumentNullException.ThrowIfNull(rfc);
        return rfc.Length == 12;
    }

    /// <summary>Whether this is one of the two numbers that stand for nobody in particular.</summary>
    public static bool IsGeneric(string rfc) => Generic.Contains(rfc, StringComparer.Ordinal);

    /// <summary>Whether the last character of an RFC checks the others.</summary>
    public static bool IsRfcChecked(string rfc)
    {
        ArgumentNullException.ThrowIfNull(rfc);
        var padded = rfc.PadLeft(13);
        var sum = 0;
        for (var at = 0; at < 12; at++)
        {
            sum += RfcDigits.IndexOf(padded[at], StringComparison.Ordinal) * (13 - at);
        }
        var rest = 11 - (sum % 11);
        return padded[12] == (rest == 11 ? '0' : rest == 10 ? 'A' : (char)('0' + rest));
    }

    private static DateOnly? Day(string digits) =>
        DateOnly.TryParseExact(digits, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    [GeneratedRegex(@"^[A-Z]{4}[0-9]{6}[HMX][A-Z]{5}[0-9A-Z][0-9]\z")]
    private static partial Regex CurpForm();

    [GeneratedRegex(@"^[A-Z&Ñ]{3,4}[0-9]{6}[0-9A-Z]{3}\z")]
    private static partial Regex RfcForm();
}
