using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Evidence;

/// <summary>Reads a printed number in every way that it can be meant: 1,234.50 and 1.234,50 and 1 234,50 are one amount.</summary>
internal static class NumberReading
{
    private static readonly char[] Separators = ['.', ',', '\'', '’', ' '];

    /// <summary>What the number can be in minor units; more than one when it is ambiguous, none when it is no amount.</summary>
    public static IReadOnlyList<long> Read(string number, int scale)
    {
        var text = number.TrimEnd(Separators);
        var used = text.Where(letter => Separators.Contains(letter)).Distinct().ToList();
        var last = text.LastIndexOfAny(Separators);
        IEnumerable<string?> meanings = used.Count switch
        {
            0 => [text],
            1 when text.Count(letter => letter == used[0]) > 1 => [Joined(text, used[0])],
            1 => [Joined(text, used[0]), Decimal(text[..last], used[0], text[(last + 1)..], scale)],
            2 when text.IndexOf(text[last], StringComparison.Ordinal) == last =>
                [Joined(text[..last], used[0]) is { } whole ? Decimal(whole, text[last], text[(last + 1)..], scale) : null],
            _ => [],
        };
        return [.. meanings.OfType<string>().Select(meaning => Minor(meaning, scale)).OfType<long>().Distinct()];
    }

    /// <summary>How the printed form differs from plain digits with a point, in words.</summary>
    public static string Style(string number, int scale)
    {
        var text = number.TrimEnd(Separators);
        var last = text.LastIndexOfAny(Separators);
        if (last < 0)
        {
            return scale == 0 ? "same amount" : "same amount without decimals";
        }
        var isGroup = text.Length - last - 1 == 3 && scale < 3;
        if (isGroup)
        {
            return "same amount with thousands separators and without decimals";
        }
        var grouped = text[..last].IndexOfAny(Separators) >= 0;
        return (grouped, text[last] == ',') switch
        {
            (true, true) => "same amount with thousands separators and a decimal comma",
            (true, false) => "same amount with thousands separators",
            (false, true) => "same amount with a decimal comma",
            (false, false) => "same amount",
        };
    }

    // Groups of three, or the Indian way of writing: 12,34,567.
    private static string? Joined(string text, char separator)
    {
        var groups = text.Split(separator);
        var isLeadSound = groups[0].Length is >= 1 and <= 3 && groups[0][0] != '0';
        var isByThree = groups.Skip(1).All(group => group.Length == 3);
        var isIndian = separator == ',' && groups.Length > 2 && groups[^1].Length == 3 && groups[0].Length <= 2
            && groups[1..^1].All(group => group.Length == 2);
        return groups.Length > 1 && isLeadSound && (isByThree || isIndian) ? string.Concat(groups) : null;
    }

    // A comma before exactly three digits groups them in every currency that has fewer decimals than that.
    private static string? Decimal(string whole, char separator, string fraction, int scale) =>
        separator is not ('.' or ',') || fraction.Length == 0 || (separator == ',' && fraction.Length == 3 && scale < 3) ? null
            : $"{whole}.{fraction}";

    private static long? Minor(string plain, int scale)
    {
        var parts = plain.Split('.');
        var fraction = parts.Length > 1 ? parts[1] : "";
        var trimmed = fraction.Length > scale ? fraction[..scale] + fraction[scale..].TrimEnd('0') : fraction;
        var whole = parts[0].TrimStart('0') is { Length: > 0 } digits ? digits : "0";
        return DecimalText.TryParse(trimmed.Length > 0 ? $"{whole}.{trimmed}" : whole, scale, out var minor) ? minor : null;
    }
}
