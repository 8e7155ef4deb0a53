using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OtcBackoffice.Data;

namespace OtcBackoffice.Hosting;

/// <summary>Ready means: the database answers, the scheduler runs, the key ring can be read, and the node does not drain.</summary>
public sealed class ReadyCheck(IDbContextFactory<BackofficeDbContext> contexts, IKeyManager keys, SchedulerState scheduler, NodeDrain drain) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (drain.IsDraining)
        {
            return HealthCheckResult.Unhealthy();
        }
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isUp = await db.Database.CanConnectAsync(cancellationToken) && scheduler.IsRunning;
        _ = keys.GetAllKeys();
        return isUp ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
    }
}
