using System.Globalization;
using System.Text;

namespace OtcBackoffice.Documents.Pdf;

/// <summary>A character where it stands on the line: how it is drawn, and what it means to who copies or searches it.</summary>
internal readonly record struct Sign(Rune Drawn, Rune Meant);

/// <summary>
/// Puts a text into the order and the forms in which it is drawn. A PDF draws glyphs from left to right and knows neither
/// Arabic joining nor right-to-left scripts, so both are worked out here, the order by UAX #9. The first letter of a line says
/// in which direction it runs.
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
        var characters = runes.ConvertAll(rune => rune.Value);
        var paragraph = Bidi.ParagraphLevel(characters);
        var levels = Bidi.LineLevels(characters, Bidi.Levels(characters, paragraph), paragraph);
        var signs = Shaped(runes);
        return [.. Bidi.VisualOrder(levels).Select(at => (levels[at] & 1) == 1 && MirrorOf(signs[at].Drawn.Value) is not 0 and var mirror
            ? signs[at] with { Drawn = new Rune(mirror) } : signs[at])];
    }

    // L4.
    private static int MirrorOf(int character) => BidiTable.ClosingOf(character) is not 0 and var closing ? closing
        : character switch { '<' => '>', '>' => '<', 0xAB => 0xBB, 0xBB => 0xAB, 0x2039 => 0x203A, 0x203A => 0x2039, _ => BidiTable.OpeningOf(character) };

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
}
