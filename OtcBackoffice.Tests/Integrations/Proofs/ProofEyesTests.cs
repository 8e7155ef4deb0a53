using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Evidence;
using OtcBackoffice.Integrations.Proofs;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Integrations.Proofs;

/// <summary>What the machine reads and a person does not see bears nothing out (issue 15, point 5).</summary>
public sealed class ProofEyesTests
{
    private const string Font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
    private const string Told = "(Amount KES 100,000.00) Tj";

    private static readonly DeclaredFacts Facts = new(10_000_000, 2, "KES", null, null, null, null);

    public static TheoryData<string, string> Hidings => new()
    {
        { "render mode 3", $"BT 3 Tr /F1 12 Tf 20 100 Td {Told} ET" },
        { "clipping mode", $"BT 7 Tr /F1 12 Tf 20 100 Td {Told} ET" },
        { "white on white", $"BT 1 g /F1 12 Tf 20 100 Td {Told} ET" },
        { "nearly white", $"BT 0.96 g /F1 12 Tf 20 100 Td {Told} ET" },
        { "below two points", $"BT /F1 1 Tf 20 100 Td {Told} ET" },
        { "covered", $"BT /F1 12 Tf 20 100 Td {Told} ET 1 g 0 80 390 50 re f" },
        { "black on black", $"0 g 0 80 390 50 re f BT /F1 12 Tf 20 100 Td {Told} ET" },
        { "under a picture", $"BT /F1 12 Tf 20 100 Td {Told} ET q 390 0 0 60 0 80 cm /Pic Do Q" },
        { "clipped", $"q 0 0 1 1 re W n BT /F1 12 Tf 20 100 Td {Told} ET Q" },
        { "all but one letter", $"BT /F1 12 Tf 20 100 Td (Amount KES ) Tj (1) Tj 3 Tr (00,000.00) Tj ET" },
        { "under another text",
            $"BT /F1 12 Tf 20 100 Td (Amount KES) Tj 80 0 Td (900,000.00) Tj ET BT 3 Tr /F1 12 Tf 100 100 Td (100,000.00) Tj ET" },
    };

    [Theory]
    [MemberData(nameof(Hidings))]
    public async Task What_is_not_painted_makes_no_match(string how, string content)
    {
        var text = await TextAsync(content);

        Assert.False(Amount(text).Outcome is EvidenceOutcome.Match, how);
    }

    [Theory]
    [InlineData("BT /F1 12 Tf 20 100 Td (Amount KES 100,000.00) Tj ET")]
    [InlineData("BT 0.4 g /F1 12 Tf 20 100 Td (Amount KES 100,000.00) Tj ET")]
    [InlineData("0.9 g 0 80 390 50 re f 0 g BT /F1 9 Tf 20 100 Td (Amount KES 100,000.00) Tj ET")]
    [InlineData("q 390 0 0 60 0 80 cm /Pic Do Q BT /F1 12 Tf 20 100 Td (Amount KES 100,000.00) Tj ET")]
    [InlineData("BT /F1 12 Tf 20 100 Td [(Amount KES 100) -20 (,000.00)] TJ ET")]
    [InlineData("BT /F1 12 Tf 20 100 Td 14 TL (Amount KES 100,000.00) ' ET")]
    [InlineData("BT 1 Tr /F1 12 Tf 20 100 Td (Amount KES 100,000.00) Tj ET")]
    [InlineData("BT /F1 12 Tf 6 Tc 12 Tw 20 100 Td (Amount KES 100,000.00) Tj ET")]
    public async Task What_is_painted_is_seen(string content)
    {
        var text = await TextAsync(content);

        Assert.All(text.Words, word => Assert.Equal(ProofSight.Seen, word.Sight));
        Assert.Equal(EvidenceOutcome.Match, Amount(text).Outcome);
    }

    [Fact]
    public async Task Hidden_words_are_named_with_their_page()
    {
        var text = await TextAsync($"BT /F1 12 Tf 20 150 Td (Payment advice) Tj ET BT 3 Tr /F1 12 Tf 20 100 Td {Told} ET");

        var flag = Assert.Single(ProofFlag.Of(text));
        Assert.Equal((ProofFlagKind.HiddenText, 1, "Amount KES 100,000.00"), (flag.Kind, flag.Page, flag.Words));
        Assert.Equal(EvidenceOutcome.CheckByEye, Amount(text).Outcome);
    }

    [Fact]
    public async Task The_text_layer_of_a_scan_is_for_the_eye_and_is_no_hidden_text()
    {
        var text = await TextAsync($"q 400 0 0 200 0 0 cm /Pic Do Q BT 3 Tr /F1 12 Tf 20 100 Td {Told} ET");

        Assert.All(text.Words, word => Assert.Equal(ProofSight.Layer, word.Sight));
        Assert.Empty(ProofFlag.Of(text));
        Assert.Equal(EvidenceOutcome.CheckByEye, Amount(text).Outcome);
    }

    [Fact]
    public async Task Without_a_program_that_paints_every_word_is_left_to_the_eye()
    {
        var text = await TextAsync($"BT /F1 12 Tf 20 100 Td {Told} ET", new ProofOptions { PaintProgram = "" });

        Assert.All(text.Words, word => Assert.Equal(ProofSight.Doubtful, word.Sight));
        Assert.Equal(EvidenceOutcome.CheckByEye, Amount(text).Outcome);
    }

    private static EvidenceFinding Amount(ProofText text) => ProofEvidence.Check(Facts, text).Single(finding =>
        finding.Field == EvidenceField.Amount);

    private static async Task<ProofText> TextAsync(string content, ProofOptions? options = null)
    {
        // A picture of grey stripes, as a scan has ink everywhere.
        var stripes = string.Concat(Enumerable.Range(0, 40).Select(at => at % 2 == 0 ? "C0" : "FF"));
        var pdf = PdfWriter.Write(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R /Resources << /Font << /F1 6 0 R >> /XObject << /Pic 7 "
                + "0 R >> >> >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream",
            "<< /Producer (Bank of Test) >>",
            Font,
            $"<< /Type /XObject /Subtype /Image /Width 40 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /ASCIIHexDecode "
                + $"/Length {stripes.Length + 1} >>\nstream\n{stripes}>\nendstream",
        ]);
        using var inspector = new QpdfProofInspector(options ?? new ProofOptions());
        var found = await inspector.InspectAsync(new MemoryStream(pdf), CancellationToken.None);
        Assert.Equal(ProofVerdict.Accepted, found.Verdict);
        return found.Text!;
    }
}
