using System.Globalization;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Documents.Pdf;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Documents;

/// <summary>Lays papers out on A4: a head, facts in two columns, tables whose heads repeat, and page numbers at the foot.</summary>
internal sealed class PdfPaperPrinter(PaperFonts fonts) : IPaperPrinter
{
    /// <inheritdoc/>
    public Result<byte[]> Print(Paper paper)
    {
        ArgumentNullException.ThrowIfNull(paper);
        return fonts.Regular.Count == 0
            ? new DomainError(ErrorCode.Unavailable,
                "No font can be read, so no document can be printed. Install DejaVu Sans, or name a TrueType file in Documents:Fonts.")
            : new PaperLayout(new PdfPages(fonts.Regular, fonts.Bold), paper).Print();
    }
}

/// <summary>One paper on its way onto pages.</summary>
internal sealed class PaperLayout(PdfPages pages, Paper paper)
{
    private const int Left = 5_600, Right = PdfPages.Width - 5_600, Top = 6_400, Bottom = PdfPages.Height - 6_800, FactNameWidth = 15_000,
        CellGap = 800, LineHeight = 1_400, TableLineHeight = 1_200;

    private static readonly PdfInk Heading = new(18, IsBold: true), Section = new(12, IsBold: true), Normal = new(10),
        Quiet = new(10, Grey: "0.35"), Small = new(8), SmallBold = new(8, IsBold: true), Foot = new(8, Grey: "0.35");

    private int _down;

    public byte[] Print()
    {
        Turn();
        Line(Left, paper.Title, Heading, 2_000);
        Line(Left, $"{paper.Number}, as of {Time(paper.AsOfUtc)}", Quiet, LineHeight);
        pages.Rule(pages.Count - 1, Left, Right, _down - 400);
        _down += 600;
        foreach (var section in paper.Sections)
        {
            Need(5 * LineHeight);
            _down += 600;
            Line(Left, section.Heading, Section, LineHeight + 400);
            foreach (var fact in section.Facts)
            {
                Write(fact);
            }
            if (section.Table is { } table)
            {
                Write(table);
            }
        }
        _down += 800;
        foreach (var note in paper.Notes)
        {
            Line(Left, note, Quiet, LineHeight);
        }
        for (var page = 0; page < pages.Count; page++)
        {
            pages.Write(page, Left, PdfPages.Height - 4_000,
                string.Create(CultureInfo.InvariantCulture, $"{paper.Title} {paper.Number}, page {page + 1} of {pages.Count}"), Foot);
        }
        return pages.Save($"{paper.Title} {paper.Number}", paper.AsOfUtc);
    }

    private void Write(PaperFact fact)
    {
        var lines = pages.Wrap(fact.Value, Right - Left - FactNameWidth, Normal);
        var names = pages.Wrap(fact.Name, FactNameWidth - CellGap, Quiet);
        for (var index = 0; index < Math.Max(lines.Count, names.Count); index++)
        {
            Need(LineHeight);
            if (index < names.Count)
            {
                pages.Write(pages.Count - 1, Left, _down, names[index], Quiet);
            }
            if (index < lines.Count)
            {
                pages.Write(pages.Count - 1, Left + FactNameWidth, _down, lines[index], Normal);
            }
            _down += LineHeight;
        }
    }

    private void Write(PaperTable table)
    {
        var shares = table.Columns.Sum(column => column.Share);
        var edges = new int[table.Columns.Count + 1];
        for (var (index, sum) = (0, 0); index < table.Columns.Count; index++)
        {
            edges[index] = Left + ((Right - Left) * sum / shares);
            sum += table.Columns[index].Share;
        }
        edges[^1] = Right + CellGap;
        Need(4 * TableLineHeight);
        Head();
        foreach (var row in table.Rows)
        {
            var cells = Cells(row, Small);
            if (!Fits(cells.Max(cell => cell.Count) * TableLineHeight))
            {
                Turn();
                Head();
            }
            Row(cells, Small);
        }

        void Head()
        {
            Row(Cells([.. table.Columns.Select(column => column.Title)], SmallBold), SmallBold);
            pages.Rule(pages.Count - 1, Left, Right, _down - 900);
            _down += 200;
        }

        List<List<PdfLine>> Cells(IReadOnlyList<string> row, PdfInk ink) =>
            [.. row.Select((cell, index) => pages.Wrap(cell, edges[index + 1] - edges[index] - CellGap, ink))];

        void Row(List<List<PdfLine>> cells, PdfInk ink)
        {
            for (var line = 0; line < cells.Max(cell => cell.Count); line++)
            {
                Need(TableLineHeight);
                for (var column = 0; column < cells.Count; column++)
                {
                    if (line < cells[column].Count && cells[column][line] is { IsEmpty: false } text)
                    {
                        var start = table.Columns[column].IsNumber ? edges[column + 1] - CellGap - PdfPages.Measure(text, ink)
                            : edges[column];
                        pages.Write(pages.Count - 1, start, _down, text, ink);
                    }
                }
                _down += TableLineHeight;
            }
            _down += 200;
        }
    }

    private void Line(int left, string text, PdfInk ink, int height)
    {
        foreach (var line in pages.Wrap(text, Right - left, ink))
        {
            Need(height);
            pages.Write(pages.Count - 1, left, _down, line, ink);
            _down += height;
        }
    }

    private bool Fits(int height) => _down + height <= Bottom;

    private void Need(int height)
    {
        if (!Fits(height))
        {
            Turn();
        }
    }

    private void Turn()
    {
        pages.Begin();
        _down = Top;
    }

    private static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
