using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Desks.People;

/// <summary>
/// Drops sessions that nobody can use any more. What happened in them is in the audit record; the rows would only grow. The
/// latest of each person stays, because it tells when the person was last here.
/// </summary>
public sealed class SessionUpkeep(DeskTransaction transaction)
{
    /// <summary>How long a session stays after its end; one that was never ended, after it was last seen, which is far beyond any
    /// cookie.</summary>
    public const int KeptDays = 30;

    private const int BatchMax = 500;

    /// <summary>Drops one batch; answers how many.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        var swept = await transaction.RunAsAsync<int>(Actor.System("session_sweep"), new DeskCommand(null), async (work, token) =>
        {
            var before = work.Now.AddDays(-KeptDays);
            var old = await work.Db.UserSessions
                .Where(row => (row.EndedAtUtc ?? row.LastSeenAtUtc) < before
                    && work.Db.UserSessions.Any(later => later.UserId == row.UserId && later.LastSeenAtUtc > row.LastSeenAtUtc))
                .OrderBy(row => row.LastSeenAtUtc).Take(BatchMax).ToListAsync(token);
            if (old.Count > 0)
            {
                work.Db.UserSessions.RemoveRange(old);
                work.Audit(new AuditNote("session.sweep", "desk", Guid.Empty) { Changes = new { old.Count, Before = before } });
            }
            return old.Count;
        }, cancellation);
        return swept.IsSuccess ? swept.Value : 0;
    }
}
