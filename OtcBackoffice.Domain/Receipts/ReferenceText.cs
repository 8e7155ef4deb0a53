using OtcBackoffice.Domain.Evidence;

namespace OtcBackoffice.Domain.Receipts;

/// <summary>
/// The one normal form of payment references (issue 14, point 7): letters and digits in upper case, without what banks put
/// before, between and around them. <c>ft26-7788x</c>, <c>FT267788x</c> and <c>/RFB/FT26-7788x</c> are one reference.
/// </summary>
public static class ReferenceText
{
    /// <summary>A shorter reference tells nothing apart, so nothing is decided by it alone.</summary>
    public const int LengthMin = 4;

    private const int WordsMax = 10, PartsMax = 60, LabelLengthMax = 5;

    // Code words before a reference: SWIFT's between slashes, the German bank's with a plus, and what people write.
    private static readonly HashSet<string> Labels = new(
        ["RFB", "ROC", "INV", "EREF", "KREF", "SVWZ", "MREF", "CRED", "ABWA", "REF", "REFERENCE", "REFNO", "REFERENZ", "REFERENCIA",
            "MAREJEO", "RE", "ID"], StringComparer.Ordinal);

    // What a bank writes where the payer gave nothing.
    private static readonly HashSet<string> Nothing = new(["NOTPROVIDED", "NONREF", "NOREF", "NONE", "NA"], StringComparer.Ordinal);

    /// <summary>The normal form, or null when the text holds no reference.</summary>
    public static string? Key(string? text)
    {
        if (text is null)
        {
            return null;
        }
        var key = Plain(WithoutLabel(text));
        return key.Length == 0 || Nothing.Contains(key) ? null : key;
    }

    /// <summary>
    /// The normal form of every run of words in a text, the whole included: where a reference may be contained. A reference
    /// ends where a word ends, so FT26-77881 does not contain FT26-7788.
    /// </summary>
    public static IReadOnlyList<string> Parts(string? text)
    {
        if (Key(text) is not { } whole)
        {
            return [];
        }
        var words = text!.Split([' ', '\t', '\r', '\n', '\u00a0', ',', ';', '/', '+', ':', '?', '|'],
            StringSplitOptions.RemoveEmptyEntries);
        var parts = new HashSet<string>(StringComparer.Ordinal) { whole };
        for (var from = 0; from < words.Length; from++)
        {
            var joined = "";
            for (var to = from; to < words.Length && to - from < WordsMax && parts.Count < PartsMax; to++)
            {
                joined += Plain(words[to]);
                if (joined.Length >= LengthMin)
                {
                    parts.Add(joined);
                }
            }
        }
        return [.. parts];
    }

    private static string WithoutLabel(string text)
    {
        var rest = text.AsSpan().Trim();
        while (rest.Length > 0)
        {
            var starts = rest[0] == '/' ? 1 : 0;
            var ends = rest[starts..].IndexOfAny(starts == 1 ? "/" : ":+=#");
            if (ends <= 0)
            {
                break;
            }
            var label = rest.Slice(starts, ends).Trim().ToString().ToUpperInvariant();
            // Between slashes any short code word is SWIFT's; elsewhere it must be one that is known.
            if (!Labels.Contains(label) && !(starts == 1 && label.Length <= LabelLengthMax && label.All(char.IsAsciiLetterUpper)))
            {
                break;
            }
            rest = rest[(starts + ends + 1)..].TrimStart();
        }
        return rest.ToString();
    }

    private static string Plain(string text) => NameFolding.Fold(text).ToUpperInvariant();
}
