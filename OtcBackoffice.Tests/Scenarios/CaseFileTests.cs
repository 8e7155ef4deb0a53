using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>A deposit's case leaves the house and can still be proved.</summary>
public sealed class CaseFileTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_case_holds_everything_and_names_the_first_entry_that_was_altered(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var (id, secret) = await CreditedAsync(host);
        var file = await host.Officer.GetByteArrayAsync($"/api/v1/auth/otc/deposits/{id}/case-file");
        var key = await host.Admin.GetStringAsync("/api/v1/auth/audit/public-key");

        var entries = Entries(file);
        string[] names = ["deposit.json", "quotes.json", "proofs.json", "proofs/v1.pdf", "approvals.json", "proposals.json",
            "transfers.json", "webhooks.json", "ledger.json", "audit.jsonl", "manifest.json", "manifest.sig"];
        Assert.Equal(names, entries.Keys);
        Assert.Equal(DepositSteps.OneBlankPage(), entries["proofs/v1.pdf"]);
        Assert.Equal(2, Json(entries["proposals.json"])[0].GetProperty("bindings").GetArrayLength());
        Assert.Equal("final", Json(entries["transfers.json"])[0].Text("status"));
        Assert.Contains(Json(entries["ledger.json"]).EnumerateArray(), entry => entry.Text("kind") == "deposit_settled");
        Assert.NotEqual(0, Json(entries["webhooks.json"]).GetArrayLength());
        Assert.Contains("deposit.case_file", Encoding.UTF8.GetString(entries["audit.jsonl"]), StringComparison.Ordinal);
        Assert.NotEqual("", Json(entries["manifest.json"]).Text("audit_head", "signature"));
        Assert.DoesNotContain(entries.Values, content => Encoding.UTF8.GetString(content).Contains(secret, StringComparison.Ordinal));

        var sound = Check(file, key);
        Assert.Null(sound.Fault);
        Assert.Equal(10, sound.Entries);
        foreach (var name in names)
        {
            var bent = new Dictionary<string, byte[]>(entries) { [name] = [.. entries[name]] };
            bent[name][bent[name].Length / 2] ^= 1;
            Assert.Contains(name, Check(Archive(bent), key).Fault, StringComparison.Ordinal);
            Assert.Contains(name, Check(Archive(entries.Where(entry => entry.Key != name)), key).Fault, StringComparison.Ordinal);
        }
        Assert.Equal("later.txt was added.", Check(Archive(entries.Append(KeyValuePair.Create("later.txt", "x"u8.ToArray()))), key).Fault);
        Assert.Equal("ledger.json was added.",
            Check(Archive(entries.Append(KeyValuePair.Create("ledger.json", "[]"u8.ToArray()))), key).Fault);
        Assert.NotNull(Check(file[..(file.Length / 2)], key).Fault);
        await host.Acacia.GetJsonAsync($"otc/deposits/{id}/case-file", HttpStatusCode.Forbidden);
        await host.Officer.GetJsonAsync($"otc/deposits/{Guid.NewGuid()}/case-file", HttpStatusCode.NotFound);
        host.AssertNoErrors();
    }

    [Fact]
    public async Task The_verb_checks_a_case_by_a_key_that_was_kept_apart()
    {
        await using var host = await DeskHost.StartAsync();
        using var directory = new TempDirectory();
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        var (file, bent, key) = (Path.Combine(directory.FullName, "case.zip"), Path.Combine(directory.FullName, "bent.zip"),
            Path.Combine(directory.FullName, "key.pem"));
        var bytes = await host.Officer.GetByteArrayAsync($"/api/v1/auth/otc/deposits/{id}/case-file");
        await File.WriteAllBytesAsync(file, bytes);
        await File.WriteAllTextAsync(key, await host.Admin.GetStringAsync("/api/v1/auth/audit/public-key"));
        var entries = Entries(bytes);
        entries["deposit.json"] =
            Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(entries["deposit.json"])
            .Replace("100000.00", "900000.00", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(bent, Archive(entries));

        Assert.Equal(0, await VerifyAsync(directory, "--case", file, "--key", key));
        Assert.Equal(1, await VerifyAsync(directory, "--case", bent, "--key", key));
        // Where no desk has run there is no key; hashes alone are checked, and none is made.
        Assert.Equal(0, await VerifyAsync(directory, "--case", file));
        Assert.Equal(1, await VerifyAsync(directory, "--case", bent));
        var ownKey = Path.Combine(directory.FullName, "desk", "audit-signing.pub.pem");
        Assert.False(File.Exists(ownKey));
        // Another desk's key does not fit.
        await File.WriteAllTextAsync(ownKey, "");
        Assert.Equal(1, await VerifyAsync(directory, "--case", file));
        Assert.Equal(1, await VerifyAsync(directory, "--case", Path.Combine(directory.FullName, "none.zip")));
    }

    private static Task<int> VerifyAsync(TempDirectory directory, params string[] words) =>
        CommandVerbs.RunAsync(["verify", .. words, $"--Data:Directory={Path.Combine(directory.FullName, "desk")}",
            "--environment=Development", "--applicationName=OtcBackoffice"]);

    private static async Task<(string Id, string Secret)> CreditedAsync(DeskHost host)
    {
        var endpoint = await host.Admin.PostJsonAsync("webhooks/endpoints",
            new { url = "http://127.0.0.1:9/hook?key=hidden", events = new[] { "*" } }, HttpStatusCode.Created);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/claim");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        var deposit = await host.Treasury.GetJsonAsync($"otc/deposits/{id}");
        var credited = await host.Treasury.PostJsonAsync($"otc/deposits/{id}/credit", new
        {
            crypto_amount = deposit.Text("deposit", "requested_crypto_amount"), asset = deposit.Text("deposit", "requested_asset"),
            network = deposit.Text("deposit", "requested_network"),
        });
        await host.Treasury.PostJsonAsync($"treasury/proposals/{credited.Text("proposal_id")}/sign");
        await host.Treasury2.PostJsonAsync($"treasury/proposals/{credited.Text("proposal_id")}/sign");
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 1 });
        await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "tron", count = 30 });
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 1 });
        Assert.Equal("credited", (await host.Acacia.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "status"));
        return (id, SecretOf(endpoint));
    }

    private static string SecretOf(JsonElement endpoint) =>
        endpoint.EnumerateObject()
        .Select(one => one.Value.ValueKind == JsonValueKind.Object
        && one.Value.TryGetProperty("secret", out var inner) ? inner.GetString() : one.NameEquals("secret") ? one.Value.GetString() : null)
        .OfType<string>().First();

    private static JsonElement Json(byte[] content) => JsonSerializer.Deserialize<JsonElement>(content);

    private static CaseFileVerdict Check(byte[] file, string key) => CaseFileCheck.Check(new MemoryStream(file), key);

    private static Dictionary<string, byte[]> Entries(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        return archive.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var content = entry.Open();
            var bytes = new MemoryStream();
            content.CopyTo(bytes);
            return bytes.ToArray();
        });
    }

    private static byte[] Archive(IEnumerable<KeyValuePair<string, byte[]>> entries)
    {
        var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var target = archive.CreateEntry(name).Open();
                target.Write(content);
            }
        }
        return file.ToArray();
    }
}
