namespace OtcBackoffice.Domain.Statements;

/// <summary>
/// Reads CSV by a map that a person entered. Rows above the headings are passed over, a row without date and amount goes on
/// with the text above it, and a row that only names an opening or closing balance is a balance. Each currency is a statement.
/// </summary>
public static class CsvReader
{
    /// <summary>Largest file in bytes.</summary>
    public const long BytesMax = 64L * 1024 * 1024;

    private const int RowsBeforeHeadingsMax = 50;

    /// <summary>The parts of the file; a fault ends them.</summary>
    /// <param name="content">A stream that can go back to its start.</param>
    /// <param name="map">How the bank writes.</param>
    /// <param name="currency">The currency of lines that do not name one, or null.</param>
    public static IEnumerable<StatementPart> Read(Stream content, CsvMap map, string? currency)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(map);
        return FaultsAsParts.Of(Parts(content, map, currency));
    }

    private static IEnumerable<StatementPart> Parts(Stream content, CsvMap map, string? currency)
    {
        if (content.Length > BytesMax)
        {
            yield return new StatementFault(0, StatementFaultCode.TooLarge,
                $"The file has {content.Length} bytes; expected at most {BytesMax}.");
            yield break;
        }
        var encoding = (map.Encoding is { } name ? StatementEncoding.Named(name) : null) ?? StatementEncoding.Detect(content);
        content.Position = 0;
        var lines = new CsvLines(map, currency, encoding);
        CsvHeadings? headings = map.HasHeader ? null : CsvHeadings.ByNumber(map);
        CsvRow? nearest = null;
        foreach (var row in CsvRows.Read(content, encoding, map.Delimiter).Where(row => !row.IsEmpty))
        {
            if (headings is null)
            {
                headings = CsvHeadings.Find(map, row);
                nearest = headings is null && row.Cells.Count > (nearest?.Cells.Count ?? 1) ? row : nearest;
                if (headings is null && !lines.Label(row) && row.Number > RowsBeforeHeadingsMax)
                {
                    break;
                }
                continue;
            }
            foreach (var part in lines.Take(row, headings))
            {
                yield return part;
            }
        }
        if (headings is null)
        {
            yield return StatementFault.Field(0, nearest?.Number ?? 1, $"Row {nearest?.Number ?? 1}",
                nearest is null ? null : string.Join(map.Delimiter, nearest.Cells),
                $"headings that the map names: {string.Join(", ", map.Columns.Mapped.Select(column => column.Heading))}");
            yield break;
        }
        foreach (var part in lines.End(headings))
        {
            yield return part;
        }
    }
}

/// <summary>Where each mapped column stands.</summary>
internal sealed class CsvHeadings(IReadOnlyDictionary<string, int> places, CsvRow? row = null)
{
    /// <summary>How many there are; 0 where the file has none.</summary>
    public int Count => row?.Cells.Count ?? 0;

    public static CsvHeadings ByNumber(CsvMap map) =>
        new(map.Columns.Mapped.ToDictionary(column => column.Name,
            column => int.Parse(column.Heading, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture)
            - 1));

    /// <summary>The places in a row of headings; null when the row lacks one.</summary>
    public static CsvHeadings? Find(CsvMap map, CsvRow row)
    {
        var headings = row.Cells.Select(cell => cell.Trim()).ToList();
        var places = map.Columns.Mapped.ToDictionary(column => column.Name,
            column => headings.FindIndex(heading => string.Equals(heading, column.Heading, StringComparison.OrdinalIgnoreCase)));
        return places.Values.All(place => place >= 0) ? new CsvHeadings(places, row) : null;
    }

    /// <summary>Whether a row is the row of headings once more, as at the top of each page.</summary>
    public bool Is(CsvRow other) => row is not null && other.Cells.SequenceEqual(row.Cells);

    /// <summary>What stands behind the last heading, or null: a text with a delimiter in it has moved every cell.</summary>
    public string? FirstBeyond(CsvRow other) =>
        row is null ? null : other.Cells.Skip(row.Cells.Count).FirstOrDefault(cell => !string.IsNullOrWhiteSpace(cell))?.Trim();

    /// <summary>The trimmed cell of a column; empty when the row or the map lacks it.</summary>
    public string Cell(CsvRow row, string column) =>
        places.TryGetValue(column, out var place) && place < row.Cells.Count ? Plain(row.Cells[place].Trim()) : "";

    // A spreadsheet keeps the form of a cell by writing it as a formula.
    private static string Plain(string cell) => cell is ['=', '"', .., '"'] ? cell[2..^1] : cell;

    public bool Has(string column) => places.ContainsKey(column);
}
