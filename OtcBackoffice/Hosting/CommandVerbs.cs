using Npgsql;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Schema;
using OtcBackoffice.Domain;
using OtcBackoffice.Hosting.Backup;
using OtcBackoffice.Hosting.Demo;
using OtcBackoffice.Hosting.Move;

namespace OtcBackoffice.Hosting;

/// <summary>The command line: without a verb the product serves; with one it does one thing and ends with 0 or a sentence.</summary>
public static class CommandVerbs
{
    private const string Help = """
        Usage: OtcBackoffice [verb]
          (no verb)                                  serve
          migrate                                    bring the database to this version
          demo                                       make the demo desk on an empty database
          user add EMAIL NAME ROLE[,ROLE] [PASSWORD]  add a person; without a password one is made and printed
          user disable EMAIL                         refuse the person from the next command on
          user roles EMAIL ROLE[,ROLE]               replace the person's roles
          credential add EMAIL NAME [SCOPE,SCOPE]    make a personal access token (read,write unless said otherwise); it is printed once
          credential add SURFACE MERCHANT NAME SCOPE[,SCOPE] [ADDRESS,ADDRESS]
                                                     make a credential of a merchant for deposit_desk, platform, exchange,
                                                     block_trade or gateway; key and secret are printed once
          credential revoke ID                       refuse a credential from the next command on
          verify                                     re-derive the books and the audit chain
          verify --export FILE [--key PEM] [--filtered]  check a downloaded audit file; --filtered when it is a selection
          verify --case FILE [--key PEM]             check a deposit's case file; the first altered entry is named
          backup DIR                                 make one consistent set of database, proofs, keys and heads while the desk runs
          restore DIR                                put a set in place; the product must not be running
          restore --check DIR                        check a set without touching the desk
          restore --back                             put back the set that the last restore replaced
          restore --settle                           bring into order what a restore that was cut off left behind
          move --from CONFIG --to CONFIG             move the desk to another database or store of files and check that all of it arrived;
                                                     each CONFIG is a JSON file in the form of appsettings.json; the source is only read
          version                                    which version this is, and which schema its database is at,
              and beside which versions it runs
          conformance URL --surface S --credentials FILE
                                                     hold any deployment against the published contract of platform, gateway, exchange,
                                                     block-trade or deposit-desk; nothing is changed there
          conformance receiver URL --secret S        run a receiver of events through good, repeated, reordered, late and forged deliveries
          help                                       this text
        """;

    private static readonly string[] Verbs = ["migrate", "demo", "user", "credential", "verify", "backup", "restore", "move", "version",
        Conformance.ConformanceVerb.Name, "help"];

    /// <summary>Runs the verb in <paramref name="args"/>, or serves.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        try
        {
            if (args is [var verb, ..] && !verb.StartsWith('-'))
            {
                return await DispatchAsync(verb, args[1..]);
            }
            await using var app = BackofficeHost.Build(args);
            await BackofficeHost.PrepareAsync(app, CancellationToken.None);
            await ServeAsync(app);
            return 0;
        }
        catch (SettingsException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            await TellDatabaseAsync(fault.Settings);
            return 1;
        }
        catch (Exception fault) when (fault is CommandException or InvalidOperationException or IOException or NpgsqlException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    // Settings that are wrong should not hide that the database is down as well.
    private static async Task TellDatabaseAsync(HostSettings? settings)
    {
        if (settings is not { Provider: DatabaseProvider.PostgreSql, ConnectionString.Length: > 0 })
        {
            return;
        }
        try
        {
            await using var database = BackofficeDatabase.PostgreSql(settings.ConnectionString);
            await database.SchemaVersionAsync(CancellationToken.None);
        }
        catch (Exception fault) when (fault is SchemaException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
        }
    }

    private static async Task ServeAsync(WebApplication app)
    {
        await app.StartAsync();
        TellTelemetry(app);
        app.Logger.LogInformation("OtcBackoffice is ready at {Address}", string.Join(", ", app.Urls));
        await app.WaitForShutdownAsync();
    }

    private static void TellTelemetry(WebApplication app)
    {
        var state = app.Services.GetRequiredService<TelemetryState>();
        if (state.Said is { } said)
        {
            app.Logger.Log(state.IsOn ? LogLevel.Information : LogLevel.Warning, "{Telemetry}", said);
        }
    }

    private static async Task<int> DispatchAsync(string verb, string[] rest)
    {
        if (verb == "help")
        {
            Console.WriteLine(Help);
            return 0;
        }
        if (!Verbs.Contains(verb))
        {
            throw new CommandException($"'{verb}' is no verb.{Environment.NewLine}{Help}");
        }
        if (verb == Conformance.ConformanceVerb.Name)
        {
            return await Conformance.ConformanceVerb.RunAsync(rest, Console.Out, TimeProvider.System, CancellationToken.None);
        }
        var line = VerbLine.Parse(rest, VerifyVerb.Export + "=", VerifyVerb.Case + "=", VerifyVerb.Key + "=", VerifyVerb.Filtered,
            BackupVerbs.Back, BackupVerbs.Check + "=", BackupVerbs.SettleFlag,
            MoveVerb.From + "=", MoveVerb.To + "=");
        if (verb == "move")
        {
            return await MoveVerb.RunAsync(line, CancellationToken.None);
        }
        string[] words = [.. line.Words];
        await using var app = BackofficeHost.Build([.. line.Settings, "--Logging:LogLevel:Default=Warning"]);
        if (verb == "verify" && line.ValueOf(VerifyVerb.Export) is { } export)
        {
            return VerifyVerb.CheckExport(app.Services, export, line.ValueOf(VerifyVerb.Key), line.Has(VerifyVerb.Filtered));
        }
        if (verb == "verify" && line.ValueOf(VerifyVerb.Case) is { } caseFile)
        {
            return VerifyVerb.CheckCase(app.Services, caseFile, line.ValueOf(VerifyVerb.Key));
        }
        if (verb == "restore")
        {
            return await RestoreAsync(app, line);
        }
        PostgresSets.AssertSettled(app.Services.GetRequiredService<HostSettings>());
        var database = app.Services.GetRequiredService<BackofficeDatabase>();
        if (verb == "version")
        {
            return Say($"OtcBackoffice {ProductVersion.Full}, schema {database.OwnSchemaVersion}, runs beside since "
                + $"{ProductVersion.BesideSince}");
        }
        if (verb is "migrate" or "demo" || app.Services.GetRequiredService<HostSettings>().MigrateAtStart)
        {
            await database.MigrateAsync(CancellationToken.None);
        }
        if (verb is "migrate")
        {
            await JobsHosting.MakeSchemaAsync(app.Services.GetRequiredService<HostSettings>());
        }
        await database.AssertReadyAsync(CancellationToken.None);
        await KeyRing.OpenAsync(app.Services, CancellationToken.None);
        await RoleRows.EnsureAsync(database, CancellationToken.None);
        await using var scope = app.Services.CreateAsyncScope();
        return (verb, words) switch
        {
            ("migrate", _) => Say("The database is at this version."),
            ("demo", _) => await DemoAsync(scope.ServiceProvider),
            ("verify", _) => await VerifyVerb.RunAsync(scope.ServiceProvider),
            ("backup", _) => Say(await BackupVerbs.BackupAsync(app, One(words, "backup DIR"), CancellationToken.None)),
            ("user", _) => await UserVerbs.RunAsync(scope.ServiceProvider, words) ?? throw new CommandException(Help),
            ("credential", _) => await CredentialVerbs.RunAsync(scope.ServiceProvider, words) ?? throw new CommandException(Help),
            _ => throw new CommandException(Help),
        };
    }

    private static async Task<int> DemoAsync(IServiceProvider services)
    {
        var file = services.GetRequiredService<HostSettings>().DemoCredentialsFile;
        return await services.GetRequiredService<DemoDesk>().SeedAsync(CancellationToken.None)
            ? Say($"The demo desk is ready. Its credentials are in {file}")
            : throw new CommandException("The database is not empty; the demo desk needs an empty one.");
    }

    private static async Task<int> RestoreAsync(WebApplication app, VerbLine line)
    {
        string[] words = [.. line.Words];
        var settings = app.Services.GetRequiredService<HostSettings>();
        if (line.Has(BackupVerbs.SettleFlag) && words is [])
        {
            return Say(await BackupVerbs.SettleAsync(settings, CancellationToken.None));
        }
        return (line.Has(BackupVerbs.Back), line.ValueOf(BackupVerbs.Check), words) switch
        {
            (true, null, []) => Say(await BackupVerbs.PutBackAsync(settings, [.. line.Settings], CancellationToken.None)),
            (false, { } set, []) => Say(await BackupVerbs.CheckAsync(app, Path.GetFullPath(set), CancellationToken.None)),
            (false, null, [var set]) => Say(await BackupVerbs.RestoreAsync(app, set, [.. line.Settings], null, CancellationToken.None)),
            _ => throw new CommandException("Usage: restore DIR, restore --check DIR, restore --back, or restore --settle"),
        };
    }

    private static string One(string[] words, string usage) => words is [var word] ? word : throw new CommandException($"Usage: {usage}");

    private static int Say(string sentence)
    {
        Console.WriteLine(sentence);
        return 0;
    }
}

/// <summary>The verb could not do it; the message says why.</summary>
public sealed class CommandException(string message) : Exception(message);
