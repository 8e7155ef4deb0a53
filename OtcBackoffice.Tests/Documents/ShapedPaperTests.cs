using System.Runtime;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Documents;
using OtcBackoffice.Documents.Pdf;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Documents;

/// <summary>
/// Papers in scripts whose letters change with their neighbours: drawn as the script wants it, and read as it was written. The reader
/// (pdftotext) takes letters with accents apart or together as it likes, and puts marks of embedding around what runs from right to
/// left; both are evened out. Where a number stands among Arabic on an English page, it gives the parts of the line from left to right,
/// each in itself as it was written.
/// </summary>
public sealed class ShapedPaperTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("office fi fl ffi: the first flat offer")]
    [InlineData("دولار السلام والإسلام")]
    [InlineData("شَرِكَة")]
    [InlineData("می\u200Cخواهم")]
    [InlineData("שלום עולם")]
    [InlineData("क्षत्रिय हिन्दी")]
    [InlineData("राशि 1,500.00 रुपये (5%), 12:30, 1/2")]
    [InlineData("東京商事株式会社 金额 1,500.00 元")]
    public async Task A_text_is_read_as_it_was_written(string text)
    {
        Assert.Equal(text.Normalize(), await ReadAsync(text));
    }

    [Theory]
    [InlineData("المبلغ 1,500.00 دولار", "دولار 1,500.00 المبلغ")]
    [InlineData("نسبة 5% من المبلغ", "من المبلغ %5 نسبة")]
    [InlineData("التاريخ 2026-03-16", "16-03-2026 التاريخ")]
    [InlineData("التاريخ 16/03/2026", "16/03/2026 التاريخ")]
    [InlineData("الساعة 12:30 مساء", "مساء 12:30 الساعة")]
    [InlineData("نصف 1/2", "1/2 نصف")]
    [InlineData("סכום 1,500.00 דולר 5%", "5% דולר 1,500.00 סכום")]
    [InlineData("Acme شركة 1,500.00", "Acme 1,500.00 شركة")]
    public async Task An_amount_among_Arabic_or_Hebrew_is_read_whole_and_where_it_is_seen(string text, string parts)
    {
        Assert.Equal(parts, await ReadAsync(text));
    }

    [Fact]
    public async Task Every_script_on_one_paper_is_the_same_bytes_twice_and_a_sound_file()
    {
        PaperFact[] facts =
        [
            new("Latin", "office"), new("Arabic", "المبلغ 1,500.00 دولار شَرِكَة"), new("Devanagari", "क्षत्रिय हिन्दी"),
            new("Chinese", "東京商事株式会社"), new("No font has it", "\U00013000\u1B05"),
        ];
        var file = Path.Combine(_directory.FullName, "paper.pdf");
        var bytes = Print(facts);
        await File.WriteAllBytesAsync(file, bytes);

        Assert.Equal(bytes, Print(facts));
        Assert.Equal(0, await PdfText.RunAsync("qpdf", "--check", file));
        Assert.InRange(bytes.Length, 1, 120_000);
    }

    [Fact]
    public void Fonts_are_still_there_when_memory_was_tidied_up_under_them()
    {
        using var fonts = new PaperFonts([], null);
        var printer = new PdfPaperPrinter(fonts);
        var paper = Of([new PaperFact("Every script", "office المبلغ क्षत्रिय 東京")]);
        var before = printer.Print(paper).Value;

        for (var round = 0; round < 20; round++)
        {
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            _ = Enumerable.Range(0, 20).Select(size => new byte[100_000 * (size + 1)]).ToList();

            Assert.Equal(before, printer.Print(paper).Value);
        }
    }

    [Fact]
    public void A_ligature_is_one_glyph_that_means_its_letters()
    {
        Assert.Equal(["o", "ffi", "c", "e"], Line("office").Clusters.Select(cluster => cluster.Meant));
        Assert.Equal(["\u0645", "\u0644\u0627"], Line("لام").Clusters.Select(cluster => cluster.Meant));
        Assert.All(Line("office").Clusters.Concat(Line("لام").Clusters), cluster => Assert.Single(cluster.Glyphs));
    }

    [Fact]
    public void A_vowel_sign_that_Devanagari_puts_before_its_letter_is_drawn_before_it()
    {
        var cluster = Assert.Single(Line("हि").Clusters);

        Assert.Equal("हि", cluster.Meant);
        Assert.Equal(cluster.Font.Source.GlyphOf(0x0939), cluster.Glyphs[1].Glyph);
        Assert.Single(Assert.Single(Line("क्ष").Clusters).Glyphs);
    }

    [Fact]
    public void A_text_is_cut_into_lines_that_fit_and_lose_nothing()
    {
        var pages = new PdfPages(new PaperFonts([], null).Regular, new PaperFonts([], null).Bold);
        var ink = new PdfInk(10);
        var text = string.Join(' ', Enumerable.Repeat("المبلغ 1,500.00 office क्षत्रिय " + new string('W', 60), 5));

        var lines = pages.Wrap(text, 20_000, ink);

        Assert.All(lines, line => Assert.InRange(PdfPages.Measure(line, ink), 1, 20_000));
        var read = lines.SelectMany(line => line.Clusters.OrderBy(cluster => cluster.Start)).Select(cluster => cluster.Meant);
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(read).Replace(" ", "", StringComparison.Ordinal));
    }

    private static PdfLine Line(string text)
    {
        var written = new WrittenText(text);
        return new PdfFontSet(new PaperFonts([], null).Regular, 'R').Line(written, 0, written.Text.Length);
    }

    private async Task<string> ReadAsync(string text)
    {
        var file = Path.Combine(_directory.FullName, "paper.pdf");
        await File.WriteAllBytesAsync(file, Print([new PaperFact("Text", text)]));
        var lines = (await PdfText.ReadAsync(file)).Split('\n');
        var line = Assert.Single(lines, line => line.StartsWith("Text ", StringComparison.Ordinal));
        var words = line["Text ".Length..].Split([' ', '\u202A', '\u202B', '\u202C'], StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words).Normalize();
    }

    private static byte[] Print(IReadOnlyList<PaperFact> facts) => new PdfPaperPrinter(new PaperFonts([], null)).Print(Of(facts)).Value;

    private static Paper Of(IReadOnlyList<PaperFact> facts)
    {
        var at = new DateTime(2026, 3, 16, 12, 0, 0, DateTimeKind.Utc);
        return new Paper("Deposit receipt", "DEP-1001", at, [new PaperSection("The deposit", facts)], []);
    }
}
