using System.Globalization;
using System.Text;

namespace OtcBackoffice.Documents.Pdf;

/// <summary>A character where it stands on the line: how it is drawn, and what it means to who copies or searches it.</summary>
internal readonly record struct Sign(Rune Drawn, Rune Meant);

/// <summary>
/// Puts a text into the order and the forms in which it is drawn. A PDF draws glyphs from left to right and knows neither
/// Arabic joining nor right-to-left scripts, so both are worked out here. The line as a whole runs left to right.
/// </summary>
internal static class WrittenOrder
{
    // The four forms of a letter lie side by side in Unicode: alone, last, first, between.
    private const int FormsFirst = 0xFE80, FormsLast = 0xFEF4;

    private static readonly Dictionary<int, List<int>> Forms = Enumerable.Range(FormsFirst, FormsLast - FormsFirst + 1)
        .Select(form => (Form: form, Base: char.ConvertFromUtf32(form).Normalize(NormalizationForm.FormKC)))
        .Where(pair => pair.Base.Length == 1).GroupBy(pair => (int)pair.Base[0]).ToDictionary(same => same.Key, same => same.Select(pair => pair.Form).ToList());

    /// <summary>The characters of a line from left to right. Controls and marks that could turn a line round are left out.</summary>
    public static List<Sign> Of(string text)
    {
        var runes = text.Normalize(NormalizationForm.FormC).EnumerateRunes()
            .Select(rune => Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune)
            .Where(rune => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse)).ToList();
        if (!runes.Any(IsRightToLeft))
        {
            return runes.ConvertAll(rune => new Sign(rune, rune));
        }
        var signs = Shaped(runes);
        for (var start = 0; start < signs.Count; start++)
        {
            if (!IsRightToLeft(signs[start].Meant))
            {
                continue;
            }
            var end = EndOfRun(signs, start);
            signs.Reverse(start, end - start);
            KeepNumbers(signs, start, end);
            start = end;
        }
        return signs;
    }

    private static List<Sign> Shaped(List<Rune> runes)
    {
        var signs = new List<Sign>(runes.Count);
        for (var at = 0; at < runes.Count; at++)
        {
            var joinsBefore = At(Neighbour(runes, at, -1)) is { Count: 4 };
            var joinsAfter = At(Neighbour(runes, at, 1)) is { Count: >= 2 };
            var drawn = At(runes[at].Value) switch
            {
                { Count: 4 } forms => forms[joinsBefore ? (joinsAfter ? 3 : 1) : joinsAfter ? 2 : 0],
                { Count: >= 2 } forms => forms[joinsBefore ? 1 : 0],
                { Count: 1 } forms => forms[0],
                _ => runes[at].Value,
            };
            signs.Add(new Sign(new Rune(drawn), runes[at]));
        }
        return signs;
    }

    private static List<int>? At(int character) => Forms.GetValueOrDefault(character);

    // Vowel signs stand on a letter and do not part it from the next one.
    private static int Neighbour(List<Rune> runes, int at, int step)
    {
        for (at += step; at >= 0 && at < runes.Count; at += step)
        {
            if (Rune.GetUnicodeCategory(runes[at]) != UnicodeCategory.NonSpacingMark)
            {
                return runes[at].Value;
            }
        }
        return 0;
    }

    // A run goes on over spaces, points and digits as long as right-to-left letters follow.
    private static int EndOfRun(List<Sign> signs, int start)
    {
        var end = start + 1;
        for (var at = end; at < signs.Count && !IsLeftToRight(signs[at].Meant); at++)
        {
            if (IsRightToLeft(signs[at].Meant))
            {
                end = at + 1;
            }
        }
        return end;
    }

    private static void KeepNumbers(List<Sign> signs, int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            var first = at;
            while (at < end && Rune.IsDigit(signs[at].Meant))
            {
                at++;
            }
            if (at - first > 1)
            {
                signs.Reverse(first, at - first);
            }
        }
    }

    private static bool IsRightToLeft(Rune rune) => rune.Value is (>= 0x0590 and <= 0x08FF and not (>= 0x0660 and <= 0x0669)) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC);

    private static bool IsLeftToRight(Rune rune) => Rune.IsLetter(rune) && !IsRightToLeft(rune);
}
