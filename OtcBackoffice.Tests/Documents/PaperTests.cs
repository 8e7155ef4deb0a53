using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Documents;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Documents;

/// <summary>Papers as a reader of PDFs sees them: the words that were written, in every script, and the same file each time.</summary>
public sealed class PaperTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("Żółć & Söhne Šiauliai")]
    [InlineData("Αθήνα Εμπορική")]
    [InlineData("Київ Трейд")]
    [InlineData("شركة النخيل")]
    [InlineData("חברת הדקל")]
    [InlineData("東京商事株式会社")]
    [InlineData("(a) \\ <b> >> endobj")]
    public async Task A_name_is_read_as_it_was_written(string name)
    {
        var file = Path.Combine(_directory.FullName, "paper.pdf");
        await File.WriteAllBytesAsync(file, Print(new PaperFact("Merchant", name)));

        Assert.Contains(name, (await PdfText.ReadAsync(file)).Normalize(System.Text.NormalizationForm.FormC), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_paper_is_the_same_file_and_a_sound_one()
    {
        var fact = new PaperFact("Reference", string.Join(' ', Enumerable.Repeat("FT26-0001", 900)));
        var file = Path.Combine(_directory.FullName, "paper.pdf");
        var bytes = Print(fact);
        await File.WriteAllBytesAsync(file, bytes);

        Assert.Equal(bytes, Print(fact));
        Assert.NotEqual(bytes, Print(new PaperFact("Reference", "FT26-0002")));
        Assert.Contains("page 2 of ", await PdfText.ReadAsync(file), StringComparison.Ordinal);
        Assert.Equal(0, await PdfText.RunAsync("qpdf", "--check", file));
        // Fonts are cut down to what is used.
        Assert.InRange(bytes.Length, 1, 60_000);
    }

    [Fact]
    public void Signs_that_turn_a_line_round_are_left_out()
    {
        Assert.Equal(Print(new PaperFact("Merchant", "Acacia")), Print(new PaperFact("Merchant", "Aca\u202Ecia\u0007\u200F")));
    }

    [Fact]
    public void Without_a_font_nothing_is_printed()
    {
        var none = new PdfPaperPrinter(new PaperFonts([], null, folders: []));

        Assert.True(none.Print(Paper(new PaperFact("a", "b"))).Failed(out var refused));
        Assert.Equal(ErrorCode.Unavailable, refused.Code);
    }

    private static byte[] Print(PaperFact fact) => new PdfPaperPrinter(new PaperFonts([], null)).Print(Paper(fact)).Value;

    private static Paper Paper(PaperFact fact) =>
        new("Deposit receipt", "DEP-1001", new DateTime(2026, 3, 16, 12, 0, 0, DateTimeKind.Utc), [new PaperSection("The deposit", [fact])],
        []);
}
