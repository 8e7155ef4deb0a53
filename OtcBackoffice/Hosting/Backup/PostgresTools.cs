using System.ComponentModel;
using System.Diagnostics;
using Npgsql;

namespace OtcBackoffice.Hosting.Backup;

/// <summary>PostgreSQL's own programs that write and read a dump. The password goes by the environment, never on a command line.</summary>
internal static class PostgresTools
{
    /// <summary>The directory that the programs lie in, where it is not in the path.</summary>
    public const string Setting = "Backup:PostgresTools";

    private const string Homes = "/usr/lib/postgresql";
    private const int SaidMax = 1_000;

    /// <summary>Writes the database into a file, as it stood at one moment.</summary>
    public static Task DumpAsync(IConfiguration configuration, string connectionString, string file, CancellationToken cancellation) =>
        RunAsync(configuration, connectionString, "pg_dump", ["--format=custom", "--no-owner", "--no-privileges", "--file", file],
            cancellation);

    /// <summary>Reads a dump into an empty database, whole or not at all.</summary>
    public static Task LoadAsync(IConfiguration configuration, string connectionString, string file, CancellationToken cancellation) =>
        RunAsync(configuration, connectionString, "pg_restore", ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges",
            "--dbname", new NpgsqlConnectionStringBuilder(connectionString).Database!, file], cancellation);

    private static async Task RunAsync(IConfiguration configuration, string connectionString, string program, string[] arguments,
        CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Find(configuration, program), arguments) { RedirectStandardError = true,
            RedirectStandardOutput = true };
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        (string Name, string? Value)[] variables =
        [
            ("PGHOST", parts.Host), ("PGPORT", parts.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("PGUSER",
                parts.Username), ("PGPASSWORD", parts.Password),
            ("PGDATABASE", parts.Database), ("PGSSLMODE", Mode(parts.SslMode)), ("PGSSLROOTCERT", parts.RootCertificate), ("PGAPPNAME",
                "otc-backoffice backup"),
        ];
        foreach (var (name, value) in variables.Where(variable => variable.Value is { Length: > 0 }))
        {
            start.Environment[name] = value;
        }
        using var process = Begin(start, program);
        var said = process.StandardError.ReadToEndAsync(cancellation);
        await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        var text = (await said).Trim();
        if (process.ExitCode != 0)
        {
            throw new CommandException($"{program} ended with {process.ExitCode}: {(text.Length > SaidMax ? text[..SaidMax] : text)}");
        }
    }

    private static Process Begin(ProcessStartInfo start, string program)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new CommandException(
                $"{program} is not on this machine. Install PostgreSQL's client programs, or name their directory in {Setting}.");
        }
    }

    // Where a system keeps several versions, the newest reads and writes for all older servers.
    private static string Find(IConfiguration configuration, string program)
    {
        if (configuration[Setting] is { Length: > 0 } named)
        {
            return Path.Combine(named, program);
        }
        var newest = !Directory.Exists(Homes) ? null : Directory.GetDirectories(Homes)
            .OrderByDescending(home => decimal.TryParse(Path.GetFileName(home), System.Globalization.CultureInfo.InvariantCulture,
                out var version) ? version : 0)
            .Select(home => Path.Combine(home, "bin", program)).FirstOrDefault(File.Exists);
        return newest ?? program;
    }

    private static string Mode(SslMode mode) => mode switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => mode.ToString().ToLowerInvariant(),
    };
}
