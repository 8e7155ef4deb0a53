using OtcBackoffice.Desks.Jobs;

namespace OtcBackoffice.Jobs;

/// <summary>
/// Runs the jobs that look every few seconds, each in a loop of its own on the product's clock: a stored scheduler would
/// write fifty rows for every look at nothing.
/// </summary>
public sealed class LoopPump(JobBoard board, TimeProvider clock, ILogger<LoopPump> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(board.Jobs.Where(job => job.Form == JobForm.Loop).Select(job => RunAsync(job, stoppingToken)));

    private async Task RunAsync(JobDeclaration job, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(job.IntervalSeconds), clock);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await board.TryRunAsync(job.Name, stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                log.LoopFailed(failure, job.Name);
            }
        }
    }
}
