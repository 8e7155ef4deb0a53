using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using OtcBackoffice.Data;

namespace OtcBackoffice.Tests.Support;

/// <summary>
/// The demo desk as a first start leaves it, made once per process and database and copied for every test that only wants a
/// desk to work with. A copied desk starts as after a restart; hashing a dozen passwords and making keys is most of a first start.
/// </summary>
internal static class DemoTemplates
{
    private const string Name = "demo";

    // What is fixed by the first start, or makes the first start another one.
    private static readonly string[] Shaping = ["Chain:", "Data:", "DataProtection:", "Demo:", "Sandbox:Enabled", "BlockTrade:Notice"];

    private static readonly ConcurrentDictionary<DatabaseProvider, TempDirectory> Files = new();

    /// <summary>Whether a desk of this setup is the same when it starts from a copy.</summary>
    public static bool Fit(DeskHostSetup setup) =>
        setup is { Demo: true, Sandbox: true, Clock: null, Environment: "Development", IsFirstStart: false }
        && !setup.Settings.Keys.Any(key => Shaping.Any(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));

    /// <summary>A copy of the database; the files come from <see cref="CopyFiles"/>.</summary>
    public static Task<TestDatabase> CreateAsync(DatabaseProvider provider) =>
        TestDatabases.CreateFromAsync(provider, Name, connectionString => PrepareAsync(provider, connectionString));

    /// <summary>Copies what the first start wrote beside the database: keys, credentials, the sandbox.</summary>
    public static void CopyFiles(DatabaseProvider provider, TempDirectory to)
    {
        var from = Files[provider].FullName;
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to.FullName, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static async Task PrepareAsync(DatabaseProvider provider, string connectionString)
    {
        var files = new TempDirectory();
        var seeded = await DeskHost.SeedAsync(provider, connectionString, files);
        if (provider == DatabaseProvider.Sqlite)
        {
            await VacuumAsync(seeded, new SqliteConnectionStringBuilder(connectionString).DataSource);
            foreach (var file in Directory.EnumerateFiles(files.FullName, Path.GetFileName(seeded) + "*"))
            {
                File.Delete(file);
            }
        }
        Files[provider] = files;
    }

    private static async Task VacuumAsync(string from, string to)
    {
        await using var connection =
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = from, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $to";
        command.Parameters.AddWithValue("$to", to);
        await command.ExecuteNonQueryAsync();
    }
}
