using OtcBackoffice.Data;
using OtcBackoffice.Desks.Nodes;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Hosting.Backup;
using OtcBackoffice.Integrations.Notary;
using OtcBackoffice.Integrations.Proofs;
using OtcBackoffice.Integrations.Store;

namespace OtcBackoffice.Hosting.Move;

/// <summary>
/// Moves a desk from one database or one store of files to another and proves that it arrived: rows of every table, the hash of
/// every object, the books and the audit chain. The source is only read; a target that holds anything is refused.
/// </summary>
internal static class MoveVerb
{
    /// <summary>The flags that name the two settings files.</summary>
    public const string From = "--from", To = "--to";

    private const string Usage = "Usage: move --from CONFIG --to CONFIG, each a JSON file in the form of appsettings.json";

    private static readonly string[] Folders = ["proofs/", "statements/", "exports/"];

    /// <summary>Moves; throws with a sentence when it cannot.</summary>
    public static async Task<int> RunAsync(VerbLine line, CancellationToken cancellation)
    {
        var (from, to) = (File(line.ValueOf(From)), File(line.ValueOf(To)));
        await using var source = Open(from, line);
        await using var target = Open(to, line);
        var (here, there) = (Places(source.Services), Places(target.Services));
        var (isSameDatabase, isSameStore) = (here.Database == there.Database, here.Store == there.Store);
        if (isSameDatabase && isSameStore)
        {
            throw new CommandException("Both files name the same database and the same store; there is nothing to move.");
        }
        if (isSameDatabase || source.Services.GetRequiredService<HostSettings>().Provider == DatabaseProvider.Sqlite)
        {
            AssertThere(source.Services.GetRequiredService<HostSettings>(), from);
        }
        using var alone = TakeAlone(source.Services.GetRequiredService<HostSettings>());
        await AssertIdleAsync(source.Services, cancellation);
        if (!isSameDatabase)
        {
            await AssertEmptyAsync(target.Services, cancellation);
        }
        if (!isSameStore)
        {
            var objects = await MoveObjectsAsync(source.Services, target.Services, cancellation);
            Console.WriteLine($"ok objects ({objects} moved, the hash of each was checked where it arrived)");
        }
        if (!isSameDatabase)
        {
            await MoveRowsAsync(source.Services, target.Services, cancellation);
        }
        await VerifyAsync(target.Services, cancellation);
        Console.WriteLine("The desk was moved. The source is as it was; start the product with the settings of --to only.");
        return 0;
    }

    private static string File(string? path)
    {
        var file = path is { Length: > 0 } ? Path.GetFullPath(path) : throw new CommandException(Usage);
        return System.IO.File.Exists(file) ? file : throw new CommandException($"{file} does not exist. {Usage}");
    }

    // What the file says wins over whatever else is set; what it leaves out is as on this machine.
    private static WebApplication Open(string file, VerbLine line)
    {
        try
        {
            return BackofficeHost.Build([.. line.Settings, "--Logging:LogLevel:Default=Warning"],
                builder => builder.Configuration.AddJsonFile(file, optional: false, reloadOnChange: false));
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException)
        {
            throw new CommandException($"{file} is no JSON file in the form of appsettings.json.");
        }
        catch (SettingsException fault)
        {
            throw new CommandException($"{file}: {fault.Message}");
        }
    }

    private static (string Database, string Store) Places(IServiceProvider services)
    {
        var (settings, store) = (services.GetRequiredService<HostSettings>(), services.GetRequiredService<StoreOptions>());
        var database = settings.Provider == DatabaseProvider.Sqlite ? settings.SqliteFile : Server(settings.ConnectionString!);
        return (database, store.Kind == StoreKind.S3
            ? $"{store.Endpoint}|{store.Bucket}|{store.Prefix.Trim('/')}"
            : Path.GetFullPath(store.Path is { Length: > 0 } path ? path : settings.DataDirectory));
    }

    private static string Server(string connection)
    {
        var parts = new Npgsql.NpgsqlConnectionStringBuilder(connection);
        return $"{parts.Host}:{parts.Port}/{parts.Database}";
    }

    private static void AssertThere(HostSettings settings, string file)
    {
        if (settings.Provider == DatabaseProvider.Sqlite && !System.IO.File.Exists(settings.SqliteFile))
        {
            throw new CommandException($"{file}: there is no desk at {settings.SqliteFile}.");
        }
    }

    // A desk that ran on would write what the move no longer sees.
    private static FileStream? TakeAlone(HostSettings settings) =>
        settings.Provider == DatabaseProvider.Sqlite ? DirectoryLock.TakeAlone(settings.DataDirectory) : null;

    private static async Task AssertIdleAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var database = services.GetRequiredService<BackofficeDatabase>();
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            return;
        }
        var wire = services.GetRequiredService<Data.Nodes.NodeWire>();
        if (await database.SchemaVersionAsync(cancellation) is null)
        {
            throw new CommandException("There is no desk in the database to move from. Look at --from.");
        }
        var alive = await wire.ReadAsync(
            "SELECT name FROM nodes WHERE state <> 'gone' AND last_seen_at_utc > " + Data.Writing.Fence.DatabaseNow + " - $1",
            row => row.GetString(0), cancellation, NodeDesk.SilentSeconds * 1_000L);
        if (alive.Count > 0)
        {
            throw new CommandException($"Nodes are running on the database to move from: {string.Join(", ", alive)}. Stop them first.");
        }
    }

    private static async Task AssertEmptyAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var database = services.GetRequiredService<BackofficeDatabase>();
        var isNew = database.Provider == DatabaseProvider.Sqlite
            ? !System.IO.File.Exists(services.GetRequiredService<HostSettings>().SqliteFile)
            : await database.SchemaVersionAsync(cancellation) is null;
        if (!isNew && (await TableMove.CountAsync(database, cancellation)).FirstOrDefault(table => table.Value > 0) is { Key: { } table })
        {
            throw new CommandException($"The database to move to is not empty: {table} has rows. Nothing was written to it.");
        }
    }

    private static async Task<long> MoveObjectsAsync(IServiceProvider from, IServiceProvider to, CancellationToken cancellation)
    {
        var (source, target) = (Bare(from), Bare(to));
        foreach (var folder in Folders.Append("audit/"))
        {
            await foreach (var key in target.ListAsync(folder, null, cancellation))
            {
                throw new CommandException($"The store to move to is not empty: {key} is there. Nothing was written to it.");
            }
        }
        var heads = to.GetRequiredService<IHeadBook>();
        if ((await heads.KeptAsync(cancellation)).Count > 0)
        {
            throw new CommandException("The store to move to is not empty: it keeps heads of an audit record. Nothing was written to it.");
        }
        await target.TryAsync(cancellation);
        var moved = 0L;
        foreach (var folder in Folders)
        {
            await foreach (var key in source.ListAsync(folder, null, cancellation))
            {
                await MoveOneAsync(source, target, key, cancellation);
                moved++;
            }
        }
        var kept = await from.GetRequiredService<IHeadBook>().KeptAsync(cancellation);
        foreach (var head in kept)
        {
            await heads.KeepAsync([head], cancellation);
        }
        var arrived = await heads.KeptAsync(cancellation);
        return kept.DistinctBy(head => head.Sequence).OrderBy(head => head.Sequence)
            .SequenceEqual(arrived.DistinctBy(head => head.Sequence).OrderBy(head => head.Sequence)) ? moved + kept.Count
            : throw new CommandException(
                $"{kept.Count} heads of the audit record were moved and {arrived.Count} arrived; empty the store and move again.");
    }

    private static async Task MoveOneAsync(IObjectStore source, IObjectStore target, string key, CancellationToken cancellation)
    {
        try
        {
            await using var content = await source.OpenAsync(key, null, cancellation)
                ?? throw new CommandException($"The object {key} went away while the desk was moved.");
            var sha256 = await CountedCopy.HashAsync(content, cancellation);
            content.Position = 0;
            var stored = await target.PutAsync(key, content, new ObjectWrite(long.MaxValue, IsOnce: true), cancellation);
            await using var arrived = await target.OpenAsync(key, sha256, cancellation);
            if (arrived is null || stored.Sha256 != sha256)
            {
                throw new CommandException($"The object {key} did not arrive whole; empty the store to move to and move again.");
            }
        }
        catch (Exception fault) when (fault is StoreUnavailableException or StoreCorruptException or StoreFullException)
        {
            throw new CommandException($"The object {key} could not be moved. {fault.Message} Empty the store to move to and move again.");
        }
    }

    private static async Task MoveRowsAsync(IServiceProvider from, IServiceProvider to, CancellationToken cancellation)
    {
        var target = to.GetRequiredService<BackofficeDatabase>();
        await target.MigrateAsync(cancellation);
        var moved = await new TableMove(from.GetRequiredService<BackofficeDatabase>(), target).RunAsync(cancellation);
        var arrived = await TableMove.CountAsync(target, cancellation);
        if (moved.FirstOrDefault(table => arrived[table.Key] != table.Value) is { Key: { } wrong })
        {
            throw new CommandException(
                $"{moved[wrong]} rows of {wrong} were moved and {arrived[wrong]} arrived; empty the database and move again.");
        }
        Console.WriteLine($"ok rows ({moved.Values.Sum()} in {moved.Count} tables)");
    }

    private static async Task VerifyAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await services.GetRequiredService<BackofficeDatabase>().AssertReadyAsync(cancellation);
        await KeyRing.OpenAsync(services, cancellation);
        await using var scope = services.CreateAsyncScope();
        await VerifyVerb.RunAsync(scope.ServiceProvider);
    }

    private static IObjectStore Bare(IServiceProvider services) => EdgesHosting.Bare(
        services.GetRequiredService<StoreOptions>(), services.GetRequiredService<ProofOptions>().MinFreeBytes,
        services.GetRequiredService<HostSettings>().DataDirectory);
}
