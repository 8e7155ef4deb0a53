using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Hosting.Nodes;

namespace OtcBackoffice.Hosting;

/// <summary>
/// Ready means: the database answers, the scheduler runs, the key ring can be read, the clock is right, and the node does not
/// drain. A server may be away or read-only for five seconds before a node says so, else a fail-over would empty the balancer.
/// </summary>
public sealed class ReadyCheck(
    IDbContextFactory<BackofficeDbContext> contexts, IKeyManager keys, SchedulerState scheduler, NodeDrain drain, NodePulse pulse)
        : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (drain.IsDraining || pulse.IsClockWrong || pulse.IsDatabaseLost || !scheduler.IsRunning)
        {
            return HealthCheckResult.Unhealthy();
        }
        if (!pulse.IsShared)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (!await db.Database.CanConnectAsync(cancellationToken))
            {
                return HealthCheckResult.Unhealthy();
            }
        }
        try
        {
            _ = keys.GetAllKeys();
        }
        catch (Exception fault) when (pulse.IsShared && Outages.IsOutage(fault))
        {
            // The pulse counts the seconds.
        }
        return HealthCheckResult.Healthy();
    }
}
