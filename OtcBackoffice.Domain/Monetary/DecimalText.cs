using System.Globalization;

namespace OtcBackoffice.Domain.Monetary;

/// <summary>
/// The only way between amounts as text and minor units. The grammar is strict: ASCII digits, one optional point, no
/// sign, no exponent, no leading zeros, no spaces, no group separators. Input finer than the scale is refused.
/// </summary>
public static class DecimalText
{
    /// <summary>Longest text that is looked at; anything longer cannot be an amount in a 64-bit book.</summary>
    public const int LengthMax = 32;

    /// <summary>Reads an amount of an asset with <paramref name="scale"/> decimals into minor units.</summary>
    public static bool TryParse(string? text, int scale, out long minorUnits)
    {
        minorUnits = 0;
        if (!TrySplit(text, out var mantissa, out var decimals) || decimals > scale)
        {
            return false;
        }
        var scaled = mantissa;
        for (var i = decimals; i < scale; i++)
        {
            scaled *= 10;
            if (scaled > long.MaxValue)
            {
                return false;
            }
        }
        if (scaled > long.MaxValue)
        {
            return false;
        }
        minorUnits = (long)scaled;
        return true;
    }

    /// <summary>Reads a decimal of any scale up to <paramref name="scaleMax"/> as mantissa and scale, as rates are.</summary>
    public static bool TryParseScaled(string? text, int scaleMax, out long mantissa, out int scale)
    {
        mantissa = 0;
        if (!TrySplit(text, out var digits, out scale) || scale > scaleMax || digits > long.MaxValue)
        {
            return false;
        }
        mantissa = (long)digits;
        return true;
    }

    /// <summary>The same amount without the zeros at the end of its decimals, which say nothing; whatever is no amount stays as it
    /// is.</summary>
    public static string? Trimmed(string? text) => text is { Length: > 0 } && text.Contains('.', StringComparison.Ordinal)
        && char.IsAsciiDigit(text[^1])
        ? text.TrimEnd('0').TrimEnd('.') : text;

    /// <summary>Writes minor units with exactly <paramref name="scale"/> decimals, for example <c>1000.00</c>.</summary>
    public static string Format(long minorUnits, int scale)
    {
        if (scale == 0)
        {
            return minorUnits.ToString(CultureInfo.InvariantCulture);
        }
        var negative = minorUnits < 0;
        var digits = Int128.Abs(minorUnits).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(negative ? "-" : "")}{digits.AsSpan(0, digits.Length - scale)}.{digits.AsSpan(digits.Length - scale)}";
    }

    private static bool TrySplit(string? text, out Int128 digits, out int decimals)
    {
        digits = 0;
        decimals = 0;
        if (string.IsNullOrEmpty(text) || text.Length > LengthMax || !char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[^1]))
        {
            return false;
        }
        if (text.Length > 1 && text[0] == '0' && text[1] != '.')
        {
            return false;
        }
        var point = -1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '.' && point < 0)
            {
                point = i;
            }
            else if (char.IsAsciiDigit(text[i]))
            {
                digits = (digits * 10) + (text[i] - '0');
            }
            else
            {
                return false;
            }
        }
        decimals = point < 0 ? 0 : text.Length - point - 1;
        return true;
    }
}
