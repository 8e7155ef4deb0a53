using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Jobs;

namespace OtcBackoffice.Desks.Ledger;

/// <summary>
/// Recounts the revenue reports from the journal. It rewrites nothing: an open day that differs is a fault to be found, and a
/// closed period is what was reported. The ledger check halts money for the same difference.
/// </summary>
public sealed class RevenueWatch(IDbContextFactory<BackofficeDbContext> contexts, JobMeters meters, ILogger<RevenueWatch> log)
{
    /// <summary>The fault that a run ends with when a report differs.</summary>
    public const string Fault = "revenue_differs";

    /// <summary>Recounts; answers 0, because a recount that agrees has moved nothing.</summary>
    /// <exception cref="JobFaultException">A report differs; the message names the first place.</exception>
    public async Task<int> RecountAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var snapshot = await db.BeginSnapshotAsync(cancellation);
        var wrong = (await RevenueRecount.CheckAsync(db, cancellation)).Where(check => check.Fault is not null).ToList();
        foreach (var check in wrong)
        {
            log.RevenueDiffers(check.Fault!);
            meters.RevenueDiffers(check.Name);
        }
        return wrong.Count == 0 ? 0 : throw new JobFaultException(Fault, string.Join(' ', wrong.Select(check => check.Fault)));
    }
}
