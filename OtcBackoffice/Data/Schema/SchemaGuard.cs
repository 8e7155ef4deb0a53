using System.Data.Common;
using System.Reflection;
using Npgsql;
using OtcBackoffice.Domain;

namespace OtcBackoffice.Data.Schema;

/// <summary>
/// Compares a database with what the last migration left in it. A database that is newer, that is bent, or that was never
/// ours is refused in words; nothing is written here.
/// </summary>
internal static class SchemaGuard
{
    /// <summary>Where the fingerprints are kept; the migrator's own book, like the history, and no part of the model.</summary>
    public const string Table = "schema_fingerprint";

    /// <summary>The last migration of the version before fingerprints were written (1.0.0); its listing is compiled in.</summary>
    public const string Baseline = "20261121000002_AppendOnlyTables";

    private const int DifferencesMax = 5;

    /// <summary>Reads and judges.</summary>
    /// <exception cref="SchemaException">The database cannot be used; the message says why and what to do.</exception>
    public static async Task<SchemaState> ReadAsync(
        DbConnection connection, DbTransaction? transaction, IReadOnlyList<string> ours, CancellationToken cancellation)
    {
        var listing = await SchemaReader.ReadAsync(connection, transaction, cancellation);
        var applied = await SchemaReader.HistoryAsync(connection, transaction, cancellation) ?? [];
        if (applied.Count == 0)
        {
            return listing.IsEmpty
                ? new SchemaState([], ours, listing, false)
                : throw new SchemaException(
                    $"The database holds tables that are not ours (such as "
                    + $"{listing.Tables.Order(StringComparer.Ordinal).FirstOrDefault() ?? "a view"}) "
                    + "and none of our migrations. Nothing was written to it. Name an empty database.");
        }
        if (applied.FirstOrDefault(id => !ours.Contains(id)) is { } unknown)
        {
            throw new SchemaException(applied.Any(ours.Contains)
                ? $"The database is newer than this version: it has the migration {unknown} of "
                + $"{await MadeByAsync(connection, transaction, unknown, cancellation)}, "
                    + $"which this version ({ProductVersion.Number}) does not know. "
                    + "Run the newer version, or restore the backup that was made before the upgrade."
                : $"The database has the migration {unknown} and none of ours: it belongs to another product. Nothing was written to it.");
        }
        var expected = await ExpectedAsync(connection, transaction, applied[^1], cancellation);
        if (expected is null)
        {
            throw new SchemaException(
                $"The database is at the migration {applied[^1]}, but no fingerprint was written for it, so nobody can say whether its tables "
                + "are what that migration left. Restore a backup that was made by a released version.");
        }
        var differences = listing.DifferencesFrom(expected.Value.Listing);
        return differences.Count == 0
            ? new SchemaState(applied, [.. ours.Except(applied)], listing, expected.Value.IsWritten)
            : throw new SchemaException($"The tables are not what the migration {applied[^1]} left: {Told(differences)}. "
                + "Undo the change, or restore a backup; nothing was written.");
    }

    private static async Task<string> MadeByAsync(
        DbConnection connection, DbTransaction? transaction, string migration, CancellationToken cancellation)
    {
        var written = new List<(string Migration, string Version)>();
        if (await SchemaReader.HasTableAsync(connection, transaction, Table, cancellation))
        {
            written = [.. await SchemaReader.RowsAsync(
                connection, transaction, $"SELECT migration, version FROM {Table}", row => (row.GetString(0), row.GetString(1)),
                    cancellation)];
        }
        return written.FirstOrDefault(row => row.Migration == migration) is { Version: { Length: > 0 } version } ? $"version {version}"
            : "a later version";
    }

    private static string Told(IReadOnlyList<string> differences) => string.Join("; ", differences.Take(DifferencesMax))
        + (differences.Count > DifferencesMax ? $"; and {differences.Count - DifferencesMax} more" : "");

    private static async Task<(SchemaListing Listing, bool IsWritten)?> ExpectedAsync(
        DbConnection connection, DbTransaction? transaction, string last, CancellationToken cancellation)
    {
        if (await SchemaReader.HasTableAsync(connection, transaction, Table, cancellation))
        {
            // Our own ids, so they hold no quotes.
            var query = $"SELECT listing, fingerprint FROM {Table} WHERE migration = '{last}' ORDER BY id DESC LIMIT 1";
            var written = await SchemaReader.RowsAsync(connection, transaction, query, row => (row.GetString(0), row.GetString(1)),
                cancellation);
            if (written is [var (text, fingerprint)])
            {
                var listing = SchemaListing.Parse(text);
                return listing.Fingerprint == fingerprint
                    ? (listing, true)
                    : throw new SchemaException(
                        $"The row of {Table} for {last} was changed by hand: its listing does not hash to its fingerprint. Restore a backup.");
            }
        }
        return last == Baseline ? (ReadBaseline(connection is NpgsqlConnection), false) : null;
    }

    private static SchemaListing ReadBaseline(bool isPostgres)
    {
        var name = $"OtcBackoffice.Data.Schema.{(isPostgres ? "baseline-postgresql.txt" : "baseline-sqlite.txt")}";
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the build."));
        return SchemaListing.Parse(reader.ReadToEnd());
    }
}
