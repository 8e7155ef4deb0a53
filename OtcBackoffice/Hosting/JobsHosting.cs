using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Npgsql;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Jobs;

namespace OtcBackoffice.Hosting;

/// <summary>Whether the scheduler runs; part of being ready.</summary>
public sealed class SchedulerState(JobServer? server = null)
{
    /// <summary>Whether it was started and not stopped; true where <c>Jobs:Enabled=false</c> leaves it out.</summary>
    public bool IsRunning => server is null || server.IsRunning;
}

/// <summary>Registers the scheduler and the jobs.</summary>
public static class JobsHosting
{
    /// <summary>The scheduler's own schema in PostgreSQL.</summary>
    public const string Schema = "hangfire";

    private const int Workers = 2, ConnectionsMax = 16;

    // A run whose node died is taken over after this long; a run that lives says so at a fifth of it, however long it takes.
    private static readonly TimeSpan Invisible = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Beside the embedded database the scheduler keeps its runs in memory, with PostgreSQL in a schema of its own, where all
    /// nodes share them. <c>Jobs:Enabled=false</c> leaves scheduler, loops and pumps out, for tests that run jobs by hand.
    /// </summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration, HostSettings settings)
    {
        foreach (var job in DeskJobs.All)
        {
            services.AddSingleton(job);
        }
        services.AddSingleton<JobMeters>().AddSingleton<JobWatch>().AddSingleton<SchedulerState>();
        var isShared = settings.Provider == DatabaseProvider.PostgreSql;
        services.AddSingleton(_ => new JobStore(() => OpenStore(settings, settings.MigrateAtStart), !isShared,
            isShared ? () => Close(settings) : null)).AddSingleton<HeldRuns>();
        if (!configuration.GetValue("Jobs:Enabled", true))
        {
            return services;
        }
        services.AddSingleton<ISoleRuns>(isShared ? new LockedRuns(ConnectionOf(settings)) : new LoneRuns());
        services.AddSingleton(new JobServerOptions(Workers, TimeSpan.FromSeconds(isShared ? 2 : 1),
            TimeSpan.FromSeconds(isShared ? 10 : 30)));
        services.AddTransient<DeskRuns>();
        services.AddSingleton<JobActivator, AspNetCoreJobActivator>().AddSingleton<JobServer>();
        return services.AddHostedService<SignalPump>().AddHostedService(provider => provider.GetRequiredService<JobServer>())
            .AddHostedService<LoopPump>().AddHostedService<JobSweep>();
    }

    /// <summary>Opens the store, so that one that cannot be had stops the start with a sentence.</summary>
    public static Task OpenJobsAsync(IServiceProvider services) =>
        services.GetService<JobServer>() is null ? Task.CompletedTask : Task.Run(() => services.GetRequiredService<JobStore>().Open());

    /// <summary>Makes the scheduler's schema where it is missing, for the verb <c>migrate</c>.</summary>
    public static Task MakeSchemaAsync(HostSettings settings) => Task.Run(() =>
    {
        (OpenStore(settings, mayMake: true) as IDisposable)?.Dispose();
        Close(settings);
    });

    private static JobStorage OpenStore(HostSettings settings, bool mayMake)
    {
        if (settings.Provider != DatabaseProvider.PostgreSql)
        {
            return JobStore.InMemory();
        }
        using var quiet = HangfireLog.HoldBack();
        try
        {
            var options = new PostgreSqlStorageOptions
            {
                SchemaName = Schema,
                UseSlidingInvisibilityTimeout = true,
                InvisibilityTimeout = Invisible,
                QueuePollInterval = TimeSpan.FromSeconds(15),
                EnableLongPolling = true,
                // Only the scheduler's own short locks are taken there; a node that died holding one stops the ticks this long.
                DistributedLockTimeout = TimeSpan.FromMinutes(1),
                StartupConnectionMaxRetries = 0,
                PrepareSchemaIfNecessary = mayMake,
            };
            var storage = new PostgreSqlStorage(new NpgsqlConnectionFactory(ConnectionOf(settings), options),
                options) { JobExpirationTimeout = JobStore.KeptFor };
            // Where it may not make the schema it does not look for it either, so it is asked something.
            storage.GetMonitoringApi().Servers();
            return storage;
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or PostgreSqlDistributedLockException
            or InvalidOperationException)
        {
            throw new SettingsException([
                $"The scheduler's schema \"{Schema}\" cannot be made or opened in the database: {fault.GetBaseException().Message} "
                + $"Let the product's account own it (CREATE SCHEMA {Schema} AUTHORIZATION the_account) or grant it CREATE "
                + "on the database, and start again; with Database:MigrateAtStart=false run the verb migrate first.",
            ]);
        }
    }

    private static void Close(HostSettings settings)
    {
        if (settings.Provider == DatabaseProvider.PostgreSql)
        {
            using var pool = new NpgsqlConnection(ConnectionOf(settings));
            NpgsqlConnection.ClearPool(pool);
        }
    }

    // A pool of its own: runs that wait for the scheduler's store never take the desks' connections.
    private static string ConnectionOf(HostSettings settings) =>
        new NpgsqlConnectionStringBuilder(settings.ConnectionString) { ApplicationName = "otc-jobs", MaxPoolSize = ConnectionsMax,
            MinPoolSize = 0, Enlist = false }.ToString();
}
