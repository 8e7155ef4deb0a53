using System.Text;

namespace OtcBackoffice.Domain.Statements;

/// <summary>The forms of a statement file.</summary>
public enum StatementFormat
{
    /// <summary>camt.052, 053, 054.</summary>
    Camt,

    /// <summary>MT940 and MT942.</summary>
    Mt940,

    /// <summary>CSV, which needs a map.</summary>
    Csv,
}

/// <summary>Tells the form of a file by its first bytes, and reads it.</summary>
public static class StatementFiles
{
    private const int HeadLength = 4096;

    /// <summary>The form that the bytes have, or null when only a person can tell, as with CSV.</summary>
    /// <param name="content">A stream that can go back to its start, which it does.</param>
    public static StatementFormat? FormatOf(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var text = Head(content).TrimStart('\u00ef', '\u00bb', '\u00bf', '\u00ff', '\u00fe', ' ', '\r', '\n', '\t');
        return text.StartsWith('<') ? text.StartsWith("<OFX", StringComparison.OrdinalIgnoreCase) ? null : StatementFormat.Camt
            : text.StartsWith(":20:", StringComparison.Ordinal) || text.Contains("\n:20:", StringComparison.Ordinal)
            || text.Contains("\r:20:", StringComparison.Ordinal) || text.Contains("{4:", StringComparison.Ordinal)
                ? StatementFormat.Mt940 : null;
    }

    /// <summary>The parts of a file.</summary>
    /// <param name="content">A stream that can go back to its start.</param>
    /// <param name="format">Which form; null lets the bytes decide.</param>
    /// <param name="map">The map of a CSV file.</param>
    /// <param name="currency">The currency of CSV lines that name none.</param>
    public static IEnumerable<StatementPart> Read(Stream content, StatementFormat? format, CsvMap? map, string? currency)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (Archive(content) is { } named)
        {
            return [named];
        }
        return (format ?? FormatOf(content) ?? (map is null ? null : StatementFormat.Csv)) switch
        {
            StatementFormat.Camt => CamtReader.Read(content),
            StatementFormat.Mt940 => Mt940Reader.Read(content),
            StatementFormat.Csv when map is not null => CsvReader.Read(content, map, currency),
            StatementFormat.Csv => [new StatementFault(0, StatementFaultCode.FormatUnknown,
                "A CSV file needs a map of its columns; expected map_id.")],
            _ => [new StatementFault(0, StatementFaultCode.FormatUnknown,
                $"The file begins with {StatementFault.Quoted(Beginning(content))}; expected camt.052, 053 or 054, MT940 or MT942, or CSV "
                + $"with a map.")],
        };
    }

    private static StatementFault? Archive(Stream content)
    {
        content.Position = 0;
        Span<byte> head = stackalloc byte[4];
        var length = content.ReadAtLeast(head, 4, false);
        content.Position = 0;
        if (length == 4 && Head(content).Contains("<OFX", StringComparison.OrdinalIgnoreCase))
        {
            return new StatementFault(0, StatementFaultCode.FormatUnknown,
                "The file is OFX; expected camt.052, 053 or 054, MT940 or MT942, or CSV with a map.");
        }
        return length == 4 && head is [0x50, 0x4B, 3, 4]
            ? new StatementFault(0, StatementFaultCode.FormatUnknown,
                "The file is a ZIP archive; expected the statement files in it, one by one.")
            : null;
    }

    private static string Head(Stream content)
    {
        content.Position = 0;
        var head = new byte[HeadLength];
        var length = content.ReadAtLeast(head, head.Length, false);
        content.Position = 0;
        return Encoding.Latin1.GetString(head, 0, length).Replace("\0", "", StringComparison.Ordinal);
    }

    private static string Beginning(Stream content)
    {
        content.Position = 0;
        var head = new byte[40];
        var length = content.ReadAtLeast(head, head.Length, false);
        content.Position = 0;
        return new string([.. Encoding.Latin1.GetString(head, 0, length).Select(letter => char.IsControl(letter) ? ' ' : letter)]).Trim();
    }
}
