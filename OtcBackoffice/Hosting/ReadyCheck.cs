using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OtcBackoffice.Data;

namespace OtcBackoffice.Hosting;

/// <summary>Ready means: the database answers, the scheduler runs, and the key ring can be read.</summary>
public sealed class ReadyCheck(IDbContextFactory<BackofficeDbContext> contexts, IKeyManager keys, SchedulerState scheduler) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isUp = await db.Database.CanConnectAsync(cancellationToken) && scheduler.IsRunning;
        _ = keys.GetAllKeys();
        return isUp ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
    }
}
