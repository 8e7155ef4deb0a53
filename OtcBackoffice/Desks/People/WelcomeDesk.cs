using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.People;

/// <summary>The two doors that open without an account: an invitation, and the set-up of an empty desk. Both take a token that works
/// once.</summary>
public sealed class WelcomeDesk(DeskTransaction transaction, IPasswordHasher<BackofficeUser> hasher, ILookupNormalizer normalizer)
{
    private const int SetupHours = 24;
    private const string NotValid = "The link is not valid any more. Ask for a new one.";

    /// <summary>A token for the first administrator, or null when somebody is there already. An earlier token stops working.</summary>
    public async Task<string?> OfferSetupAsync(CancellationToken cancellation)
    {
        string? secret = null;
        var offered = await transaction.RunAsAsync<Unit>(Actor.System("setup"), new DeskCommand(null), async (work, token) =>
        {
            if (!await work.Db.Users.AnyAsync(token))
            {
                secret = await PersonWrites.AddLinkAsync(work, PersonWrites.SetupPurpose, null, work.Now.AddHours(SetupHours), token);
                work.Audit(new AuditNote("setup.offer", "desk", Guid.Empty));
            }
            return Unit.Done;
        }, cancellation);
        return offered.Failed(out var refused) ? throw new InvalidOperationException(refused.Message) : secret;
    }

    /// <summary>Makes the first administrator of an empty desk.</summary>
    public async Task<Result<Unit>> SetUpAsync(string? secret, string? email, string? name, string? password, SignInOrigin origin,
        CancellationToken cancellation)
    {
        var address = email?.Trim() ?? "";
        if (address.Length is 0 or > 254 || !System.Net.Mail.MailAddress.TryCreate(address, out var parsed) || parsed.Address != address)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "email", "That is no e-mail address.");
        }
        if (PasswordRule.Fault(password, address) is { } fault)
        {
            return DomainError.Of(ErrorCode.PasswordRefused, "password", fault);
        }
        var hash = hasher.HashPassword(new BackofficeUser(), password!);
        return await transaction.RunAsAsync<Unit>(From("setup", origin), new DeskCommand(null), async (work, token) =>
        {
            if (await work.Db.Users.AnyAsync(token)
                || await PersonWrites.SpendLinkAsync(work, PersonWrites.SetupPurpose, secret, token) is null)
            {
                return new DomainError(ErrorCode.LinkNotValid,
                    "The token is not valid. The product prints a new one when it starts on an empty database.");
            }
            var called = name?.Trim() is { Length: > 0 and <= 80 } given ? given : address;
            var user = new BackofficeUser
            {
                Id = work.NewId(),
                UserName = address,
                NormalizedUserName = normalizer.NormalizeName(address),
                Email = address,
                NormalizedEmail = normalizer.NormalizeEmail(address),
                EmailConfirmed = true,
                DisplayName = called,
                LockoutEnabled = true,
                PasswordHash = hash,
                SecurityStamp = Guid.NewGuid().ToString("N"),
                CreatedAtUtc = work.Now,
            };
            work.Db.Users.Add(user);
            var admin = await work.Db.Roles.FirstAsync(role => role.Name == "admin", token);
            work.Db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = user.Id, RoleId = admin.Id });
            work.Audit(new AuditNote("setup.done", "user", user.Id) { Changes = new { user.Email } });
            return Unit.Done;
        }, cancellation);
    }

    /// <summary>Chooses the password of an invited account.</summary>
    public async Task<Result<Unit>> AcceptAsync(string? secret, string? password, SignInOrigin origin, CancellationToken cancellation)
    {
        if (PasswordRule.Fault(password, "") is { } fault)
        {
            return DomainError.Of(ErrorCode.PasswordRefused, "password", fault);
        }
        var hash = hasher.HashPassword(new BackofficeUser(), password!);
        return await transaction.RunAsAsync<Unit>(From("invitation", origin), new DeskCommand(null), async (work, token) =>
        {
            var link = await PersonWrites.SpendLinkAsync(work, PersonWrites.InvitePurpose, secret, token);
            var user = link is null ? null : await work.Db.Users.FirstOrDefaultAsync(row => row.Id == link.UserId, token);
            if (user is null || user.IsDisabled || user.PasswordHash is not null)
            {
                return new DomainError(ErrorCode.LinkNotValid, NotValid);
            }
            if (PasswordRule.Fault(password, user.Email!) is { } tooNear)
            {
                return DomainError.Of(ErrorCode.PasswordRefused, "password", tooNear);
            }
            (user.PasswordHash, user.EmailConfirmed) = (hash, true);
            PersonWrites.EndSessions(work, user);
            work.Audit(new AuditNote("user.accept", "user", user.Id) { MerchantId = user.MerchantId });
            return Unit.Done;
        }, cancellation);
    }

    private static Actor From(string door, SignInOrigin origin) =>
        Actor.System(door) with { Cause = origin.Cause, Address = origin.Address };
}
