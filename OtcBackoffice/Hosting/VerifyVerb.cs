using System.Security.Cryptography;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Integrations.Notary;

namespace OtcBackoffice.Hosting;

/// <summary>The verb <c>verify</c>: the books and the audit record of this desk, or a downloaded audit or case file.</summary>
internal static class VerifyVerb
{
    public const string Export = "--export", Case = "--case", Key = "--key", Filtered = "--filtered";

    public static async Task<int> RunAsync(IServiceProvider services)
    {
        foreach (var check in await services.GetRequiredService<LedgerDesk>().VerifyAsync(CancellationToken.None))
        {
            Tell(check.Name, check.Scope, check.Fault);
        }
        var (count, fault) = await services.GetRequiredService<AuditDesk>().VerifyAsync(CancellationToken.None);
        Tell("audit chain", $"{count} sealed rows", fault);
        return 0;
    }

    /// <summary>Checks a file against the key that is given, or that of this desk; the database is not opened.</summary>
    public static int CheckExport(IServiceProvider services, string file, string? keyFile, bool isFiltered)
    {
        var key = KeyFor(services, file, keyFile);
        var verdict = AuditExportCheck.Check(File.ReadLines(file).Where(line => line.Length > 0), key, isFiltered);
        Tell("audit export", $"{verdict.Rows} rows, {verdict.Heads} signed heads{Unchecked(key)}", verdict.Fault);
        return 0;
    }

    /// <summary>Checks a deposit's case file in the same way.</summary>
    public static int CheckCase(IServiceProvider services, string file, string? keyFile)
    {
        var key = KeyFor(services, file, keyFile);
        using var content = File.OpenRead(file);
        var verdict = CaseFileCheck.Check(content, key);
        Tell("case file", $"{verdict.Number}, {verdict.Entries} entries{Unchecked(key)}", verdict.Fault);
        return 0;
    }

    // Where no desk has ever run there is no key to check with, and none is made for it: hashes alone still tell what was
    // altered by somebody who did not recompute them.
    private static string? KeyFor(IServiceProvider services, string file, string? keyFile)
    {
        foreach (var needed in ((string?[])[file, keyFile]).OfType<string>().Where(needed => !File.Exists(needed)))
        {
            throw new CommandException($"There is no file {needed}.");
        }
        var own = Path.Combine(services.GetRequiredService<HostSettings>().DataDirectory, AuditNotary.PublicFile);
        return keyFile is not null ? ReadKey(keyFile) : File.Exists(own) ? ReadKey(own) : null;
    }

    // The public half alone: the private one is sealed by a key ring that lies in the database, which is not opened here.
    private static string ReadKey(string path)
    {
        var text = File.ReadAllText(path);
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(text);
            return text;
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            throw new CommandException($"{path} holds no public key.");
        }
    }

    private static string Unchecked(string? key) => key is null ? ", signature not checked: no desk has run here, give --key" : "";

    private static void Tell(string name, string scope, string? fault)
    {
        if (fault is not null)
        {
            throw new CommandException($"FAILED {name}: {fault}");
        }
        Console.WriteLine($"ok {name} ({scope})");
    }
}
