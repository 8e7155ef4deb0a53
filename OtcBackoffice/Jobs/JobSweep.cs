using Hangfire.Storage;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Jobs;

/// <summary>
/// Once a minute: does what a lost run would have done, announces what falls due soon, and watches the scheduler. The rows
/// are the promise; this is what keeps it when the scheduler's store is locked, lost or asleep.
/// </summary>
public sealed class JobSweep(JobBoard board, JobStore store, JobServer server, HeldRuns held, JobWatch watch, TimeProvider clock,
    ILogger<JobSweep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.LoopFailed(failure, nameof(JobSweep));
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task SweepAsync(CancellationToken cancellation)
    {
        var ticks = await ReadTicksAsync(cancellation);
        foreach (var job in board.Jobs.Where(job => job.Form == JobForm.AtItsMoment || (job.Form == JobForm.Recurring
            && IsLost(job, ticks))))
        {
            await board.TryRunAsync(job.Name, cancellation);
        }
        if (watch.Look(ticks, TimeProvider.System.GetUtcNow().UtcDateTime))
        {
            await server.RestartAsync(cancellation);
        }
    }

    // A tick counts from the scheduler's store, where other nodes' ticks are as well; without the store, from here alone.
    private bool IsLost(JobDeclaration job, IReadOnlyDictionary<string, DateTime> ticks)
    {
        var overdue = TimeSpan.FromSeconds(job.IntervalSeconds) + Every;
        var isTicked = ticks.TryGetValue(job.Name, out var tick) && TimeProvider.System.GetUtcNow().UtcDateTime - tick < overdue;
        var isRunHere = board.LastRun(job.Name) is { } run && clock.UtcNowMillis() - run.StartedAtUtc < overdue;
        return !isTicked && !isRunHere;
    }

    private async Task<IReadOnlyDictionary<string, DateTime>> ReadTicksAsync(CancellationToken cancellation)
    {
        try
        {
            // The store's calls block, for up to its time-out when it is ill.
            return await Task.Run(() =>
            {
                held.Recall();
                using var connection = store.GetConnection();
                return connection.GetRecurringJobs().Where(job => job.LastExecution is not null).ToDictionary(job => job.Id, job =>
                    job.LastExecution!.Value, StringComparer.Ordinal);
            }, cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            log.SchedulerUnreachable(failure);
            return new Dictionary<string, DateTime>();
        }
    }
}
