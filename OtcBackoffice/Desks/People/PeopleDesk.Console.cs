using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.People;

/// <content>
/// What an operator does about people on the server's own console. Whoever can start the product on its database is asked for
/// no second person: this is the way in when no administrator can sign in. It goes through the same pipeline, so that it
/// leaves its audit row and ends sessions like everything else.
/// </content>
public sealed partial class PeopleDesk
{
    private const string AtConsole = "On the console of the server, without a second person.";

    /// <summary>Adds a person who signs in at once.</summary>
    /// <param name="asked">Whom, with which roles.</param>
    /// <param name="given">The password, or null to make one, which the answer then carries.</param>
    /// <param name="cause">Whose console it is, for the audit record.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<Result<AddedPerson>> AddAtConsoleAsync(Invitation asked, string? given, string cause, CancellationToken cancellation)
    {
        if (given is not null && PasswordRule.Fault(given, asked.Email ?? "") is { } fault)
        {
            return DomainError.Of(ErrorCode.PasswordRefused, "password", fault);
        }
        var password = given ?? PersonWrites.NewSecret();
        var hash = hasher.HashPassword(new BackofficeUser(), password);
        var added = await transaction.RunAsAsync<PersonView>(Operator(cause), new DeskCommand(null), async (work, token) =>
        {
            var roles = await CheckAsync(work, asked, token);
            if (roles.Failed(out var refused))
            {
                return refused;
            }
            var user = NewUser(work, asked.Email!.Trim(), asked.DisplayName!.Trim(), asked.MerchantId);
            if (await work.Db.Users.AnyAsync(row => row.NormalizedEmail == user.NormalizedEmail, token))
            {
                return DomainError.Of(ErrorCode.PersonExists, "email", "Somebody has this e-mail address already.");
            }
            (user.PasswordHash, user.EmailConfirmed) = (hash, true);
            work.Db.Users.Add(user);
            await GiveAsync(work, user.Id, roles.Value, token);
            work.Audit(new AuditNote("user.add", "user", user.Id)
            {
                MerchantId = user.MerchantId, Reason = AtConsole,
                Changes = new { user.Email, user.DisplayName, Roles = roles.Value.ToNames() },
            });
            work.Touch(Topics.People, user.Id);
            return View(user, roles.Value, work.Now);
        }, cancellation);
        return added.Map(person => new AddedPerson(person, given is null ? password : null));
    }

    /// <summary>Refuses a person from the next command on and ends their sessions.</summary>
    public Task<Result<PersonView>> DisableAtConsoleAsync(string email, string cause, CancellationToken cancellation) =>
        AtConsoleAsync(email, cause,
        (work, user, token) => SetDisabledAsync(work, user, isDisabled: true, AtConsole, token), cancellation);

    /// <summary>Replaces a person's roles at once and ends their sessions.</summary>
    public Task<Result<PersonView>> ChangeRolesAtConsoleAsync(string email, IReadOnlyList<string> roles, string cause,
        CancellationToken cancellation) =>
        AtConsoleAsync(email, cause,
            async (work, user, token) =>
            (await ChangeRolesAsync(work, user.Id, new RolesChange(roles), token)).Failed(out var refused) ? refused : Unit.Done,
            cancellation);

    /// <summary>
    /// After a backup was put back: what it held open must not come alive again. Every session ends and every link that was
    /// not used is spent; the record says that the rows before it are those of the backup (security.md A53).
    /// </summary>
    public Task<Result<Unit>> AfterRestoreAsync(string cause, CancellationToken cancellation) =>
        transaction.RunAsAsync<Unit>(Operator(cause), new DeskCommand(null), async (work, token) =>
        {
            var open = await work.Db.UserSessions.CountAsync(row => row.EndedAtUtc == null, token);
            var links = await work.Db.OneTimeLinks.CountAsync(row => row.UsedAtUtc == null, token);
            work.Session.Queue("UPDATE user_sessions SET ended_at_utc = @p0 WHERE ended_at_utc IS NULL", work.Now);
            work.Session.Queue("UPDATE one_time_links SET used_at_utc = @p0 WHERE used_at_utc IS NULL", work.Now);
            work.Audit(new AuditNote("desk.restore", "desk", Guid.Empty) { Reason = AtConsole,
                Changes = new { SessionsEnded = open, LinksSpent = links } });
            return Unit.Done;
        }, cancellation);

    private static Actor Operator(string cause) => Actor.System("console") with { Cause = cause };

    private Task<Result<PersonView>> AtConsoleAsync(
        string email, string cause, Func<DeskWork, BackofficeUser, CancellationToken, Task<Result<Unit>>> change,
        CancellationToken cancellation) =>
        transaction.RunAsAsync<PersonView>(Operator(cause), new DeskCommand(null), async (work, token) =>
        {
            var normalized = normalizer.NormalizeEmail(email);
            var user = await work.Db.Users.FirstOrDefaultAsync(row => row.NormalizedEmail == normalized, token);
            if (user is null)
            {
                return DomainError.Missing("user");
            }
            if ((await change(work, user, token)).Failed(out var refused))
            {
                return refused;
            }
            await work.Db.SaveChangesAsync(token);
            return (await ShowAsync(work.Db, [user], work.Now, token))[0];
        }, cancellation);
}
