using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Domain;
using OtcBackoffice.Integrations.Notary;

namespace OtcBackoffice.Hosting.Backup;

/// <summary>
/// Back up and restore the desk, not a file (issue 15, point 6). A backup is one consistent set in a directory. A restore stages
/// the set beside the desk, checks and prepares it there, and changes places with it in one rename: whatever kills it leaves the
/// old set or the new one whole. The set that was replaced is kept and can be put back.
/// </summary>
internal static class BackupVerbs
{
    public const string Back = "--back", Check = "--check", SettleFlag = "--settle", MarkInside = "restore.id";

    private const string Kept = ".kept", Staging = ".staging", Part = ".part";

    // Left while a stage is made: a stage with it is a torso, and one without it is a whole set.
    internal const string TorsoMark = "staging.unfinished";

    // The old form named a file.
    private static readonly string[] FileEndings = [".db", ".sqlite", ".bak", ".zip", ".dump"];

    /// <summary>Makes a set while the desk runs.</summary>
    public static async Task<string> BackupAsync(WebApplication app, string directory, CancellationToken cancellation)
    {
        var (settings, database) = (app.Services.GetRequiredService<HostSettings>(), app.Services.GetRequiredService<BackofficeDatabase>());
        var target = Path.GetFullPath(directory);
        if (File.Exists(target) || FileEndings.Contains(Path.GetExtension(target)))
        {
            throw new CommandException("A backup is a set of files now, not one file: backup DIR.");
        }
        if (Inside(target, settings.DataDirectory) || Inside(settings.DataDirectory, target))
        {
            throw new CommandException(
                $"{target} and the desk's own directory {settings.DataDirectory} lie in one another. Name a directory elsewhere.");
        }
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new CommandException($"{target} exists already and is not empty.");
        }
        using var seal = BackupSeal.New(app.Configuration);
        var part = target + Part;
        if (Directory.Exists(part))
        {
            Directory.Delete(part, recursive: true);
        }
        Directory.CreateDirectory(part);
        // Files first: what the database names was there before, and a file without a row harms nobody.
        var files = CopyFiles(settings.DataDirectory, part, seal);
        var (provider, copy) = KindOf(database.Provider);
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            CopyDatabase(database.ConnectionString, Path.Combine(part, copy));
        }
        else
        {
            await PostgresTools.DumpAsync(app.Configuration, database.ConnectionString, Path.Combine(part, copy), cancellation);
        }
        files.Add(Described(part, copy));
        var manifest = new BackupManifest(ProductVersion.Number, app.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime,
            provider,
            await MigrationsAsync(database, cancellation), files);
        var bytes = manifest.Write();
        await File.WriteAllBytesAsync(Path.Combine(part, BackupManifest.File), bytes, cancellation);
        await File.WriteAllTextAsync(Path.Combine(part, BackupManifest.SignatureFile), seal.Sign(bytes), cancellation);
        if (Directory.Exists(target))
        {
            Directory.Delete(target);
        }
        Directory.Move(part, target);
        return $"The desk was backed up to {target}: {files.Count} files.";
    }

    /// <summary>Checks a set without touching the desk: a restore drill.</summary>
    public static async Task<string> CheckAsync(WebApplication app, string directory, CancellationToken cancellation)
    {
        var (manifest, seal) = await OpenAsync(app, directory, cancellation);
        using (seal)
        {
            foreach (var file in manifest.Files.Where(IsSealed))
            {
                seal.Open(file.Path, await File.ReadAllBytesAsync(Path.Combine(directory, file.Path), cancellation));
            }
        }
        if (app.Services.GetRequiredService<HostSettings>().Provider == DatabaseProvider.PostgreSql)
        {
            await PostgresSets.DrillAsync(app, Path.Combine(directory, BackupManifest.Dump), cancellation);
        }
        return $"{directory} is a whole backup of {manifest.CreatedAt:yyyy-MM-dd HH:mm} UTC at schema {manifest.Migrations[^1]}; it can "
            + $"be restored.";
    }

    /// <summary>Puts a set in place. The desk must not be running.</summary>
    /// <param name="app">The desk as it is set up.</param>
    /// <param name="directory">The set.</param>
    /// <param name="hostArguments">The settings, for the host that prepares the set.</param>
    /// <param name="passed">Told each step, so that a test can stop after any of them; null otherwise.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<string> RestoreAsync(
        WebApplication app, string directory, string[] hostArguments, Action<string>? passed, CancellationToken cancellation)
    {
        var settings = app.Services.GetRequiredService<HostSettings>();
        var source = Path.GetFullPath(directory);
        if (Inside(source, settings.DataDirectory) || Inside(settings.DataDirectory, source))
        {
            throw new CommandException($"{source} lies in the desk's own directory, or the reverse; a backup lies elsewhere.");
        }
        var (manifest, seal) = await OpenAsync(app, source, cancellation);
        using var _ = seal;
        using var alone = DirectoryLock.TakeAlone(settings.DataDirectory);
        var closed = settings.Provider == DatabaseProvider.PostgreSql
            ? await PostgresSets.RestoreAsync(app, source, manifest, seal, hostArguments, passed, cancellation)
            : await RestoreFileAsync(settings, source, manifest, seal, hostArguments, passed, cancellation);
        return "The backup is in place; every session has ended. Keys that were revoked since the backup work again: revoke them anew. "
            + $"The set that was replaced is kept beside it: restore {Back} puts it back. Run verify before you serve."
            + Closed(closed);
    }

    /// <summary>
    /// Changes places with the set that the last restore replaced; once more changes back. What the desk has given out to payers in
    /// between is given out by neither again.
    /// </summary>
    public static async Task<string> PutBackAsync(HostSettings settings, string[] hostArguments, CancellationToken cancellation)
    {
        using var alone = DirectoryLock.TakeAlone(settings.DataDirectory);
        int closed;
        if (settings.Provider == DatabaseProvider.PostgreSql)
        {
            closed = await PostgresSets.PutBackAsync(settings, hostArguments, cancellation);
        }
        else
        {
            Settle(settings.DataDirectory, StageOf(settings));
            if (!File.Exists(Path.Combine(KeptOf(settings), Path.GetFileName(settings.SqliteFile))))
            {
                throw new CommandException("There is no set to put back: nothing was restored here.");
            }
            closed = await RestoreStage.PrepareBackAsync(KeptOf(settings), token => ReplacedAddresses.ReadAsync(settings.SqliteFile, token),
                hostArguments, cancellation);
            ChangePlaces(KeptOf(settings), settings.DataDirectory);
        }
        return $"The sets have changed places; restore {Back} changes them again." + Closed(closed);
    }

    /// <summary>Brings what a restore that was cut off left into order.</summary>
    public static async Task<string> SettleAsync(HostSettings settings, CancellationToken cancellation)
    {
        using var alone = DirectoryLock.TakeAlone(settings.DataDirectory);
        if (settings.Provider == DatabaseProvider.PostgreSql)
        {
            await PostgresSets.SettleAsync(settings, cancellation);
        }
        else
        {
            Settle(settings.DataDirectory, StageOf(settings));
        }
        return "One whole set is in place, and nothing of a restore that was cut off is left.";
    }

    internal static string StageOf(HostSettings settings) => settings.DataDirectory.TrimEnd(Path.DirectorySeparatorChar) + Staging;

    internal static string KeptOf(HostSettings settings) => settings.DataDirectory.TrimEnd(Path.DirectorySeparatorChar) + Kept;

    private static async Task<int> RestoreFileAsync(
        HostSettings settings, string source, BackupManifest manifest, BackupSeal seal, string[] hostArguments, Action<string>? passed,
        CancellationToken cancellation)
    {
        var stage = StageOf(settings);
        Settle(settings.DataDirectory, stage);
        await RestoreStage.StageAsync(source, stage, manifest, seal, passed, cancellation);
        var closed = await RestoreStage.PrepareAsync(stage, token => ReplacedAddresses.ReadAsync(settings.SqliteFile, token), hostArguments,
            cancellation);
        passed?.Invoke("prepared");
        RestoreStage.EndTorso(stage);
        passed?.Invoke("whole");
        ChangePlaces(stage, settings.DataDirectory);
        passed?.Invoke("changed");
        Settle(settings.DataDirectory, stage);
        return closed;
    }

    private static string Closed(int keys) => keys == 0 ? ""
        : $" The desk that was replaced could not say which addresses it gave out: {keys} keys for addresses are closed, enter new ones.";

    private static (string Provider, string File) KindOf(DatabaseProvider provider) =>
        provider == DatabaseProvider.Sqlite ? ("sqlite", BackupManifest.Database) : ("postgresql", BackupManifest.Dump);

    private static async Task<(BackupManifest Manifest, BackupSeal Seal)> OpenAsync(WebApplication app, string directory,
        CancellationToken cancellation)
    {
        var (provider, copy) = KindOf(app.Services.GetRequiredService<HostSettings>().Provider);
        var (manifest, seal) = await BackupManifest.OpenAsync(directory, app.Configuration, cancellation);
        try
        {
            if (manifest.Provider != provider || manifest.Files.All(file => file.Path != copy))
            {
                throw new CommandException(
                    $"The backup is of a {manifest.Provider} desk, and this desk is on {provider}. Restore it where it is from; move "
                        + $"carries a desk over.");
            }
            if (copy == BackupManifest.Database)
            {
                await CheckDatabaseAsync(Path.Combine(directory, copy), cancellation);
            }
            return (manifest, seal);
        }
        catch
        {
            seal.Dispose();
            throw;
        }
    }

    // Read only and outside the pool: a check leaves no file behind beside the set.
    private static async Task CheckDatabaseAsync(string file, CancellationToken cancellation)
    {
        var copy = Path.Combine(Path.GetTempPath(), $"otc-check-{Guid.NewGuid():N}.db");
        try
        {
            File.Copy(file, copy);
            await using (var connection =
                new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString()))
            {
                await connection.OpenAsync(cancellation);
                await using var check = connection.CreateCommand();
                check.CommandText = "PRAGMA integrity_check";
                if (await check.ExecuteScalarAsync(cancellation) is not "ok")
                {
                    throw new CommandException("The database in the backup is damaged.");
                }
            }
            await using var desk = BackofficeDatabase.Sqlite(copy);
            if (await desk.SchemaVersionAsync(cancellation) is null)
            {
                throw new CommandException("The database in the backup holds no desk.");
            }
        }
        catch (Exception fault) when (fault is SqliteException or Data.Schema.SchemaException)
        {
            throw new CommandException($"The database in the backup cannot be used: {fault.Message}");
        }
        finally
        {
            foreach (var rest in (string[])["", "-wal", "-shm"])
            {
                File.Delete(copy + rest);
            }
        }
    }

    // Brings what a killed restore left into order: a torso goes, a set that was replaced becomes the kept one.
    internal static void Settle(string data, string stage)
    {
        if (!Directory.Exists(stage))
        {
            return;
        }
        if (File.Exists(Path.Combine(stage, TorsoMark)))
        {
            Directory.Delete(stage, recursive: true);
            return;
        }
        var kept = data.TrimEnd(Path.DirectorySeparatorChar) + Kept;
        if (Directory.Exists(kept))
        {
            Directory.Delete(kept, recursive: true);
        }
        Directory.Move(stage, kept);
    }

    internal static void ChangePlaces(string one, string other)
    {
        const int Exchange = 2, FromHere = -100;
        if (OperatingSystem.IsLinux() && RenameAt2(FromHere, Native(one), FromHere, Native(other), Exchange) == 0)
        {
            return;
        }
        // Where the system cannot change two names at once, three renames do it; a kill between them leaves both sets whole beside each
        // other.
        var aside = other.TrimEnd(Path.DirectorySeparatorChar) + ".aside";
        Directory.Move(other, aside);
        Directory.Move(one, other);
        Directory.Move(aside, one);
    }

    private static List<BackupFile> CopyFiles(string data, string part, BackupSeal seal)
    {
        var files = new List<BackupFile>();
        foreach (var place in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(data, place).Replace(Path.DirectorySeparatorChar, '/');
            if (IsLeftOut(path))
            {
                continue;
            }
            var isOpen = path.StartsWith("proofs/", StringComparison.Ordinal) || path.StartsWith("exports/", StringComparison.Ordinal)
                || path.StartsWith(AuditNotary.HeadsFile, StringComparison.Ordinal)
                || path.EndsWith(".pub.pem", StringComparison.Ordinal);
            var kept = isOpen ? path : $"{BackupManifest.SealedFolder}/{path}";
            var target = Path.Combine(part, kept);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (isOpen)
            {
                File.Copy(place, target);
            }
            else
            {
                File.WriteAllBytes(target, seal.Close(kept, File.ReadAllBytes(place)));
            }
            files.Add(Described(part, kept));
        }
        return files;
    }

    // The database is copied by itself, and what only a running desk needs is no part of a set.
    private static bool IsLeftOut(string path) => path.StartsWith("backoffice.", StringComparison.Ordinal) || path.EndsWith(".lock",
        StringComparison.Ordinal) || path.StartsWith("incoming/", StringComparison.Ordinal) || path.EndsWith(Part, StringComparison.Ordinal)
        || path is TorsoMark or MarkInside;

    private static void CopyDatabase(string connectionString, string file)
    {
        using var source = new SqliteConnection(connectionString);
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        source.Open();
        target.Open();
        source.BackupDatabase(target);
        using var journal = target.CreateCommand();
        journal.CommandText = "PRAGMA journal_mode = DELETE";
        journal.ExecuteNonQuery();
    }

    private static async Task<List<string>> MigrationsAsync(BackofficeDatabase database, CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        return [.. await db.Database.GetAppliedMigrationsAsync(cancellation)];
    }

    private static BackupFile Described(string part, string path) =>
        new(path, new FileInfo(Path.Combine(part, path)).Length, BackupManifest.HashOf(Path.Combine(part, path)));

    internal static bool IsSealed(BackupFile file) => file.Path.StartsWith(BackupManifest.SealedFolder + "/", StringComparison.Ordinal);

    private static bool Inside(string path, string directory) =>
        (Path.GetFullPath(path).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar)
            .StartsWith(Path.GetFullPath(directory).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar,
            StringComparison.Ordinal);

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    private static extern int RenameAt2(int oldDirectory, byte[] oldPath, int newDirectory, byte[] newPath, uint flags);

    // As the system reads a path: bytes that end with a zero.
    private static byte[] Native(string path) => [.. System.Text.Encoding.UTF8.GetBytes(path), 0];
}
