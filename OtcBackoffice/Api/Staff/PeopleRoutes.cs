using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Mail;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Staff;

/// <summary>People: invitation, roles, disabling, second factors and sessions; and the permission table.</summary>
internal static class PeopleRoutes
{
    private const int ReasonLengthMax = 1_000;

    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        var (read, edit) = (guard.For(Permission.PersonRead), guard.For(Permission.PersonEdit));
        group.MapGet("/users", List).RequireAuthorization(read).Reads(PeopleDesk.Rules);
        group.MapGet("/users/{id:guid}", Get).RequireAuthorization(read);
        group.MapPost("/users/invite", Invite).RequireAuthorization(edit);
        group.MapPost("/users/{id:guid}/invite", InviteAgain).RequireAuthorization(edit);
        group.MapPost("/users/{id:guid}/disable", Disable).RequireAuthorization(edit);
        group.MapGet("/users/{id:guid}/disable", Consequences).RequireAuthorization(edit);
        group.MapPost("/users/{id:guid}/enable", async (Guid id, PeopleDesk desk, CancellationToken cancellation) =>
            (await desk.SetDisabledAsync(id, false, null, cancellation)).Answer(PersonAnswer)).RequireAuthorization(edit);
        group.MapPost("/users/{id:guid}/roles", Roles).RequireAuthorization(edit);
        group.MapPost("/users/{id:guid}/reset-second-factor", async (Guid id, PeopleDesk desk, CancellationToken cancellation) =>
            (await desk.ResetSecondFactorAsync(id, cancellation)).Answer(PersonAnswer)).RequireAuthorization(edit);
        group.MapPost("/users/{id:guid}/sign-out", async (Guid id, PeopleDesk desk, CancellationToken cancellation) =>
            (await desk.SignOutAsync(id, cancellation)).Answer(PersonAnswer)).RequireAuthorization(edit);
        group.MapGet("/mails", Mails).RequireAuthorization(read).Reads(MailDesk.Rules);
        group.MapGet("/permissions", Permissions).RequireAuthorization(guard.SignedIn);
    }

    private static Task<IResult> List(HttpContext http, PeopleDesk desk, CancellationToken cancellation) =>
        Lists.ListedAsync(http, "users", PeopleDesk.Rules, desk.ListAsync, Person, cancellation);

    private static Task<IResult> Mails(HttpContext http, MailDesk desk, CancellationToken cancellation) =>
        Lists.ListedAsync(http, "mails", MailDesk.Rules, desk.ListAsync, mail => new
        {
            mail.Id, mail.Recipient, mail.Kind, mail.State, mail.Attempts, mail.Fault, NextAttemptAt = mail.NextAttemptAtUtc,
            CreatedAt = mail.CreatedAtUtc, SentAt = mail.SentAtUtc,
        }, cancellation, ListAsk.SizeMax);

    private static async Task<IResult> Get(Guid id, PeopleDesk desk, CancellationToken cancellation) =>
        (await desk.GetAsync(id, cancellation)).Answer(PersonAnswer);

    private static Task<IResult> Invite(HttpContext http, PeopleDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<InviteRequest>(http, async body =>
        {
            var sent = await desk.InviteAsync(
                new Invitation(body.Value.Email, body.Value.DisplayName, body.Value.Roles, body.Value.MerchantId), BaseOf(http),
                cancellation);
            // The link goes out now, because it is shown once; what waits is that the account may do anything.
            return sent is { IsSuccess: true, Value.Waiting: { } waiting }
                ? sent.Answer(one => SentAndWaiting(one, waiting), StatusCodes.Status202Accepted) : sent.Created(Sent);
        }, cancellation);

    private static async Task<IResult> InviteAgain(Guid id, HttpContext http, PeopleDesk desk, CancellationToken cancellation) =>
        (await desk.InviteAgainAsync(id, BaseOf(http), cancellation)).Created(Sent);

    // What follows is asked for first, and a reason is given: whoever signs tomorrow wants to know why somebody is missing.
    private static Task<IResult> Disable(Guid id, HttpContext http, PeopleDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http,
            async body => string.IsNullOrWhiteSpace(body.Value.Reason) || body.Value.Reason.Trim().Length > ReasonLengthMax
            ? ProblemDialect.Problem(
                DomainError.Of(ErrorCode.InvalidRequest, "reason", $"reason must have 1 to {ReasonLengthMax} characters."))
            : (await desk.SetDisabledAsync(id, true, body.Value.Reason, cancellation)).Answer(PersonAnswer), cancellation);

    private static async Task<IResult> Consequences(Guid id, PeopleDesk desk, CancellationToken cancellation) =>
        (await desk.DisablingAsync(id, cancellation)).Answer(what => new
    {
        SignersLeft = what.SignersLeft.Select(wallet =>
            new { wallet.WalletId, wallet.Name, wallet.Network, wallet.Threshold, wallet.SignersLeft,
            IsEnough = wallet.SignersLeft >= wallet.Threshold }),
        what.OpenProposals,
        what.OpenClaims,
        what.Credentials,
    });

    private static Task<IResult> Roles(Guid id, HttpContext http, PeopleDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<RolesRequest>(http,
            async body => (await desk.ChangeRolesAsync(id, body.Value.Roles, cancellation)).AnswerDecided(PersonAnswer), cancellation);

    private static async Task<IResult> Permissions(PeopleDesk desk, CancellationToken cancellation) =>
        (await desk.PermissionsAsync(cancellation)).Listed("permissions", row => new { row.Name, Roles = row.Holders });

    private static Uri BaseOf(HttpContext http) => new($"{http.Request.Scheme}://{http.Request.Host.Value}/");

    private static object PersonAnswer(PersonView view) => new { User = Person(view) };

    private static object Sent(InvitationSent sent) => new { User = Person(sent.Person), Invitation = Link(sent) };

    private static object SentAndWaiting(InvitationSent sent, ApprovalView waiting) => new
    {
        User = Person(sent.Person), Invitation = Link(sent), ApprovalId = waiting.Id, RequiresSecondApproval = true, waiting.Rule,
        Approval = SharedWire.Approval(waiting),
    };

    private static object Link(InvitationSent sent) => new { Link = sent.Link.ToString(), ExpiresAt = sent.ExpiresAtUtc, sent.WasMailed };

    private static object Person(PersonView view) => new
    {
        view.Id,
        view.Email,
        view.DisplayName,
        view.Roles,
        RolesWaiting = view.RolesWaiting is { } waiting ? new { waiting.ApprovalId, waiting.Roles, ExpiresAt = waiting.ExpiresAtUtc }
            : null,
        view.MerchantId,
        view.IsDisabled,
        view.IsInvited,
        view.IsLocked,
        view.HasSecondFactor,
        CreatedAt = view.CreatedAtUtc,
        LastSeenAt = view.LastSeenAtUtc,
    };
}
