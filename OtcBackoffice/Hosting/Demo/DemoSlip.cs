using System.Globalization;
using System.Text;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Hosting.Demo;

/// <summary>The slips that the demo's merchants send as proof: what a bank prints after a transfer, and one that was scanned.</summary>
internal static class DemoSlip
{
    /// <summary>A slip with its text, or null where the machine has no font to print with.</summary>
    public static byte[]? Print(IPaperPrinter printer, DemoWire wire, DateTime at)
    {
        PaperFact[] facts =
        [
            new("Amount", $"{wire.Currency} {decimal.Parse(wire.Amount, CultureInfo.InvariantCulture).ToString("N2", CultureInfo.InvariantCulture)}"),
            new("Payment reference", wire.Reference),
            new("Transfer date", wire.Date),
            new("Sender name", wire.Sender),
            new("Sender bank", wire.Bank),
            new("Sender account", $"******{wire.Last4}"),
            new("Beneficiary", "Demo desk, Equity Bank KES, 0100200300400"),
            new("Status", "Completed"),
        ];
        var printed = printer.Print(new Paper("Transfer confirmation", wire.Reference, at, [new PaperSection("Transfer", facts)],
            [wire.Bank]));
        return printed.Failed(out _) ? null : printed.Value;
    }

    /// <summary>What a scanner makes of a slip: a page that is a picture, in which no machine finds a word.</summary>
    public static byte[] Scan()
    {
        string[] parts =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Im0 5 0 R >> >> >>",
            Stream("", "q 480 0 0 640 57 101 cm /Im0 Do Q"),
            // Grey bars stand for lines of print.
            Stream("/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /ASCIIHexDecode",
                string.Concat(Enumerable.Range(0, 8).Select(row => string.Concat(Enumerable.Repeat(row % 2 == 0 ? "F2" : "8A", 8)))) + ">"),
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var number = 1; number <= parts.Length; number++)
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{parts[number - 1]}\nendobj\n");
        }
        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {parts.Length + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => file.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        file.Append(CultureInfo.InvariantCulture, $"trailer << /Size {parts.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }

    private static string Stream(string entries, string content) =>
        $"<< {entries} /Length {content.Length} >>\nstream\n{content}\nendstream";
}

/// <summary>A transfer as the merchant's bank knows it; the amount is plain digits in the decimals of the currency.</summary>
internal sealed record DemoWire(string Currency, string Amount, string Reference, string Sender, string Bank, string Last4, string Date);
