using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Nodes;

/// <summary>A desk whose files lie in a bucket: nothing that lasts on a node, and what is said when the bucket is gone or bent.</summary>
public sealed class StoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private ObjectServer? _server;

    private ObjectServer Server => _server!;

    public async Task InitializeAsync() => _server = await ObjectServer.StartAsync();

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Proofs_exports_and_heads_lie_in_the_bucket_and_nothing_in_the_directory(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        var proof = await ProofAddressAsync(host, id);
        Assert.Equal(DepositSteps.OneBlankPage(), await host.Officer.GetByteArrayAsync(proof));
        await ExportAsync(host);
        using var case1 = new ZipArchive(await host.Officer.GetStreamAsync($"/api/v1/auth/otc/deposits/{id}/case-file"));
        Assert.NotNull(case1.GetEntry("proofs/v1.pdf"));
        await using (var scope = host.Services.CreateAsyncScope())
        {
            Assert.Null((await scope.ServiceProvider.GetRequiredService<AuditDesk>().VerifyAsync(CancellationToken.None)).Fault);
        }

        Assert.All(["desk/audit/heads/", "desk/proofs/", "desk/exports/"],
            folder => Assert.Contains(Server.Keys, key => key.StartsWith(folder, StringComparison.Ordinal)));
        Assert.All(Server.Keys, key => Assert.DoesNotContain(ObjectServer.Secret, key, StringComparison.Ordinal));
        string[] lasting = ["*.pdf", "*.csv", "*.xlsx", "*.statement", "audit-heads.jsonl"];
        Assert.All(lasting, kind => Assert.Empty(Directory.GetFiles(host.DataDirectory, kind, SearchOption.AllDirectories)));
        host.AssertNoErrors();
    }

    [Fact]
    public async Task A_store_that_goes_away_is_named_at_every_door_and_the_node_stays_ready()
    {
        await using var host = await StartAsync(DatabaseProvider.Sqlite);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        var proof = await ProofAddressAsync(host, id);
        var draft = await DepositSteps.DraftAsync(host.Acacia, "100000.00");

        Server.IsDown = true;

        await AssertRefusedAsync(host.Officer, HttpMethod.Get, proof, HttpStatusCode.ServiceUnavailable, "STORE_UNAVAILABLE");
        await AssertRefusedAsync(host.Officer, HttpMethod.Get, $"/api/v1/auth/otc/deposits/{id}/case-file",
            HttpStatusCode.ServiceUnavailable, "STORE_UNAVAILABLE");
        await AssertRefusedAsync(host.Acacia, HttpMethod.Post, $"/api/v1/auth/otc/deposits/{draft}/proof",
            HttpStatusCode.ServiceUnavailable, "STORE_UNAVAILABLE", Pdf());
        Assert.Equal(HttpStatusCode.OK, (await host.Anonymous.GetAsync("/health/ready")).StatusCode);
        Assert.Equal("store_unavailable", (await host.Admin.GetJsonAsync("nodes")).GetProperty("nodes")[0].Text("state"));
        Assert.Equal(id, (await host.Officer.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "id"));
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 120 });

        Server.IsDown = false;
        await NodePair.UntilAsync(async () => (await host.Admin.GetJsonAsync("nodes")).GetProperty("nodes")[0].Text("state") == "serving",
            Limit);
        Assert.Equal(DepositSteps.OneBlankPage(), await host.Officer.GetByteArrayAsync(proof));
        await DepositSteps.DraftAsync(host.Acacia, "100000.00");
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 120 });
        await using var scope = host.Services.CreateAsyncScope();
        Assert.Null((await scope.ServiceProvider.GetRequiredService<AuditDesk>().VerifyAsync(CancellationToken.None)).Fault);
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        Assert.Equal(db.AuditCheckpoints.Count(), Server.Keys.Count(key => key.Contains("/audit/heads/", StringComparison.Ordinal)));
        host.AssertNoErrors();
    }

    [Fact]
    public async Task A_proof_that_was_bent_is_not_shown_and_one_that_is_gone_is_named_in_the_case()
    {
        await using var host = await StartAsync(DatabaseProvider.Sqlite);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        var proof = await ProofAddressAsync(host, id);

        Server.Bent = "/proofs/";
        await AssertRefusedAsync(host.Officer, HttpMethod.Get, proof, HttpStatusCode.BadGateway, "STORE_CORRUPT");
        await AssertRefusedAsync(host.Officer, HttpMethod.Get, $"/api/v1/auth/otc/deposits/{id}/case-file", HttpStatusCode.BadGateway,
            "STORE_CORRUPT");
        Server.Bent = null;
        Server.Remove(Server.Keys.Single(key => key.Contains("/proofs/", StringComparison.Ordinal)));

        using var archive = new ZipArchive(await host.Officer.GetStreamAsync($"/api/v1/auth/otc/deposits/{id}/case-file"));
        using var manifest = await JsonDocument.ParseAsync(archive.GetEntry("manifest.json")!.Open());
        var gap = Assert.Single(manifest.RootElement.GetProperty("missing").EnumerateArray());
        Assert.Equal("proofs/v1.pdf", gap.Text("name"));
        Assert.Equal(64, gap.Text("sha256").Length);
    }

    [Fact]
    public async Task Armed_faults_of_the_store_are_said_like_a_store_that_is_away()
    {
        await using var host = await StartAsync(DatabaseProvider.Sqlite);
        var draft = await DepositSteps.DraftAsync(host.Acacia, "100000.00");
        await host.Admin.PostJsonAsync("/sandbox/faults", new { point = "store.write", mode = "timeout", times = 1 });
        await AssertRefusedAsync(host.Acacia, HttpMethod.Post, $"/api/v1/auth/otc/deposits/{draft}/proof",
            HttpStatusCode.ServiceUnavailable, "STORE_UNAVAILABLE", Pdf());
        await host.Acacia.UploadProofAsync(draft, DepositSteps.OneBlankPage());
    }

    [Theory]
    [InlineData("Store:Bucket", "no-such-bucket", "NoSuchBucket")]
    [InlineData("Store:SecretKey", "wrong", "403")]
    [InlineData("Store:Endpoint", "http://127.0.0.1:9", "does not answer")]
    [InlineData("Store:Endpoint", "nonsense", "Store:Endpoint")]
    [InlineData("Store:AccessKey", "", "Store:AccessKey")]
    [InlineData("Store:Bucket", "", "Store:Bucket")]
    public async Task A_store_that_was_never_right_ends_the_start_with_a_sentence(string setting, string value, string said)
    {
        var settings = Server.Settings();
        settings[setting] = value;

        var fault = await Assert.ThrowsAsync<SettingsException>(async () =>
        {
            await using var host = await DeskHost.StartAsync(new DeskHostSetup { Settings = settings });
        });

        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.Contains("Store", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(ObjectServer.Secret, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_that_came_in_at_one_node_opens_at_another_with_an_empty_directory()
    {
        if (!TestDatabases.HasShared)
        {
            return;
        }
        await using var one = await StartAsync(DatabaseProvider.PostgreSql, "one");
        await using var two = await one.BesideAsync(Setup(DatabaseProvider.PostgreSql, "two"));
        var id = await DepositSteps.SubmitAsync(one, "100000.00");

        Assert.Equal(DepositSteps.OneBlankPage(), await two.Officer.GetByteArrayAsync(await ProofAddressAsync(two, id)));
    }

    private static async Task ExportAsync(DeskHost host)
    {
        var asked = await host.Treasury.PostJsonAsync("exports", new { report = "deposits", format = "csv" }, HttpStatusCode.Accepted);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 30 });
        await NodePair.UntilAsync(async () => (await host.Treasury.GetJsonAsync($"exports/{asked.Text("export_id")}"))
            .Text("status") == "completed", Limit);
        Assert.NotEmpty(await host.Treasury.GetByteArrayAsync($"/api/v1/auth/exports/{asked.Text("export_id")}/file"));
    }

    private static async Task<string> ProofAddressAsync(DeskHost host, string id)
    {
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var deposit = Guid.Parse(id);
        return $"/otc-deposits-proof/{id}/{db.DepositProofs.Single(row => row.DepositId == deposit).FileId}.pdf";
    }

    private static MultipartFormDataContent Pdf() => new() { { new ByteArrayContent(DepositSteps.OneBlankPage()), "file", "proof.pdf" } };

    private static async Task AssertRefusedAsync(
        HttpClient client, HttpMethod method, string path, HttpStatusCode status, string code, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        Assert.Contains($"\"{code}\"", text, StringComparison.Ordinal);
        Assert.Equal("1", answer.Headers.RetryAfter?.ToString());
        Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal);
    }

    private Task<DeskHost> StartAsync(DatabaseProvider provider, string name = "one") => DeskHost.StartAsync(Setup(provider, name));

    private DeskHostSetup Setup(DatabaseProvider provider, string name)
    {
        var settings = Server.Settings("desk");
        settings["Node:Name"] = name;
        return new DeskHostSetup { Provider = provider, Settings = settings };
    }
}
