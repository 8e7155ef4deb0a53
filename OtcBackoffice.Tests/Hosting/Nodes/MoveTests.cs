using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Hosting;
using OtcBackoffice.Hosting.Move;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Nodes;

/// <summary>A desk moves from one database or store to another, whole, and what it came from is as it was.</summary>
public sealed class MoveTests
{
    [Fact]
    public async Task A_desk_moves_from_files_to_a_server_and_a_bucket_and_back_and_works_there()
    {
        if (!TestDatabases.HasShared)
        {
            return;
        }
        await using var server = await ObjectServer.StartAsync();
        using var directory = new TempDirectory();
        var (id, counts, before) = await LivedInAsync(directory);
        await using var empty = await TestDatabases.CreateAsync(DatabaseProvider.PostgreSql);
        using var there = new TempDirectory();
        var from = Config(directory, "from.json", new() { ["Data:Directory"] = directory.FullName, ["Database:Provider"] = "Sqlite" });
        var to = Config(there, "to.json", new(server.Settings("desk"))
        {
            ["Data:Directory"] = there.FullName, ["Database:Provider"] = "PostgreSql",
                ["ConnectionStrings:Backoffice"] = empty.ConnectionString,
        });

        Assert.Equal((0, ""), await RunAsync(from, to));

        Assert.Equal(before, Hashes(directory));
        Assert.Contains(server.Keys, key => key.StartsWith("desk/proofs/", StringComparison.Ordinal));
        Assert.Contains(server.Keys, key => key.StartsWith("desk/audit/heads/", StringComparison.Ordinal));
        await using (var target = BackofficeDatabase.PostgreSql(empty.ConnectionString))
        {
            var arrived = await TableMove.CountAsync(target, CancellationToken.None);
            Assert.All(counts, table => Assert.True(arrived[table.Key] >= table.Value,
                $"{table.Key}: {arrived[table.Key]} of {table.Value}"));
        }
        var refused = await RunAsync(from, to);
        Assert.Equal(1, refused.Code);
        Assert.Contains("not empty", refused.Said, StringComparison.Ordinal);

        await WorksAsync(server, empty.ConnectionString, there, directory, id);

        using var back = new TempDirectory();
        var home = Config(back, "back.json", new() { ["Data:Directory"] = back.FullName, ["Database:Provider"] = "Sqlite" });
        Assert.Equal((0, ""), await RunAsync(to, home));
        Assert.NotEmpty(Directory.GetFiles(back.File("proofs"), "*.pdf", SearchOption.AllDirectories));
        Assert.True(File.Exists(back.File("audit-heads.jsonl")));
    }

    [Fact]
    public async Task What_cannot_be_moved_is_said_in_a_sentence()
    {
        using var directory = new TempDirectory();
        var nothing = Config(directory, "nothing.json", new() { ["Data:Directory"] = directory.File("none"),
            ["Database:Provider"] = "Sqlite" });
        var other = Config(directory, "other.json", new() { ["Data:Directory"] = directory.File("other"),
            ["Database:Provider"] = "Sqlite" });

        Assert.Contains("nothing to move", (await RunAsync(nothing, nothing)).Said, StringComparison.Ordinal);
        Assert.Contains("there is no desk", (await RunAsync(nothing, other)).Said, StringComparison.Ordinal);
        Assert.Contains("does not exist", (await RunAsync(directory.File("missing.json"), other)).Said, StringComparison.Ordinal);
        await File.WriteAllTextAsync(directory.File("broken.json"), "{");
        Assert.Contains("no JSON file", (await RunAsync(directory.File("broken.json"), other)).Said, StringComparison.Ordinal);
        Assert.Contains("Usage: move", (await RunAsync("", other)).Said, StringComparison.Ordinal);
    }

    private static async Task WorksAsync(ObjectServer server, string connection, TempDirectory there, TempDirectory source, string id)
    {
        File.Copy(source.File("demo-credentials.json"), there.File("demo-credentials.json"));
        using var data = new TempDirectory();
        File.Copy(source.File("demo-credentials.json"), data.File("demo-credentials.json"));
        await using var host = await DeskHost.OpenAsync(
            new DeskHostSetup { Provider = DatabaseProvider.PostgreSql, IsFirstStart = true, Settings = server.Settings("desk") },
            new TestDatabase(DatabaseProvider.PostgreSql, connection), data);
        Assert.Equal(id, (await host.Officer.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "id"));
        await using (var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext())
        {
            var file = db.DepositProofs.Single(row => row.DepositId == Guid.Parse(id)).FileId;
            Assert.Equal(DepositSteps.OneBlankPage(), await host.Officer.GetByteArrayAsync($"/otc-deposits-proof/{id}/{file}.pdf"));
        }
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/claim");
        await DepositSteps.SubmitAsync(host, "90000.00");
        host.AssertNoErrors();
    }

    // A desk with money, proofs, heads and an export, that then stops.
    private static async Task<(string Id, IReadOnlyDictionary<string, long> Counts, Dictionary<string,
        string> Hashes)> LivedInAsync(TempDirectory directory)
    {
        string id;
        IReadOnlyDictionary<string, long> counts;
        using var data = new TempDirectory();
        await using (var host = await DeskHost.StartAsync(new DeskHostSetup { Settings = new Dictionary<string,
            string?> { ["Demo:Life"] = "false" } }))
        {
            id = await DepositSteps.SubmitAsync(host, "100000.00");
            await host.Treasury.PostJsonAsync("exports", new { report = "deposits", format = "csv" }, System.Net.HttpStatusCode.Accepted);
            await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 30 });
            await host.Officer.GetByteArrayAsync($"/api/v1/auth/otc/deposits/{id}/case-file");
            counts = await TableMove.CountAsync(host.Services.GetRequiredService<BackofficeDatabase>(), CancellationToken.None);
            await host.HaltAsync();
            foreach (var file in Directory.GetFiles(host.DataDirectory, "*", SearchOption.AllDirectories)
                .Where(one => !one.EndsWith(".lock", StringComparison.Ordinal)))
            {
                var copy = directory.File(Path.GetRelativePath(host.DataDirectory, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
        return (id, counts, Hashes(directory));
    }

    private static Dictionary<string, string> Hashes(TempDirectory directory) => Directory.GetFiles(directory.FullName, "*",
        SearchOption.AllDirectories)
        .Where(file => !file.EndsWith(".json", StringComparison.Ordinal)
            && Path.GetFileName(file) is not ("desk.lock" or "backoffice.db-shm" or "backoffice.db-wal"))
        .ToDictionary(file => Path.GetRelativePath(directory.FullName, file),
            file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));

    private static string Config(TempDirectory directory, string name, Dictionary<string, string?> settings)
    {
        File.WriteAllText(directory.File(name), JsonSerializer.Serialize(settings));
        return directory.File(name);
    }

    private static async Task<(int Code, string Said)> RunAsync(string from, string to)
    {
        var (before, said) = (Console.Error, new StringWriter());
        Console.SetError(said);
        try
        {
            return (await CommandVerbs.RunAsync(["move", $"--from={from}", $"--to={to}", "--environment=Development",
                "--applicationName=OtcBackoffice"]),
                said.ToString().Trim());
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
