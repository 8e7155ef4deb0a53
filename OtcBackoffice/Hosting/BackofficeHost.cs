using OtcBackoffice.Data;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Merchants;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Hosting.Accounts;
using OtcBackoffice.Hosting.Demo;
using OtcBackoffice.Hosting.Nodes;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>Builds the product. Tests start the same thing on a free port.</summary>
public static class BackofficeHost
{
    private const string AddressDefault = "http://localhost:5080";

    /// <summary>Builds the application; <paramref name="change"/> lets a test replace services before they are sealed.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? change = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = File.Exists("appsettings.json") ? null : AppContext.BaseDirectory,
        });
        AddDevelopmentDefaults(builder);
        change?.Invoke(builder);
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "OtcBackoffice.staticwebassets.runtime.json")))
        {
            builder.WebHost.UseStaticWebAssets();
        }
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(AddressDefault);
        }
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var faults = new StartFaults();
        var settings = HostSettings.Read(builder.Configuration, builder.Environment, faults);
        builder.Services.AddSingleton(settings);
        faults.Collect(() => builder.Services.AddDatabase(settings).AddDeskSecurity(settings).AddConsole(settings));
        faults.Collect(() => builder.Services.AddEdges(builder.Configuration, settings.DataDirectory, faults));
        builder.Services.AddDesks(builder.Configuration, settings, faults).AddRateLimits(builder.Configuration, faults);
        builder.Services.AddScoped<DemoDesk>();
        builder.Services.AddHostedService<Backup.DirectoryLock>();
        builder.Services.AddDraining().AddNodes(builder.Configuration, settings, faults);
        builder.Services.AddStatus(settings).AddIntegrators();
        builder.Services.AddSurfaces().AddJobs(builder.Configuration, settings);
        builder.Services.AddTelemetry(builder.Configuration);
        builder.Services.AddHealthChecks().AddCheck<ReadyCheck>("ready");
        faults.Collect(() => CheckOptions(builder.Services));
        faults.ThrowIfAny(settings);
        var app = builder.Build();
        Map(app);
        return app;
    }

    /// <summary>Prepares the database and, on an empty one, the demo desk; then the application can be started.</summary>
    public static async Task PrepareAsync(WebApplication app, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(app);
        var settings = app.Services.GetRequiredService<HostSettings>();
        Backup.PostgresSets.AssertSettled(settings);
        var database = app.Services.GetRequiredService<BackofficeDatabase>();
        if (settings.MigrateAtStart)
        {
            await database.MigrateAsync(cancellation);
        }
        await database.AssertReadyAsync(cancellation);
        await NodePulse.TellPoolsAsync(database, app.Services.GetRequiredService<NodeSelf>().Name, app.Logger, cancellation);
        await StorePulse.RequireAsync(app.Services, cancellation);
        await KeyRing.OpenAsync(app.Services, cancellation);
        app.Services.GetService<SandboxTime>()?.Share();
        // Nodes that start together wait for each other: what the first one makes the others find.
        await database.AloneAsync("otc.start", () => MakeFirstRowsAsync(app, cancellation), cancellation);
        // They follow changes of people from the first request on, not from the first circuit.
        _ = app.Services.GetRequiredService<CircuitSeats>();
        _ = app.Services.GetRequiredService<CacheDrops>();
    }

    private static async Task MakeFirstRowsAsync(WebApplication app, CancellationToken cancellation)
    {
        var settings = app.Services.GetRequiredService<HostSettings>();
        await JobsHosting.OpenJobsAsync(app.Services);
        var past = settings.DemoLife ? await DemoPast.BeginAsync(app.Services, cancellation) : null;
        await RoleRows.EnsureAsync(app.Services.GetRequiredService<BackofficeDatabase>(), cancellation);
        await KeepPolicyAsync(app, cancellation);
        await AdoptLinesAsync(app, cancellation);
        if (settings.DemoEnabled)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var demo = scope.ServiceProvider.GetRequiredService<DemoDesk>();
            if (await demo.SeedAsync(cancellation))
            {
                app.Logger.LogInformation("The demo desk is ready. Its credentials are in {File}", settings.DemoCredentialsFile);
            }
            await demo.CompletePartiesAsync(scope.ServiceProvider.GetRequiredService<Desks.Screening.TravelRule>(), cancellation);
        }
        if (past is not null)
        {
            await past.PlayAsync(cancellation);
        }
        await EnterNamesAsync(app, cancellation);
        await KeepEnvironmentEndpointAsync(app, cancellation);
        if (!settings.DemoEnabled)
        {
            await AccountHosting.OfferSetupAsync(app, cancellation);
        }
    }

    private static async Task KeepPolicyAsync(WebApplication app, CancellationToken cancellation)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var kept = await scope.ServiceProvider.GetRequiredService<PolicyDesk>().EnsureFirstAsync(cancellation);
        if (kept.Failed(out var refused))
        {
            throw new SettingsException([refused.Message]);
        }
    }

    // Money that was told before there were receipts, and is on no deposit, waits in the queue like any other.
    private static async Task AdoptLinesAsync(WebApplication app, CancellationToken cancellation)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<StatementDesk>().AdoptAsync(cancellation);
    }

    private static async Task EnterNamesAsync(WebApplication app, CancellationToken cancellation)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MerchantDesk>().EnterNamesAsync(cancellation);
    }

    private static async Task KeepEnvironmentEndpointAsync(WebApplication app, CancellationToken cancellation)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var kept = await scope.ServiceProvider.GetRequiredService<WebhookDesk>().KeepEnvironmentEndpointAsync(
            app.Configuration["OTC_EVENTS_WEBHOOK_URL"], app.Configuration["OTC_EVENTS_WEBHOOK_SECRET"], cancellation);
        if (kept.Failed(out var refused))
        {
            throw new SettingsException([refused.Message]);
        }
    }

    // The host checks options when it starts, after the database was touched and only as far as the first that fails.
    private static void CheckOptions(IServiceCollection services)
    {
        using var trial = services.BuildServiceProvider();
        trial.GetService<Microsoft.Extensions.Options.IStartupValidator>()?.Validate();
    }

    private static void Map(WebApplication app)
    {
        app.UseTrustedProxies();
        app.UseMiddleware<RequestIds>();
        app.UseSurfaceTally();
        app.UseKeyLog();
        app.UseSurfaces();
        app.MapConsole();
        app.MapAccounts();
        app.MapConsoleUploads();
        app.MapSurfaces();
        app.MapSandbox();
        app.MapSchedulerPages();
        app.MapDraining();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
        app.UseRouteDecisions();
    }

    // Defaults that a newcomer needs and Production refuses; anything configured wins over them.
    private static void AddDevelopmentDefaults(WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
        {
            return;
        }
        ((IConfigurationBuilder)builder.Configuration)
            .Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?> { ["Sandbox:Enabled"] = "true", ["Demo:Enabled"] = "true",
                ["Egress:AllowLoopback"] = "true" },
        });
    }
}
