using System.Globalization;
using System.Text;

namespace OtcBackoffice.Tests.Support;

/// <summary>Writes small PDFs by hand, well formed unless a test breaks them on purpose.</summary>
public static class PdfWriter
{
    /// <summary>A one-page receipt. The extras go into the catalogue, the page and the file's further objects (from 6 on).</summary>
    public static byte[] Receipt(string catalogue = "", string page = "", string[]? more = null, string text = "Paid 1,000.00 KES")
    {
        var content = $"BT /F1 12 Tf 10 100 Td ({text}) Tj ET";
        return Write(
        [
            $"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R {page} >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream",
            "<< /Producer (Bank of Test \\(Nairobi\\) 1.0) >>",
            .. more ?? [],
        ]);
    }

    /// <summary>One page with lines of text in a font that every reader has, so that the text can be read back.</summary>
    public static byte[] Paper(params string[] lines)
    {
        var shown = string.Concat(lines.Select((line, at) => $"1 0 0 1 10 {100 - (at * 15)} Tm ({line}) Tj "));
        var content = $"BT /F1 10 Tf {shown}ET";
        return Write(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R /Resources << /Font << /F1 6 0 R >> >> >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream",
            "<< /Producer (Bank of Test) >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]);
    }

    /// <summary>A document with many pages.</summary>
    public static byte[] Pages(int count)
    {
        var kids = string.Join(' ', Enumerable.Range(3, count).Select(number => $"{number} 0 R"));
        return Write(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
            .. Enumerable.Repeat("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>", count),
        ]);
    }

    /// <summary>Objects numbered from 1 on; the first is the catalogue, the fifth the document's facts.</summary>
    public static byte[] Write(string[] objects)
    {
        var text = new StringBuilder("%PDF-1.7\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            offsets.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }
        var table = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => text.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        var facts = objects.Length >= 5 ? "/Info 5 0 R" : "";
        text.Append(CultureInfo.InvariantCulture,
            $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R {facts} >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }
}
