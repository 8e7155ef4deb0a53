namespace OtcBackoffice.Documents.Pdf;

/// <summary>The fonts of one weight in a document, in order of preference, and how lines are drawn with them.</summary>
internal sealed class PdfFontSet(IReadOnlyList<TrueTypeFont> fonts, char letter)
{
    private readonly List<PdfFont> _fonts = [.. fonts.Select((font, index) => new PdfFont(font, $"{letter}{index}"))];
    private readonly Dictionary<string, int> _picked = new(StringComparer.Ordinal), _widths = new(StringComparer.Ordinal);

    /// <summary>Those that something was written with.</summary>
    public IEnumerable<PdfFont> Used => _fonts.Where(font => font.IsUsed);

    /// <summary>How wide a word of a text is, in thousandths of the size.</summary>
    public int WidthOf(WrittenText text, int start, int end)
    {
        var known = _widths.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(text.Text.AsSpan(start, end - start), out var width))
        {
            known[text.Text.AsSpan(start, end - start)] = width = Line(text, start, end).Width;
        }
        return width;
    }

    /// <summary>One line of a text.</summary>
    public PdfLine Line(WrittenText text, int start, int end)
    {
        var clusters = new List<PdfCluster>();
        foreach (var run in text.Runs(start, end, Pick))
        {
            var font = _fonts[run.Font];
            var isRightToLeft = (run.Level & 1) == 1;
            var glyphs = font.Source.Shaper.Shape(text.Text, run.Start, run.Length, isRightToLeft, run.Script);
            var together = Together(glyphs);
            for (var at = 0; at < together.Count; at++)
            {
                // The next cluster in reading order stands to the right, or to the left in a run from right to left.
                var next = isRightToLeft ? at - 1 : at + 1;
                var from = together[at][0].Cluster;
                var to = next >= 0 && next < together.Count ? together[next][0].Cluster : run.Start + run.Length;
                clusters.Add(new PdfCluster(font, from, text.Text[from..to], isRightToLeft, together[at]));
            }
        }
        return new PdfLine(clusters);
    }

    private static List<List<ShapedGlyph>> Together(List<ShapedGlyph> glyphs)
    {
        var together = new List<List<ShapedGlyph>>();
        foreach (var glyph in glyphs)
        {
            if (together.Count == 0 || together[^1][0].Cluster != glyph.Cluster)
            {
                together.Add([]);
            }
            together[^1].Add(glyph);
        }
        return together;
    }

    // The first font that has all characters of a sign, else the first that has its letter; where none has it, an empty box of the
    // first font that still means it.
    private int Pick(string text, int start, int length)
    {
        var known = _picked.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(text.AsSpan(start, length), out var picked))
        {
            var characters = text.Substring(start, length).EnumerateRunes().Select(rune => rune.Value).ToList();
            var needed = characters.Where(one => BidiTable.ClassOf(one) != BidiClass.BoundaryNeutral).ToList();
            picked = _fonts.FindIndex(font => needed.TrueForAll(one => font.Source.GlyphOf(one) > 0));
            picked = picked >= 0 ? picked : _fonts.FindIndex(font => font.Source.GlyphOf(characters[0]) > 0);
            picked = Math.Max(picked, 0);
            known[text.AsSpan(start, length)] = picked;
        }
        return picked;
    }
}
