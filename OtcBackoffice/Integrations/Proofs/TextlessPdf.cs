using System.Text;

namespace OtcBackoffice.Integrations.Proofs;

/// <summary>
/// Takes the text out of a document that qpdf has laid open: every operator that shows text becomes one of the same length that does
/// nothing, so that the same pages can be painted with their text and without it. Only what qpdf names as contents of a page, and forms
/// and patterns, are touched; what is missed leaves its words unseen, which is the careful side.
/// </summary>
internal static class TextlessPdf
{
    private static ReadOnlySpan<byte> Begin => "\nstream\n"u8;

    private static ReadOnlySpan<byte> End => "\nendstream\n"u8;

    /// <summary>Changes the bytes in place.</summary>
    internal static void Strip(Span<byte> file)
    {
        var from = 0;
        for (var at = file.IndexOf(Begin); at >= 0;)
        {
            var start = from + at + Begin.Length;
            var length = file[start..].IndexOf(End);
            var end = length < 0 ? file.Length : start + length;
            if (IsContent(file[from..(start - Begin.Length)]))
            {
                StripContent(file[start..end]);
            }
            from = Math.Min(file.Length, end + 1);
            at = file[from..].IndexOf(Begin);
        }
    }

    // What stands between the end of the object before and the stream: qpdf's own remark, and the dictionary.
    private static bool IsContent(ReadOnlySpan<byte> before)
    {
        var last = before.LastIndexOf("endobj\n"u8);
        var head = Encoding.Latin1.GetString(last < 0 ? before : before[last..]);
        return !head.Contains("/Subtype /Image", StringComparison.Ordinal)
            && (head.Contains("\n%% Contents for page ", StringComparison.Ordinal)
                || (head.Contains("/Subtype /Form", StringComparison.Ordinal) && head.Contains("/BBox", StringComparison.Ordinal))
                || head.Contains("/PatternType 1", StringComparison.Ordinal));
    }

    private static void StripContent(Span<byte> content)
    {
        for (var at = 0; at < content.Length;)
        {
            at = content[at] switch
            {
                (byte)'(' => PastString(content, at),
                (byte)'<' when at + 1 < content.Length && content[at + 1] != '<' => Past(content, at, (byte)'>'),
                (byte)'%' => Past(content, at, (byte)'\n'),
                (byte)'/' => PastWord(content, at + 1),
                var letter when IsDelimiter(letter) => at + 1,
                _ => Token(content, at),
            };
        }
    }

    private static int Token(Span<byte> content, int from)
    {
        var to = PastWord(content, from);
        var token = content[from..to];
        if (token.SequenceEqual("ID"u8))
        {
            return PastPicture(content, to);
        }
        if (token.SequenceEqual("Tj"u8) || token.SequenceEqual("TJ"u8))
        {
            "EX"u8.CopyTo(token);
        }
        else if (token.SequenceEqual("'"u8) || token.SequenceEqual("\""u8))
        {
            token[0] = (byte)'n';
        }
        return to;
    }

    private static int PastString(ReadOnlySpan<byte> content, int from)
    {
        var depth = 0;
        for (var at = from; at < content.Length; at++)
        {
            switch (content[at])
            {
                case (byte)'\\':
                    at++;
                    break;
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')' when --depth == 0:
                    return at + 1;
            }
        }
        return content.Length;
    }

    // A picture inside the content ends at EI between blanks.
    private static int PastPicture(ReadOnlySpan<byte> content, int from)
    {
        for (var at = from; at + 3 < content.Length; at++)
        {
            if (IsBlank(content[at]) && content[at + 1] == 'E' && content[at + 2] == 'I' && IsBlank(content[at + 3]))
            {
                return at + 3;
            }
        }
        return content.Length;
    }

    private static int Past(ReadOnlySpan<byte> content, int from, byte end)
    {
        var at = content[from..].IndexOf(end);
        return at < 0 ? content.Length : from + at + 1;
    }

    private static int PastWord(ReadOnlySpan<byte> content, int from)
    {
        var at = from;
        while (at < content.Length && !IsDelimiter(content[at]))
        {
            at++;
        }
        return at;
    }

    private static bool IsDelimiter(byte letter) => IsBlank(letter) || "()<>[]{}/%"u8.Contains(letter);

    private static bool IsBlank(byte letter) => letter is 0 or 9 or 10 or 12 or 13 or 32;
}
