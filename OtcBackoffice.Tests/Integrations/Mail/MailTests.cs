using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Integrations.Mail;
using OtcBackoffice.Jobs;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Integrations.Mail;

/// <summary>An invitation goes out by SMTP, is tried again where that helps, and is shown where it does not.</summary>
public sealed class MailTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_invitation_goes_by_smtp_and_is_shown_in_the_sandbox_as_well(DatabaseProvider provider)
    {
        await using var office = PostOffice.Open();
        await using var host = await StartAsync(office, provider);

        var invited = await InviteAsync(host, "new.person@desk.example");
        var mail = await WaitAsync(host, "sent");

        var letter = Assert.Single(office.Taken);
        Assert.Equal("new.person@desk.example", letter.To.Mailboxes.Single().Address);
        Assert.Equal("desk@example.com", letter.From.Mailboxes.Single().Address);
        Assert.Contains(invited.Text("invitation", "link"), letter.TextBody, StringComparison.Ordinal);
        Assert.True(invited.GetProperty("invitation").GetProperty("was_mailed").GetBoolean());
        Assert.Equal($"{Guid.Parse(mail.Text("id")):N}@example.com", letter.MessageId);
        Assert.Single((await host.Admin.GetJsonAsync("/sandbox/mails")).GetProperty("mails").EnumerateArray());
        // The link is in nobody's database once it has gone.
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        Assert.Equal("", db.Mails.Single().Sealed);
        host.AssertNoErrors();
    }

    [Fact]
    public async Task A_reply_that_begins_with_4_is_tried_again_and_one_with_5_is_final_and_shown()
    {
        await using var office = PostOffice.Open();
        await using var host = await StartAsync(office);
        office.Reply(451, "try again later");

        await InviteAsync(host, "patient@desk.example");
        var waiting = await WaitAsync(host, "pending", attempts: 1);
        Assert.Contains("451", waiting.Text("fault"), StringComparison.Ordinal);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 61 });
        await WaitAsync(host, "sent", attempts: 2);
        Assert.Equal(2, office.Offered);

        office.Reply(550, "no such person");
        await InviteAsync(host, "nobody@desk.example");
        var failed = await WaitAsync(host, "failed");
        Assert.Contains("550 no such person", failed.Text("fault"), StringComparison.Ordinal);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 86_400 });
        Assert.Equal(3, office.Offered);
        Assert.Contains((await host.Auditor.GetJsonAsync("audit?action=mail.failed")).GetProperty("audit").EnumerateArray(),
            row => row.Text("reason").Contains("550", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_away_costs_time_and_no_mail()
    {
        var office = PostOffice.Open();
        await office.DisposeAsync();
        await using var host = await StartAsync(office);

        await InviteAsync(host, "later@desk.example");

        var waiting = await WaitAsync(host, "pending", attempts: 1);
        Assert.Contains($"127.0.0.1:{office.Port}", waiting.Text("fault"), StringComparison.Ordinal);
        Assert.Contains(host.Log.All, line => line.ToString().Contains("was not taken", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.All, line => line.ToString().Contains("/account/welcome#", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StartTls_is_demanded_and_its_certificate_is_checked()
    {
        using var certificate = SelfSigned();
        await using var office = PostOffice.Open(certificate);
        await using var plain = PostOffice.Open();
        var mail = new OutgoingMail("a@desk.example", "Subject", "Text");

        var unknown = await new SmtpMailSender(Options(office), TimeProvider.System)
            .SendAsync(Guid.NewGuid(), mail, CancellationToken.None);
        var trusted = await new SmtpMailSender(Options(office),
            TimeProvider.System) { Trust = (_, shown, _, _) =>
            shown?.GetCertHashString() == certificate.GetCertHashString() }.SendAsync(Guid.NewGuid(), mail, CancellationToken.None);
        var without = await new SmtpMailSender(Options(plain), TimeProvider.System).SendAsync(Guid.NewGuid(), mail, CancellationToken.None);

        Assert.Equal(MailOutcome.TryAgain, unknown.Outcome);
        Assert.Equal(new MailHandover(MailOutcome.Sent, null), trusted);
        Assert.Equal(MailOutcome.TryAgain, without.Outcome);
        Assert.True(Assert.Single(office.Secure));
        Assert.Empty(plain.Taken);
    }

    [Theory]
    [InlineData("Mail:From", "nobody")]
    [InlineData("Mail:Host", "smtp://example.com")]
    [InlineData("Mail:Port", "70000")]
    [InlineData("Mail:User", "alone")]
    [InlineData("Mail:Security", "Perhaps")]
    public void Settings_are_checked_at_start(string name, string value)
    {
        using var directory = new TempDirectory();
        string[] usual = ["--Mail:Host=smtp.example.com", "--Mail:From=desk@example.com"];

        var refused = Assert.Throws<OtcBackoffice.Hosting.SettingsException>(() => OtcBackoffice.Hosting.BackofficeHost.Build(
            ["--environment=Development", "--applicationName=OtcBackoffice", $"--Data:Directory={directory.FullName}", .. usual,
                $"--{name}={value}"]));

        Assert.Contains(refused.Faults, fault => fault.Contains(name, StringComparison.Ordinal));
    }

    private static MailOptions Options(PostOffice office) =>
        new() { Host = "127.0.0.1", Port = office.Port, From = "OTC desk <desk@example.com>", TimeoutSeconds = 5 };

    private static Task<DeskHost> StartAsync(PostOffice office, DatabaseProvider provider = DatabaseProvider.Sqlite) =>
        DeskHost.StartAsync(new DeskHostSetup
    {
        Provider = provider,
        Settings = new Dictionary<string, string?>
        {
            ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = $"{office.Port}", ["Mail:Security"] = "None",
            ["Mail:From"] = "OTC desk <desk@example.com>",
        },
    });

    private static Task<JsonElement> InviteAsync(DeskHost host, string email) =>
        host.Admin.PostJsonAsync("users/invite", new { email, display_name = "New Person", roles = new[] { "otc_officer" } },
            HttpStatusCode.Accepted);

    private static async Task<JsonElement> WaitAsync(DeskHost host, string state, int attempts = 0)
    {
        for (var tries = 0; tries < 900; tries++)
        {
            var newest = (await host.Admin.GetJsonAsync("mails")).GetProperty("mails").EnumerateArray().FirstOrDefault();
            // A mail that is being handed over is pending, too, and nothing has been said of it yet.
            if (newest.ValueKind == JsonValueKind.Object && newest.Text("state") == state
                && newest.GetProperty("attempts").GetInt32() >= attempts
                && (state == "sent") == (newest.GetProperty("fault").ValueKind == JsonValueKind.Null))
            {
                return newest;
            }
            await host.Services.GetRequiredService<JobBoard>().RunAsync(DeskJobs.MailSender, CancellationToken.None);
            await Task.Delay(50);
        }
        throw new InvalidOperationException($"No mail became {state}: {await host.Admin.GetJsonAsync("mails")}");
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2_048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
