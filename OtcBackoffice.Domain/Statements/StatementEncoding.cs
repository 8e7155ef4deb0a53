using System.Text;
using System.Text.RegularExpressions;

namespace OtcBackoffice.Domain.Statements;

/// <summary>In which letters a file is written. Banks seldom say, so the bytes decide.</summary>
public static partial class StatementEncoding
{
    private const int DeclarationLength = 200;

    // Bytes that are letters in Windows-1252 although they lie between those of the old code pages.
    private static readonly HashSet<byte> WindowsLetters = [0x8A, 0x8C, 0x8E, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0x9A, 0x9C, 0x9E, 0x9F];

    /// <summary>The encoding of that name, which refuses bytes that it does not have; null for an unknown one.</summary>
    public static Encoding? Named(string name)
    {
        try
        {
            return Strict(name.Trim().ToUpperInvariant() is "LATIN1" or "LATIN-1" ? "iso-8859-1" : name.Trim());
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Reads the whole stream once and decides: a mark at its start, UTF-8 where every byte fits, code page 852 or
    /// Windows-1252.</summary>
    /// <param name="content">A stream that can go back to its start, which it does.</param>
    public static Encoding Detect(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        content.Position = 0;
        var buffer = new byte[64 * 1024];
        var utf8 = new UTF8Encoding(false, true).GetDecoder();
        var letters = new char[buffer.Length + 16];
        var (isUtf8, isOld, before, length) = (true, false, (byte)0, 0);
        Encoding? marked = null;
        for (var isFirst = true; (length = content.ReadAtLeast(buffer, buffer.Length, false)) > 0; isFirst = false)
        {
            marked ??= isFirst ? Marked(buffer.AsSpan(0, length)) : null;
            isUtf8 = isUtf8 && Fits(utf8, buffer.AsSpan(0, length), letters);
            isOld |= HasOldLetters(buffer.AsSpan(0, length), before);
            before = buffer[length - 1];
        }
        content.Position = 0;
        return marked ?? (isUtf8 ? new UTF8Encoding(false, true) : Strict(isOld ? "ibm852" : "windows-1252"));
    }

    /// <summary>The encoding of an XML file: its mark, or its declaration, or UTF-8; null when it names one that does not exist.</summary>
    internal static Encoding? OfXml(Stream content)
    {
        content.Position = 0;
        var head = new byte[DeclarationLength];
        var length = content.ReadAtLeast(head, head.Length, false);
        content.Position = 0;
        if (Marked(head.AsSpan(0, length)) is { } marked)
        {
            return marked;
        }
        var declared = Declared().Match(Encoding.ASCII.GetString(head, 0, length));
        // A declaration that can be read letter by letter is not written in UTF-16, whatever it says: programs write the name of
        // the text that they held in memory, and UTF-8 bytes.
        return !declared.Success || declared.Groups[1].Value.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase)
            ? new UTF8Encoding(false, true) : Named(declared.Groups[1].Value);
    }

    private static Encoding? Marked(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => new UTF8Encoding(false, true),
        [0xFF, 0xFE, ..] or [_, 0, _, 0, ..] => new UnicodeEncoding(false, false, true),
        [0xFE, 0xFF, ..] or [0, _, 0, _, ..] => new UnicodeEncoding(true, false, true),
        _ => null,
    };

    private static bool Fits(Decoder utf8, ReadOnlySpan<byte> bytes, char[] letters)
    {
        try
        {
            utf8.GetChars(bytes, letters, false);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    // In Windows-1252 these bytes are signs that nobody sets between two letters; in code page 852 they are the vowels.
    private static bool HasOldLetters(ReadOnlySpan<byte> bytes, byte before)
    {
        for (var i = 0; i < bytes.Length - 1; i++)
        {
            var left = i == 0 ? before : bytes[i - 1];
            if (bytes[i] is >= 0x80 and <= 0xA3 && !WindowsLetters.Contains(bytes[i]) && char.IsAsciiLetter((char)left)
                && char.IsAsciiLetter((char)bytes[i + 1]))
            {
                return true;
            }
        }
        return false;
    }

    private static Encoding Strict(string name) =>
        CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
        ?? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    [GeneratedRegex("^\\s*<\\?xml[^>]*encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']")]
    private static partial Regex Declared();
}
