using System.Collections.Concurrent;
using System.Diagnostics;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Jobs;

/// <summary>A job as it is declared.</summary>
/// <param name="Name">Its name in lower snake case.</param>
/// <param name="Purpose">What it is for, in a sentence.</param>
/// <param name="IntervalSeconds">How often it runs.</param>
/// <param name="RunAsync">One run in a scope of its own; answers how many things it moved.</param>
public sealed record JobDeclaration(string Name, string Purpose, int IntervalSeconds, Func<IServiceProvider, CancellationToken, Task<int>> RunAsync);

/// <summary>How a job's last run went, on this node.</summary>
public sealed record JobLastRun(DateTime StartedAtUtc, long DurationMs, int Done, string? Fault);

/// <summary>
/// Runs jobs, one run of each at a time, whoever asks: the scheduler, a person, or the sandbox's clock. Runs that moved
/// something or failed are kept; idle ones would only fill the table.
/// </summary>
public sealed class JobBoard(IEnumerable<JobDeclaration> declarations, IServiceScopeFactory scopes, TimeProvider clock, ILogger<JobBoard> log)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new();
    private readonly ConcurrentDictionary<string, JobLastRun> _last = new();

    /// <summary>Every job in the order of its declaration.</summary>
    public IReadOnlyList<JobDeclaration> Jobs { get; } = [.. declarations];

    /// <summary>How a job last ran here, or null when it has not.</summary>
    public JobLastRun? LastRun(string name) => _last.GetValueOrDefault(name);

    /// <summary>Runs one job now, after a run that is under way.</summary>
    public async Task<JobLastRun> RunAsync(string name, CancellationToken cancellation)
    {
        var job = Jobs.First(one => one.Name == name);
        var gate = _gates.GetOrAdd(name, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellation);
        try
        {
            var run = await RunOnceAsync(job, cancellation);
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

    private async Task<JobLastRun> RunOnceAsync(JobDeclaration job, CancellationToken cancellation)
    {
        var started = clock.UtcNowMillis();
        var watch = Stopwatch.StartNew();
        await using var scope = scopes.CreateAsyncScope();
        var (done, fault) = (0, (string?)null);
        try
        {
            done = await job.RunAsync(scope.ServiceProvider, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "The job {Job} failed", job.Name);
            fault = failure.GetType().Name;
        }
        var run = new JobLastRun(started, watch.ElapsedMilliseconds, done, fault);
        if (done > 0 || fault is not null)
        {
            await KeepAsync(scope.ServiceProvider.GetRequiredService<DeskTransaction>(), job.Name, run, cancellation);
        }
        return run;
    }

    private static Task<Result<Unit>> KeepAsync(DeskTransaction transaction, string name, JobLastRun run, CancellationToken cancellation) =>
        transaction.RunAsAsync<Unit>(Actor.System("scheduler"), new DeskCommand(null), (work, _) =>
        {
            work.Session.Queue("INSERT INTO job_runs (job, started_at_utc, duration_ms, done, fault) VALUES (@p0, @p1, @p2, @p3, @p4)",
                name, run.StartedAtUtc, run.DurationMs, run.Done, run.Fault);
            return Task.FromResult<Result<Unit>>(Unit.Done);
        }, cancellation);
}
