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

    private readonly PdfFontSet _regular = new(regular, 'R'), _bold = new(bold, 'B');
    private readonly List<StringBuilder> _pages = [];

    /// <summary>How many pages there are.</summary>
    public int Count => _pages.Count;

    /// <summary>Begins a page.</summary>
    public void Begin() => _pages.Add(new StringBuilder());

    /// <summary>How wide a line is.</summary>
    public static int Measure(PdfLine line, PdfInk ink) => Measure(line.Width, ink);

    /// <summary>Cuts a text into lines that fit; a word that is too long is cut where it must be.</summary>
    public List<PdfLine> Wrap(string text, int width, PdfInk ink)
    {
        var (written, fonts, lines) = (new WrittenText(text), FontsOf(ink), new List<PdfLine>());
        var space = Measure(fonts.WidthOf(new WrittenText("a a"), 1, 2), ink);
        var (start, end, used) = (0, 0, 0);
        foreach (var (from, to) in Words(written.Text))
        {
            var wide = Measure(fonts.WidthOf(written, from, to), ink);
            if (end > start && used + space + wide <= width)
            {
                (end, used) = (to, used + space + wide);
                continue;
            }
            if (end > start)
            {
                lines.Add(fonts.Line(written, start, end));
            }
            (start, end, used) = (from, to, wide);
            if (wide > width)
            {
                (start, used) = Cut(from, to);
            }
        }
        lines.Add(fonts.Line(written, start, end));
        return lines;

        // Fills lines with a word that is too long for one; answers where the rest of it begins and how wide that is.
        (int Start, int Used) Cut(int from, int to)
        {
            var filled = 0;
            foreach (var cluster in fonts.Line(written, from, to).Clusters.OrderBy(one => one.Start))
            {
                var next = Measure(cluster.Width, ink);
                if (filled > 0 && filled + next > width)
                {
                    lines.Add(fonts.Line(written, from, cluster.Start));
                    (from, filled) = (cluster.Start, 0);
                }
                filled += next;
            }
            return (from, filled);
        }
    }

    /// <summary>Writes one line; its foot stands at <paramref name="down"/>.</summary>
    public void Write(int page, int right, int down, PdfLine line, PdfInk ink)
    {
        var content = _pages[page];
        content.Append(CultureInfo.InvariantCulture, $"BT {ink.Grey} g 1 0 0 1 {Points(right)} {Points(Height - down)} Tm ");
        line.Write(content, ink.SizePoints);
        content.Append("ET\n");
    }

    /// <summary>Writes a text on one line, however long it is.</summary>
    public void Write(int page, int right, int down, string text, PdfInk ink)
    {
        var written = new WrittenText(text);
        Write(page, right, down, FontsOf(ink).Line(written, 0, written.Text.Length), ink);
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
        var information = file.Add(
            $"<</Title {PdfFile.TextOf(title)}/Producer(OtcBackoffice)/CreationDate(D:{stamp})/ModDate(D:{stamp})>>");
        var fonts = string.Concat(_regular.Used.Concat(_bold.Used).Select(font => $"/{font.Name} {font.Write(file)} 0 R"));
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

    private static IEnumerable<(int From, int To)> Words(string text)
    {
        for (var from = 0; from < text.Length;)
        {
            var to = text.IndexOf(' ', from) is >= 0 and var found ? found : text.Length;
            yield return (from, to);
            from = to + 1;
        }
    }

    // Rounded up, so that the parts of a line never promise that it fits when it does not.
    private static int Measure(int width, PdfInk ink) => ((width * ink.SizePoints) + 9) / 10;

    private PdfFontSet FontsOf(PdfInk ink) => ink.IsBold ? _bold : _regular;

    private static string Points(int hundredths) => (hundredths / 100m).ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>How a text is written.</summary>
/// <param name="SizePoints">Its size.</param>
/// <param name="IsBold">Whether it stands out.</param>
/// <param name="Grey">How light it is, as PDF spells it: 0 is black.</param>
internal sealed record PdfInk(int SizePoints, bool IsBold = false, string Grey = "0");
