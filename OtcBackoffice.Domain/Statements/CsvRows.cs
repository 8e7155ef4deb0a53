using System.Text;

namespace OtcBackoffice.Domain.Statements;

/// <summary>One record of a CSV file: its cells, its first physical row, and its text as it stands.</summary>
internal sealed record CsvRow(long Number, IReadOnlyList<string> Cells, string Whole)
{
    public bool IsEmpty => Cells.All(string.IsNullOrWhiteSpace);
}

/// <summary>Takes records of RFC 4180 apart; a quoted cell may go over several rows.</summary>
internal static class CsvRows
{
    private const int RowsOfRecordMax = 50;

    public static IEnumerable<CsvRow> Read(Stream content, Encoding encoding, char delimiter)
    {
        StringBuilder? whole = null;
        var (first, rows) = (0L, 0);
        foreach (var row in TextRows.Read(content, encoding))
        {
            (first, rows) = whole is null ? (row.Number, 1) : (first, rows + 1);
            whole = (whole ?? new StringBuilder()).Append(row.Whole);
            var text = whole.ToString();
            if (Cells(text.TrimEnd('\r', '\n'), delimiter) is { } cells)
            {
                yield return new CsvRow(first, cells, text);
                whole = null;
            }
            else if (rows == RowsOfRecordMax)
            {
                throw Unclosed(first);
            }
        }
        if (whole is not null)
        {
            throw Unclosed(first);
        }
    }

    private static StatementFaultException Unclosed(long row) => new(new StatementFault(0, StatementFaultCode.LineUnreadable,
        $"Row {row} opens a quotation mark that is not closed; expected a closing mark.") { Line = row });

    // Null while a quotation mark is open.
    private static List<string>? Cells(string text, char delimiter)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (isQuoted, wasQuoted) = (false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (isQuoted && letter == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                cell.Append('"');
                i++;
            }
            else if (letter == '"' && (isQuoted || (!wasQuoted && string.IsNullOrWhiteSpace(cell.ToString()))))
            {
                (isQuoted, wasQuoted) = (!isQuoted, true);
            }
            else if (letter == delimiter && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
                wasQuoted = false;
            }
            else
            {
                cell.Append(letter);
            }
        }
        cells.Add(cell.ToString());
        return isQuoted ? null : cells;
    }
}
