using System.IO.Compression;
using Npgsql;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Data.Released;

/// <summary>
/// A desk as a released version left it: its data directory, and its database as a file or as the server's own dump. Each has
/// a credited deposit, a confirmed one, one that an officer holds, and events that could not be delivered.
/// </summary>
internal static class ReleasedDesk
{
    private const string Dump = "dump.sql";

    /// <summary>The versions that have a desk in this directory, oldest first. Each release adds its own.</summary>
    public static IEnumerable<string> Versions => Repository.Files
        .Where(path => path.StartsWith(Root, StringComparison.Ordinal) && path.EndsWith(".zip", StringComparison.Ordinal))
        .Select(path => path[Root.Length..].Split('/')[0]).Distinct().OrderBy(version => new Version(version));

    private const string Root = "OtcBackoffice.Tests/Data/Released/";

    /// <summary>Unpacks the desk; the caller, or the host that it is handed to, disposes of both.</summary>
    public static async Task<(TestDatabase Database, TempDirectory Files)> UnpackAsync(string version, DatabaseProvider provider)
    {
        var files = new TempDirectory();
        var name = provider.ToString().ToLowerInvariant();
        await ZipFile.ExtractToDirectoryAsync(Repository.PathOf($"{Root}{version}/{name}.zip"), files.FullName);
        var database = await TestDatabases.CreateAsync(provider);
        if (provider == DatabaseProvider.PostgreSql)
        {
            // A connection of its own: the dump leaves it without a search path.
            await using var connection =
                new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ToString());
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(await File.ReadAllTextAsync(files.File(Dump)), connection);
            await command.ExecuteNonQueryAsync();
        }
        else
        {
            File.Copy(files.File("backoffice.db"), database.SqliteFile);
        }
        return (database, files);
    }
}
