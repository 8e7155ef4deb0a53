using System.Diagnostics;
using Microsoft.Data.Sqlite;
using OtcBackoffice.Data;
using OtcBackoffice.Hosting;
using OtcBackoffice.Hosting.Backup;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting;

/// <summary>A desk with a backup of it, and with one person more than the backup has, so that the old set and the new one can be told
/// apart.</summary>
internal sealed class RestorableDesk : IAsyncDisposable
{
    private const string Newcomer = "new@desk.example";

    private readonly DatabaseProvider _provider;
    private readonly TestDatabase _database;
    private readonly TempDirectory _root = new();

    private RestorableDesk(DatabaseProvider provider, TestDatabase database) => (_provider, _database) = (provider, database);

    public string Data => _root.File("desk");

    public string Set => _root.File("set");

    public string ConnectionString => _database.ConnectionString;

    private string Proof => Path.Combine(Data, "proofs/one/proof.pdf");

    public static async Task<RestorableDesk> MakeAsync(DatabaseProvider provider)
    {
        var desk = new RestorableDesk(provider, await DemoTemplates.CreateAsync(provider));
        Directory.CreateDirectory(desk.Data);
        using (var files = new TempDirectory())
        {
            DemoTemplates.CopyFiles(provider, files);
            Directory.Delete(desk.Data);
            Directory.Move(files.FullName, desk.Data);
        }
        if (provider == DatabaseProvider.Sqlite)
        {
            File.Copy(new SqliteConnectionStringBuilder(desk._database.ConnectionString).DataSource, Path.Combine(desk.Data,
                "backoffice.db"));
        }
        Directory.CreateDirectory(Path.GetDirectoryName(desk.Proof)!);
        await File.WriteAllTextAsync(desk.Proof, "%PDF-1.4");
        Assert.Equal(0, await desk.RunAsync("backup", desk.Set));
        Assert.Equal(0, await desk.RunAsync("user", "add", Newcomer, "New Person", "otc_officer"));
        File.Delete(desk.Proof);
        return desk;
    }

    public Task<int> RunAsync(params string[] words) => CommandVerbs.RunAsync([.. words, .. Settings]);

    /// <summary>The desk's database, past any host.</summary>
    public BackofficeDatabase Open() => _provider == DatabaseProvider.Sqlite
        ? BackofficeDatabase.Sqlite(Path.Combine(Data, "backoffice.db"))
        : BackofficeDatabase.PostgreSql(ConnectionString);

    /// <summary>Restores and stops dead at a step, as a kill does: nothing is cleaned up behind it.</summary>
    public async Task CutAsync(string step)
    {
        var app = BackofficeHost.Build([.. Settings, "--Logging:LogLevel:Default=Warning"]);
        void StopAt(string passed)
        {
            if (passed == step)
            {
                throw new CutOffException();
            }
        }
        await using (app)
        {
            await Assert.ThrowsAsync<CutOffException>(() =>
                BackupVerbs.RestoreAsync(app, Set, [.. Settings], StopAt, CancellationToken.None));
        }
    }

    /// <summary>Starts the restore as a process of its own.</summary>
    public Process BeginRestore() => Begin("restore", Set);

    /// <summary>Runs a verb as a process of its own, for what it says.</summary>
    public async Task<(int Code, string Said)> RunAndHearAsync(params string[] words)
    {
        using var process = Begin(words);
        var (said, faults) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await said + await faults);
    }

    /// <summary>Which set is in place, after whatever was cut off was settled; both its halves belong together.</summary>
    public async Task<bool> IsNewAsync()
    {
        Assert.Equal(0, await RunAsync("restore", "--settle"));
        await using var database = Open();
        await using var db = database.CreateDbContext();
        var isNew = !db.Users.Any(user => user.Email == Newcomer);
        Assert.Equal(isNew, File.Exists(Proof));
        Assert.False(Directory.Exists(Data + ".staging"));
        return isNew;
    }

    public async ValueTask DisposeAsync()
    {
        if (_provider == DatabaseProvider.PostgreSql)
        {
            var name = new Npgsql.NpgsqlConnectionStringBuilder(ConnectionString).Database;
            await using var server = new Npgsql.NpgsqlConnection(new Npgsql.NpgsqlConnectionStringBuilder(ConnectionString) {
                Database = "postgres", Pooling = false }.ConnectionString);
            await server.OpenAsync();
            foreach (var other in (string[])["_staging", "_kept", "_older", "_drill"])
            {
                await using var drop = new Npgsql.NpgsqlCommand($"DROP DATABASE IF EXISTS \"{name}{other}\" WITH (FORCE)", server);
                await drop.ExecuteNonQueryAsync();
            }
        }
        await _database.DisposeAsync();
        _root.Dispose();
    }

    private Process Begin(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] all = [Path.Combine(AppContext.BaseDirectory, "OtcBackoffice.dll"), .. words, .. Settings];
        all.ToList().ForEach(start.ArgumentList.Add);
        return Process.Start(start)!;
    }

    private string[] Settings =>
    [
        $"--Data:Directory={Data}", "--environment=Development", "--applicationName=OtcBackoffice",
            "--Backup:Passphrase=correct horse battery",
        $"--Database:Provider={_provider}", .. _provider == DatabaseProvider.PostgreSql
            ? [$"--ConnectionStrings:Backoffice={ConnectionString}"] : Array.Empty<string>(),
    ];

    private sealed class CutOffException : Exception;
}
