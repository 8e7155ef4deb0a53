using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>Which tenant the first segment of an address belongs to. What was read is remembered for a second.</summary>
public sealed class TenantPaths(IDbContextFactory<BackofficeDbContext> contexts, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);

    private Known? _known;

    /// <summary>The tenant whose own addresses begin with a segment, or null.</summary>
    public async ValueTask<Guid?> OwnerAsync(string? segment, CancellationToken cancellation)
    {
        if (!GatewayTenant.CanBeBasePath(segment))
        {
            return null;
        }
        var known = _known;
        if (known is null || clock.GetElapsedTime(known.At) >= Remembered)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var rows = await db.GatewayTenants.AsNoTracking().Where(row => row.BasePath != null)
                .Select(row => new { row.BasePath, row.MerchantId }).ToListAsync(cancellation);
            _known = known = new Known(clock.GetTimestamp(),
                rows.ToDictionary(row => row.BasePath!, row => row.MerchantId, StringComparer.Ordinal));
        }
        return known.Owners.TryGetValue(segment!, out var owner) ? owner : null;
    }

    private sealed record Known(long At, Dictionary<string, Guid> Owners);
}
