using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Desks.People;

/// <summary>What the desks of people do alike to a person's rows.</summary>
internal static class PersonWrites
{
    public const string InvitePurpose = "invite", SetupPurpose = "setup", Seeds = "otc.totp.v1";

    /// <summary>Failures after which an account stands still, and for how many minutes the first time.</summary>
    private const int FailuresMax = 5, LockMinutes = 5, LockMinutesMax = 24 * 60;

    /// <summary>256 random bits that fit into an address.</summary>
    public static string NewSecret() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of a secret.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>The roles of a person, as this transaction sees them.</summary>
    public static async Task<RoleSet> RolesAsync(DeskWork work, Guid userId, CancellationToken cancellation) => RoleSet.FromNames(
        await work.Db.UserRoles.Where(link => link.UserId == userId)
            .Join(work.Db.Roles, link => link.RoleId, role => role.Id, (_, role) => role.Name!).ToListAsync(cancellation));

    /// <summary>An account without a password and without roles.</summary>
    public static BackofficeUser NewUser(DeskWork work, ILookupNormalizer normalizer, string email, string name, Guid? merchantId) => new()
    {
        Id = work.NewId(),
        UserName = email,
        NormalizedUserName = normalizer.NormalizeName(email),
        Email = email,
        NormalizedEmail = normalizer.NormalizeEmail(email),
        DisplayName = name,
        MerchantId = merchantId,
        LockoutEnabled = true,
        SecurityStamp = Guid.NewGuid().ToString("N"),
        CreatedAtUtc = work.Now,
    };

    /// <summary>Marks the row as changed, so that two commands on one person do not pass each other unseen.</summary>
    public static void Mark(BackofficeUser user) => user.ConcurrencyStamp = Guid.NewGuid().ToString("N");

    /// <summary>Ends every session of a person but one, and the validity of what was signed for them before.</summary>
    public static void EndSessions(DeskWork work, BackofficeUser user, Guid? except = null)
    {
        user.SecurityStamp = Guid.NewGuid().ToString("N");
        Mark(user);
        work.Session.Queue(
            "UPDATE user_sessions SET ended_at_utc = @p1 WHERE user_id = @p0 AND ended_at_utc IS NULL AND id <> @p2", user.Id, work.Now,
                except ?? Guid.Empty);
        work.Touch(Topics.People, user.Id);
    }

    /// <summary>Makes a link that works once; earlier ones of the same kind for the same person stop working.</summary>
    public static async Task<string> AddLinkAsync(DeskWork work, string purpose, Guid? userId, DateTime expiresAtUtc,
        CancellationToken cancellation)
    {
        var secret = NewSecret();
        var earlier = await work.Db.OneTimeLinks.Where(link => link.Purpose == purpose && link.UserId == userId && link.UsedAtUtc == null)
            .ToListAsync(cancellation);
        earlier.ForEach(link => link.UsedAtUtc = work.Now);
        work.Db.OneTimeLinks.Add(new OneTimeLink
        {
            Id = work.NewId(),
            Purpose = purpose,
            UserId = userId,
            SecretSha256 = Hash(secret),
            CreatedAtUtc = work.Now,
            ExpiresAtUtc = expiresAtUtc,
        });
        return secret;
    }

    /// <summary>Spends a link, or null when it is unknown, used or expired.</summary>
    public static async Task<OneTimeLink?> SpendLinkAsync(DeskWork work, string purpose, string? secret, CancellationToken cancellation)
    {
        var hash = Hash(secret ?? "");
        var link = await work.Db.OneTimeLinks.FirstOrDefaultAsync(row => row.SecretSha256 == hash && row.Purpose == purpose, cancellation);
        if (link is null || link.UsedAtUtc is not null || link.ExpiresAtUtc <= work.Now)
        {
            return null;
        }
        link.UsedAtUtc = work.Now;
        return link;
    }

    /// <summary>Whether too many wrong answers came of late.</summary>
    public static bool IsLocked(BackofficeUser user, DateTime now) => user.LockoutEnd is { } end && end.UtcDateTime > now;

    /// <summary>Counts a wrong answer; from the fifth on the account stands still, each time twice as long.</summary>
    public static void CountFailure(BackofficeUser user, DateTime now)
    {
        user.AccessFailedCount++;
        if (user.AccessFailedCount >= FailuresMax)
        {
            var minutes = Math.Min(LockMinutesMax, LockMinutes << Math.Min(12, user.AccessFailedCount - FailuresMax));
            user.LockoutEnd = new DateTimeOffset(now.AddMinutes(minutes));
        }
        Mark(user);
    }

    /// <summary>Forgets wrong answers after a right one.</summary>
    public static void ForgetFailures(BackofficeUser user)
    {
        (user.AccessFailedCount, user.LockoutEnd) = (0, null);
        Mark(user);
    }
}
