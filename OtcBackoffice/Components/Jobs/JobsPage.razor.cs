using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Jobs;

/// <summary>The jobs and their newest runs.</summary>
public sealed record JobsLoad(IReadOnlyList<JobView> Jobs, IReadOnlyList<JobRunView> Runs, SchedulerView Scheduler,
    IReadOnlyList<JobLaneView> Lanes);

/// <summary>What runs by itself, how it last went, and a button to run it now.</summary>
public sealed partial class JobsPage : DeskPage<JobsLoad>
{
    [Inject]
    private JobDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task<Result<JobsLoad>> ReadAsync(CancellationToken cancellation)
    {
        var jobs = await Desk.ListAsync(cancellation);
        if (jobs.Failed(out var refused))
        {
            return refused;
        }
        var scheduler = await Desk.SchedulerAsync(cancellation);
        if (scheduler.Failed(out refused))
        {
            return refused;
        }
        var lanes = await Desk.LanesAsync(cancellation);
        if (lanes.Failed(out refused))
        {
            return refused;
        }
        return (await Desk.RunsAsync(null, cancellation)).Map(runs => new JobsLoad(jobs.Value, runs, scheduler.Value, lanes.Value));
    }

    private async Task RunAsync(string name)
    {
        var run = await Desk.RunNowAsync(name, Gone);
        if (run.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
        }
        else
        {
            Notices.Done($"{name} ran, {run.Value.Done} moved.");
        }
        await ReloadAsync();
    }
}
