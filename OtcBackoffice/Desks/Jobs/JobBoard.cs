using System.Collections.Concurrent;
using System.Diagnostics;
using OtcBackoffice.Desks.Nodes;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Jobs;

/// <summary>
/// Runs jobs, one run of each at a time, whoever asks: the scheduler, a person, or the sandbox's clock. What only one node may
/// do runs under a lease. Runs that moved something or failed are kept; idle ones would only fill the table.
/// </summary>
public sealed class JobBoard(IEnumerable<JobDeclaration> declarations, IServiceScopeFactory scopes, TimeProvider clock, JobMeters meters,
    Leases leases, ILogger<JobBoard> log)
{
    // A run of another node is waited for this long by whoever wants the work done before going on.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new();
    private readonly ConcurrentDictionary<string, JobLastRun> _last = new();

    /// <summary>Every job in the order of its declaration.</summary>
    public IReadOnlyList<JobDeclaration> Jobs { get; } = [.. declarations];

    /// <summary>How a job last ran here, or null when it has not.</summary>
    public JobLastRun? LastRun(string name) => _last.GetValueOrDefault(name);

    /// <summary>Runs one job now, after a run that is under way.</summary>
    public async Task<JobLastRun> RunAsync(string name, CancellationToken cancellation)
    {
        var gate = GateOf(name);
        await gate.WaitAsync(cancellation);
        return await RunInsideAsync(gate, name, Patience, cancellation);
    }

    /// <summary>Runs one job now; null when a run of it is under way, which does what this one would have done.</summary>
    public async Task<JobLastRun?> TryRunAsync(string name, CancellationToken cancellation)
    {
        var gate = GateOf(name);
        return await gate.WaitAsync(TimeSpan.Zero, cancellation) ? await RunInsideAsync(gate, name, TimeSpan.Zero, cancellation) : null;
    }

    private SemaphoreSlim GateOf(string name) => _gates.GetOrAdd(name, _ => new SemaphoreSlim(1));

    private async Task<JobLastRun> RunInsideAsync(SemaphoreSlim gate, string name, TimeSpan patience, CancellationToken cancellation)
    {
        try
        {
            var run = await RunOnceAsync(Jobs.First(one => one.Name == name), patience, cancellation);
            _last[name] = run;
            return run;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Runs every job, so that all that became due by a moved clock is done before the caller is answered.</summary>
    public async Task RunAllAsync(CancellationToken cancellation)
    {
        foreach (var job in Jobs)
        {
            await RunAsync(job.Name, cancellation);
        }
    }

    private async Task<JobLastRun> RunOnceAsync(JobDeclaration job, TimeSpan patience, CancellationToken cancellation)
    {
        var started = clock.UtcNowMillis();
        var watch = Stopwatch.StartNew();
        await using var scope = scopes.CreateAsyncScope();
        var (done, fault) = (0, (string?)null);
        try
        {
            done = job.IsSole ? await RunSoleAsync(job, scope.ServiceProvider, patience, cancellation)
                : await job.RunAsync(scope.ServiceProvider, cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            fault = failure is JobFaultException named ? named.Name : failure.GetType().Name;
            log.JobFailed(failure, job.Name);
            meters.JobFailed(job.Name, fault);
        }
        var run = new JobLastRun(started, watch.ElapsedMilliseconds, done, fault);
        if (done > 0 || fault is not null)
        {
            await KeepAsync(scope.ServiceProvider.GetRequiredService<DeskTransaction>(), job.Name, run, cancellation);
        }
        return run;
    }

    // Where another node is at it nothing is left to do here: it sees what was committed before.
    private async Task<int> RunSoleAsync(JobDeclaration job, IServiceProvider services, TimeSpan patience, CancellationToken cancellation)
    {
        await using var lease = await leases.TryTakeAsync("job:" + job.Name, patience, cancellation);
        if (lease is null)
        {
            return 0;
        }
        using var fence = lease.Enter();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lease.Lost);
        return await job.RunAsync(services, either.Token);
    }

    // Where the database is what failed, the row fails as well; the log has both, and the next run comes.
    private async Task KeepAsync(DeskTransaction transaction, string name, JobLastRun run, CancellationToken cancellation)
    {
        try
        {
            await transaction.RunAsAsync<Unit>(Actor.System("scheduler"), new DeskCommand(null), (work, _) =>
            {
                work.Session.Queue("INSERT INTO job_runs (job, started_at_utc, duration_ms, done, fault) VALUES (@p0, @p1, @p2, @p3, @p4)",
                    name, run.StartedAtUtc, run.DurationMs, run.Done, run.Fault);
                return Task.FromResult<Result<Unit>>(Unit.Done);
            }, cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            log.RunNotKept(failure, name);
        }
    }
}
