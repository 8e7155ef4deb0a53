using OtcBackoffice.Data;

namespace OtcBackoffice.Hosting;

/// <summary>Where the desk keeps what lasts, and on what database it stands.</summary>
public sealed record HostSettings(string DataDirectory, DatabaseProvider Provider, string? ConnectionString, bool MigrateAtStart, bool DemoEnabled, bool SandboxEnabled)
{
    /// <summary>The embedded database's file.</summary>
    public string SqliteFile => Path.Combine(DataDirectory, "backoffice.db");

    /// <summary>Where the demo's credentials are written.</summary>
    public string DemoCredentialsFile => Path.Combine(DataDirectory, "demo-credentials.json");

    /// <summary>Reads the settings; every fault is told at once.</summary>
    public static HostSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(environment);
        var faults = new List<string>();
        var directory = Path.GetFullPath(configuration["Data:Directory"] is { Length: > 0 } set ? set : "data", environment.ContentRootPath);
        if (!Enum.TryParse<DatabaseProvider>(configuration["Database:Provider"] ?? nameof(DatabaseProvider.Sqlite), ignoreCase: true, out var provider))
        {
            faults.Add("Database:Provider must be Sqlite or PostgreSql.");
        }
        var connection = configuration.GetConnectionString("Backoffice");
        if (provider == DatabaseProvider.PostgreSql && string.IsNullOrWhiteSpace(connection))
        {
            faults.Add("Database:Provider PostgreSql needs ConnectionStrings:Backoffice.");
        }
        var demo = configuration.GetValue("Demo:Enabled", environment.IsDevelopment());
        var sandbox = configuration.GetValue("Sandbox:Enabled", environment.IsDevelopment());
        if (demo && environment.IsProduction())
        {
            faults.Add("Demo:Enabled is not possible in Production: its credentials lie in a file.");
        }
        if (sandbox && environment.IsProduction())
        {
            faults.Add("Sandbox:Enabled is not possible in Production: it simulates chain, market and clock.");
        }
        if (faults.Count > 0)
        {
            throw new SettingsException(faults);
        }
        Directory.CreateDirectory(directory);
        return new HostSettings(directory, provider, connection, configuration.GetValue("Database:MigrateAtStart", true), demo, sandbox);
    }
}

/// <summary>The settings cannot work; the message lists every fault.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults));
