using System.Diagnostics;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Status;
using Microsoft.EntityFrameworkCore;

namespace OtcBackoffice.Desks.Status;

/// <summary>
/// Measures every part of the desk and keeps the worst of each minute (specification 000, "Status"). Surfaces are measured by what
/// they answered; the database by being written to, which is also what says that this process lives.
/// </summary>
public sealed class StatusProbes(DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, StatusBoard board,
    SurfaceTally tally, IChainNode chain,
    JobBoard jobs, WebhookLanes lanes, TimeProvider clock)
{
    /// <summary>For how many days minutes are kept.</summary>
    public const int MinuteDays = 91;

    private const int SlowMs = 1_500, FaultsMin = 2, ChainSeconds = 5;
    private const int Well = 0, Slow = 1, Partly = 2, Down = 3;

    private static readonly Actor Prober = Actor.System("status_probes");
    private static readonly string[] Networks = ["tron", "ethereum", "bitcoin"];

    /// <summary>Measures once, keeps it, and makes the page anew. Answers no count: a quiet minute is no work done.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var found = new Dictionary<string, (int Severity, int LatencyMs)>(StringComparer.Ordinal);
        foreach (var surface in StatusComponents.Surfaces)
        {
            found[surface] = (OfAnswers(tally.Take(surface)), 0);
        }
        found[StatusComponents.Jobs] = (OfJobs(), 0);
        found[StatusComponents.Webhooks] = (OfLanes(), 0);
        if (await OfChainAsync(cancellation) is { } reached)
        {
            found[StatusComponents.Chain] = reached;
        }
        try
        {
            await KeepAsync(found, cancellation);
            await board.RefreshAsync(cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            board.DatabaseLost();
            throw;
        }
        return 0;
    }

    private async Task KeepAsync(Dictionary<string, (int Severity, int LatencyMs)> found, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var isNewDay = false;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            var yesterday = DateOnly.FromDateTime(clock.UtcNowMillis()).AddDays(-1);
            var begin = yesterday.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddDays(1);
            isNewDay = await db.ProbeMinutes.AnyAsync(row => row.MinuteUtc < begin, cancellation)
                && !await db.ProbeDays.AnyAsync(row => row.Day == yesterday, cancellation);
        }
        found[StatusComponents.Database] = (watch.ElapsedMilliseconds > SlowMs ? Slow : Well, (int)watch.ElapsedMilliseconds);
        var kept = await transaction.RunAsAsync<Unit>(Prober, new DeskCommand(null), async (work, token) =>
        {
            var minute = new DateTime(work.Now.Ticks - (work.Now.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);
            foreach (var (component, (severity, latency)) in found)
            {
                work.Session.Queue(
                    "INSERT INTO probe_minutes (minute_utc, component, severity, latency_ms) VALUES (@p0, @p1, @p2, @p3) ON CONFLICT "
                        + "(minute_utc, component) "
                    + "DO UPDATE SET severity = @p2, latency_ms = @p3 WHERE probe_minutes.severity < @p2", minute, component, severity,
                    latency);
            }
            if (isNewDay)
            {
                await FoldAsync(work, token);
            }
            return Unit.Done;
        }, cancellation);
        if (kept.Failed(out var refused))
        {
            throw new JobFaultException("database_unavailable", refused.Message);
        }
    }

    // A day that is over is added up once; its minutes stay until the page shows it no more.
    private static async Task FoldAsync(DeskWork work, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(work.Now).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var from = today.AddDays(-MinuteDays);
        for (var begin = from; begin < today; begin = begin.AddDays(1))
        {
            var (day, first, next) = (DateOnly.FromDateTime(begin), begin, begin.AddDays(1));
            if (await work.Db.ProbeDays.AnyAsync(row => row.Day == day, cancellation))
            {
                continue;
            }
            var sums = await work.Db.ProbeMinutes.Where(row => row.MinuteUtc >= first && row.MinuteUtc < next).GroupBy(row => row.Component)
                .Select(rows => new { rows.Key, Up = rows.Count(row => row.Severity < Partly),
                    Slow = rows.Count(row => row.Severity == Slow), First = rows.Min(row => row.MinuteUtc) })
                .ToListAsync(cancellation);
            foreach (var sum in sums)
            {
                work.Session.Queue("INSERT INTO probe_days (day, component, up_minutes, slow_minutes, first_minute_utc) VALUES (@p0, @p1, "
                    + "@p2, @p3, @p4) ON CONFLICT (day, component) DO NOTHING",
                    day, sum.Key, sum.Up, sum.Slow, sum.First);
            }
        }
        work.Session.Queue("DELETE FROM probe_minutes WHERE minute_utc < @p0", from);
    }

    private static int OfAnswers((int Answers, int Faults) seen) => seen.Faults < FaultsMin ? Well
        : seen.Faults * 2 >= seen.Answers ? Down
        : seen.Faults * 10 >= seen.Answers ? Partly
        : Slow;

    private int OfJobs()
    {
        var ran = jobs.Jobs.Select(job => jobs.LastRun(job.Name)).OfType<JobLastRun>().ToList();
        var faulted = ran.Count(run => run.Fault is not null);
        return faulted == 0 ? Well : faulted * 2 >= ran.Count ? Down : Slow;
    }

    // A receiver that does not answer is its owner's affair; a lane that breaks is ours.
    private int OfLanes() => lanes.List().Any(lane => lane.State == "resting") ? Slow : Well;

    private async Task<(int Severity, int LatencyMs)?> OfChainAsync(CancellationToken cancellation)
    {
        var connected = Networks.Where(network => chain.Connection(network).Kind != "none").ToList();
        if (connected.Count == 0)
        {
            return null;
        }
        var (watch, failed) = (Stopwatch.StartNew(), 0);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(ChainSeconds));
        foreach (var network in connected)
        {
            try
            {
                await chain.HeadAsync(network, limit.Token);
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                failed++;
            }
        }
        var severity = failed == connected.Count ? Down : failed > 0 ? Partly : watch.ElapsedMilliseconds > SlowMs ? Slow : Well;
        return (severity, (int)watch.ElapsedMilliseconds);
    }
}
