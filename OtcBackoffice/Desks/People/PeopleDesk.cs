using System.Net.Mail;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Mail;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.People;

/// <summary>Who works at the desk and for its merchants. Whatever takes something away ends the person's sessions at once.</summary>
public sealed partial class PeopleDesk(DeskTransaction transaction, DeskGate gate, MailOutbox mail, ILookupNormalizer normalizer,
    TimeProvider clock, DeskSettings settings,
    PolicyGate policy, IPasswordHasher<BackofficeUser> hasher)
{
    /// <summary>How long an invitation works.</summary>
    public const int InviteHours = 72;

    private const int EmailLengthMax = 254, NameLengthMax = 80;
    private static readonly DeskCommand Edit = new(Permission.PersonEdit) { NeedsFreshSignIn = true };

    /// <summary>What the list of people can be asked.</summary>
    public static ListRules<PersonView> Rules => PeopleList.Shape;

    /// <summary>A page of the people.</summary>
    public async Task<Result<ListPage<PersonView>>> ListAsync(ListAsk ask, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.PersonRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var at = new ListMoment(reading.Db, clock.UtcNowMillis());
        var page = await PeopleList.Shape.CutAsync(reading.Db.Users, ask, at, cancellation);
        return page.With(await ShowAsync(reading.Db, page.Rows, at.Now, cancellation));
    }

    /// <summary>One person.</summary>
    public async Task<Result<PersonView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.PersonRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var found = await reading.Db.Users.Where(row => row.Id == id).ToListAsync(cancellation);
        return found.Count == 0 ? DomainError.Missing("user") : (await ShowAsync(reading.Db, found, clock.UtcNowMillis(), cancellation))[0];
    }

    /// <summary>The permission table as it is checked, for people to read.</summary>
    public async Task<Result<IReadOnlyList<PermissionRow>>> PermissionsAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return Enum.GetValues<Permission>()
            .Select(one => new PermissionRow(one, Names.Snake(one), [.. PermissionTable.HoldersOf(one).Select(role => Names.Snake(role))]))
            .ToList();
    }

    /// <summary>
    /// Makes an account without a password and a link with which its owner chooses one. The link goes out at once; the roles
    /// are a change of roles like any other, so the account can do nothing until a second administrator agrees.
    /// </summary>
    /// <param name="invitation">Whom.</param>
    /// <param name="askedAt">The console's address as the caller reached it, used when none is configured.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<Result<InvitationSent>> InviteAsync(Invitation invitation, Uri askedAt, CancellationToken cancellation)
    {
        (Uri Link, bool WasMailed) sent = default;
        var made = await transaction.RunAsync<Decided<PersonView>>(Edit, async (work, token) =>
        {
            var checkedRoles = await CheckAsync(work, invitation, token);
            if (checkedRoles.Failed(out var refused))
            {
                return refused;
            }
            var user = NewUser(work, invitation.Email!.Trim(), invitation.DisplayName!.Trim(), invitation.MerchantId);
            if (await work.Db.Users.AnyAsync(row => row.NormalizedEmail == user.NormalizedEmail, token))
            {
                return DomainError.Of(ErrorCode.PersonExists, "email", "Somebody has this e-mail address already.");
            }
            work.Db.Users.Add(user);
            sent = await SendAsync(work, user, askedAt, token);
            work.Audit(new AuditNote("user.invite", "user", user.Id) { MerchantId = user.MerchantId,
                Changes = new { user.Email, user.DisplayName, AskedRoles = checkedRoles.Value.ToNames() } });
            work.Touch(Topics.People, user.Id);
            await work.Db.SaveChangesAsync(token);
            var given = await ChangeRolesAsync(work, user.Id, new RolesChange(checkedRoles.Value.ToNames()), token);
            if (given.Failed(out var denied))
            {
                return denied;
            }
            return given.Value with { Done = given.Value.Done
                ?? View(user, default, work.Now) with { RolesWaiting = Waits(given.Value.Waiting!, checkedRoles.Value.ToNames()) } };
        }, cancellation);
        if (made.Failed(out var failed))
        {
            return failed;
        }
        return Sent(made.Value.Done!, sent) with { Waiting = made.Value.Waiting };
    }

    /// <summary>A new link for somebody who has not chosen a password yet; the earlier one stops working.</summary>
    public async Task<Result<InvitationSent>> InviteAgainAsync(Guid id, Uri askedAt, CancellationToken cancellation)
    {
        (Uri Link, bool WasMailed) sent = default;
        var made = await ChangeAsync(id, async (work, user, token) =>
        {
            if (user.PasswordHash is not null)
            {
                return new DomainError(ErrorCode.WrongState, "The person has chosen a password already.");
            }
            sent = await SendAsync(work, user, askedAt, token);
            work.Audit(new AuditNote("user.invite_again", "user", id));
            return Unit.Done;
        }, cancellation);
        return made.Failed(out var failed) ? failed : Sent(made.Value, sent);
    }

    /// <summary>Refuses a person from the next command on, or lets them in again.</summary>
    public Task<Result<PersonView>> SetDisabledAsync(Guid id, bool isDisabled, string? reason, CancellationToken cancellation) =>
        ChangeAsync(id,
        (work, user, token) => SetDisabledAsync(work, user, isDisabled, reason?.Trim() is { Length: > 0 and <= 1_000 } said ? said : null,
            token), cancellation);

    /// <summary>Replaces a person's roles, which the policy lets no administrator do alone. The person signs in again.</summary>
    public Task<Result<Decided<PersonView>>> ChangeRolesAsync(Guid id, IReadOnlyList<string>? roles, CancellationToken cancellation) =>
        transaction.RunAsync<Decided<PersonView>>(Edit, (work, token) => ChangeRolesAsync(work, id, new RolesChange(roles ?? []), token),
            cancellation);

    /// <summary>How a change of roles runs when a second administrator has agreed.</summary>
    internal CommandReplay Replay => CommandReplay.Of<RolesChange, Decided<PersonView>>(ApprovalOperation.RoleChange, Permission.PersonEdit,
        async (work, id, token) => VersionOf(await PersonWrites.RolesAsync(work, id, token)), ChangeRolesAsync);

    private async Task<Result<Decided<PersonView>>> ChangeRolesAsync(DeskWork work, Guid id, RolesChange change,
        CancellationToken cancellation)
    {
        var user = await work.Db.Users.FirstOrDefaultAsync(row => row.Id == id, cancellation);
        if (user is null)
        {
            return DomainError.Missing("user");
        }
        var wanted = Parse(change.Roles, user.MerchantId);
        if (wanted.Failed(out var refused))
        {
            return refused;
        }
        if (await ProtectAsync(work, user, wanted.Value, cancellation) is { } guarded)
        {
            return guarded;
        }
        var before = await PersonWrites.RolesAsync(work, id, cancellation);
        if (before != wanted.Value)
        {
            var about = new PolicyCase(ApprovalOperation.RoleChange, "user", id, VersionOf(before), user.DisplayName)
            {
                Summary = $"{user.DisplayName} ({user.Email}): roles {string.Join(", ", wanted.Value.ToNames())} instead of "
                    + $"{(before.IsEmpty ? "none" : string.Join(", ", before.ToNames()))}.",
                Command = change,
                MayNotApprove = [id],
            };
            var ruled = await policy.RuleAsync(work, about, cancellation);
            if (ruled.Failed(out var denied))
            {
                return denied;
            }
            if (ruled.Value is { } waiting)
            {
                return Decided<PersonView>.Later(waiting);
            }
            work.Db.UserRoles.RemoveRange(await work.Db.UserRoles.Where(link => link.UserId == id).ToListAsync(cancellation));
            await work.Db.SaveChangesAsync(cancellation);
            await GiveAsync(work, id, wanted.Value, cancellation);
            PersonWrites.EndSessions(work, user);
            work.Audit(new AuditNote("user.roles", "user", id)
            {
                MerchantId = user.MerchantId,
                Reason = work.Actor.IsSystem ? AtConsole : null,
                Changes = new { Before = before.ToNames(), After = wanted.Value.ToNames(), work.Replaying?.ApprovalId,
                    ApprovedBy = work.Replaying?.CheckerId },
            });
            PersonWrites.Mark(user);
            work.Touch(Topics.People, id);
            await work.Db.SaveChangesAsync(cancellation);
        }
        return Decided<PersonView>.Now((await ShowAsync(work.Db, [user], work.Now, cancellation))[0]);
    }

    private static async Task<Result<Unit>> SetDisabledAsync(DeskWork work, BackofficeUser user, bool isDisabled, string? reason,
        CancellationToken cancellation)
    {
        if (isDisabled && await ProtectAsync(work, user, default, cancellation) is { } guarded)
        {
            return guarded;
        }
        if (user.IsDisabled != isDisabled)
        {
            user.IsDisabled = isDisabled;
            PersonWrites.EndSessions(work, user);
            work.Audit(new AuditNote(isDisabled ? "user.disable" : "user.enable", "user", user.Id) { MerchantId = user.MerchantId,
                Reason = reason });
        }
        return Unit.Done;
    }

    private static string VersionOf(RoleSet roles) => string.Join(',', roles.ToNames());

    /// <summary>Takes away authenticator, recovery codes and passkeys of somebody who lost them.</summary>
    public Task<Result<PersonView>> ResetSecondFactorAsync(Guid id, CancellationToken cancellation) =>
        ChangeAsync(id, async (work, user, token) =>
    {
        if (id == work.Actor.PersonId)
        {
            return new DomainError(ErrorCode.PersonProtected, "Another administrator can do this for you.");
        }
        (user.TwoFactorEnabled, user.TotpSecret) = (false, null);
        work.Db.RecoveryCodes.RemoveRange(await work.Db.RecoveryCodes.Where(one => one.UserId == id).ToListAsync(token));
        work.Db.RemoveRange(await work.Db.Set<IdentityUserPasskey<Guid>>().Where(one => one.UserId == id).ToListAsync(token));
        PersonWrites.EndSessions(work, user);
        work.Audit(new AuditNote("user.reset_second_factor", "user", id));
        return Unit.Done;
    }, cancellation);

    /// <summary>Ends every session of a person.</summary>
    public Task<Result<PersonView>> SignOutAsync(Guid id, CancellationToken cancellation) => ChangeAsync(id, (work, user, _) =>
    {
        PersonWrites.EndSessions(work, user);
        work.Audit(new AuditNote("user.sign_out", "user", id));
        return Task.FromResult<Result<Unit>>(Unit.Done);
    }, cancellation);

    private Task<Result<PersonView>> ChangeAsync(Guid id, Func<DeskWork, BackofficeUser, CancellationToken, Task<Result<Unit>>> change,
        CancellationToken cancellation) =>
        transaction.RunAsync<PersonView>(Edit, async (work, token) =>
        {
            var user = await work.Db.Users.FirstOrDefaultAsync(row => row.Id == id, token);
            if (user is null)
            {
                return DomainError.Missing("user");
            }
            if ((await change(work, user, token)).Failed(out var refused))
            {
                return refused;
            }
            PersonWrites.Mark(user);
            work.Touch(Topics.People, id);
            await work.Db.SaveChangesAsync(token);
            return (await ShowAsync(work.Db, [user], work.Now, token))[0];
        }, cancellation);

    // Nobody changes what they themselves may do, and the desk keeps an administrator who can sign in.
    private static async Task<DomainError?> ProtectAsync(DeskWork work, BackofficeUser user, RoleSet wanted, CancellationToken cancellation)
    {
        if (user.Id == work.Actor.PersonId)
        {
            return new DomainError(ErrorCode.PersonProtected,
                "Nobody changes their own roles or disables themselves. Another administrator can.");
        }
        var isLast = !wanted.Has(Role.Admin)
            && !await work.Db.Users.AnyAsync(one => one.Id != user.Id && !one.IsDisabled && one.PasswordHash != null
            && work.Db.UserRoles.Any(link => link.UserId == one.Id
                && work.Db.Roles.Any(role => role.Id == link.RoleId && role.Name == "admin")), cancellation);
        return isLast ? new DomainError(ErrorCode.PersonProtected, "This is the last administrator of the desk.") : null;
    }

    private BackofficeUser NewUser(DeskWork work, string email, string name, Guid? merchantId) =>
        PersonWrites.NewUser(work, normalizer, email, name, merchantId);

    private static async Task<Result<RoleSet>> CheckAsync(DeskWork work, Invitation asked, CancellationToken cancellation)
    {
        var email = asked.Email?.Trim() ?? "";
        if (email.Length is 0 or > EmailLengthMax || !MailAddress.TryCreate(email, out var parsed) || parsed.Address != email)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "email", "email must be an e-mail address.");
        }
        if (asked.DisplayName?.Trim() is not { Length: > 0 and <= NameLengthMax })
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "display_name", $"display_name must have 1 to {NameLengthMax} characters.");
        }
        if (asked.MerchantId is { } merchant && !await work.Db.Merchants.AnyAsync(row => row.Id == merchant, cancellation))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "merchant_id", "merchant_id must be a merchant.");
        }
        return Parse(asked.Roles, asked.MerchantId);
    }

    private static Result<RoleSet> Parse(IReadOnlyList<string>? names, Guid? merchantId)
    {
        var given = names ?? [];
        var roles = RoleSet.FromNames(given);
        if (given.Count == 0 || roles.ToNames().Count != given.Distinct(StringComparer.OrdinalIgnoreCase).Count())
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "roles",
                $"roles must name some of {string.Join(", ", Enum.GetValues<Role>().Select(role => Names.Snake(role)))}.");
        }
        return roles.Has(Role.Merchant) != (merchantId is not null) || (roles.Has(Role.Merchant) && roles.IsStaff)
            ? DomainError.Of(ErrorCode.InvalidRequest, "roles",
                "Whoever acts for a merchant holds the role merchant and no other; staff belong to no merchant.")
            : roles;
    }

    private static async Task GiveAsync(DeskWork work, Guid userId, RoleSet roles, CancellationToken cancellation)
    {
        var names = roles.ToNames();
        var ids = await work.Db.Roles.Where(role => names.Contains(role.Name!)).Select(role => role.Id).ToListAsync(cancellation);
        work.Db.UserRoles.AddRange(ids.Select(role => new IdentityUserRole<Guid> { UserId = userId, RoleId = role }));
    }

    private async Task<(Uri Link, bool WasMailed)> SendAsync(DeskWork work, BackofficeUser user, Uri askedAt,
        CancellationToken cancellation)
    {
        var until = work.Now.AddHours(InviteHours);
        var secret = await PersonWrites.AddLinkAsync(work, PersonWrites.InvitePurpose, user.Id, until, cancellation);
        // Behind the #, the secret is in no log of any server or proxy on the way.
        var link = new Uri(settings.PublicAddress ?? askedAt, $"/account/welcome#{secret}");
        var letter = new OutgoingMail(user.Email!, "Your account at the OTC desk",
            $"{user.DisplayName}, choose your password within {InviteHours} hours:\n\n{link}\n\nThe link works once.");
        return (link, mail.Queue(work, MailOutbox.Invitation, letter, until));
    }

    private static InvitationSent Sent(PersonView person, (Uri Link, bool WasMailed) sent) =>
        new(person, sent.Link, person.CreatedAtUtc.AddHours(InviteHours), sent.WasMailed);

    private static PersonView View(BackofficeUser user, RoleSet roles, DateTime now) => new(
        user.Id, user.Email!, user.DisplayName, roles.ToNames(), user.MerchantId, user.IsDisabled, user.PasswordHash is null,
        user.TwoFactorEnabled, 0,
        PersonWrites.IsLocked(user, now), user.CreatedAtUtc, null);

    // What is asked for a person and waits; the newest when several do.
    private static async Task<Dictionary<Guid, RolesWaiting>> WaitingAsync(BackofficeDbContext db, List<Guid> people, DateTime now,
        CancellationToken cancellation)
    {
        var operation = Names.Snake(ApprovalOperation.RoleChange);
        var rows = await db.Approvals.Where(row => row.Operation == operation && row.Status == ApprovalStates.Waiting
            && row.ExpiresAtUtc > now && people.Contains(row.EntityId))
            .OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id)
            .Select(row => new { row.Id, row.EntityId, row.Payload, row.ExpiresAtUtc }).ToListAsync(cancellation);
        return rows.GroupBy(row => row.EntityId).ToDictionary(group => group.Key, group => group.Last())
            .ToDictionary(pair => pair.Key,
                pair => new RolesWaiting(pair.Value.Id,
                JsonSerializer.Deserialize<RolesChange>(pair.Value.Payload, DeskJson.Options)!.Roles, pair.Value.ExpiresAtUtc));
    }

    private static RolesWaiting Waits(ApprovalView waiting, IReadOnlyList<string> roles) => new(waiting.Id, roles, waiting.ExpiresAtUtc);

    private static async Task<List<PersonView>> ShowAsync(BackofficeDbContext db, IReadOnlyList<BackofficeUser> users, DateTime now,
        CancellationToken cancellation)
    {
        var ids = users.Select(user => user.Id).ToList();
        var roles = (await db.UserRoles.Where(link => ids.Contains(link.UserId))
            .Join(db.Roles, link => link.RoleId, role => role.Id, (link, role) => new { link.UserId, role.Name }).ToListAsync(cancellation))
            .ToLookup(one => one.UserId, one => one.Name!);
        var passkeys = await db.Set<IdentityUserPasskey<Guid>>().Where(row => ids.Contains(row.UserId)).GroupBy(row => row.UserId)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Key, row => row.Count, cancellation);
        var seen = await db.UserSessions.Where(row => ids.Contains(row.UserId)).GroupBy(row => row.UserId)
            .Select(group => new { group.Key, Last = group.Max(row => row.LastSeenAtUtc) })
            .ToDictionaryAsync(row => row.Key, row => row.Last, cancellation);
        var waiting = await WaitingAsync(db, ids, now, cancellation);
        var merchants = await db.Merchants.Where(row => db.Users.Any(user => user.MerchantId == row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        return users.Select(user => View(user, RoleSet.FromNames(roles[user.Id]), now) with
        {
            PasskeyCount = passkeys.GetValueOrDefault(user.Id),
            LastSeenAtUtc = seen.TryGetValue(user.Id, out var last) ? last : null,
            RolesWaiting = waiting.GetValueOrDefault(user.Id),
            MerchantName = user.MerchantId is { } merchant ? merchants.GetValueOrDefault(merchant) : null,
        }).ToList();
    }
}
