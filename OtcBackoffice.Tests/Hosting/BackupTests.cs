using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting;

/// <summary>A backup is one set, and a restore cannot destroy: what it refuses changes nothing, what it replaces is kept (issue 15, point 6).</summary>
public sealed class BackupTests : IDisposable
{
    private const string Passphrase = "--Backup:Passphrase=correct horse battery";

    private readonly TempDirectory _root = new();

    private string Desk => _root.File("desk");

    private string Set => _root.File("set");

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task A_set_is_whole_and_changes_places_with_the_desk_and_back()
    {
        await MakeAsync();
        Assert.Equal(0, await RunAsync("restore", "--check", Set));
        var manifest = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(Path.Combine(Set, "manifest.json")));
        Assert.Equal(["version", "created_at", "provider", "migrations", "files"],
            manifest.EnumerateObject().Select(member => member.Name));
        var paths = manifest.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString()!).ToList();
        Assert.Contains("database.db", paths);
        Assert.Contains("proofs/one/proof.pdf", paths);
        Assert.Contains("sealed/demo-credentials.json", paths);
        Assert.DoesNotContain("otc_pat_", await File.ReadAllTextAsync(Path.Combine(Set, "sealed/demo-credentials.json")),
            StringComparison.Ordinal);

        Assert.Equal(0, await RunAsync("user", "add", "new@desk.example", "New Person", "otc_officer"));
        File.Delete(Path.Combine(Desk, "proofs/one/proof.pdf"));
        Assert.Equal(0, await RunAsync("restore", Set));
        Assert.Equal((0L, true, true),
            (await PeopleAsync(), File.Exists(Path.Combine(Desk, "proofs/one/proof.pdf")),
            File.Exists(Path.Combine(Desk, "demo-credentials.json"))));
        Assert.Equal(0, await RunAsync("verify"));
        Assert.Equal(0, await RunAsync("restore", "--back"));
        Assert.Equal((1L, false), (await PeopleAsync(), File.Exists(Path.Combine(Desk, "proofs/one/proof.pdf"))));
        Assert.Equal(0, await RunAsync("verify"));
        Assert.Equal(0, await RunAsync("restore", "--back"));
        Assert.Equal(0L, await PeopleAsync());
    }

    [Fact]
    public async Task What_is_no_backup_of_this_desk_is_refused_and_changes_nothing()
    {
        await MakeAsync();
        var before = HashOf(Desk);
        var other = _root.File("other");

        async Task RefusedAsync(string target, string? passphrase = Passphrase)
        {
            Assert.Equal(1, await RunWithAsync(passphrase, ["restore", target]));
            Assert.Equal(before, HashOf(Desk));
        }

        async Task AlteredAsync(Action<string> alter)
        {
            Directory.CreateDirectory(other);
            foreach (var file in Directory.GetFiles(Set, "*", SearchOption.AllDirectories))
            {
                var place = Path.Combine(other, Path.GetRelativePath(Set, file));
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                File.Copy(file, place);
            }
            alter(other);
            await RefusedAsync(other);
            Assert.Equal(1, await RunAsync("restore", "--check", other));
            Directory.Delete(other, recursive: true);
        }

        await File.WriteAllTextAsync(_root.File("text.txt"), "no backup");
        await RefusedAsync(_root.File("text.txt"));
        await RefusedAsync(_root.File("nothing"));
        await RefusedAsync(Desk);
        Directory.CreateDirectory(_root.File("empty"));
        await RefusedAsync(_root.File("empty"));
        await RefusedAsync(Set, null);
        await RefusedAsync(Set, "--Backup:Passphrase=another passphrase");
        await AlteredAsync(set => File.WriteAllText(Path.Combine(set, "more.txt"), "x"));
        await AlteredAsync(set => File.Delete(Path.Combine(set, "proofs/one/proof.pdf")));
        await AlteredAsync(set => File.CreateSymbolicLink(Path.Combine(set, "link"), "/etc/hostname"));
        await AlteredAsync(set => Cut(Path.Combine(set, "database.db")));
        await AlteredAsync(set => Cut(Path.Combine(set, "sealed/demo-credentials.json")));
        await AlteredAsync(set =>
            File.WriteAllText(Path.Combine(set, "manifest.json"),
            File.ReadAllText(Path.Combine(set, "manifest.json")).Replace("proofs/one", "../../one", StringComparison.Ordinal)));
        await AlteredAsync(set => File.WriteAllText(Path.Combine(set, "manifest.sig"), "v1.x.y"));
        using (new FileStream(Path.Combine(Desk, "desk.lock"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read))
        {
            Assert.Equal(1, await RunAsync("restore", Set));
            Assert.Equal(1, await RunAsync("restore", "--back"));
        }
        Assert.Equal(1, await RunAsync("restore", "--back"));
        Assert.Equal(before, HashOf(Desk));

        foreach (var target in new[] { _root.File("copy.db"), Set, Path.Combine(Desk, "inside"), _root.FullName })
        {
            Assert.Equal(1, await RunAsync("backup", target));
        }
        Assert.Equal(1, await RunWithAsync(null, ["backup", _root.File("unsealed")]));
        Assert.False(Directory.Exists(_root.File("unsealed")));
    }

    [Fact]
    public async Task What_a_killed_restore_left_is_brought_into_order()
    {
        await MakeAsync();
        // A torso of a stage, as a kill in the middle of copying leaves it.
        Directory.CreateDirectory(Desk + ".staging");
        await File.WriteAllTextAsync(Path.Combine(Desk + ".staging", "staging.unfinished"), "");
        await File.WriteAllTextAsync(Path.Combine(Desk + ".staging", "backoffice.db"), "half");
        Assert.Equal(0, await RunAsync("restore", Set));
        Assert.False(Directory.Exists(Desk + ".staging"));
        Assert.Equal(0, await RunAsync("verify"));
        // Killed after the places were changed and before the old set had its name.
        Directory.Move(Desk + ".kept", Desk + ".staging");
        Assert.Equal(0, await RunAsync("restore", "--back"));
        Assert.Equal(0, await RunAsync("verify"));
    }

    private async Task MakeAsync()
    {
        Assert.Equal(0, await RunAsync("demo"));
        Directory.CreateDirectory(Path.Combine(Desk, "proofs/one"));
        await File.WriteAllTextAsync(Path.Combine(Desk, "proofs/one/proof.pdf"), "%PDF-1.4");
        Assert.Equal(0, await RunAsync("backup", Set));
    }

    private async Task<long> PeopleAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(Desk, "backoffice.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM users WHERE email = 'new@desk.example'";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    // The database as its log leaves it, and every other file; the lock is no content.
    private static string HashOf(string directory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.GetFiles(directory, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(file));
            hash.AppendData(File.ReadAllBytes(file));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void Cut(string file)
    {
        using var stream = File.OpenWrite(file);
        stream.SetLength(stream.Length / 2);
    }

    private Task<int> RunAsync(params string[] words) => RunWithAsync(Passphrase, words);

    private Task<int> RunWithAsync(string? passphrase, string[] words) => CommandVerbs.RunAsync(
        [.. words, $"--Data:Directory={Desk}", "--environment=Development", "--applicationName=OtcBackoffice",
            .. passphrase is null ? (string[])[] : [passphrase]]);
}
