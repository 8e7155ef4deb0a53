using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.People;

/// <summary>A person's own account: password, second factors and sessions. Open also to staff who still have to enrol.</summary>
public sealed class AccountDesk(
    DeskTransaction transaction, DeskGate gate, IDbContextFactory<BackofficeDbContext> contexts, IPasswordHasher<BackofficeUser> hasher,
    SecondFactors factors, IActorSource actors, DeskSettings settings)
{
    private const int PasskeyMax = 10, NameLengthMax = 60;
    private static readonly DeskCommand Own = new(null) { IsOwnAccount = true };
    private static readonly DeskCommand Fresh = new(null) { IsOwnAccount = true, NeedsFreshSignIn = true };

    /// <summary>The account as its owner sees it.</summary>
    public async Task<Result<AccountView>> ReadAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenOwnAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var (id, current) = (reading.Actor.PersonId, reading.Actor.Actor.SessionId);
        var user = await reading.Db.Users.FirstAsync(row => row.Id == id, cancellation);
        var passkeys = await reading.Db.Set<IdentityUserPasskey<Guid>>().Where(row => row.UserId == id).ToListAsync(cancellation);
        var sessions = await reading.Db.UserSessions.Where(row => row.UserId == id && row.EndedAtUtc == null)
            .OrderByDescending(row => row.LastSeenAtUtc).Take(50).ToListAsync(cancellation);
        var left = await reading.Db.RecoveryCodes.CountAsync(row => row.UserId == id && row.UsedAtUtc == null, cancellation);
        return new AccountView(
            id, user.Email!, user.DisplayName, user.TwoFactorEnabled, user is { TotpSecret: { } seed, TwoFactorEnabled: false }
                ? factors.KeyOf(seed) : null, left,
            SignInRules.MustEnrol(reading.Actor, settings),
            [.. passkeys.OrderBy(row => row.Data.CreatedAt)
                .Select(row => new PasskeyView(Base64Url.EncodeToString(row.CredentialId), row.Data.Name ?? "Passkey",
                row.Data.CreatedAt.UtcDateTime))],
            [.. sessions.Select(row =>
                new SessionView(row.Id, row.Device, row.Address, row.Method, row.CreatedAtUtc, row.LastSeenAtUtc, row.Id == current))]);
    }

    /// <summary>Changes the password and ends every other session.</summary>
    public async Task<Result<Unit>> ChangePasswordAsync(string? current, string? wanted, CancellationToken cancellation)
    {
        if (actors.Current is not { } actor)
        {
            return new DomainError(ErrorCode.Unauthenticated, "Nobody is signed in.");
        }
        var user = await FindAsync(actor.PersonId, cancellation);
        if (user is null)
        {
            return new DomainError(ErrorCode.Unauthenticated, "Nobody is signed in.");
        }
        if (PasswordRule.Fault(wanted, user.Email!) is { } fault)
        {
            return DomainError.Of(ErrorCode.PasswordRefused, "password", fault);
        }
        var isRight = user.PasswordHash is not null && current is { Length: > 0 and <= PasswordRule.LengthMax }
            && hasher.VerifyHashedPassword(user, user.PasswordHash, current) != PasswordVerificationResult.Failed;
        var hash = hasher.HashPassword(user, wanted!);
        var done = await transaction.RunAsync<bool>(Own, async (work, token) =>
        {
            var row = await work.Db.Users.FirstAsync(one => one.Id == work.Actor.PersonId, token);
            if (PersonWrites.IsLocked(row, work.Now))
            {
                return false;
            }
            if (!isRight || row.PasswordHash != user.PasswordHash)
            {
                PersonWrites.CountFailure(row, work.Now);
                work.Audit(new AuditNote("account.password_refused", "user", row.Id));
                return false;
            }
            row.PasswordHash = hash;
            PersonWrites.ForgetFailures(row);
            PersonWrites.EndSessions(work, row, except: work.Actor.Actor.SessionId);
            work.Audit(new AuditNote("account.password", "user", row.Id));
            return true;
        }, cancellation);
        return done.Failed(out var refused) ? refused : done.Value ? Unit.Done
            : new DomainError(ErrorCode.ProofOfPersonRefused, "The present password is not right, or there were too many attempts.");
    }

    /// <summary>Makes a new seed; it counts only after a first code was shown.</summary>
    public Task<Result<Unit>> BeginAuthenticatorAsync(CancellationToken cancellation) =>
        transaction.RunAsync<Unit>(Fresh, async (work, token) =>
    {
        var row = await OwnRowAsync(work, token);
        if (row.TwoFactorEnabled)
        {
            return new DomainError(ErrorCode.PersonProtected, "Remove the present authenticator first.");
        }
        row.TotpSecret = factors.NewSeed();
        PersonWrites.Mark(row);
        work.Audit(new AuditNote("account.authenticator_begin", "user", row.Id));
        return Unit.Done;
    }, cancellation);

    /// <summary>Turns the authenticator on with its first code. The answer holds the recovery codes, the only time.</summary>
    public Task<Result<RecoveryCodes>> ConfirmAuthenticatorAsync(string? code, CancellationToken cancellation) =>
        transaction.RunAsync<RecoveryCodes>(Fresh, async (work, token) =>
    {
        var row = await OwnRowAsync(work, token);
        if (row.TotpSecret is null || row.TwoFactorEnabled || !factors.SpendTotp(row, code ?? "", work.Now))
        {
            return new DomainError(ErrorCode.ProofOfPersonRefused,
                "The code is not right. Check the clock of your device and use the newest code.");
        }
        row.TwoFactorEnabled = true;
        await HasShownAsync(work, token);
        PersonWrites.EndSessions(work, row, except: work.Actor.Actor.SessionId);
        work.Audit(new AuditNote("account.authenticator_on", "user", row.Id));
        return await SecondFactors.ReplaceRecoveryAsync(work, row.Id, token);
    }, cancellation);

    /// <summary>Turns the authenticator off, unless it is the last second factor of somebody who needs one.</summary>
    public Task<Result<Unit>> RemoveAuthenticatorAsync(CancellationToken cancellation) =>
        transaction.RunAsync<Unit>(Fresh, async (work, token) =>
    {
        var row = await OwnRowAsync(work, token);
        if (!MayLoseOne(work, hasOther: await work.Db.Set<IdentityUserPasskey<Guid>>().AnyAsync(one => one.UserId == row.Id, token)))
        {
            return LastFactor();
        }
        (row.TwoFactorEnabled, row.TotpSecret) = (false, null);
        work.Db.RecoveryCodes.RemoveRange(await work.Db.RecoveryCodes.Where(one => one.UserId == row.Id).ToListAsync(token));
        PersonWrites.EndSessions(work, row, except: work.Actor.Actor.SessionId);
        work.Audit(new AuditNote("account.authenticator_off", "user", row.Id));
        return Unit.Done;
    }, cancellation);

    /// <summary>Replaces the recovery codes. The answer is the only place where they can be read.</summary>
    public Task<Result<RecoveryCodes>> ReplaceRecoveryCodesAsync(CancellationToken cancellation) =>
        transaction.RunAsync<RecoveryCodes>(Fresh, async (work, token) =>
    {
        var row = await OwnRowAsync(work, token);
        if (!row.TwoFactorEnabled)
        {
            return new DomainError(ErrorCode.PersonProtected, "Recovery codes stand in for an authenticator; set one up first.");
        }
        work.Audit(new AuditNote("account.recovery_codes", "user", row.Id));
        return await SecondFactors.ReplaceRecoveryAsync(work, row.Id, token);
    }, cancellation);

    /// <summary>Adds a passkey whose attestation was verified already.</summary>
    public Task<Result<Unit>> AddPasskeyAsync(UserPasskeyInfo passkey, string? name, CancellationToken cancellation) =>
        transaction.RunAsync<Unit>(Fresh, async (work, token) =>
    {
        var row = await OwnRowAsync(work, token);
        var passkeys = work.Db.Set<IdentityUserPasskey<Guid>>();
        if (await passkeys.CountAsync(one => one.UserId == row.Id, token) >= PasskeyMax)
        {
            return new DomainError(ErrorCode.PersonProtected, $"A person may have {PasskeyMax} passkeys. Remove one first.");
        }
        var called = string.IsNullOrWhiteSpace(name) ? "Passkey" : name.Trim();
        passkeys.Add(new IdentityUserPasskey<Guid>
        {
            CredentialId = passkey.CredentialId,
            UserId = row.Id,
            Data = new IdentityPasskeyData
            {
                PublicKey = passkey.PublicKey,
                Name = called.Length > NameLengthMax ? called[..NameLengthMax] : called,
                CreatedAt = new DateTimeOffset(work.Now),
                SignCount = passkey.SignCount,
                Transports = passkey.Transports,
                IsUserVerified = passkey.IsUserVerified,
                IsBackupEligible = passkey.IsBackupEligible,
                IsBackedUp = passkey.IsBackedUp,
                AttestationObject = passkey.AttestationObject,
                ClientDataJson = passkey.ClientDataJson,
            },
        });
        await HasShownAsync(work, token);
        work.Audit(new AuditNote("account.passkey_add", "user",
            row.Id) { Changes = new { Passkey = Base64Url.EncodeToString(passkey.CredentialId) } });
        return Unit.Done;
    }, cancellation);

    /// <summary>Removes a passkey, unless it is the last second factor of somebody who needs one.</summary>
    public Task<Result<Unit>> RemovePasskeyAsync(string? id, CancellationToken cancellation) =>
        transaction.RunAsync<Unit>(Fresh, async (work, token) =>
    {
        var row = await OwnRowAsync(work, token);
        var all = await work.Db.Set<IdentityUserPasskey<Guid>>().Where(one => one.UserId == row.Id).ToListAsync(token);
        var found = all.FirstOrDefault(one => Base64Url.EncodeToString(one.CredentialId) == id);
        if (found is null)
        {
            return DomainError.Missing("passkey");
        }
        if (!MayLoseOne(work, hasOther: row.TwoFactorEnabled || all.Count > 1))
        {
            return LastFactor();
        }
        work.Db.Remove(found);
        PersonWrites.EndSessions(work, row, except: work.Actor.Actor.SessionId);
        work.Audit(new AuditNote("account.passkey_remove", "user", row.Id) { Changes = new { Passkey = id } });
        return Unit.Done;
    }, cancellation);

    /// <summary>Ends one of the person's sessions.</summary>
    public Task<Result<Unit>> EndSessionAsync(Guid id, CancellationToken cancellation) =>
        transaction.RunAsync<Unit>(Own, async (work, token) =>
    {
        var session = await work.Db.UserSessions.FirstOrDefaultAsync(one => one.Id == id && one.UserId == work.Actor.PersonId
            && one.EndedAtUtc == null, token);
        if (session is null)
        {
            return DomainError.Missing("session");
        }
        session.EndedAtUtc = work.Now;
        work.Audit(new AuditNote("session.end", "user", work.Actor.PersonId) { Changes = new { SessionId = id } });
        work.Touch(Topics.People, work.Actor.PersonId);
        return Unit.Done;
    }, cancellation);

    /// <summary>Ends every session of the person, this one too.</summary>
    public Task<Result<Unit>> EndAllSessionsAsync(CancellationToken cancellation) => transaction.RunAsync<Unit>(Own, async (work, token) =>
    {
        PersonWrites.EndSessions(work, await OwnRowAsync(work, token));
        work.Audit(new AuditNote("session.end_all", "user", work.Actor.PersonId));
        return Unit.Done;
    }, cancellation);

    private static Task<BackofficeUser> OwnRowAsync(DeskWork work, CancellationToken cancellation) =>
        work.Db.Users.FirstAsync(one => one.Id == work.Actor.PersonId, cancellation);

    private static DomainError LastFactor() =>
        new(ErrorCode.PersonProtected, "Staff need a second factor. Set up another one before you remove this one.");

    private bool MayLoseOne(DeskWork work, bool hasOther) => hasOther || !settings.RequireSecondFactorForStaff || !work.Actor.Roles.IsStaff;

    private static async Task HasShownAsync(DeskWork work, CancellationToken cancellation)
    {
        var session = await work.Db.UserSessions.FirstOrDefaultAsync(one => one.Id == work.Actor.Actor.SessionId, cancellation);
        if (session is not null)
        {
            (session.HasSecondFactor, session.FreshAtUtc) = (true, work.Now);
        }
    }

    private async Task<BackofficeUser?> FindAsync(Guid id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Users.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellation);
    }
}
