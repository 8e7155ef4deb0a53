using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Api.DepositDesk.DepositDeskFixture;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>Uploading proofs and looking at them.</summary>
public sealed class ProofTests(DepositDeskFixture desk) : IClassFixture<DepositDeskFixture>
{
    private DeskHost Host => desk.Host;

    [Fact]
    public async Task An_uploaded_proof_is_kept_and_shown_as_it_was()
    {
        var id = await desk.DepositInAsync(DepositStatus.Draft);
        var pdf = PdfWriter.Receipt();

        var answer = await Send(Host.Acacia, "POST", $"otc/deposits/{id}/proof", WireAnswer.File(pdf, name: "../../etc/adv\u202eice.pdf"))
            .Expecting(201);

        var (deposit, url) = (answer.GetProperty("deposit"), answer.GetProperty("file_url").GetString()!);
        Assert.Equal(deposit.GetProperty("proof_url").GetString(), url);
        Assert.Matches($"^/otc-deposits-proof/{id}/[0-9a-f-]{{36}}\\.pdf$", url);
        Assert.Equal("advice.pdf", deposit.GetProperty("proof_file_name").GetString());
        Assert.Equal(pdf.Length, deposit.GetProperty("proof_size_bytes").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(pdf)),
            deposit.GetProperty("proof_file_sha256").GetString());
        var shown = await Send(Host.Acacia, "GET", url);
        Assert.Equal(pdf, shown.Bytes);
    }

    [Theory]
    [InlineData("acacia", 200)]
    [InlineData("officer", 200)]
    [InlineData("auditor", 200)]
    [InlineData("baobab", 404)]
    [InlineData("", 401)]
    public async Task A_proof_is_for_its_merchant_and_the_staff(string person, int status)
    {
        var url = await ProofAsync();
        var client = person switch { "acacia" => Host.Acacia, "officer" => Host.Officer, "auditor" => Host.Auditor, "baobab" => Host.Baobab,
            _ => Host.Anonymous };

        Assert.Equal(status, (await Send(client, "GET", url)).Status);
    }

    /// <summary>Refused in the surface's own form, and the deposit is as it was.</summary>
    [Theory]
    [InlineData("script", 422)]
    [InlineData("hidden script", 422)]
    [InlineData("password", 422)]
    [InlineData("archive behind", 415)]
    [InlineData("archive around", 415)]
    [InlineData("picture before", 415)]
    [InlineData("page", 415)]
    [InlineData("cut", 422)]
    [InlineData("loop", 422)]
    [InlineData("bomb", 422)]
    public async Task A_file_made_to_hurt_is_refused_and_changes_nothing(string name, int status)
    {
        var id = await desk.DepositInAsync(DepositStatus.Draft);

        var answer = await Send(Host.Acacia, "POST", $"otc/deposits/{id}/proof", WireAnswer.File(HostilePdf.Named(name)));

        Assert.Equal(status, answer.Status);
        Assert.StartsWith("PROOF_", answer.Json.GetProperty("code").GetString(), StringComparison.Ordinal);
        var deposit = (await Send(Host.Acacia, "GET", $"otc/deposits/{id}").Expecting(200)).GetProperty("deposit");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, deposit.GetProperty("proof_url").ValueKind);
    }

    [Fact]
    public async Task A_foreign_proof_looks_exactly_like_a_missing_one()
    {
        var url = await ProofAsync();
        var missing = $"/otc-deposits-proof/{Guid.NewGuid()}/{Guid.NewGuid()}.pdf";
        var requestId = Guid.NewGuid().ToString();

        var foreign = await Send(Host.Baobab, "GET", url, null, ("X-Request-Id", requestId));
        var nothing = await Send(Host.Baobab, "GET", missing, null, ("X-Request-Id", requestId));

        foreign.ExpectProblem(404, "NOT_FOUND");
        Assert.Equal(nothing.Text, foreign.Text);
    }

    [Theory]
    [InlineData("", "inline")]
    [InlineData("?download=1", "attachment")]
    public async Task A_proof_is_served_so_that_it_can_do_no_harm(string query, string disposition)
    {
        var answer = await Send(Host.Officer, "GET", await ProofAsync() + query);

        Assert.Equal("application/pdf", answer.MediaType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("private, no-store",
            string.Join(", ", answer.Headers.GetValues("Cache-Control").Single().Split(", ").Order().Reverse()));
        Assert.Equal("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(disposition, answer.ContentHeaders.ContentDisposition!.DispositionType);
    }

    [Fact]
    public async Task A_session_of_the_console_sees_proofs()
    {
        var cookie = await SessionCookies.SignInAsync(Host, Host.Credentials.StaffNamed("officer"));

        Assert.Equal(200, (await Send(Host.Anonymous, "GET", await ProofAsync(), null, ("Cookie", cookie))).Status);
        await Send(Host.Anonymous, "GET", await ProofAsync(), null, ("Cookie", cookie), ("Authorization", "Bearer wrong"))
            .ExpectingProblem(401, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task A_signed_link_shows_one_proof_for_a_short_time()
    {
        var (url, other) = (await ProofAsync(), await ProofAsync());
        var parts = url.Split('/', '.');
        string link;
        using (var scope = Host.Services.CreateScope())
        {
            link = scope.ServiceProvider.GetRequiredService<ProofQueries>().SignLink(Guid.Parse(parts[2]), Guid.Parse(parts[3]));
        }
        var signature = link[link.IndexOf('?', StringComparison.Ordinal)..];

        Assert.StartsWith(url + "?", link, StringComparison.Ordinal);
        Assert.Equal(200, (await Send(Host.Anonymous, "GET", link)).Status);
        await Send(Host.Anonymous, "GET", other + signature).ExpectingProblem(401, "UNAUTHENTICATED");
        await Send(Host.Anonymous, "GET", link.Replace("exp=", "exp=9", StringComparison.Ordinal)).ExpectingProblem(401, "UNAUTHENTICATED");
        await Send(Host.Anonymous, "GET", url + "?exp=9999999999&sig=").ExpectingProblem(401, "UNAUTHENTICATED");
        await Send(Host.Admin, "POST", "/sandbox/clock/advance", new { seconds = ProofQueries.LinkLifetimeSeconds }).Expecting(200);
        await Send(Host.Anonymous, "GET", link).ExpectingProblem(401, "UNAUTHENTICATED");
    }

    [Theory]
    [InlineData("/otc-deposits-proof/..%2f..%2fetc/passwd.pdf")]
    [InlineData("/otc-deposits-proof/x/y.pdf")]
    [InlineData("/otc-deposits-proof/")]
    [InlineData("/otc-deposits-proof")]
    public async Task Only_ids_name_a_proof(string path)
    {
        await Send(Host.Admin, "GET", path).ExpectingProblem(404, "NOT_FOUND");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_above_the_limit_is_refused_while_it_streams(bool isFarAbove)
    {
        var id = await desk.DepositInAsync(DepositStatus.Draft);
        var pdf = new byte[isFarAbove ? 60 * 1024 * 1024 : ProofBytesMax + 1];
        "%PDF-1.7\n"u8.CopyTo(pdf);

        await Send(Host.Acacia, "POST", $"otc/deposits/{id}/proof", WireAnswer.File(pdf)).ExpectingProblem(413, "PROOF_TOO_LARGE");

        await AssertNoProofAsync(id);
    }

    [Theory]
    [InlineData("<html><script>alert(1)</script></html>")]
    [InlineData("GIF89a;")]
    [InlineData("")]
    public async Task What_is_no_pdf_by_its_content_is_refused(string content)
    {
        var id = await desk.DepositInAsync(DepositStatus.Draft);

        await Send(Host.Acacia, "POST", $"otc/deposits/{id}/proof", WireAnswer.File(Encoding.UTF8.GetBytes(content)))
            .ExpectingProblem(415, "PROOF_NOT_PDF");

        await AssertNoProofAsync(id);
    }

    [Fact]
    public async Task A_pdf_with_a_script_is_refused()
    {
        var id = await desk.DepositInAsync(DepositStatus.Draft);
        var pdf = PdfWriter.Receipt(catalogue: "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>");

        await Send(Host.Acacia, "POST", $"otc/deposits/{id}/proof", WireAnswer.File(pdf)).ExpectingProblem(422, "PROOF_REFUSED");

        await AssertNoProofAsync(id);
    }

    [Fact]
    public async Task The_file_comes_in_the_field_named_file()
    {
        var id = await desk.DepositInAsync(DepositStatus.Draft);

        var problem = await Send(Host.Acacia, "POST", $"otc/deposits/{id}/proof", WireAnswer.File(PdfWriter.Receipt(), field: "document"))
            .ExpectingProblem(400, "INVALID_REQUEST");

        Assert.Equal("file", problem.GetProperty("field").GetString());
        await Send(Host.Acacia, "POST", $"otc/deposits/{id}/proof", new { file = "x" }).ExpectingProblem(415, "UNSUPPORTED_MEDIA_TYPE");
        await Send(Host.Acacia, "POST", $"otc/deposits/{id}/proof").ExpectingProblem(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x",
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 and then nothing")]
    [InlineData("multipart/form-data; boundary=x", "no part at all")]
    [InlineData("multipart/form-data; boundary=x", "")]
    public async Task A_body_that_breaks_off_is_the_caller_s_fault_and_leaves_nothing(string type, string body)
    {
        var id = await desk.DepositInAsync(DepositStatus.Draft);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        await Send(Host.Acacia, "POST", $"otc/deposits/{id}/proof", content).ExpectingProblem(400, "INVALID_REQUEST");

        await AssertNoProofAsync(id);
    }

    [Fact]
    public async Task A_proof_for_somebody_else_s_deposit_has_nowhere_to_go()
    {
        var id = await desk.DepositInAsync(DepositStatus.Draft);

        await Send(Host.Baobab, "POST", $"otc/deposits/{id}/proof", WireAnswer.File(PdfWriter.Receipt()))
            .ExpectingProblem(404, "NOT_FOUND");
    }

    private async Task<string> ProofAsync()
    {
        var id = await desk.DepositInAsync(DepositStatus.Draft);
        var uploaded = await Send(Host.Acacia, "POST", $"otc/deposits/{id}/proof", WireAnswer.File(PdfWriter.Receipt())).Expecting(201);
        return uploaded.GetProperty("file_url").GetString()!;
    }

    private async Task AssertNoProofAsync(string id)
    {
        var deposit = await Send(Host.Acacia, "GET", $"otc/deposits/{id}").Expecting(200);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, deposit.GetProperty("deposit").GetProperty("proof_url").ValueKind);
        var folder = Path.Combine(Host.DataDirectory, "proofs", id);
        Assert.False(Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any(), "A refused file was left behind.");
    }
}
