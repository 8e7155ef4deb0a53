using OtcBackoffice.Data;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Integrations.Notary;

namespace OtcBackoffice.Hosting.Backup;

/// <summary>
/// The set on its way into place: copied beside the desk, marked as a torso until it is whole, and prepared there by a host of its own,
/// so that what is put in place can serve at once.
/// </summary>
internal static class RestoreStage
{
    /// <summary>Says that a set is whole.</summary>
    public static void EndTorso(string directory) => File.Delete(Path.Combine(directory, BackupVerbs.TorsoMark));

    /// <summary>Copies a set into a directory beside the desk; it stays marked as a torso.</summary>
    public static async Task StageAsync(
        string source, string stage, BackupManifest manifest, BackupSeal seal, Action<string>? passed, CancellationToken cancellation)
    {
        Directory.CreateDirectory(stage);
        await File.WriteAllTextAsync(Path.Combine(stage, BackupVerbs.TorsoMark), "", cancellation);
        // A dump is no file of the desk: it was loaded into a database of its own.
        foreach (var file in manifest.Files.Where(file => file.Path != BackupManifest.Dump))
        {
            passed?.Invoke(file.Path);
            var place = Path.Combine(stage,
                file.Path == BackupManifest.Database ? "backoffice.db" : BackupVerbs.IsSealed(file)
                ? file.Path[(BackupManifest.SealedFolder.Length + 1)..] : file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            var from = Path.Combine(source, file.Path);
            if (BackupVerbs.IsSealed(file))
            {
                await File.WriteAllBytesAsync(place, seal.Open(file.Path, await File.ReadAllBytesAsync(from, cancellation)), cancellation);
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(place, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                }
                continue;
            }
            File.Copy(from, place);
        }
    }

    // The heads of the chain that is replaced are evidence and stay with it; those of the set are no longer heads of what goes on.
    public static async Task<int> PrepareAsync(string stage, AddressesThere? replaced, string[] hostArguments,
        CancellationToken cancellation)
    {
        await using var app = BackofficeHost.Build([.. hostArguments, $"--Data:Directory={stage}", "--Logging:LogLevel:Default=Warning"]);
        var heads = Path.Combine(stage, AuditNotary.HeadsFile);
        if (File.Exists(heads))
        {
            var stamp = app.Services.GetRequiredService<TimeProvider>().GetUtcNow()
                .ToString("yyyyMMdd'T'HHmmss", System.Globalization.CultureInfo.InvariantCulture);
            File.Move(heads, $"{heads}.until-{stamp}", overwrite: true);
        }
        await app.Services.GetRequiredService<BackofficeDatabase>().MigrateAsync(cancellation);
        await KeyRing.OpenAsync(app.Services, cancellation);
        await using var scope = app.Services.CreateAsyncScope();
        var ended = await scope.ServiceProvider.GetRequiredService<PeopleDesk>().AfterRestoreAsync("restore", cancellation);
        if (ended.Failed(out var fault))
        {
            throw new CommandException(fault.Message);
        }
        return await CarryAddressesAsync(app, replaced, cancellation);
    }

    /// <summary>
    /// Prepares a set that was in place before for its return: what the desk that it replaces has given out to payers it does not give
    /// out again. Answers how many keys for addresses had to be closed.
    /// </summary>
    public static async Task<int> PrepareBackAsync(string kept, AddressesThere? replaced, string[] hostArguments,
        CancellationToken cancellation)
    {
        await using var app = BackofficeHost.Build([.. hostArguments, $"--Data:Directory={kept}", "--Logging:LogLevel:Default=Warning"]);
        await app.Services.GetRequiredService<BackofficeDatabase>().MigrateAsync(cancellation);
        await KeyRing.OpenAsync(app.Services, cancellation);
        return await CarryAddressesAsync(app, replaced, cancellation);
    }

    private static async Task<int> CarryAddressesAsync(WebApplication app, AddressesThere? replaced, CancellationToken cancellation)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var given = replaced is null ? null : await replaced(cancellation);
        var closed = await scope.ServiceProvider.GetRequiredService<GatewayKeyDesk>().AfterRestoreAsync(given, cancellation);
        return closed.Failed(out var fault) ? throw new CommandException(fault.Message) : closed.Value;
    }
}
