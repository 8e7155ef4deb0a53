using System.Globalization;
using System.Text;
using HarfBuzzSharp;

namespace OtcBackoffice.Documents.Pdf;

/// <summary>A piece of a line that runs in one direction and is drawn with one font and one script.</summary>
internal readonly record struct TextRun(int Start, int Length, int Level, Script Script, int Font);

/// <summary>
/// One text of a paper: the characters that may be printed, each with its place in the bidirectional order. Its first letter says
/// in which direction it runs. Lines are cut from it afterwards, so that the order within a line is that of the whole text.
/// </summary>
internal sealed class WrittenText
{
    private const int ZeroWidthNonJoiner = 0x200C, ZeroWidthJoiner = 0x200D;

    // Below the first, each character is a sign of its own; below the second, every one runs from left to right.
    private const int FirstMark = 0x0300, FirstRightToLeft = 0x0590;

    private readonly int[] _characters, _levels;
    private readonly int _paragraphLevel;
    private readonly bool _isOneWay;

    public WrittenText(string text)
    {
        Text = Printable(text);
        _characters = CharactersOf(Text);
        _isOneWay = Array.TrueForAll(_characters, one => one < FirstRightToLeft);
        _paragraphLevel = _isOneWay ? 0 : Bidi.ParagraphLevel(_characters);
        _levels = _isOneWay ? new int[_characters.Length] : Bidi.Levels(_characters, _paragraphLevel);
    }

    /// <summary>What is printed, in the order in which it is read.</summary>
    public string Text { get; }

    /// <summary>
    /// The runs of a line from left to right; a run from right to left is shaped as one. A font is asked for per sign as a reader
    /// sees it, so that a mark is not parted from its letter.
    /// </summary>
    public List<TextRun> Runs(int start, int end, Func<string, int, int, int> fontOf)
    {
        var levels = _isOneWay ? _levels : Bidi.LineLevels(_characters[start..end], _levels.AsSpan(start, end - start), _paragraphLevel);
        var (runs, script) = (new List<TextRun>(), FirstScript(start, end));
        for (var at = start; at < end;)
        {
            var length = IsAlone(at) ? 1 : Math.Min(StringInfo.GetNextTextElementLength(Text, at), end - at);
            script = ScriptOf(_characters[at]) is var own && IsOfNoScript(own) ? script : own;
            var run = new TextRun(at, length, levels[at - start], script, fontOf(Text, at, length));
            if (runs.Count > 0 && runs[^1] is var last && (last.Level, last.Script, last.Font) == (run.Level, run.Script, run.Font))
            {
                runs[^1] = last with { Length = last.Length + length };
            }
            else
            {
                runs.Add(run);
            }
            at += length;
        }
        return runs.Count == 1 || _isOneWay ? runs : [.. Bidi.VisualOrder([.. runs.Select(run => run.Level)]).Select(place => runs[place])];
    }

    // Controls and marks that could turn a line round are left out. Joiners stay: words of Indic scripts and of Persian need them.
    private static string Printable(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            whole.Append(rune.ToString());
        }
        var kept = new StringBuilder(whole.Length);
        foreach (var rune in whole.ToString().Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                kept.Append(kept.Length == 0 || kept[^1] == ' ' ? "" : " ");
            }
            else if (rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner || Rune.GetUnicodeCategory(rune) is not
                (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse))
            {
                kept.Append(rune.ToString());
            }
        }
        return kept.ToString().TrimEnd(' ');
    }

    // One entry for each half of a pair: the second half is neutral and so goes with the first.
    private static int[] CharactersOf(string text)
    {
        var characters = new int[text.Length];
        for (var at = 0; at < text.Length; at++)
        {
            characters[at] = char.IsLowSurrogate(text[at]) ? ZeroWidthJoiner : char.ConvertToUtf32(text, at);
        }
        return characters;
    }

    private bool IsAlone(int at) => Text[at] < FirstMark && (at + 1 == Text.Length || Text[at + 1] < FirstMark);

    private Script FirstScript(int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            if (ScriptOf(_characters[at]) is var own && !IsOfNoScript(own))
            {
                return own;
            }
        }
        return Script.Common;
    }

    private static Script ScriptOf(int character) => character >= 0x80 ? UnicodeFunctions.Default.GetScript(character)
        : char.IsAsciiLetter((char)character) ? Script.Latin : Script.Common;

    private static bool IsOfNoScript(Script script) => script == Script.Common || script == Script.Inherited || script == Script.Unknown;
}
