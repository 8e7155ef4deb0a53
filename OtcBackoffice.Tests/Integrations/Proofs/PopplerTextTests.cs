using System.Diagnostics;
using System.Text;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Evidence;
using OtcBackoffice.Integrations.Proofs;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Integrations.Proofs;

/// <summary>The words of a document, told by a separate program about a file that somebody may have made to do harm.</summary>
public sealed class PopplerTextTests : IDisposable
{
    private readonly QpdfProofInspector _inspector = new(new ProofOptions());

    public void Dispose() => _inspector.Dispose();

    [Fact]
    public async Task The_words_of_a_document_come_with_their_places()
    {
        var text = (await InspectAsync(Paper("Paid KES 1,000.00 <b> & more"))).Text!;

        Assert.True(text.IsWhole);
        Assert.Equal(["Paid", "KES", "1,000.00", "<b>", "&", "more"], text.Words.Select(word => word.Text));
        Assert.All(text.Words, word =>
            Assert.True(word.Box is { Page: 1, Left: >= 90, Top: > 800, Bottom: < 1_100 } && word.Box.Right > word.Box.Left, $"{word}"));
    }

    [Fact]
    public async Task A_document_without_text_has_no_words_and_one_without_the_program_no_text()
    {
        using var without = new QpdfProofInspector(new ProofOptions { TextProgram = "" });
        using var missing = new QpdfProofInspector(new ProofOptions { TextProgram = "no-such-program" });

        Assert.Empty((await InspectAsync(PdfWriter.Pages(1))).Text!.Words);
        Assert.Null((await InspectAsync(Paper("Paid"), without)).Text);
        var found = await InspectAsync(Paper("Paid"), missing);
        Assert.Equal((ProofVerdict.Accepted, null), (found.Verdict, found.Text));
    }

    [Fact]
    public async Task Only_the_first_pages_are_read_and_the_answer_says_so()
    {
        var text = (await InspectAsync(PdfWriter.Pages(PopplerText.PagesMax + 1))).Text!;

        Assert.False(text.IsWhole);
    }

    [Theory]
    [InlineData("<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><doc><page><word xMin=\"1\" yMin=\"1\" xMax=\"2\" "
        + "yMax=\"2\">&b;</word></page></doc>")]
    [InlineData("<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><doc><page><word xMin=\"1\" yMin=\"1\" xMax=\"2\" "
        + "yMax=\"2\">&x;</word></page></doc>")]
    public void Entities_of_a_document_type_are_never_resolved(string answer)
    {
        var text = PopplerText.Read(Encoding.UTF8.GetBytes(answer), 1);

        Assert.True(text is { Words.Count: 0 }, $"{text}");
    }

    [Fact]
    public void Words_are_capped_cut_and_left_out_when_they_stand_nowhere()
    {
        var many = new StringBuilder("<doc><page>");
        for (var i = 0; i <= PopplerText.WordsMax; i++)
        {
            many.Append("<word xMin=\"1\" yMin=\"1\" xMax=\"2\" yMax=\"2\">a</word>");
        }
        var capped = PopplerText.Read(Encoding.UTF8.GetBytes(many + "</page></doc>"), 1)!;
        var odd = PopplerText.Read(Encoding.UTF8.GetBytes(
            $"<doc><word xMin=\"1\" yMin=\"1\" xMax=\"2\" yMax=\"2\">early</word><page><word xMin=\"1e9\" yMin=\"1\" xMax=\"2\" "
                + $"yMax=\"2\">far</word><word>bare</word>"
            + $"<word xMin=\"3\" yMin=\"1\" xMax=\"2\" yMax=\"2\">back</word><word xMin=\"1\" yMin=\"1\" xMax=\"2\" "
            + $"yMax=\"2\">{new string('x', 500)}</word><word"), 1)!;

        Assert.Equal((PopplerText.WordsMax, false), (capped.Words.Count, capped.IsWhole));
        Assert.False(odd.IsWhole);
        Assert.True(Assert.Single(odd.Words).Text.Length < 80);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no xml")]
    [InlineData("<doc></doc>")]
    public void What_is_no_answer_is_no_text(string answer)
    {
        Assert.Null(PopplerText.Read(Encoding.UTF8.GetBytes(answer), 1));
    }

    [Fact]
    public async Task A_page_that_takes_for_ever_costs_five_seconds_at_most_and_is_left_to_the_eye()
    {
        // Forms that draw each other ten times, eight deep: a hundred million words to set, in a file of two kilobytes.
        var forms = Enumerable.Range(0, 8).Select(depth =>
        {
            var content = depth == 7 ? "BT /F1 12 Tf 10 100 Td (again and again) Tj ET" : string.Concat(Enumerable.Repeat("/X Do ", 10));
            var next = depth == 7 ? "/Font << /F1 5 0 R >>" : $"/XObject << /X {8 + depth} 0 R >>";
            return $"<< /Type /XObject /Subtype /Form /BBox [0 0 200 200] /Resources << {next} >> /Length {content.Length} "
                + $">>\nstream\n{content}\nendstream";
        });
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /XObject << /X 7 0 R >> >> >>",
            "<< /Length 5 >>\nstream\n/X Do\nendstream", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", "null", .. forms,
        ];
        var watch = Stopwatch.StartNew();

        var found = await InspectAsync(PdfWriter.Write(objects));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Assert.Equal((ProofVerdict.Accepted, null), (found.Verdict, found.Text));
    }

    [Fact]
    public async Task A_program_gets_no_more_than_64_megabytes()
    {
        using var deadline = new CancellationTokenSource(BoundedProcess.WallTime);

        var small = await BoundedProcess.RunAsync(["/bin/sh", "-c", "ulimit -v"], 100, deadline.Token, CancellationToken.None);

        Assert.Equal("65536", Encoding.ASCII.GetString(small.Output).Trim());
    }

    [Fact]
    public void Words_come_out_of_the_database_as_they_went_in()
    {
        var text = new ProofText(
            [new ProofWord("Łukasz 株式", new ProofBox(3, -5, 10, 20_000, 12)), new ProofWord("x", new ProofBox(1, 0, 0, 0, 0))], false);

        var back = OtcBackoffice.Desks.Deposits.DepositEvidence.Unpack(OtcBackoffice.Desks.Deposits.DepositEvidence.Pack(text), false);

        Assert.Equal(text.Words, back.Words);
    }

    private async Task<ProofInspection> InspectAsync(byte[] file, QpdfProofInspector? inspector = null)
    {
        using var stream = new MemoryStream(file);
        return await (inspector ?? _inspector).InspectAsync(stream, CancellationToken.None);
    }

    private static byte[] Paper(string line) => PdfWriter.Paper(line);
}
