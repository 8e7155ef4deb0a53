using System.Globalization;
using System.Text.RegularExpressions;

namespace OtcBackoffice.Domain.Evidence;

/// <summary>
/// Puts the words of one line as they are meant: letters that a program set one by one become words again, and the tags of
/// a SWIFT message stand apart from what they hold.
/// </summary>
internal static partial class ProofLine
{
    // Fewer letters than these in a row are more likely a list, an initial or a table of small figures.
    private const int LettersMin = 4, WideTenths = 16, BlankTenths = 3, ColumnTenths = 20;
    private const int GridShare = 10, GridTenths = 7, CellTenths = 13;

    /// <summary>The words of a line, from left to right.</summary>
    public static List<ProofWord> Of(List<ProofWord> words) => [.. Joined(words).SelectMany(Untagged)];

    private static IEnumerable<ProofWord> Joined(List<ProofWord> words)
    {
        for (var at = 0; at < words.Count;)
        {
            var to = at;
            while (to < words.Count && IsLetter(words[to]) && (to == at || IsNear(words, to)))
            {
                to++;
            }
            if (to - at < LettersMin)
            {
                yield return words[at++];
                continue;
            }
            foreach (var word in Words(words, at, to))
            {
                yield return word;
            }
            at = to;
        }
    }

    // Between two words the gap is a blank wider than between two letters of one.
    private static IEnumerable<ProofWord> Words(List<ProofWord> letters, int from, int to)
    {
        var gaps = Enumerable.Range(from + 1, to - from - 1).Select(index => Gap(letters, index)).Order().ToList();
        var usual = Math.Max(1, gaps[(gaps.Count - 1) / 2]);
        var pitch = PitchOf(letters, from, to);
        var word = letters[from];
        for (var index = from + 1; index < to; index++)
        {
            var next = letters[index];
            if (Gap(letters, index) * 10 > usual * WideTenths && (Gap(letters, index) - usual) * 10 > next.Box.Height * BlankTenths
                && (pitch is not { } step || (next.Box.Left - letters[index - 1].Box.Left) * 10 > step * CellTenths))
            {
                yield return word;
                word = next;
                continue;
            }
            word = new ProofWord(word.Text + next.Text, word.Box.With(next.Box), word.Sight > next.Sight ? word.Sight : next.Sight);
        }
        yield return word;
    }

    // Letters on a grid, one to a cell however wide it is: the step from cell to cell, or null where there is no grid.
    private static int? PitchOf(List<ProofWord> letters, int from, int to)
    {
        var steps = Enumerable.Range(from + 1, to - from - 1).Select(index => letters[index].Box.Left - letters[index - 1].Box.Left).Order()
            .ToList();
        var usual = steps[(steps.Count - 1) / 2];
        return steps.Count(step => Math.Abs(step - usual) <= 1 + (usual / GridShare)) * 10 >= steps.Count * GridTenths ? usual : null;
    }

    private static bool IsLetter(ProofWord word) => word.Text.EnumerateRunes().Count() == 1;

    private static bool IsNear(List<ProofWord> words, int index) => Gap(words, index) * 10 <= Math.Max(1,
        words[index].Box.Height) * ColumnTenths;

    private static int Gap(List<ProofWord> words, int index) => words[index].Box.Left - words[index - 1].Box.Right;

    private static IEnumerable<ProofWord> Untagged(ProofWord word)
    {
        if (Tag().Match(word.Text) is not { Success: true } tag)
        {
            return [word];
        }
        var held = tag.Groups["held"].Value;
        string[] parts = tag.Groups["tag"].Value switch
        {
            "32A" when Settled().Match(held) is { Success: true } settled && Day(settled.Groups["day"].Value) is { } day =>
                ["value", "date", day, "amount", settled.Groups["currency"].Value, settled.Groups["amount"].Value],
            "32B" or "33B" when Instructed().Match(held) is { Success: true } instructed => ["instructed",
            instructed.Groups["currency"].Value, instructed.Groups["amount"].Value],
            _ when held.Length > 0 => [$":{tag.Groups["tag"].Value}:", held],
            _ => [word.Text],
        };
        return parts.Select((part, at) => word with { Text = part, Box = Slice(word.Box, at, parts.Length) });
    }

    private static string? Day(string text) =>
        DateOnly.TryParseExact(text, "yyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private static ProofBox Slice(ProofBox box, int at, int count)
    {
        var width = box.Right - box.Left;
        return box with { Left = box.Left + (width * at / count), Right = box.Left + (width * (at + 1) / count) };
    }

    [GeneratedRegex(@"^:(?<tag>[0-9]{2}[A-Z]?):(?<held>.*)\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [GeneratedRegex(@"^(?<day>[0-9]{6})(?<currency>[A-Z]{3})(?<amount>[0-9]+,[0-9]{0,3})\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Settled();

    [GeneratedRegex(@"^(?<currency>[A-Z]{3})(?<amount>[0-9]+,[0-9]{0,3})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Instructed();
}
