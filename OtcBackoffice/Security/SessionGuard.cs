using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Writing;

namespace OtcBackoffice.Security;

/// <summary>
/// Whether the session that a cookie names still holds: not ended, and its person not disabled. An answer is remembered for a
/// few seconds; the desk reads anew inside every command, so nothing can be done in between.
/// </summary>
public sealed class SessionGuard(BackofficeDatabase database, TimeProvider clock)
{
    private const int RememberedMax = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(3), SeenEvery = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<Guid, (long At, Guid UserId)> _recent = new();

    /// <summary>For the cookie scheme: refuses a cookie whose session does not hold.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var guard = context.HttpContext.RequestServices.GetRequiredService<SessionGuard>();
        if (!await guard.HoldsAsync(context.Principal, useMemory: true, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        }
    }

    /// <summary>Remembers nothing of a person any more, because something about them changed.</summary>
    public void Forget(Guid user)
    {
        foreach (var session in _recent.Where(one => one.Value.UserId == user).Select(one => one.Key).ToList())
        {
            _recent.TryRemove(session, out _);
        }
    }

    /// <summary>Remembers nothing any more, because what changed elsewhere is not known.</summary>
    public void ForgetAll() => _recent.Clear();

    /// <summary>Whether the principal's session holds now.</summary>
    /// <param name="principal">With the claims of person and session.</param>
    /// <param name="useMemory">Whether an answer of a few seconds ago will do.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<bool> HoldsAsync(ClaimsPrincipal? principal, bool useMemory, CancellationToken cancellation)
    {
        if (!Guid.TryParse(principal?.FindFirstValue(DeskClaims.Session), out var session)
            || !Guid.TryParse(principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var user))
        {
            return false;
        }
        if (useMemory && _recent.TryGetValue(session, out var recent) && recent.UserId == user
            && clock.GetElapsedTime(recent.At) < Remembered)
        {
            return true;
        }
        var seen = await ReadAsync(session, user, cancellation);
        if (seen is null)
        {
            _recent.TryRemove(session, out _);
            return false;
        }
        if (_recent.Count > RememberedMax)
        {
            _recent.Clear();
        }
        _recent[session] = (clock.GetTimestamp(), user);
        await NoteAsync(session, seen.Value, cancellation);
        return true;
    }

    private async Task<long?> ReadAsync(Guid session, Guid user, CancellationToken cancellation)
    {
        await using var rows = await database.RentReaderAsync(cancellation);
        var found = await rows.ReadAsync(
            "SELECT s.last_seen_at_utc FROM user_sessions s JOIN users u ON u.id = s.user_id WHERE s.id = @p0 AND s.user_id = @p1 AND "
                + "s.ended_at_utc IS NULL AND NOT u.is_disabled",
            row => row.GetInt64(0), cancellation, session, user);
        return found.Count == 0 ? null : found[0];
    }

    // Best effort: a database that takes no writes must not keep people from reading.
    private async Task NoteAsync(Guid session, long seenMillis, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (now.ToUnixTimeMilliseconds() - seenMillis < SeenEvery.TotalMilliseconds)
        {
            return;
        }
        try
        {
            await database.Lane.RunAsync(
                async (work, token) =>
                {
                    work.Queue("UPDATE user_sessions SET last_seen_at_utc = @p1 WHERE id = @p0", session, now.UtcDateTime);
                    await work.SaveAsync(token);
                    return new LaneOutcome<bool>(true, true);
                },
                cancellation);
        }
        catch (Exception fault) when (fault is DbException or WriteLostException)
        {
            // The next request tries again.
        }
    }
}
