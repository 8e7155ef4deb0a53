using System.Globalization;
using System.Text.RegularExpressions;

namespace OtcBackoffice.Domain.Statements;

/// <summary>An amount of a CSV cell: its size, its sign, and whether the sign was written.</summary>
internal readonly partial record struct CsvAmount(long Minor, bool HasPlus, bool HasMinus)
{
    /// <summary>Below zero only with a minus.</summary>
    public long Signed => HasMinus ? -Minor : Minor;

    /// <summary>Reads digits in the map's marks, with a sign before or behind, brackets, CR, DR and a currency's sign or code.</summary>
    public static bool TryParse(string cell, CsvMap map, string currency, out CsvAmount amount)
    {
        amount = default;
        var plain = Signs().Replace(
            new string([.. cell.Normalize().Where(letter => char.GetUnicodeCategory(letter) != UnicodeCategory.CurrencySymbol)]), " ")
            .Trim();
        var read = Form().Match(plain.Replace('\u2212', '-'));
        if (!read.Success)
        {
            return false;
        }
        var (before, digits, behind) =
            (read.Groups["before"].Value, read.Groups["digits"].Value.Trim(), read.Groups["behind"].Value.Trim());
        var isBracketed = before.Contains('(', StringComparison.Ordinal);
        if (before.Count(letter => letter is '-' or '+' or '(') > 1 || isBracketed != behind.Contains(')', StringComparison.Ordinal)
            || Ungrouped(digits, map) is not { } ungrouped
            || !StatementAmount.TryParse(ungrouped, map.Decimal, StatementAmount.ScaleOf(currency), out var minor))
        {
            return false;
        }
        var hasMinus = isBracketed || before.Contains('-', StringComparison.Ordinal) || behind is "-" or "DR" or "D";
        var hasPlus = before.Contains('+', StringComparison.Ordinal) || behind is "+" or "CR" or "C";
        amount = new CsvAmount(minor, hasPlus, hasMinus);
        return !(hasMinus && hasPlus);
    }

    // Groups must be groups: 1,5 with a comma between thousands is no fifteen.
    private static string? Ungrouped(string digits, CsvMap map)
    {
        if (map.Thousands is not { } mark)
        {
            return digits;
        }
        var at = digits.IndexOf(map.Decimal, StringComparison.Ordinal);
        var groups = (at < 0 ? digits : digits[..at]).Replace('\u00a0', ' ').Replace('\u202f', ' ').Split(mark);
        var isByThree = groups.Skip(1).All(group => group.Length == 3) && groups[0].Length is >= 1 and <= 3;
        var isIndian = groups.Length > 2 && groups[^1].Length == 3 && groups[0].Length is 1 or 2
            && groups[1..^1].All(group => group.Length == 2);
        return groups.Length == 1 || isByThree || isIndian ? string.Concat(groups) + (at < 0 ? "" : digits[at..]) : null;
    }

    [GeneratedRegex(@"^(?<before>[-+(\s]*)(?<digits>[0-9.,'’\u00a0\u202f ]*[0-9][.,]?)(?<behind>\s*(?:[-+)]|CR|DR|C|D)?)\z")]
    private static partial Regex Form();

    // A currency's code before or behind the digits.
    [GeneratedRegex(@"(?<![A-Za-z])(?!CR|DR)[A-Z]{3}(?![A-Za-z])")]
    private static partial Regex Signs();
}
