using System.Text;

namespace OtcBackoffice.Domain.Statements;

/// <summary>One physical row of a text file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Without its line end.</param>
/// <param name="Whole">With its line end, as it stands in the file.</param>
internal readonly record struct TextRow(long Number, string Text, string Whole);

/// <summary>Reads rows one after the other, whatever ends them: LF, CR LF or CR alone.</summary>
internal static class TextRows
{
    /// <summary>A row may have no more letters than this; a file without line ends is not read into memory.</summary>
    public const int LengthMax = 1 << 20;

    public static IEnumerable<TextRow> Read(Stream content, Encoding encoding)
    {
        using var reader = new StreamReader(content, encoding, detectEncodingFromByteOrderMarks: true, 64 * 1024, leaveOpen: true);
        var row = new StringBuilder();
        for (var number = 1L; ; number++)
        {
            row.Clear();
            var end = ReadRow(reader, row, number);
            if (row.Length == 0 && end.Length == 0)
            {
                yield break;
            }
            var text = row.ToString();
            yield return new TextRow(number, text, text + end);
        }
    }

    private static string ReadRow(StreamReader reader, StringBuilder row, long number)
    {
        while (Next(reader, number) is var letter and >= 0)
        {
            if (letter == '\n')
            {
                return "\n";
            }
            if (letter == '\r')
            {
                if (reader.Peek() != '\n')
                {
                    return "\r";
                }
                reader.Read();
                return "\r\n";
            }
            if (row.Length == LengthMax)
            {
                throw new StatementFaultException(new StatementFault(0, StatementFaultCode.Unreadable,
                    $"Row {number} has more than {LengthMax} letters; expected the rows of a statement.") { Line = number });
            }
            row.Append((char)letter);
        }
        return "";
    }

    private static int Next(StreamReader reader, long number)
    {
        try
        {
            return reader.Read();
        }
        catch (DecoderFallbackException)
        {
            throw new StatementFaultException(new StatementFault(0, StatementFaultCode.Unreadable,
                $"Row {number} or one soon after it holds bytes that its encoding does not have; expected the encoding that the file or "
                    + $"its map names.") { Line = number });
        }
    }
}
