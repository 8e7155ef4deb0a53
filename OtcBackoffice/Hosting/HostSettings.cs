using Npgsql;
using OtcBackoffice.Data;

namespace OtcBackoffice.Hosting;

/// <summary>Where the desk keeps what lasts, and on what database it stands.</summary>
public sealed record HostSettings(string DataDirectory, DatabaseProvider Provider, string? ConnectionString, bool MigrateAtStart,
    bool DemoEnabled, bool SandboxEnabled)
{
    /// <summary>Least length of a passphrase for the key ring.</summary>
    private const int PassphraseLengthMin = 16;

    private const string AddressWhenNone = "http://localhost/";

    /// <summary>A replica of the server that reports and searches are read from, or null.</summary>
    public string? ReplicaConnectionString { get; init; }

    /// <summary>Whether the product runs for real: cookies only over TLS, and nothing that is weak.</summary>
    public bool IsProduction { get; init; }

    /// <summary>Whether cookies travel over TLS only; everywhere but in Development.</summary>
    public bool IsSecureOnly { get; init; }

    /// <summary>Whether a demo desk that is made anew has thirty days behind it (Demo:Life); it needs the sandbox's clock.</summary>
    public bool DemoLife { get; init; }

    /// <summary>The console's address in links and for passkeys (Console:PublicAddress), or null.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>How long a sign-in counts as fresh, in minutes.</summary>
    public int StepUpMinutes { get; init; } = 10;

    /// <summary>What encrypts the key ring: a file with a certificate and its key, or null.</summary>
    public string? RingCertificatePath { get; init; }

    /// <summary>The password of that file.</summary>
    public string? RingCertificatePassword { get; init; }

    /// <summary>What else encrypts the key ring: a passphrase, or null.</summary>
    public string? RingPassphrase { get; init; }

    /// <summary>The embedded database's file.</summary>
    public string SqliteFile => Path.Combine(DataDirectory, "backoffice.db");

    /// <summary>Where the demo's credentials are written.</summary>
    public string DemoCredentialsFile => Path.Combine(DataDirectory, "demo-credentials.json");

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">Something cannot work; every fault is told at once.</exception>
    public static HostSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var faults = new StartFaults();
        var settings = Read(configuration, environment, faults);
        faults.ThrowIfAny(settings);
        return settings;
    }

    /// <summary>Reads the settings and keeps what is wrong with them in <paramref name="faults"/>.</summary>
    public static HostSettings Read(IConfiguration configuration, IHostEnvironment environment, StartFaults faults)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(faults);
        var directory = Path.GetFullPath(configuration["Data:Directory"] is { Length: > 0 } set ? set : "data",
            environment.ContentRootPath);
        if (!Enum.TryParse<DatabaseProvider>(configuration["Database:Provider"] ?? nameof(DatabaseProvider.Sqlite), ignoreCase: true,
            out var provider))
        {
            faults.Add("Database:Provider must be Sqlite or PostgreSql.");
        }
        var (connection, replica) = ReadConnections(configuration, provider, faults);
        var demo = faults.Value(configuration, "Demo:Enabled", environment.IsDevelopment());
        var sandbox = faults.Value(configuration, "Sandbox:Enabled", environment.IsDevelopment());
        if (environment.IsProduction())
        {
            RefuseWeak(configuration, demo, sandbox, faults);
        }
        var ring = ReadRing(configuration, environment, faults);
        var minutes = faults.Value(configuration, "Identity:StepUpMinutes", 10);
        if (minutes is < 1 or > 60)
        {
            faults.Add("Identity:StepUpMinutes must be 1 to 60.");
        }
        var address = configuration["Console:PublicAddress"] is { Length: > 0 } text ? text : null;
        if (!Uri.TryCreate(address ?? AddressWhenNone, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            faults.Add("Console:PublicAddress must be an address such as https://desk.example/.");
        }
        if (!TryMake(directory))
        {
            faults.Add($"Data:Directory {directory} cannot be made or is a file. Name a directory that this user may write.");
        }
        return new HostSettings(directory, provider, connection, faults.Value(configuration, "Database:MigrateAtStart", true), demo,
            sandbox)
        {
            ReplicaConnectionString = replica,
            IsProduction = environment.IsProduction(),
            DemoLife = faults.Value(configuration, "Demo:Life", environment.IsDevelopment()) && demo && sandbox,
            IsSecureOnly = !environment.IsDevelopment(),
            PublicAddress = address is null ? null : uri,
            StepUpMinutes = minutes,
            RingCertificatePath = ring.Certificate,
            RingCertificatePassword = configuration["DataProtection:CertificatePassword"],
            RingPassphrase = ring.Passphrase,
        };
    }

    private static (string? Connection, string? Replica) ReadConnections(IConfiguration configuration, DatabaseProvider provider,
        StartFaults faults)
    {
        var connection = configuration.GetConnectionString("Backoffice");
        if (provider == DatabaseProvider.PostgreSql && string.IsNullOrWhiteSpace(connection))
        {
            faults.Add("Database:Provider PostgreSql needs ConnectionStrings:Backoffice.");
        }
        if (connection is not null && provider == DatabaseProvider.PostgreSql && !IsConnectionString(connection))
        {
            faults.Add("ConnectionStrings:Backoffice is no connection string such as "
                + "Host=localhost;Username=desk;Password=...;Database=desk.");
            connection = null;
        }
        var replica = configuration.GetConnectionString("Replica") is { Length: > 0 } named ? named : null;
        if (replica is not null && (provider == DatabaseProvider.Sqlite || !IsConnectionString(replica)))
        {
            faults.Add(provider == DatabaseProvider.Sqlite ? "ConnectionStrings:Replica needs Database:Provider PostgreSql."
                : "ConnectionStrings:Replica is no connection string such as Host=replica;Username=desk;Password=...;Database=desk.");
            replica = null;
        }
        return (connection, replica);
    }

    private static void RefuseWeak(IConfiguration configuration, bool demo, bool sandbox, StartFaults faults)
    {
        if (demo)
        {
            faults.Add("Demo:Enabled is not possible in Production: its credentials lie in a file.");
        }
        if (sandbox)
        {
            faults.Add("Sandbox:Enabled is not possible in Production: it simulates chain, market and clock.");
        }
        if (faults.Value(configuration, "Egress:AllowLoopback", false))
        {
            faults.Add("Egress:AllowLoopback is not possible in Production: webhooks could reach this machine.");
        }
        if (!faults.Value(configuration, "Identity:RequireSecondFactorForStaff", true))
        {
            faults.Add("Identity:RequireSecondFactorForStaff must stay true in Production.");
        }
    }

    // What is wrong with it is not repeated: it may hold a password.
    private static bool IsConnectionString(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidCastException)
        {
            return false;
        }
    }

    private static bool TryMake(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static (string? Certificate, string? Passphrase) ReadRing(IConfiguration configuration, IHostEnvironment environment,
        StartFaults faults)
    {
        var certificate = configuration["DataProtection:CertificatePath"] is { Length: > 0 } path ? path : null;
        var passphrase = configuration["DataProtection:Passphrase"] is { Length: > 0 } given ? given : null;
        if (environment.IsProduction() && certificate is null && passphrase is null)
        {
            faults.Add("DataProtection:CertificatePath or DataProtection:Passphrase is needed in Production: the key ring may not lie "
                + "there unencrypted.");
        }
        if (certificate is not null && passphrase is not null)
        {
            faults.Add("DataProtection:CertificatePath and DataProtection:Passphrase exclude each other.");
        }
        if (certificate is not null && !File.Exists(certificate))
        {
            faults.Add("DataProtection:CertificatePath names no file.");
        }
        if (passphrase is { Length: < PassphraseLengthMin })
        {
            faults.Add($"DataProtection:Passphrase must have at least {PassphraseLengthMin} characters.");
        }
        return (certificate, passphrase);
    }
}

/// <summary>The settings cannot work; the message lists every fault.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>One sentence for each fault.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;

    /// <summary>What was read, as far as it could be; null where the fault is of another place.</summary>
    public HostSettings? Settings { get; init; }
}
