using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace OtcBackoffice.Integrations.Proofs;

/// <summary>
/// What can be told about a PDF from its bytes without parsing it: that it starts and ends as one, that it is nothing
/// else at the same time, and which telling names stand in it in the open.
/// </summary>
internal static class PdfEnvelope
{
    private const int HeadBytes = 1024;
    private const byte Escape = 0x1B;
    private const int TailBytes = 66 * 1024;
    private const int ZipEndBytes = 22;
    private const int ZipCommentLengthAt = 20;
    private const int BufferBytes = 64 * 1024;

    // A telling name with every letter written as #xx is three times as long.
    private const int LongestName = 64;

    // Names of three letters and fewer turn up by chance inside compressed data.
    private static readonly FrozenSet<string> ActiveNames =
        new[] { "JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "SubmitForm",
            "ImportData" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly SearchValues<byte> Blanks = SearchValues.Create("\0\t\n\f\r \u001a"u8);

    private static readonly string[] OtherKinds =
        ["%!", "PK", "GIF8", "BM", "RIFF", "ID3", "MZ", "#!", "II*", "MM", "Rar!", "7z", "OggS", "fLaC", "FWS", "CWS", "BZh", "!<arch>",
            "ustar", "From ", "MIME-"];

    private static ReadOnlySpan<byte> PrinterExit => "\u001b%-12345X"u8;

    private static readonly SearchValues<byte> Delimiters = SearchValues.Create("\0\t\n\f\r ()<>[]{}/%"u8);

    private static ReadOnlySpan<byte> Head => "%PDF-"u8;

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    private static ReadOnlySpan<byte> End => "%%EOF"u8;

    private static ReadOnlySpan<byte> ZipEnd => "PK\u0005\u0006"u8;


    /// <summary>
    /// Whether the file starts as a PDF does: its header stands within the first 1,024 bytes, where readers look for it, and what stands
    /// before is nothing that another reader would take for a document of another kind.
    /// </summary>
    internal static bool StartsAsPdf(Stream file)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        file.Seek(0, SeekOrigin.Begin);
        head = head[..file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)];
        var at = head.IndexOf(Head);
        return at == 0 || (at > 0 && IsHarmless(head[..at]));
    }

    // Blanks, a byte order mark, printer language or a line of plain text; no markup and no mark of another format.
    private static bool IsHarmless(ReadOnlySpan<byte> before)
    {
        var plain = before.StartsWith(Mark) ? before[Mark.Length..] : before;
        foreach (var letter in plain)
        {
            if (letter is > 126 or (byte)'<' or (byte)'{' or (byte)'`' or (< 32 and not (0 or 9 or 10 or 12 or 13 or Escape)))
            {
                return false;
            }
        }
        var first = plain.TrimStart("\0\t\n\f\r "u8);
        foreach (var magic in OtherKinds)
        {
            if (first.StartsWith(Encoding.ASCII.GetBytes(magic)))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Whether the last thing in the file is the end mark of a PDF, with nothing but blanks behind it.</summary>
    internal static bool EndsAsPdf(Stream file)
    {
        var tail = Tail(file);
        var end = tail.LastIndexOf(End);
        if (end < 0)
        {
            return false;
        }
        // What old programs and printers leave behind the end: blanks, the end mark of a DOS file, the way back to the printer.
        var rest = tail[(end + End.Length)..].TrimStart("\0\t\n\f\r \u001a"u8);
        return rest.Length == 0 || (rest.StartsWith(PrinterExit) && !rest[PrinterExit.Length..].ContainsAnyExcept(Blanks));
    }

    /// <summary>
    /// Whether an archive reader would open the file as a ZIP: an end record whose comment reaches exactly to the end.
    /// </summary>
    internal static bool IsAlsoZip(Stream file)
    {
        var tail = Tail(file);
        for (var at = tail.LastIndexOf(ZipEnd); at >= 0; at = tail[..at].LastIndexOf(ZipEnd))
        {
            var record = tail[at..];
            if (record.Length >= ZipEndBytes
                && ZipEndBytes + BinaryPrimitives.ReadUInt16LittleEndian(record[ZipCommentLengthAt..]) == record.Length)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>
    /// Whether a name that means active content, or encryption when asked for, stands in the open part of the file, in
    /// whatever spelling (<c>/J#61vaScript</c> is <c>/JavaScript</c>). Names in compressed parts are not seen.
    /// </summary>
    internal static OpenNames ReadOpenNames(Stream file)
    {
        file.Seek(0, SeekOrigin.Begin);
        var found = new OpenNames(false, false);
        var name = new StringBuilder();
        var inName = false;
        var buffer = new byte[BufferBytes];
        for (var read = file.Read(buffer); read > 0; read = file.Read(buffer))
        {
            foreach (var letter in buffer.AsSpan(0, read))
            {
                if (!Delimiters.Contains(letter))
                {
                    if (inName && name.Length <= LongestName)
                    {
                        name.Append((char)letter);
                    }
                    continue;
                }
                found = inName ? found.With(Decode(name.ToString())) : found;
                name.Clear();
                inName = letter == '/';
            }
        }
        return inName ? found.With(Decode(name.ToString())) : found;
    }

    private static string Decode(string name)
    {
        if (!name.Contains('#', StringComparison.Ordinal))
        {
            return name;
        }
        var plain = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '#' && i + 2 < name.Length
                && byte.TryParse(name.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                i += 2;
            }
            else
            {
                plain.Append(name[i]);
            }
        }
        return plain.ToString();
    }

    private static ReadOnlySpan<byte> Tail(Stream file)
    {
        var length = (int)Math.Min(file.Length, TailBytes);
        file.Seek(-length, SeekOrigin.End);
        var tail = new byte[length];
        file.ReadExactly(tail);
        return tail;
    }

    /// <summary>The telling names that were found.</summary>
    internal readonly record struct OpenNames(bool IsActive, bool IsEncrypted)
    {
        internal OpenNames With(string name) => new(IsActive || ActiveNames.Contains(name), IsEncrypted || name == "Encrypt");
    }
}
