using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Jobs;

/// <summary>A job with how it last ran.</summary>
public sealed record JobView(string Name, string Purpose, int IntervalSeconds, JobForm Form, JobLastRun? LastRun);

/// <summary>A webhook endpoint's lane on this node, with where it sends to.</summary>
public sealed record JobLaneView(WebhookLaneView Lane, string Url);

/// <summary>A run that moved something or failed.</summary>
public sealed record JobRunView(long Id, string Job, DateTime StartedAtUtc, long DurationMs, int Done, string? Fault);

/// <summary>Shows the jobs and starts one now.</summary>
public sealed class JobDesk(DeskTransaction transaction, DeskGate gate, JobBoard board, JobWatch watch, WebhookLanes lanes)
{
    /// <summary>Every job.</summary>
    public async Task<Result<IReadOnlyList<JobView>>> ListAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.JobRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await opened.Value.DisposeAsync();
        return board.Jobs.Select(job => new JobView(job.Name, job.Purpose, job.IntervalSeconds, job.Form, board.LastRun(job.Name)))
            .ToList();
    }

    /// <summary>How the scheduler of this node stands.</summary>
    public async Task<Result<SchedulerView>> SchedulerAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.JobRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await opened.Value.DisposeAsync();
        return watch.View;
    }

    /// <summary>The webhook lanes that have run on this node; those that broke off last come first.</summary>
    public async Task<Result<IReadOnlyList<JobLaneView>>> LanesAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.JobRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var known = lanes.List();
        var ids = known.Select(lane => lane.EndpointId).ToList();
        var urls = await reading.Db.WebhookEndpoints.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Url,
            cancellation);
        return known.OrderByDescending(lane => lane.LastFaultAtUtc).ThenBy(lane => lane.EndpointId)
            .Select(lane => new JobLaneView(lane, urls.GetValueOrDefault(lane.EndpointId, ""))).ToList();
    }

    /// <summary>The newest runs that moved something or failed, of one job or of all.</summary>
    public async Task<Result<IReadOnlyList<JobRunView>>> RunsAsync(string? job, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.JobRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await reading.Db.JobRuns.Where(row => job == null || row.Job == job).OrderByDescending(row => row.Id).Take(100)
            .Select(row => new JobRunView(row.Id, row.Job, row.StartedAtUtc, row.DurationMs, row.Done, row.Fault))
            .ToListAsync(cancellation);
    }

    /// <summary>Starts a job now and waits for it.</summary>
    public async Task<Result<JobLastRun>> RunNowAsync(string name, CancellationToken cancellation)
    {
        var allowed = await transaction.RunAsync<Unit>(new DeskCommand(Permission.JobRun), (work, _) =>
        {
            if (board.Jobs.All(job => job.Name != name))
            {
                return Task.FromResult<Result<Unit>>(DomainError.Missing("job"));
            }
            work.Audit(new AuditNote("job.run", "job", Guid.Empty) { Reason = name });
            return Task.FromResult<Result<Unit>>(Unit.Done);
        }, cancellation);
        return allowed.Failed(out var refused) ? refused : await board.RunAsync(name, cancellation);
    }
}
