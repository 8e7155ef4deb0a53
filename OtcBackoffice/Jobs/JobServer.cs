using Hangfire;
using Hangfire.Client;
using Hangfire.Common;
using Hangfire.Server;
using Hangfire.States;
using Hangfire.Storage;
using OtcBackoffice.Desks.Jobs;

namespace OtcBackoffice.Jobs;

/// <summary>
/// Runs the scheduler's own server on this node and tells it the recurring jobs. It can be started again while the product
/// runs, which is what the watchdog does when ticks stay away.
/// </summary>
public sealed class JobServer(JobStore store, JobBoard board, JobServerOptions options, JobActivator activator, ILoggerFactory logs,
    ILogger<JobServer> log) : IHostedService, IDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15), TickPolling = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private BackgroundProcessingServer? _server;
    private IDisposable? _logging;

    /// <summary>Whether it was started and not stopped.</summary>
    public bool IsRunning => _server is not null;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _logging = HangfireLog.Attach(logs);
        lock (_gate)
        {
            Declare();
            Begin();
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var server = Take();
        if (server is not null)
        {
            server.SendStop();
            await server.WaitForShutdownAsync(cancellationToken);
            server.Dispose();
        }
    }

    /// <summary>Starts it again, on a new store where that lives in memory.</summary>
    public async Task RestartAsync(CancellationToken cancellation)
    {
        if (Take() is { } server)
        {
            server.SendStop();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(StopLimit);
            try
            {
                await server.WaitForShutdownAsync(limit.Token);
                server.Dispose();
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Its threads are stuck in the store that is let go below; they end by themselves or with the process.
            }
        }
        lock (_gate)
        {
            store.Renew();
            try
            {
                Declare();
            }
            catch (Exception failure)
            {
                // What was declared before is still in the store, and the server waits for it.
                log.SchedulerUnreachable(failure);
            }
            Begin();
        }
        log.SchedulerRestarted();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Take()?.Dispose();
        _logging?.Dispose();
    }

    private BackgroundProcessingServer? Take()
    {
        lock (_gate)
        {
            var server = _server;
            _server = null;
            return server;
        }
    }

    // A name that is no job here any more is taken out; a node of another version that still has it adds it at its own start.
    private void Declare()
    {
        var manager = new RecurringJobManager(store);
        var jobs = board.Jobs.Where(job => job.Form == JobForm.Recurring).ToList();
        foreach (var job in jobs)
        {
            manager.AddOrUpdate<DeskRuns>(job.Name, runs => runs.RunAsync(job.Name, CancellationToken.None),
                Schedules.CronOf(job.IntervalSeconds));
        }
        using var connection = store.GetConnection();
        foreach (var gone in connection.GetRecurringJobs().Where(kept => jobs.All(job => job.Name != kept.Id)))
        {
            manager.RemoveIfExists(gone.Id);
        }
    }

    // Put together here because the usual server looks for ticks as often as for moments, which is most of what it costs idle.
    private void Begin()
    {
        var filters = JobFilterProviders.Providers;
        var changer = new BackgroundJobStateChanger(filters);
        var performer = new BackgroundJobPerformer(filters, activator);
        string[] queues = [EnqueuedState.DefaultQueue];
        IBackgroundProcess[] processes =
        [
            .. Enumerable.Range(0, options.Workers).Select(_ => new Worker(queues, performer, changer)),
            new DelayedJobScheduler(options.MomentPolling, changer), new RecurringJobScheduler(new BackgroundJobFactory(filters),
                TickPolling),
        ];
        _server = new BackgroundProcessingServer(store, processes, new Dictionary<string, object> { ["Queues"] = queues,
            ["WorkerCount"] = options.Workers },
            new BackgroundProcessingServerOptions { HeartbeatInterval = options.Heartbeat, CancellationCheckInterval = options.Heartbeat });
    }
}

/// <summary>How the scheduler's server works.</summary>
/// <param name="Workers">How many runs at a time on this node.</param>
/// <param name="MomentPolling">How often it looks for runs whose moment has come; a quote lapses within four seconds of its own.</param>
/// <param name="Heartbeat">How often it tells the others that it lives, and looks whether its runs were called off.</param>
public sealed record JobServerOptions(int Workers, TimeSpan MomentPolling, TimeSpan Heartbeat);

/// <summary>Intervals as the scheduler wants them.</summary>
internal static class Schedules
{
    /// <summary>The cron line of an interval of whole minutes that divide an hour, or of one hour.</summary>
    public static string CronOf(int seconds) => seconds switch
    {
        60 => "* * * * *",
        3_600 => "0 * * * *",
        > 60 and < 3_600 when seconds % 60 == 0 && 3_600 % seconds == 0 => $"*/{seconds / 60} * * * *",
        _ => throw new ArgumentOutOfRangeException(nameof(seconds), seconds,
            "A recurring job runs every minute, every so many minutes that divide an hour, or every hour."),
    };
}
