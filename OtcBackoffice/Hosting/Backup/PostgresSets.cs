using Npgsql;

namespace OtcBackoffice.Hosting.Backup;

/// <summary>
/// A set in the place of a desk on PostgreSQL. Database and data directory cannot change in one step, so a mark beside the directory says
/// that they are about to: the databases change names in one transaction, which decides, and the directory follows. Whatever kills it, the
/// mark and the comment of the database that is live tell which of the two is whole, and settling brings the rest after
/// it.
/// </summary>
internal static class PostgresSets
{
    private const string Mark = ".restoring", MarkInside = BackupVerbs.MarkInside;

    /// <summary>Refuses to work on a desk whose restore was cut off between its two steps.</summary>
    public static void AssertSettled(HostSettings settings)
    {
        if (File.Exists(MarkOf(settings)))
        {
            throw new CommandException(
                $"A restore of this desk was cut off. Run restore {BackupVerbs.SettleFlag}, which puts the old or the new set in place whole.");
        }
    }

    /// <summary>Loads the set into a database of its own, looks at it, and removes it.</summary>
    public static async Task DrillAsync(WebApplication app, string dump, CancellationToken cancellation)
    {
        await using var places = await PostgresPlaces.OpenAsync(app.Services.GetRequiredService<HostSettings>(), cancellation);
        try
        {
            await places.MakeAsync(places.Drill, cancellation);
            await PostgresTools.LoadAsync(app.Configuration, places.ConnectionOf(places.Drill), dump, cancellation);
            await places.AssertDeskAsync(places.Drill, cancellation);
        }
        finally
        {
            await places.DropAsync(places.Drill, CancellationToken.None);
        }
    }

    /// <summary>Stages the set beside the desk, prepares it there, and changes places; answers how many keys for addresses had to be
    /// closed.</summary>
    public static async Task<int> RestoreAsync(
        WebApplication app, string source, BackupManifest manifest, BackupSeal seal, string[] hostArguments, Action<string>? passed,
            CancellationToken cancellation)
    {
        var settings = app.Services.GetRequiredService<HostSettings>();
        await using var places = await PostgresPlaces.OpenAsync(settings, cancellation);
        await SettleAsync(settings, places, cancellation);
        await places.AssertAloneAsync(cancellation);
        passed?.Invoke("alone");
        await places.MakeAsync(places.Staging, cancellation);
        passed?.Invoke("made");
        await PostgresTools.LoadAsync(app.Configuration, places.ConnectionOf(places.Staging), Path.Combine(source, BackupManifest.Dump),
            cancellation);
        await places.AssertDeskAsync(places.Staging, cancellation);
        passed?.Invoke("loaded");
        var stage = BackupVerbs.StageOf(settings);
        await RestoreStage.StageAsync(source, stage, manifest, seal, passed, cancellation);
        AddressesThere? replaced = await places.ExistsAsync(places.Live, cancellation)
            ? token => ReplacedAddresses.ReadAsync(new NpgsqlConnection(places.ConnectionOf(places.Live)), token) : null;
        var closed = await RestoreStage.PrepareAsync(stage, replaced,
            [.. hostArguments, $"--ConnectionStrings:Backoffice={places.ConnectionOf(places.Staging)}", "--ConnectionStrings:Replica="],
                cancellation);
        passed?.Invoke("prepared");
        await ChangeAsync(settings, places, (places.Staging, stage), passed, cancellation);
        return closed;
    }

    /// <summary>Changes places with what the last restore replaced; answers how many keys for addresses had to be closed.</summary>
    public static async Task<int> PutBackAsync(HostSettings settings, string[] hostArguments, CancellationToken cancellation)
    {
        await using var places = await PostgresPlaces.OpenAsync(settings, cancellation);
        await SettleAsync(settings, places, cancellation);
        if (!Directory.Exists(BackupVerbs.KeptOf(settings)) || !await places.ExistsAsync(places.Kept, cancellation))
        {
            throw new CommandException("There is no set to put back: nothing was restored here.");
        }
        await places.AssertAloneAsync(cancellation);
        var closed = await RestoreStage.PrepareBackAsync(BackupVerbs.KeptOf(settings),
            token => ReplacedAddresses.ReadAsync(new NpgsqlConnection(places.ConnectionOf(places.Live)), token),
            [.. hostArguments, $"--ConnectionStrings:Backoffice={places.ConnectionOf(places.Kept)}", "--ConnectionStrings:Replica="],
            cancellation);
        await ChangeAsync(settings, places, (places.Kept, BackupVerbs.KeptOf(settings)), null, cancellation);
        return closed;
    }

    /// <summary>Brings what a restore that was cut off left into order: the database that is live decides.</summary>
    public static async Task SettleAsync(HostSettings settings, CancellationToken cancellation)
    {
        await using var places = await PostgresPlaces.OpenAsync(settings, cancellation);
        await SettleAsync(settings, places, cancellation);
    }

    private static async Task SettleAsync(HostSettings settings, PostgresPlaces places, CancellationToken cancellation)
    {
        if (File.Exists(MarkOf(settings)))
        {
            var words = (await File.ReadAllTextAsync(MarkOf(settings), cancellation)).Split(' ', 2);
            if (words.Length == 2 && await places.IsLiveOfAsync(words[0], cancellation))
            {
                Follow(settings, words[0], words[1], null);
            }
            File.Delete(MarkOf(settings));
        }
        BackupVerbs.Settle(settings.DataDirectory, BackupVerbs.StageOf(settings));
        await places.SettleAsync(cancellation);
    }

    private static async Task ChangeAsync(
        HostSettings settings, PostgresPlaces places, (string Database, string Directory) coming, Action<string>? passed,
            CancellationToken cancellation)
    {
        var mark = Guid.NewGuid().ToString("N");
        await File.WriteAllTextAsync(Path.Combine(coming.Directory, MarkInside), mark, cancellation);
        await File.WriteAllTextAsync(MarkOf(settings), $"{mark} {coming.Directory}", cancellation);
        passed?.Invoke("marked");
        try
        {
            await places.ChangeAsync(coming.Database, mark, cancellation);
        }
        catch (CommandException)
        {
            File.Delete(MarkOf(settings));
            throw;
        }
        passed?.Invoke("renamed");
        Follow(settings, mark, coming.Directory, passed);
        File.Delete(MarkOf(settings));
        BackupVerbs.Settle(settings.DataDirectory, BackupVerbs.StageOf(settings));
    }

    // The directory that belongs to the live database takes its place, unless it has it already.
    private static void Follow(HostSettings settings, string mark, string coming, Action<string>? passed)
    {
        var inside = Path.Combine(settings.DataDirectory, MarkInside);
        if (!File.Exists(inside) || File.ReadAllText(inside) != mark)
        {
            RestoreStage.EndTorso(coming);
            passed?.Invoke("whole");
            BackupVerbs.ChangePlaces(coming, settings.DataDirectory);
            passed?.Invoke("changed");
        }
    }

    private static string MarkOf(HostSettings settings) => settings.DataDirectory.TrimEnd(Path.DirectorySeparatorChar) + Mark;
}
