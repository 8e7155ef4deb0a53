using System.Text;

namespace OtcBackoffice.Documents.Pdf;

/// <summary>What belongs together on a line: the glyphs, and the characters they stand for.</summary>
/// <param name="Font">What they are drawn with.</param>
/// <param name="Start">Where the characters begin in the text.</param>
/// <param name="Meant">The characters, in the order in which they are read.</param>
/// <param name="IsRightToLeft">Whether they are read from right to left.</param>
/// <param name="Glyphs">From left to right.</param>
internal sealed record PdfCluster(PdfFont Font, int Start, string Meant, bool IsRightToLeft, IReadOnlyList<ShapedGlyph> Glyphs)
{
    /// <summary>How wide it is, in thousandths of the size.</summary>
    public int Width { get; } = Glyphs.Sum(glyph => glyph.Advance);
}

/// <summary>A line as it is drawn.</summary>
/// <param name="Clusters">From left to right.</param>
internal sealed record PdfLine(IReadOnlyList<PdfCluster> Clusters)
{
    /// <summary>How wide it is, in thousandths of the size.</summary>
    public int Width { get; } = Clusters.Sum(cluster => cluster.Width);

    /// <summary>Whether there is anything on it.</summary>
    public bool IsEmpty => Clusters.Count == 0;

    /// <summary>Writes what draws it into the content of a page, at the present place.</summary>
    public void Write(StringBuilder content, int sizePoints)
    {
        var pen = new PdfPen(content, sizePoints);
        foreach (var cluster in Clusters)
        {
            pen.Draw(cluster);
        }
        pen.End();
    }
}
