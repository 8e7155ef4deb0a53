using OtcBackoffice.Documents;
using OtcBackoffice.Documents.Pdf;

namespace OtcBackoffice.Tests.Documents;

/// <summary>
/// Levels and order as UAX #9 has them. Capital letters stand for Arabic letters (A to M) and Hebrew ones (N to Z), so that a line
/// can be read here; what is expected is the line as it is seen, from left to right.
/// </summary>
public sealed class BidiTests
{
    private static readonly PdfFontSet Fonts = new(new PaperFonts([], null).Regular, 'R');

    [Theory]
    // Amounts, times, ratios and dates stay together after Arabic, where European digits count as Arabic numbers (W2, W4).
    [InlineData("ABC 1,500.00 DEF", "FED 1,500.00 CBA")]
    [InlineData("ABC 12:30 DEF", "FED 12:30 CBA")]
    [InlineData("ABC 1/2 DEF", "FED 1/2 CBA")]
    [InlineData("ABC 16/03/2026", "16/03/2026 CBA")]
    [InlineData("ABC 1,500.00", "1,500.00 CBA")]
    [InlineData("total ABC 1,500.00 DEF paid", "total FED 1,500.00 CBA paid")]
    // A percent sign or a hyphen there is neutral and takes the direction of the line (W6, N2).
    [InlineData("ABC 5% DEF", "FED %5 CBA")]
    [InlineData("ABC 5%", "%5 CBA")]
    [InlineData("ABC 2026-03-16 DEF", "FED 16-03-2026 CBA")]
    [InlineData("ABC -5", "5- CBA")]
    [InlineData("ABC +5", "5+ CBA")]
    [InlineData("ABC 1,,2", "2,,1 CBA")]
    [InlineData("fee ABC 5%", "fee 5 CBA%")]
    // After Hebrew digits stay European: W4 takes the hyphen in, W5 the percent sign.
    [InlineData("NOP 5% QRS", "SRQ 5% PON")]
    [InlineData("NOP 10-12 QRS", "SRQ 10-12 PON")]
    [InlineData("NOP -5", "5- PON")]
    [InlineData("NOP 1,500.00", "1,500.00 PON")]
    [InlineData("NOP $5", "$5 PON")]
    // Without letters, and among Latin ones, nothing moves.
    [InlineData("-1,500.00", "-1,500.00")]
    [InlineData("paid 5% - 1/2", "paid 5% - 1/2")]
    // Brackets go together and are drawn the other way round (N0, L4).
    [InlineData("ABC (x) DEF", "FED (x) CBA")]
    [InlineData("acme (ABC) ltd", "acme (CBA) ltd")]
    [InlineData("ABC (DEF)", "(FED) CBA")]
    [InlineData("acme ABC (1) x", "acme (1) CBA x")]
    [InlineData("ABC «DEF»", "«FED» CBA")]
    [InlineData("ABC acme", "acme CBA")]
    public void A_line_is_seen_in_the_order_of_the_bidirectional_algorithm(string written, string seen)
    {
        var text = new WrittenText(string.Concat(written.Select(Stand)));
        var line = Fonts.Line(text, 0, text.Text.Length);

        Assert.Equal(string.Concat(seen.Select(Stand)), string.Concat(line.Clusters.Select(Seen)));
    }

    // A sample of what the published tests for the algorithm say: the characters, the level of the paragraph, theirs. The whole of
    // them, as far as no line holds a sign that turns it round, was run once by hand: see docs/decisions.md.
    [Theory]
    [InlineData("0028 0028 05D0 005B 05D1 0061 2680 005D 0029", 1, "1 1 1 1 1 2 1 1 1")]
    [InlineData("0028 05D0 2680 0061 0028 0029 2681 0028 0029", 0, "0 1 0 0 0 0 0 0 0")]
    [InlineData("2680 0028 0061 2681 0029 0029 2682", 1, "1 1 2 1 1 1 1")]
    [InlineData("0028 005B 05D0 2680 05D1 005D 05D2 0029", 0, "0 0 1 1 1 0 1 0")]
    [InlineData("2680 0028 05D0 0061 0028 2681 0029", 0, "0 0 1 0 0 0 0")]
    [InlineData("0028 0061 0029 0028 0062 2680 0029", 1, "1 2 1 1 2 1 1")]
    [InlineData("0028 2680 0061 0028 0062 05D0 0029 0028 0029", 1, "1 1 2 1 2 1 1 1 1")]
    [InlineData("0028 0061 0028 005B 0029 2680 05D0 0062 005D", 0, "0 0 0 0 0 0 1 0 0")]
    [InlineData("05D0 0028 05D1 0061 0028 005B 005D 05D2 0029", 0, "1 1 1 0 0 0 0 1 0")]
    [InlineData("0028 05D0 0029 05D1 005B 05D2 005D", 0, "0 1 0 1 1 1 1")]
    [InlineData("002B 0024 0661 0021", 1, "1 1 2 1")]
    [InlineData("0020 002C 0661 0061", 1, "1 1 2 2")]
    [InlineData("002C 05D0 05D0 0031", 0, "0 1 1 2")]
    [InlineData("002B 0661 0661 002B", 1, "1 2 2 1")]
    [InlineData("0661 0628 0300 0024", 0, "2 1 1 0")]
    [InlineData("0024 0661 0628 05D0", 0, "0 2 1 1")]
    [InlineData("0031 0628 0628 0024", 0, "0 1 1 0")]
    [InlineData("0021 002B 05D0 0031", 0, "0 0 1 2")]
    [InlineData("0300 0031 0024 05D0", 0, "0 0 0 1")]
    [InlineData("002C 0061 0031 0628", 1, "1 2 2 1")]
    public void Levels_are_those_of_the_published_tests(string characters, int paragraph, string levels)
    {
        List<int> text = [.. characters.Split(' ').Select(one => Convert.ToInt32(one, 16))];

        Assert.Equal(levels, string.Join(' ', Bidi.LineLevels(text, Bidi.Levels(text, paragraph), paragraph)));
    }

    [Fact]
    public void A_text_of_nothing_but_brackets_is_soon_done_with()
    {
        var flat = string.Concat(Enumerable.Repeat("ب()", 20_000));
        var nest = new string('(', 60_000) + new string(')', 60_000);

        Assert.All(Bidi.Levels([.. flat.Select(one => (int)one)], 0), level => Assert.InRange(level, 0, 1));
        Assert.All(Bidi.Levels([.. nest.Select(one => (int)one)], 1), level => Assert.Equal(1, level));
    }

    // A letter is told by what it means; of all else the glyph is looked at, so that a bracket is seen as it is drawn.
    private static string Seen(PdfCluster cluster)
    {
        var glyph = Assert.Single(cluster.Glyphs).Glyph;
        return char.IsLetter(cluster.Meant[0]) ? cluster.Meant
            : Assert.Single("()«»[]<>%+-$/:., 0123456789", one => cluster.Font.Source.GlyphOf(one) == glyph).ToString();
    }

    private static char Stand(char one) => one switch
    {
        >= 'A' and <= 'M' => (char)(0x0628 + one - 'A'),
        >= 'N' and <= 'Z' => (char)(0x05D0 + one - 'N'),
        _ => one,
    };
}
