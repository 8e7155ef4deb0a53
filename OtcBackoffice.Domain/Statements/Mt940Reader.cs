using System.Text;
using System.Text.RegularExpressions;

namespace OtcBackoffice.Domain.Statements;

/// <summary>
/// Reads MT940 and MT942 as banks write them: with or without the blocks of the network, structured :86:, :NS: fields, wrapped
/// lines, missing references and any line end. A field begins at a row whose tag is one of the standard's; what looks like a
/// tag inside a text stays text.
/// </summary>
public static partial class Mt940Reader
{
    /// <summary>Largest file in bytes.</summary>
    public const long BytesMax = 64L * 1024 * 1024;

    private const int FieldLengthMax = 64 * 1024;

    /// <summary>The parts of the file; a fault ends them.</summary>
    /// <param name="content">A stream that can go back to its start.</param>
    public static IEnumerable<StatementPart> Read(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return FaultsAsParts.Of(Parts(content));
    }

    private static IEnumerable<StatementPart> Parts(Stream content)
    {
        if (content.Length > BytesMax)
        {
            yield return new StatementFault(0, StatementFaultCode.TooLarge,
                $"The file has {content.Length} bytes; expected at most {BytesMax}.");
            yield break;
        }
        var encoding = StatementEncoding.Detect(content);
        var messages = new Mt940Messages(encoding);
        foreach (var field in Fields(content, encoding))
        {
            foreach (var part in messages.Take(field))
            {
                yield return part;
            }
        }
        foreach (var part in messages.End())
        {
            yield return part;
        }
        if (messages.Statements == 0)
        {
            yield return new StatementFault(0, StatementFaultCode.FormatUnknown,
                "There is no message in the file; expected fields :20:, :25:, :60F: and :61: of MT940 or MT942.");
        }
    }

    private static IEnumerable<Mt940Field> Fields(Stream content, Encoding encoding)
    {
        Mt940Field? open = null;
        foreach (var row in TextRows.Read(content, encoding))
        {
            // The network's blocks may stand on the row of the first field, or before it.
            var start = row.Text.LastIndexOf("{4:", StringComparison.Ordinal) is var block and >= 0 ? block + 3 : 0;
            var text = row.Text[start..];
            if (Tag().Match(text) is { Success: true } tag && Mt940Field.IsTag(tag.Groups[1].Value.ToUpperInvariant()))
            {
                if (open is not null)
                {
                    yield return open;
                }
                open = new Mt940Field(tag.Groups[1].Value.ToUpperInvariant(), row.Number);
                open.Add(text[tag.Length..], row.Whole[start..]);
            }
            else if (start > 0 || EndMark().IsMatch(text))
            {
                if (open is not null)
                {
                    yield return open;
                }
                open = null;
                yield return new Mt940Field(Mt940Field.EndOfMessage, row.Number);
            }
            else if (open?.Length > FieldLengthMax)
            {
                throw new StatementFaultException(new StatementFault(0, StatementFaultCode.Unreadable,
                    $"Field :{open.Tag}: of row {open.Row} has more than {FieldLengthMax} letters; expected the fields of a statement.") { Line = open.Row });
            }
            else
            {
                open?.Add(text, row.Whole);
            }
        }
        if (open is not null)
        {
            yield return open;
        }
    }

    [GeneratedRegex("^:([0-9]{2}[A-Za-z]?|[Nn][Ss]):")]
    private static partial Regex Tag();

    // A dash alone, or with the closing brace, which old national letters show as another sign.
    [GeneratedRegex(@"^-[}\u00e5\u00fc\u00c5]?(\{.*)?\s*\z")]
    private static partial Regex EndMark();
}

/// <summary>One field of a message with all its rows.</summary>
internal sealed class Mt940Field(string tag, long row)
{
    /// <summary>Stands for the mark that ends a message.</summary>
    public const string EndOfMessage = "-";

    // The fields of MT940, 941, 942 and 950, and the national :NS: field.
    private static readonly HashSet<string> Tags =
    [
        "13", "13C", "13D", "20", "21", "23E", "25", "25P", "28", "28C", "34F", "60F", "60M", "61", "62F", "62M", "64", "65", "86", "90C",
        "90D", "NS",
    ];

    private readonly List<string> _rows = [];
    private readonly StringBuilder _raw = new();

    public string Tag => tag;

    public long Row => row;

    public IReadOnlyList<string> Rows => _rows;

    public string Raw => _raw.ToString();

    public int Length => _raw.Length;

    public string First => _rows[0].Trim();

    public static bool IsTag(string text) => Tags.Contains(text);

    public void Add(string text, string whole)
    {
        _rows.Add(text);
        _raw.Append(whole);
    }
}
