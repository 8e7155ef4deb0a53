using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.People;

/// <summary>
/// Beginning and ending sessions. Whatever is wrong, the answer and the work behind it are the same; only the audit
/// record knows the reason. Passwords are hashed outside the transaction, because that takes longer than a commit.
/// </summary>
public sealed class SignInDesk(
    DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, IPasswordHasher<BackofficeUser> hasher,
    ILookupNormalizer normalizer,
    SecondFactors factors, IActorSource actors, DeskSettings settings, ILocalAccess local)
{
    private const int DeviceLengthMax = 120, EmailLengthMax = 254;
    private const string Begin = "session.begin", Refuse = "session.refuse";

    // Checked when there is no such account, so that an unknown address takes as long as a wrong password.
    private static readonly string DummyHash = new PasswordHasher<BackofficeUser>()
        .HashPassword(new BackofficeUser(), PersonWrites.NewSecret());

    /// <summary>The first step: e-mail and password.</summary>
    public async Task<Result<SignInOutcome>> PasswordAsync(string? email, string? password, SignInOrigin origin,
        CancellationToken cancellation)
    {
        var user = await FindAsync(email, cancellation);
        return await FirstStepAsync(user?.Id, Verify(user, password), origin, cancellation);
    }

    /// <summary>Who of the demo can be signed in by a button from here; nobody where that is not open.</summary>
    public async Task<List<DemoPerson>> DemoPeopleAsync(CancellationToken cancellation)
    {
        var cast = local.DemoPeople.ToList();
        if (cast.Count == 0)
        {
            return [];
        }
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var people = await db.Users.AsNoTracking().Where(row => row.Email != null && cast.Contains(row.Email) && !row.IsDisabled)
                .Select(row => new { row.Id, Email = row.Email!, row.DisplayName }).ToListAsync(cancellation);
            var ids = people.ConvertAll(row => row.Id);
            var roles = await db.UserRoles.AsNoTracking().Where(held => ids.Contains(held.UserId))
                .Join(db.Roles, held => held.RoleId, role => role.Id, (held, role) => new { held.UserId, Name = role.Name! })
                .ToListAsync(cancellation);
            return [.. people.OrderBy(row => cast.IndexOf(row.Email)).Select(row => new DemoPerson(row.DisplayName, row.Email,
                RoleSet.FromNames(roles.Where(role => role.UserId == row.Id).Select(role => role.Name))))];
        }
        catch (Exception fault) when (DeskTransaction.Away(fault) is not null)
        {
            // The page stays, and its form says that nobody can sign in now.
            return [];
        }
    }

    /// <summary>
    /// The first step of one of the demo's people, who pressed a button instead of typing a password; whoever has a second factor still
    /// needs it. For everybody else, and from anywhere else, there is no such person.
    /// </summary>
    public async Task<Result<SignInOutcome>> DemoAsync(string? email, SignInOrigin origin, CancellationToken cancellation)
    {
        if (email is null || !local.DemoPeople.Contains(email, StringComparer.Ordinal)
            || await FindAsync(email, cancellation) is not { } user)
        {
            return DomainError.Missing("person");
        }
        return await FirstStepAsync(user.Id, isRight: true, origin with { FirstStep = SignInOrigin.DemoButton }, cancellation);
    }

    /// <summary>The second step: a code of the authenticator or a recovery code.</summary>
    public Task<Result<SignInOutcome>> CodeAsync(Guid userId, string? code, SignInOrigin origin, CancellationToken cancellation) =>
        RunAsync(origin, async (work, token) =>
    {
        var row = await work.Db.Users.FirstOrDefaultAsync(one => one.Id == userId, token);
        var method = await SpendAsync(work, row, code ?? "", token);
        return Standing(work, row, method is not null, "code")
            ?? await BeginAsync(work, row!, $"{origin.FirstStep} and {method}", hasSecondFactor: true, origin, token);
    }, cancellation);

    /// <summary>A passkey whose signature was verified already; it is both factors in one and no lock holds it up.</summary>
    public Task<Result<SignInOutcome>> PasskeyAsync(Guid userId, PasskeyProof proof, SignInOrigin origin, CancellationToken cancellation) =>
        RunAsync(origin, async (work, token) =>
    {
        var row = await work.Db.Users.FirstOrDefaultAsync(one => one.Id == userId, token);
        if (row is null || row.IsDisabled || !await CountUseAsync(work, userId, proof, token))
        {
            return Refused(work, row?.Id, "passkey");
        }
        return await BeginAsync(work, row, "passkey", hasSecondFactor: true, origin, token);
    }, cancellation);

    /// <summary>Ends the session that asks.</summary>
    public Task<Result<Unit>> EndAsync(CancellationToken cancellation) => transaction.RunAsync<Unit>(new DeskCommand(null) { IsOwnAccount = true }, (work, _) =>
    {
        work.Session.Queue("UPDATE user_sessions SET ended_at_utc = @p1 WHERE id = @p0 AND ended_at_utc IS NULL",
            work.Actor.Actor.SessionId ?? Guid.Empty, work.Now);
        work.Audit(new AuditNote("session.end", "user", work.Actor.PersonId));
        work.Touch(Topics.People, work.Actor.PersonId);
        return Task.FromResult<Result<Unit>>(Unit.Done);
    }, cancellation);

    /// <summary>Proves anew who the session belongs to, by password or by a code of the authenticator.</summary>
    public async Task<Result<Unit>> ConfirmAsync(string? proof, CancellationToken cancellation)
    {
        var isPassword = actors.Current is { } actor && Verify(await FindAsync(actor.PersonId, cancellation), proof);
        return await StepUpAsync(async (work, row, token) => isPassword
            || (row.TwoFactorEnabled && await SpendAsync(work, row, proof ?? "", token) == "code"), "password or code", cancellation);
    }

    /// <summary>Proves anew who the session belongs to, by a passkey whose signature was verified already.</summary>
    public Task<Result<Unit>> ConfirmPasskeyAsync(Guid userId, PasskeyProof proof, CancellationToken cancellation) =>
        StepUpAsync(async (work, row, token) => row.Id == userId && await CountUseAsync(work, userId, proof, token), "passkey",
            cancellation);

    private Task<Result<SignInOutcome>> FirstStepAsync(Guid? userId, bool isRight, SignInOrigin origin, CancellationToken cancellation) =>
        RunAsync(origin, async (work, token) =>
        {
            var row = userId is null ? null : await work.Db.Users.FirstOrDefaultAsync(one => one.Id == userId, token);
            if (Standing(work, row, isRight, origin.FirstStep) is { } refused)
            {
                return refused;
            }
            if (row!.TwoFactorEnabled || await HasPasskeyAsync(work, row.Id, token))
            {
                return new SignInOutcome(SignInStep.SecondFactor, row.Id, Guid.Empty, false);
            }
            return await BeginAsync(work, row, origin.FirstStep, hasSecondFactor: false, origin, token);
        }, cancellation);

    private async Task<Result<Unit>> StepUpAsync(Func<DeskWork, BackofficeUser, CancellationToken, Task<bool>> prove, string method,
        CancellationToken cancellation)
    {
        var done = await transaction.RunAsync<bool>(new DeskCommand(null) { IsOwnAccount = true }, async (work, token) =>
        {
            var row = await work.Db.Users.FirstAsync(one => one.Id == work.Actor.PersonId, token);
            var session = await work.Db.UserSessions.FirstOrDefaultAsync(one => one.Id == work.Actor.Actor.SessionId, token);
            var isLocked = PersonWrites.IsLocked(row, work.Now);
            if (session is null || isLocked || !await prove(work, row, token))
            {
                if (!isLocked)
                {
                    PersonWrites.CountFailure(row, work.Now);
                }
                work.Audit(new AuditNote("session.confirm_refused", "user", row.Id) { Reason = method });
                return false;
            }
            PersonWrites.ForgetFailures(row);
            session.FreshAtUtc = work.Now;
            work.Audit(new AuditNote("session.confirm", "user", row.Id) { Reason = method });
            return true;
        }, cancellation);
        if (done.Failed(out var refused))
        {
            return refused;
        }
        return done.Value ? Unit.Done
            : new DomainError(ErrorCode.ProofOfPersonRefused,
            "That is not right, or there were too many attempts. Wait a few minutes before you try again.");
    }

    private Task<Result<SignInOutcome>> RunAsync(SignInOrigin origin, Func<DeskWork, CancellationToken, Task<SignInOutcome>> act,
        CancellationToken cancellation) =>
        transaction.RunAsAsync<SignInOutcome>(Actor.System("sign_in") with { Cause = origin.Cause, Address = origin.Address }, new DeskCommand(null),
            async (work, token) => await act(work, token), cancellation);

    // The refusal of an account, or null when it may come in.
    private static SignInOutcome? Standing(DeskWork work, BackofficeUser? row, bool isRight, string step)
    {
        if (row is null)
        {
            return Refused(work, null, $"{step}: unknown account");
        }
        if (PersonWrites.IsLocked(row, work.Now))
        {
            return Refused(work, row.Id, $"{step}: locked");
        }
        if (isRight && !row.IsDisabled)
        {
            return null;
        }
        PersonWrites.CountFailure(row, work.Now);
        return Refused(work, row.Id, row.IsDisabled ? $"{step}: disabled" : $"{step}: wrong");
    }

    // What was typed as an address is not written down: now and then it is a password.
    private static SignInOutcome Refused(DeskWork work, Guid? userId, string reason)
    {
        work.Audit(new AuditNote(Refuse, "user", userId ?? Guid.Empty) { Reason = reason });
        return SignInOutcome.Refused;
    }

    private async Task<SignInOutcome> BeginAsync(DeskWork work, BackofficeUser row, string method, bool hasSecondFactor,
        SignInOrigin origin, CancellationToken cancellation)
    {
        var device = origin.Device.Length > DeviceLengthMax ? origin.Device[..DeviceLengthMax] : origin.Device;
        var session = new UserSession
        {
            Id = work.NewId(),
            UserId = row.Id,
            CreatedAtUtc = work.Now,
            LastSeenAtUtc = work.Now,
            FreshAtUtc = work.Now,
            Address = origin.Address,
            Device = device,
            Method = method,
            HasSecondFactor = hasSecondFactor,
        };
        work.Db.UserSessions.Add(session);
        PersonWrites.ForgetFailures(row);
        var roles = await PersonWrites.RolesAsync(work, row.Id, cancellation);
        work.Actor = new ActorStanding(
            new Actor(row.Id, ActorKind.Person, row.DisplayName, null, origin.Cause, origin.Address) { SessionId = session.Id }, roles,
            row.MerchantId, row.DisplayName)
        {
            HasSecondFactor = hasSecondFactor,
        };
        work.Audit(new AuditNote(Begin, "user", row.Id) { Changes = new { SessionId = session.Id, Method = method, Device = device } });
        return new SignInOutcome(SignInStep.SignedIn, row.Id, session.Id, SignInRules.MustEnrol(work.Actor, settings));
    }

    private async Task<string?> SpendAsync(DeskWork work, BackofficeUser? row, string code, CancellationToken cancellation)
    {
        if (row is null || !row.TwoFactorEnabled || PersonWrites.IsLocked(row, work.Now))
        {
            return null;
        }
        if (factors.SpendTotp(row, code, work.Now))
        {
            return "code";
        }
        return await SecondFactors.SpendRecoveryAsync(work, row.Id, code, cancellation) ? "recovery code" : null;
    }

    // The counter tells a copied key only where the device keeps one; passkeys that are synchronised always say zero. So the
    // challenge is spent with the effect: what was captured on its way here is good for nothing.
    private static async Task<bool> CountUseAsync(DeskWork work, Guid userId, PasskeyProof proof, CancellationToken cancellation)
    {
        var passkey = proof.Passkey;
        var stored = await work.Db.Set<IdentityUserPasskey<Guid>>()
            .FirstOrDefaultAsync(one => one.CredentialId == passkey.CredentialId && one.UserId == userId, cancellation);
        if (stored is null)
        {
            return false;
        }
        work.Session.Queue("DELETE FROM spent_challenges WHERE spent_at_utc < @p0", work.Now.AddDays(-1));
        var isFresh = await work.Session.ScalarAsync(
            "INSERT INTO spent_challenges (challenge_sha256, spent_at_utc) VALUES (@p0, @p1) ON CONFLICT DO NOTHING RETURNING 1",
                cancellation, proof.ChallengeSha256, work.Now) == 1;
        if (!isFresh)
        {
            return false;
        }
        stored.Data.SignCount = passkey.SignCount;
        stored.Data.IsBackedUp = passkey.IsBackedUp;
        return true;
    }

    private static Task<bool> HasPasskeyAsync(DeskWork work, Guid userId, CancellationToken cancellation) =>
        work.Db.Set<IdentityUserPasskey<Guid>>().AnyAsync(one => one.UserId == userId, cancellation);

    private bool Verify(BackofficeUser? user, string? password)
    {
        var given = password is { Length: > 0 and <= PasswordRule.LengthMax } ? password : "";
        var isSame = hasher.VerifyHashedPassword(user ?? new BackofficeUser(), user?.PasswordHash ?? DummyHash,
            given) != PasswordVerificationResult.Failed;
        return isSame && user?.PasswordHash is not null && given.Length > 0;
    }

    private async Task<BackofficeUser?> FindAsync(string? email, CancellationToken cancellation)
    {
        var normalized = email is { Length: > 0 and <= EmailLengthMax } ? normalizer.NormalizeEmail(email.Trim()) : "";
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Users.AsNoTracking().FirstOrDefaultAsync(one => one.NormalizedEmail == normalized, cancellation);
    }

    private async Task<BackofficeUser?> FindAsync(Guid id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Users.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellation);
    }
}
