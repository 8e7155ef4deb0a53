using System.Globalization;
using System.Text;

namespace OtcBackoffice.Documents.Pdf;

/// <summary>
/// Draws clusters one after the other into the content of a page. What one glyph means stands in the font. Where several glyphs
/// mean something together, ActualText says it. In a script from right to left readers take glyphs from left to right and turn
/// them round one by one, which a text of several characters would not survive: there each character gets an empty glyph of its
/// own, in its place under the drawn ones.
/// </summary>
internal sealed class PdfPen(StringBuilder content, int sizePoints)
{
    private PdfFont? _font;

    // How far the next glyph must stand from where the last one has left the pen, in thousandths of the size.
    private int _owed;

    public void Draw(PdfCluster cluster)
    {
        if (cluster.Font != _font)
        {
            content.Append(_font is null ? "" : ">]TJ ").Append(CultureInfo.InvariantCulture, $"/{cluster.Font.Name} {sizePoints} Tf [<");
            _font = cluster.Font;
        }
        var isOne = cluster.Glyphs.Count == 1;
        if (cluster.IsRightToLeft && !(isOne && cluster.Meant.Length == 1))
        {
            Glyphs(cluster, "");
            Characters(cluster);
        }
        else if (isOne)
        {
            Glyphs(cluster, cluster.Meant);
        }
        else
        {
            content.Append(CultureInfo.InvariantCulture, $">]TJ /Span<</ActualText{PdfFile.TextOf(cluster.Meant)}>>BDC [<");
            Glyphs(cluster, cluster.Meant);
            content.Append(">]TJ EMC [<");
        }
    }

    public void End() => content.Append(_font is null ? "" : ">]TJ ");

    private void Glyphs(PdfCluster cluster, string meant)
    {
        foreach (var glyph in cluster.Glyphs)
        {
            Place(cluster.Font, glyph, meant, cluster.Font.WidthOf(glyph.Glyph));
            meant = "";
        }
    }

    private void Characters(PdfCluster cluster)
    {
        var runes = cluster.Meant.EnumerateRunes().Reverse().ToList();
        var blank = cluster.Font.Source.GlyphOf(' ');
        var step = cluster.Width / runes.Count;
        _owed -= cluster.Width;
        foreach (var rune in runes)
        {
            Place(cluster.Font, new ShapedGlyph(blank, 0, step, 0, 0), rune.ToString(), step);
        }
        _owed += cluster.Width - (step * runes.Count);
    }

    private void Place(PdfFont font, ShapedGlyph glyph, string meant, int width)
    {
        var before = _owed + glyph.Right;
        var number = font.NumberOf(glyph.Glyph, meant, width).ToString("X4", CultureInfo.InvariantCulture);
        content.Append(before == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $">{-before}<"));
        content.Append(glyph.Up == 0 ? number : $">]TJ {Rise(glyph.Up)} Ts [<{number}>]TJ 0 Ts [<");
        _owed = glyph.Advance - glyph.Right - width;
    }

    private string Rise(int up) => (up * sizePoints / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
}
