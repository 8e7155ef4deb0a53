using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Hosting;

/// <summary>Keeps one row per role, so that Identity can hand them out.</summary>
public static class RoleRows
{
    /// <summary>Adds what is missing.</summary>
    public static async Task EnsureAsync(BackofficeDatabase database, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var db = database.CreateDbContext();
        var present = await db.Roles.Select(role => role.Name).ToListAsync(cancellation);
        foreach (var name in Enum.GetValues<Role>().Select(role => Names.Snake(role)).Except(present))
        {
            db.Roles.Add(new IdentityRole<Guid> { Id = Guid.NewGuid(), Name = name, NormalizedName = name!.ToUpperInvariant(),
                ConcurrencyStamp = Guid.NewGuid().ToString("N") });
        }
        await db.SaveChangesAsync(cancellation);
    }
}
