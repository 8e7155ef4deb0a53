using System.Text.RegularExpressions;

namespace OtcBackoffice.Domain.Statements;

/// <summary>An amount of a CSV cell: its size, its sign, and whether the sign was written.</summary>
internal readonly partial record struct CsvAmount(long Minor, bool HasPlus, bool HasMinus)
{
    private static readonly string[] Directions = ["CR", "DR", "C", "D"];

    /// <summary>Below zero only with a minus.</summary>
    public long Signed => HasMinus ? -Minor : Minor;

    /// <summary>Reads digits in the map's marks, with a sign before or behind, brackets, CR, DR and the sign or code of this
    /// currency.</summary>
    public static bool TryParse(string cell, CsvMap map, string currency, out CsvAmount amount)
    {
        amount = default;
        var isForeign = false;
        var plain = Words().Replace(cell.Normalize(), word =>
        {
            var mark = word.Value.TrimEnd('.').ToUpperInvariant();
            isForeign |= !Directions.Contains(mark) && !CurrencySigns.IsOf(mark, currency);
            return Directions.Contains(mark) ? mark : " ";
        });
        var read = Form().Match(plain.Trim().Replace('\u2212', '-'));
        if (!read.Success || isForeign)
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
        var groups = Marks(at < 0 ? digits : digits[..at]).Split(Marks(mark.ToString())[0]);
        var isByThree = groups.Skip(1).All(group => group.Length == 3) && groups[0].Length is >= 1 and <= 3;
        var isIndian = groups.Length > 2 && groups[^1].Length == 3 && groups[0].Length is 1 or 2
            && groups[1..^1].All(group => group.Length == 2);
        return groups.Length == 1 || isByThree || isIndian ? string.Concat(groups) + (at < 0 ? "" : digits[at..]) : null;
    }

    // Blanks of every width are one mark between thousands, and so are the two apostrophes.
    private static string Marks(string text) =>
        text.Replace('\u00a0', ' ').Replace('\u202f', ' ').Replace('\u2009', ' ').Replace('’', '\'');

    [GeneratedRegex(@"^(?<before>[-+(\s]*)(?<digits>[0-9.,'’\u00a0\u202f\u2009 ]*[0-9][.,]?)(?<behind>\s*(?:[-+)]|CR|DR|C|D)?)\z")]
    private static partial Regex Form();

    // A currency's code or sign, or the mark of a direction.
    [GeneratedRegex(@"[\p{L}\p{Sc}\u00a2]+\.?")]
    private static partial Regex Words();
}
