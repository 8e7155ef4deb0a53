using System.Diagnostics;
using System.Text;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Integrations.Proofs;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Integrations.Proofs;

public sealed class QpdfProofInspectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly QpdfProofInspector _inspector = new(new ProofOptions());

    public void Dispose()
    {
        _inspector.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<string, string, string> ActiveCatalogues => new()
    {
        { "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", "", "" },
        { "/OpenAction << /S /J#61vaScript /J#53 (x) >>", "", "" },
        { "/OpenAction 6 0 R", "", "<< /S /Launch /F (cmd.exe) >>" },
        { "/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next 6 0 R >>", "", "<< /S /Named /N /Print >>" },
        { "/OpenAction << /S /URI /URI (https://example.com) >>", "", "" },
        { "/AA << /WC << /S /Named /N /Print >> >>", "", "" },
        { "/Names << /JavaScript << /Names [(a) 6 0 R] >> >>", "", "<< /S /JavaScript /JS (x) >>" },
        { "/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>", "", "<< /Type /Filespec /F (a.exe) /EF << /F 4 0 R >> >>" },
        { "/AcroForm << /Fields [] /XFA 6 0 R >>", "", "<< /Length 5 >>\nstream\n<xdp>\nendstream" },
        { "", "/Annots [6 0 R]", "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /SubmitForm /F (https://evil.example) >> >>" },
        { "", "/Annots [6 0 R]", "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (java\tscript:alert\\(1\\)) >> >>" },
        { "", "/Annots [6 0 R]",
            "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /GoToR /F (\\\\\\\\evil\\\\share) /D [0 /Fit] >> >>" },
        { "", "/Annots [6 0 R]", "<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] >>" },
        { "", "/Annots [6 0 R]", "<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] >>" },
        { "", "/AA << /O << /S /Named /N /Print >> >>", "" },
        { "", "/Unused 6 0 R", "<< /Length 0 /F (outside.bin) >>\nstream\n\nendstream" },
    };

    [Fact]
    public async Task A_plain_receipt_is_accepted_with_its_pages_and_producer()
    {
        var found = await InspectAsync(PdfWriter.Receipt(text: "/JavaScript is only a word here"));

        Assert.Equal(new ProofInspection(true, ProofVerdict.Accepted, null, 1, false, "Bank of Test (Nairobi) 1.0", "qpdf"),
            found with { Text = null });
    }

    [Theory]
    [InlineData("/OpenAction [3 0 R /FitH null]", "")]
    [InlineData("/OpenAction 6 0 R", "[3 0 R /Fit]")]
    [InlineData("/OpenAction 6 0 R", "<< /S /GoTo /D [3 0 R /Fit] >>")]
    [InlineData("/Lang (en)", "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://bank.example) >> >>")]
    [InlineData("/Names << /Dests << /Names [(JavaScript) 6 0 R] >> >>", "[3 0 R /Fit]")]
    public async Task What_only_shows_a_page_is_not_active(string catalogue, string more)
    {
        var found = await InspectAsync(PdfWriter.Receipt(catalogue, "/Annots []", [more.Length > 0 ? more : "null"]));

        Assert.Equal(ProofVerdict.Accepted, found.Verdict);
    }

    [Theory]
    [MemberData(nameof(ActiveCatalogues))]
    public async Task Active_content_is_refused_however_it_is_written(string catalogue, string page, string more)
    {
        var plain = PdfWriter.Receipt(catalogue, page, [more.Length > 0 ? more : "null"]);

        var found = await InspectAsync(plain);
        var packed = await InspectAsync(Qpdf(plain, "--object-streams=generate", "--compress-streams=y"));
        var locked = await InspectAsync(Qpdf(plain, "--encrypt", "", "owner", "256", "--"));

        Assert.All(new[] { found, packed, locked }, one => Assert.Equal(ProofVerdict.ActiveContent, one.Verdict));
        Assert.Contains("active content", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packing_hides_the_names_from_a_reader_of_bytes_which_is_why_qpdf_unpacks()
    {
        var packed = Qpdf(PdfWriter.Receipt("/OpenAction << /S /JavaScript /JS (x) >>"), "--object-streams=generate",
            "--compress-streams=y");
        using var magicOnly = new QpdfProofInspector(new ProofOptions { QpdfProgram = "" });

        Assert.Equal(ProofVerdict.Accepted, (await InspectAsync(packed, magicOnly)).Verdict);
        Assert.Equal(ProofVerdict.ActiveContent, (await InspectAsync(packed)).Verdict);
    }

    [Theory]
    [InlineData("user", ProofVerdict.Encrypted, false)]
    [InlineData("", ProofVerdict.Accepted, true)]
    public async Task A_password_to_open_is_refused_and_an_owners_password_is_marked(string user, ProofVerdict verdict, bool ownerOnly)
    {
        foreach (var bits in (string[])["128", "256"])
        {
            string[] weak = bits == "128" ? ["--use-aes=y"] : [];
            var found = await InspectAsync(
                Qpdf(PdfWriter.Receipt(), ["--allow-weak-crypto", "--encrypt", user, "owner", bits, .. weak, "--"]));

            Assert.Equal((verdict, ownerOnly), (found.Verdict, found.OwnerPasswordOnly));
            Assert.Equal(verdict == ProofVerdict.Accepted ? "Bank of Test (Nairobi) 1.0" : "", found.Producer);
        }
    }

    [Fact]
    public async Task Other_kinds_of_file_are_no_pdf_whatever_their_name()
    {
        byte[][] others =
        [
            [],
            "%PD"u8.ToArray(),
            "hello"u8.ToArray(),
            "<html><script>alert(1)</script>"u8.ToArray(),
            [0xFF, 0xD8, 0xFF, 0xE0, .. PdfWriter.Receipt()],
            [.. "<html><!--"u8, .. PdfWriter.Receipt()],
            [.. "%!PS-Adobe-3.0\n"u8, .. PdfWriter.Receipt()],
            [.. "GIF89a"u8, .. PdfWriter.Receipt()],
            [.. new byte[1024], .. PdfWriter.Receipt()],
            HostilePdf.Zip(),
        ];

        foreach (var other in others)
        {
            var found = await InspectAsync(other);
            Assert.Equal((ProofVerdict.NotPdf, false), (found.Verdict, found.IsPdf));
        }
    }

    [Fact]
    public async Task A_header_within_the_first_kilobyte_is_a_header()
    {
        byte[][] before = [[(byte)'\n'], [0xEF, 0xBB, 0xBF], [0, 0, 0], [.. "\u001b%-12345X@PJL ENTER LANGUAGE=PDF\r\n"u8],
            [.. "leading junk\n\n"u8]];
        foreach (var bytes in before)
        {
            Assert.Equal(ProofVerdict.Accepted, (await InspectAsync([.. bytes, .. PdfWriter.Receipt()])).Verdict);
        }
    }

    [Theory]
    [InlineData("/Resources << /Font << /AA 5 0 R >> >>")]
    [InlineData("/Resources << /Font << /JS 5 0 R >> /XObject << /EF 5 0 R >> >>")]
    [InlineData("/Resources 6 0 R", "<< /Font 7 0 R >>", "<< /AA 5 0 R /EmbeddedFiles 5 0 R >>")]
    public async Task Names_that_the_producer_chose_are_no_actions(string page, params string[] more)
    {
        Assert.Equal(ProofVerdict.Accepted, (await InspectAsync(PdfWriter.Receipt(page: page, more: more))).Verdict);
    }

    [Theory]
    [InlineData("/AA << /O << /S /GoTo /D [3 0 R /Fit] >> >>")]
    [InlineData("/Resources << /AA << /O 5 0 R >> >>")]
    [InlineData("/Resources << /Font << /F1 << /AA << /O 5 0 R >> >> >> >>")]
    [InlineData("/Resources << /Font << /AA << /S /JavaScript /JS (x) >> >> >>")]
    [InlineData("/Resources << /Font 6 0 R >>", "<< /Type /Annot /AA << /E 5 0 R >> >>")]
    public async Task An_action_is_found_wherever_it_stands(string page, params string[] more)
    {
        Assert.Equal(ProofVerdict.ActiveContent, (await InspectAsync(PdfWriter.Receipt(page: page, more: more))).Verdict);
    }

    [Fact]
    public async Task A_pdf_that_is_a_zip_as_well_is_refused_wherever_the_archive_sits()
    {
        var pdf = PdfWriter.Receipt();
        byte[] behind = [.. pdf, .. HostilePdf.Zip()];
        byte[] inComment = [.. pdf, .. HostilePdf.Zip("\n%%EOF\n")];

        Assert.Equal(ProofVerdict.NotPdf, (await InspectAsync(behind)).Verdict);
        Assert.Equal(ProofVerdict.NotPdf, (await InspectAsync(inComment)).Verdict);
    }

    [Theory]
    [InlineData("\n<script>alert(1)</script>", ProofVerdict.Malformed)]
    [InlineData("\u0001", ProofVerdict.Malformed)]
    [InlineData("\r\n \n", ProofVerdict.Accepted)]
    [InlineData("\r\n\u001a", ProofVerdict.Accepted)]
    [InlineData("\u001b%-12345X", ProofVerdict.Accepted)]
    [InlineData("\u001b%-12345X<script>", ProofVerdict.Malformed)]
    public async Task Nothing_but_blanks_may_follow_the_end(string behind, ProofVerdict verdict)
    {
        Assert.Equal(verdict, (await InspectAsync([.. PdfWriter.Receipt(), .. Encoding.ASCII.GetBytes(behind)])).Verdict);
    }

    [Fact]
    public async Task A_file_cut_short_anywhere_is_refused()
    {
        var pdf = PdfWriter.Receipt();
        foreach (var part in (int[])[1, 2, 3, 4])
        {
            var found = await InspectAsync(pdf[..(pdf.Length * part / 5)]);
            Assert.Equal(ProofVerdict.Malformed, found.Verdict);
        }
    }

    [Fact]
    public async Task A_harmless_wrong_table_is_repaired_but_not_one_that_comes_with_active_names()
    {
        var harmless = Encoding.Latin1.GetString(PdfWriter.Receipt()).Replace("startxref\n", "startxref\n9", StringComparison.Ordinal);
        var hidden = harmless.Replace("(Paid", "(x) Tj /J#61vaScript (Paid", StringComparison.Ordinal);

        Assert.Equal(ProofVerdict.Accepted, (await InspectAsync(Encoding.Latin1.GetBytes(harmless))).Verdict);
        Assert.Equal(ProofVerdict.ActiveContent, (await InspectAsync(Encoding.Latin1.GetBytes(hidden))).Verdict);
    }

    [Theory]
    [InlineData("%PDF-1.7\n%%EOF\n")]
    [InlineData("%PDF-1.7\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n")]
    [InlineData("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n")]
    public async Task A_shell_without_pages_is_refused(string text)
    {
        Assert.Equal(ProofVerdict.Malformed, (await InspectAsync(Encoding.ASCII.GetBytes(text))).Verdict);
    }

    [Fact]
    public async Task Hostile_structures_end_in_a_refusal_within_the_limits()
    {
        var watch = Stopwatch.StartNew();

        Assert.NotEqual(ProofVerdict.Accepted, (await InspectAsync(HostilePdf.Nested())).Verdict);
        Assert.NotEqual(ProofVerdict.Accepted, (await InspectAsync(HostilePdf.Loop())).Verdict);
        Assert.NotEqual(ProofVerdict.Accepted, (await InspectAsync(HostilePdf.Bomb())).Verdict);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(90));
    }

    [Theory]
    [InlineData(500, ProofVerdict.Accepted)]
    [InlineData(501, ProofVerdict.OverLimit)]
    public async Task Pages_are_counted_and_capped(int pages, ProofVerdict verdict)
    {
        var found = await InspectAsync(PdfWriter.Pages(pages));

        Assert.Equal((verdict, pages), (found.Verdict, found.PageCount));
        Assert.DoesNotContain("damaged", found.Reason ?? "", StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-such-program")]
    [InlineData("/bin/echo")]
    public async Task Without_qpdf_the_answer_says_that_only_the_outside_was_seen(string program)
    {
        using var magicOnly = new QpdfProofInspector(new ProofOptions { QpdfProgram = program });

        var sound = await InspectAsync(PdfWriter.Receipt(), magicOnly);
        var active = await InspectAsync(PdfWriter.Receipt("/OpenAction << /S /J#61vaScript /JS (x) >>"), magicOnly);
        var locked = await InspectAsync(Qpdf(PdfWriter.Receipt(), "--encrypt", "", "owner", "256", "--"), magicOnly);

        Assert.Equal((ProofVerdict.Accepted, "magic"), (sound.Verdict, sound.CheckedBy));
        Assert.Equal((ProofVerdict.ActiveContent, "magic"), (active.Verdict, active.CheckedBy));
        Assert.Equal((ProofVerdict.Encrypted, "magic"), (locked.Verdict, locked.CheckedBy));
    }

    [Fact]
    public async Task A_stored_file_is_read_in_place_and_any_other_stream_too()
    {
        var path = _folder.File("stored.txt");
        await File.WriteAllBytesAsync(path, PdfWriter.Receipt());
        await using var stored = File.OpenRead(path);
        using var packed = new MemoryStream(PdfWriter.Receipt());

        Assert.Equal(ProofVerdict.Accepted, (await _inspector.InspectAsync(stored, CancellationToken.None)).Verdict);
        Assert.Equal(ProofVerdict.Accepted, (await _inspector.InspectAsync(packed, CancellationToken.None)).Verdict);
    }

    private async Task<ProofInspection> InspectAsync(byte[] file, QpdfProofInspector? inspector = null)
    {
        using var stream = new MemoryStream(file);
        return await (inspector ?? _inspector).InspectAsync(stream, CancellationToken.None);
    }

    private byte[] Qpdf(byte[] file, params string[] options)
    {
        var (from, to) = (_folder.File("from.pdf"), _folder.File("to.pdf"));
        File.WriteAllBytes(from, file);
        using var process = Process.Start("qpdf", [from, .. options, to]);
        process.WaitForExit();
        Assert.Contains(process.ExitCode, (int[])[0, 3]);
        return File.ReadAllBytes(to);
    }
}
