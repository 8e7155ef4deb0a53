using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace OtcBackoffice.Documents.Pdf;

/// <summary>The objects of a PDF and how they are written. Nothing in it depends on when or where it was made.</summary>
internal sealed class PdfFile
{
    private readonly List<byte[]?> _objects = [];

    /// <summary>Sets a number aside for an object that others refer to before it is known.</summary>
    public int Reserve()
    {
        _objects.Add(null);
        return _objects.Count;
    }

    /// <summary>Adds an object and answers its number.</summary>
    public int Add(string content)
    {
        _objects.Add(Encoding.Latin1.GetBytes(content));
        return _objects.Count;
    }

    /// <summary>Gives a reserved object its content.</summary>
    public void Put(int number, string content) => _objects[number - 1] = Encoding.Latin1.GetBytes(content);

    /// <summary>Adds a compressed stream and answers its number.</summary>
    public int AddStream(byte[] content, Func<int, string>? entries = null)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(content);
        }
        var head = $"<</Filter/FlateDecode/Length {Number(packed.Length)}{entries?.Invoke(content.Length)}>>\nstream\n";
        _objects.Add([.. Encoding.ASCII.GetBytes(head), .. packed.ToArray(), .. "\nendstream"u8]);
        return _objects.Count;
    }

    /// <summary>The whole file.</summary>
    public byte[] Save(int catalog, int information)
    {
        using var file = new MemoryStream();
        file.Write("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n"u8);
        var offsets = new long[_objects.Count];
        for (var index = 0; index < _objects.Count; index++)
        {
            offsets[index] = file.Length;
            Write(file, $"{Number(index + 1)} 0 obj\n");
            file.Write(_objects[index] ?? throw new InvalidOperationException($"PDF object {index + 1} was reserved and never written."));
            Write(file, "\nendobj\n");
        }
        var identity = Convert.ToHexString(SHA256.HashData(file.GetBuffer().AsSpan(0, (int)file.Length)))[..32];
        var table = file.Length;
        Write(file, $"xref\n0 {Number(_objects.Count + 1)}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
        {
            Write(file, offset.ToString("D10", CultureInfo.InvariantCulture) + " 00000 n \n");
        }
        Write(file, $"trailer\n<</Size {Number(_objects.Count + 1)}/Root {catalog} 0 R/Info {information} 0 "
            + $"R/ID[<{identity}><{identity}>]>>\nstartxref\n{Number(table)}\n%%EOF\n");
        return file.ToArray();
    }

    /// <summary>A text of the document's properties.</summary>
    public static string TextOf(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Write(Stream file, string text) => file.Write(Encoding.ASCII.GetBytes(text));
}
