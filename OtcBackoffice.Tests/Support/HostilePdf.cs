using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace OtcBackoffice.Tests.Support;

/// <summary>Files that are made to hurt whoever reads them.</summary>
internal static class HostilePdf
{
    /// <summary>Every one of them by a name that a test can carry.</summary>
    public static byte[] Named(string name) => name switch
    {
        "script" => PdfWriter.Receipt("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        "hidden script" => PdfWriter.Receipt("/OpenAction << /S /J#61vaScript /JS (x) >>"),
        "password" => Locked(),
        "archive behind" => [.. PdfWriter.Receipt(), .. Zip()],
        "archive around" => [.. PdfWriter.Receipt(), .. Zip("\n%%EOF\n")],
        "picture before" => [0xFF, 0xD8, 0xFF, 0xE0, .. PdfWriter.Receipt()],
        "page" => "<html><script>alert(1)</script>"u8.ToArray(),
        "cut" => PdfWriter.Receipt()[..200],
        "nested" => Nested(),
        "loop" => Loop(),
        "bomb" => Bomb(),
        "many pages" => PdfWriter.Pages(501),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>A hundred thousand arrays in each other.</summary>
    public static byte[] Nested() => PdfWriter.Receipt(catalogue: "/Deep " + new string('[', 100_000) + new string(']', 100_000));

    /// <summary>A tree of pages that is its own child.</summary>
    public static byte[] Loop() => PdfWriter.Write(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]);

    /// <summary>600 MB of blanks, compressed twice to a few kilobytes: more than the reader may ever hold.</summary>
    public static byte[] Bomb()
    {
        var data = new byte[1024 * 1024];
        Array.Fill(data, (byte)' ');
        using var inner = new MemoryStream();
        using (var zip = new ZLibStream(inner, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var i = 0; i < 600; i++)
            {
                zip.Write(data);
            }
        }
        using var outer = new MemoryStream();
        using (var zip = new ZLibStream(outer, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(inner.ToArray());
        }
        var packed = Encoding.Latin1.GetString(outer.ToArray());
        return PdfWriter.Write(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>",
            $"<< /Length {packed.Length} /Filter [/FlateDecode /FlateDecode] >>\nstream\n{packed}\nendstream",
        ]);
    }

    /// <summary>An archive with a script in it, and a comment behind it.</summary>
    public static byte[] Zip(string comment = "")
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true, Encoding.Latin1))
        {
            archive.Comment = comment;
            using var entry = archive.CreateEntry("payload.js").Open();
            entry.Write("alert(1)"u8);
        }
        return memory.ToArray();
    }

    private static byte[] Locked()
    {
        using var folder = new TempDirectory();
        var (from, to) = (folder.File("from.pdf"), folder.File("to.pdf"));
        File.WriteAllBytes(from, PdfWriter.Receipt());
        using var process = Process.Start("qpdf", [from, "--encrypt", "user", "owner", "256", "--", to]);
        process.WaitForExit();
        return File.ReadAllBytes(to);
    }
}
