using System.Globalization;
using System.Text;

namespace OtcBackoffice.Documents.Pdf;

/// <summary>
/// A font as one document uses it. Characters are numbered as they come, so that the same document is always the same bytes,
/// and each number says which characters it means: a text can be read, searched and copied even where a glyph is missing.
/// </summary>
internal sealed class PdfFont(TrueTypeFont source, string name)
{
    private const int MapEntriesMax = 100;

    private readonly Dictionary<(int Glyph, string Meant, int Width), int> _numbers = [];
    private readonly List<(int Glyph, string Meant, int Width)> _used = [];
    private readonly Dictionary<int, int> _widths = [];

    /// <summary>What content streams call it.</summary>
    public string Name { get; } = name;

    /// <summary>The font's glyphs.</summary>
    public TrueTypeFont Source { get; } = source;

    /// <summary>Whether anything is written with it.</summary>
    public bool IsUsed => _used.Count > 0;

    /// <summary>How far a glyph moves on by itself, in thousandths of the size.</summary>
    public int WidthOf(int glyph)
    {
        if (!_widths.TryGetValue(glyph, out var width))
        {
            _widths[glyph] = width = Source.Shaper.WidthOf(glyph);
        }
        return width;
    }

    /// <summary>
    /// The number of a glyph that means these characters and moves on this far, in thousandths of the size; from 1, for 0 is the
    /// missing one. A part of what others beside it mean has an empty meaning.
    /// </summary>
    public int NumberOf(int glyph, string meant, int width)
    {
        if (!_numbers.TryGetValue((glyph, meant, width), out var number))
        {
            _used.Add((glyph, meant, width));
            _numbers[(glyph, meant, width)] = number = _used.Count;
        }
        return number;
    }

    /// <summary>Adds the font's objects to the file; answers the number of the one that pages refer to.</summary>
    public int Write(PdfFile file)
    {
        var tag = string.Concat(Enumerable.Range(0, 6).Select(place => (char)('A' + (Name[^1] - '0' + place) % 26)));
        var baseName = $"{tag}+Desk{Name}";
        var outlines = file.AddStream(Source.Subset(_used.Select(use => use.Glyph)), plain => $"/Length1 {Text(plain)}");
        var descriptor = file.Add(
            $"<</Type/FontDescriptor/FontName/{baseName}/Flags 4/FontBBox[{string.Join(' ', Source.Box.Select(Text))}]/ItalicAngle 0"
            + $"/Ascent {Text(Source.Ascent)}/Descent {Text(Source.Descent)}/CapHeight {Text(Source.Ascent)}/StemV 80/FontFile2 "
            + $"{outlines} 0 R>>");
        var glyphs = new byte[2 * (_used.Count + 1)];
        for (var index = 0; index < _used.Count; index++)
        {
            (glyphs[2 * (index + 1)], glyphs[(2 * (index + 1)) + 1]) = ((byte)(_used[index].Glyph >> 8), (byte)_used[index].Glyph);
        }
        var toGlyph = file.AddStream(glyphs);
        var widths = string.Join(' ', _used.Select(use => Text(use.Width)));
        var descendant = file.Add(
            $"<</Type/Font/Subtype/CIDFontType2/BaseFont/{baseName}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            + $"/FontDescriptor {descriptor} 0 R/DW 600/W[1[{widths}]]/CIDToGIDMap {toGlyph} 0 R>>");
        var toUnicode = file.AddStream(Encoding.ASCII.GetBytes(UnicodeMap()));
        return file.Add($"<</Type/Font/Subtype/Type0/BaseFont/{baseName}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode "
            + $"{toUnicode} 0 R>>");
    }

    private string UnicodeMap()
    {
        var map = new StringBuilder(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) "
            + "/Supplement 0>> def\n"
            + "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
        var entries = _used.Select((use, index) => (Number: index + 1, use.Meant)).Where(entry => entry.Meant.Length > 0);
        foreach (var part in entries.Chunk(MapEntriesMax))
        {
            map.Append(CultureInfo.InvariantCulture, $"{part.Length} beginbfchar\n");
            foreach (var (number, meant) in part)
            {
                var characters = Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(meant));
                map.Append(CultureInfo.InvariantCulture, $"<{number:X4}> <{characters}>\n");
            }
            map.Append("endbfchar\n");
        }
        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
