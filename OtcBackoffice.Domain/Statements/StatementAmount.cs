using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Statements;

/// <summary>Reads amounts as banks write them into minor units. Zeros beyond the currency's scale are no digits; others are
/// refused.</summary>
public static class StatementAmount
{
    private static readonly string[] WithoutDecimals =
        ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"];

    private static readonly string[] WithThree = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

    /// <summary>How many decimals a currency has by ISO 4217.</summary>
    public static int ScaleOf(string currency) => WithoutDecimals.Contains(currency) ? 0 : WithThree.Contains(currency) ? 3 : 2;

    /// <summary>Whether the text has the form of a currency code.</summary>
    public static bool IsCurrency(string? text) => text is { Length: 3 } && text.All(char.IsAsciiLetterUpper);

    /// <summary>Reads unsigned digits with one decimal mark, which may be missing or stand last, as in <c>300,</c>.</summary>
    public static bool TryParse(string? text, char decimalMark, int scale, out long minor)
    {
        minor = 0;
        if (string.IsNullOrEmpty(text) || text.Length > DecimalText.LengthMax)
        {
            return false;
        }
        var mark = text.IndexOf(decimalMark, StringComparison.Ordinal);
        var whole = mark < 0 ? text : text[..mark];
        var fraction = mark < 0 ? "" : text[(mark + 1)..].TrimEnd('0');
        if (!whole.All(char.IsAsciiDigit) || !fraction.All(char.IsAsciiDigit) || !text.Any(char.IsAsciiDigit))
        {
            return false;
        }
        var digits = whole.TrimStart('0') is { Length: > 0 } significant ? significant : "0";
        return DecimalText.TryParse(fraction.Length == 0 ? digits : $"{digits}.{fraction}", scale, out minor);
    }

    /// <summary>Writes signed minor units in the decimals of the currency.</summary>
    public static string Format(long minor, string currency) => DecimalText.Format(minor, ScaleOf(currency));
}
