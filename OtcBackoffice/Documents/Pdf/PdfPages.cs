using System.Globalization;
using System.Text;

namespace OtcBackoffice.Documents.Pdf;

/// <summary>
/// Draws on A4 pages. Lengths are hundredths of a point, counted from the top left; texts are numbers of glyphs and can hold
/// nothing that a reader would run.
/// </summary>
internal sealed class PdfPages(IReadOnlyList<TrueTypeFont> regular, IReadOnlyList<TrueTypeFont> bold)
{
    public const int Width = 59_500, Height = 84_200;

    private readonly List<PdfFont> _regular = [.. regular.Select((font, index) => new PdfFont(font, $"R{index}"))];
    private readonly List<PdfFont> _bold = [.. bold.Select((font, index) => new PdfFont(font, $"B{index}"))];
    private readonly List<StringBuilder> _pages = [];

    /// <summary>How many pages there are.</summary>
    public int Count => _pages.Count;

    /// <summary>Begins a page.</summary>
    public void Begin() => _pages.Add(new StringBuilder());

    /// <summary>How wide a line would be.</summary>
    public int Measure(string text, PdfInk ink) => WrittenOrder.Of(text).Sum(sign => Pick(sign, ink).Font.Source.WidthOf(Pick(sign, ink).Glyph)) * ink.SizePoints / 10;

    /// <summary>Cuts a text into lines that fit; a word that is too long is cut where it must be.</summary>
    public List<string> Wrap(string text, int width, PdfInk ink)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Measure($"{line} {word}", ink) <= width)
            {
                line = $"{line} {word}";
                continue;
            }
            if (line.Length > 0)
            {
                lines.Add(line);
            }
            line = word;
            while (Measure(line, ink) > width && CutOf(line, width, ink) is var cut && cut < line.Length)
            {
                lines.Add(line[..cut]);
                line = line[cut..];
            }
        }
        lines.Add(line);
        return lines;
    }

    /// <summary>Writes one line; its foot stands at <paramref name="down"/>.</summary>
    public void Write(int page, int right, int down, string text, PdfInk ink)
    {
        var content = _pages[page];
        content.Append(CultureInfo.InvariantCulture, $"BT {ink.Grey} g 1 0 0 1 {Points(right)} {Points(Height - down)} Tm ");
        PdfFont? present = null;
        foreach (var sign in WrittenOrder.Of(text))
        {
            var (font, glyph) = Pick(sign, ink);
            if (font != present)
            {
                content.Append(present is null ? "" : "> Tj ").Append(CultureInfo.InvariantCulture, $"/{font.Name} {ink.SizePoints} Tf <");
                present = font;
            }
            content.Append(CultureInfo.InvariantCulture, $"{font.NumberOf(glyph, sign.Meant):X4}");
        }
        content.Append(present is null ? "ET\n" : "> Tj ET\n");
    }

    /// <summary>Draws a thin line across.</summary>
    public void Rule(int page, int left, int right, int down) => _pages[page].Append(CultureInfo.InvariantCulture,
        $"0.75 G 0.5 w {Points(left)} {Points(Height - down)} m {Points(right)} {Points(Height - down)} l S\n");

    /// <summary>The file.</summary>
    public byte[] Save(string title, DateTime createdUtc)
    {
        var file = new PdfFile();
        var (catalog, tree) = (file.Reserve(), file.Reserve());
        var stamp = createdUtc.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture);
        var information = file.Add($"<</Title {PdfFile.TextOf(title)}/Producer(OtcBackoffice)/CreationDate(D:{stamp})/ModDate(D:{stamp})>>");
        var fonts = string.Concat(_regular.Concat(_bold).Where(font => font.IsUsed).Select(font => $"/{font.Name} {font.Write(file)} 0 R"));
        var resources = file.Add($"<</Font<<{fonts}>>>>");
        var kids = new List<string>();
        foreach (var page in _pages)
        {
            var content = file.AddStream(Encoding.ASCII.GetBytes(page.ToString()));
            kids.Add($"{file.Add($"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {Points(Width)} {Points(Height)}]/Resources {resources} 0 R/Contents {content} 0 R>>")} 0 R");
        }
        file.Put(tree, $"<</Type/Pages/Kids[{string.Join(' ', kids)}]/Count {kids.Count}>>");
        file.Put(catalog, $"<</Type/Catalog/Pages {tree} 0 R/Lang(en)/ViewerPreferences<</DisplayDocTitle true>>>>");
        return file.Save(catalog, information);
    }

    private int CutOf(string word, int width, PdfInk ink)
    {
        var cut = 1;
        while (cut < word.Length && Measure(word[..(cut + 1)], ink) <= width)
        {
            cut++;
        }
        return char.IsHighSurrogate(word[cut - 1]) && cut < word.Length ? cut + 1 : cut;
    }

    // The first font that has the character; where none has it, an empty box that still means it.
    private (PdfFont Font, int Glyph) Pick(Sign sign, PdfInk ink)
    {
        var fonts = ink.IsBold ? _bold : _regular;
        foreach (var drawn in (ReadOnlySpan<int>)[sign.Drawn.Value, sign.Meant.Value])
        {
            foreach (var font in fonts)
            {
                if (font.Source.GlyphOf(drawn) is > 0 and var glyph)
                {
                    return (font, glyph);
                }
            }
        }
        return (fonts[0], 0);
    }

    private static string Points(int hundredths) => (hundredths / 100m).ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>How a text is written.</summary>
/// <param name="SizePoints">Its size.</param>
/// <param name="IsBold">Whether it stands out.</param>
/// <param name="Grey">How light it is, as PDF spells it: 0 is black.</param>
internal sealed record PdfInk(int SizePoints, bool IsBold = false, string Grey = "0");
