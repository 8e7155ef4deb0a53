using System.Net.Mail;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Mail;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Desks.Integrators;

/// <summary>A request for access as it is written.</summary>
public sealed record AccessForm(string? Email, string? Name, string? Company, IReadOnlyList<string> Regions,
    IReadOnlyList<string> Currencies, string? ExpectedFlow);

/// <summary>A request for access as staff see it.</summary>
public sealed record AccessRequestView(
    Guid Id, string Email, string Name, string Company, IReadOnlyList<string> Regions, IReadOnlyList<string> Currencies,
    string ExpectedFlow, AccessRequestStatus Status,
    IReadOnlyList<string> Scopes, Guid? MerchantId, Guid? DecidedBy, DateTime? DecidedAtUtc, string? Reason, DateTime CreatedAtUtc);

/// <summary>An approved request with its link, which is told this once.</summary>
public sealed record AccessGranted(AccessRequestView Request, Uri Link, bool WasMailed, ApprovalView? Waiting);

/// <summary>
/// Who asks to be let in, and what staff say to it (specification 000, "To request access"; sentence D16). Asking sends no mail and
/// answers the same for everybody; an approval makes an account, and its link makes the password.
/// </summary>
public sealed class AccessDesk(DeskTransaction transaction, DeskGate gate, PolicyGate policy, MailOutbox mail, ILookupNormalizer normalizer,
    DeskSettings settings)
{
    private const int EmailMax = 254, NameMax = 80, CompanyMax = 100, WordMax = 40, WordsMax = 30, FlowMax = 2_000, PerDayMax = 3,
        LinkHours = 72, ReasonMax = 1_000, NamesMax = 50;
    private static readonly DeskCommand Decide = new(Permission.AccessDecide) { NeedsFreshSignIn = true };

    /// <summary>What the list of requests can be asked.</summary>
    public static ListRules<AccessRequestView> Rules => AccessList.Shape;

    /// <summary>Keeps a request that can be read. One that cannot, or that comes too often, is dropped without a word.</summary>
    public async Task AskAsync(AccessForm form, string cause, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(form);
        var (email, name, company, flow) =
            (form.Email?.Trim().ToLowerInvariant() ?? "", form.Name?.Trim() ?? "", form.Company?.Trim() ?? "",
            form.ExpectedFlow?.Trim() ?? "");
        var (regions, currencies) = (Words(form.Regions), Words(form.Currencies));
        if (email.Length is 0 or > EmailMax || !MailAddress.TryCreate(email, out var parsed) || parsed.Address != email
            || name.Length is 0 or > NameMax
            || company.Length is 0 or > CompanyMax || flow.Length is 0 or > FlowMax || regions is null || currencies is null)
        {
            return;
        }
        await transaction.RunAsAsync<Unit>(Actor.System("access_form") with { Cause = cause }, new DeskCommand(null), async (work, token) =>
        {
            var since = work.Now.AddDays(-1);
            var asked = await work.Db.AccessRequests.Where(row => row.Email == email
                && (row.Status == AccessRequestStatus.Waiting || row.CreatedAtUtc > since)).ToListAsync(token);
            if (asked.Any(row => row.Status == AccessRequestStatus.Waiting) || asked.Count >= PerDayMax)
            {
                return Unit.Done;
            }
            var request = new AccessRequest
            {
                Id = work.NewId(), Email = email, Name = name, Company = company, Regions = regions, Currencies = currencies,
                ExpectedFlow = flow, CreatedAtUtc = work.Now, Version = 1,
            };
            work.Db.AccessRequests.Add(request);
            work.Audit(new AuditNote("access.ask", "access_request", request.Id) { ToStatus = Names.Snake(request.Status),
                Changes = new { email, company } });
            work.Touch(Topics.People, request.Id);
            return Unit.Done;
        }, cancellation);
    }

    /// <summary>A page of the requests.</summary>
    public async Task<Result<ListPage<AccessRequestView>>> ListAsync(ListAsk ask, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.AccessRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var page = await AccessList.Shape.CutAsync(reading.Db.AccessRequests, ask, new ListMoment(reading.Db, DateTime.UnixEpoch),
            cancellation);
        return page.With([.. page.Rows.Select(View)]);
    }

    /// <summary>
    /// Lets somebody in: an account that acts for a merchant, and a link with which its owner chooses a password. Without a merchant one
    /// is made for play. Acting for a merchant that is there already is a role like any other, which the policy may give to two.
    /// </summary>
    public async Task<Result<AccessGranted>> ApproveAsync(Guid id, IReadOnlyList<string>? scopes, Guid? merchantId, Uri askedAt,
        CancellationToken cancellation)
    {
        (Uri Link, bool WasMailed, ApprovalView? Waiting) sent = default;
        var done = await transaction.RunAsync<AccessRequestView>(Decide, async (work, token) =>
        {
            var known = CredentialScopes.Of(CredentialSurface.Platform);
            if (scopes is not { Count: > 0 } || scopes.Any(scope => !known.Contains(scope)))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "scopes", $"scopes must name some of {string.Join(", ", known)}.");
            }
            if (merchantId is not null && !work.Actor.May(Permission.PersonEdit))
            {
                return new DomainError(ErrorCode.Forbidden, "Only an admin lets somebody act for a merchant that is there already.");
            }
            var moved = await MoveAsync(work, id, AccessRequestAction.Approve, token);
            if (moved.Failed(out var refused))
            {
                return refused;
            }
            var request = moved.Value;
            var merchant = await MerchantAsync(work, request, merchantId, token);
            if (merchant.Failed(out var missing))
            {
                return missing;
            }
            var user = PersonWrites.NewUser(work, normalizer, request.Email, request.Name, merchant.Value);
            if (await work.Db.Users.AnyAsync(row => row.NormalizedEmail == user.NormalizedEmail, token))
            {
                return DomainError.Of(ErrorCode.PersonExists, "email", "Somebody has this e-mail address already.");
            }
            work.Db.Users.Add(user);
            (request.Scopes, request.MerchantId, request.UserId) = (string.Join(',', scopes), merchant.Value, user.Id);
            work.Audit(new AuditNote("access.approve", "access_request", id)
            {
                MerchantId = merchant.Value, FromStatus = "waiting", ToStatus = "approved",
                Changes = new { scopes, UserId = user.Id, IsNewMerchant = merchantId is null },
            });
            await work.Db.SaveChangesAsync(token);
            var given = await GiveAsync(work, user, merchantId is null, token);
            if (given.Failed(out var denied))
            {
                return denied;
            }
            sent = await SendAsync(work, user, askedAt, given.Value, token);
            work.Touch(Topics.People, id);
            return View(request);
        }, cancellation);
        return done.Failed(out var failed) ? failed : new AccessGranted(done.Value, sent.Link!, sent.WasMailed, sent.Waiting);
    }

    /// <summary>Refuses a request, with a reason that stays at the desk.</summary>
    public Task<Result<AccessRequestView>> DenyAsync(Guid id, string? reason, CancellationToken cancellation) =>
        transaction.RunAsync<AccessRequestView>(Decide, async (work, token) =>
    {
        if (reason?.Trim() is not { Length: > 0 and <= ReasonMax } said)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "reason", $"reason must have 1 to {ReasonMax} characters.");
        }
        var moved = await MoveAsync(work, id, AccessRequestAction.Deny, token);
        if (moved.Failed(out var refused))
        {
            return refused;
        }
        moved.Value.Reason = said;
        work.Audit(new AuditNote("access.deny", "access_request", id) { FromStatus = "waiting", ToStatus = "denied", Reason = said });
        work.Touch(Topics.People, id);
        return View(moved.Value);
    }, cancellation);

    private static async Task<Result<AccessRequest>> MoveAsync(DeskWork work, Guid id, AccessRequestAction action,
        CancellationToken cancellation)
    {
        var request = await work.Db.AccessRequests.FirstOrDefaultAsync(row => row.Id == id, cancellation);
        if (request is null)
        {
            return DomainError.Missing("access request");
        }
        var moved = AccessRequestLifecycle.Table.Move(request.Status, action);
        if (moved.Failed(out var refused))
        {
            return refused;
        }
        (request.Status, request.DecidedBy, request.DecidedAtUtc, request.Version) =
            (moved.Value, work.Actor.PersonId, work.Now, request.Version + 1);
        return request;
    }

    private static async Task<Result<Guid>> MerchantAsync(DeskWork work, AccessRequest request, Guid? named, CancellationToken cancellation)
    {
        if (named is { } id)
        {
            return await work.Db.Merchants.AnyAsync(row => row.Id == id, cancellation) ? id
                : DomainError.Of(ErrorCode.InvalidRequest, "merchant_id", "merchant_id must be a merchant.");
        }
        var name = request.Company;
        for (var number = 2; number <= NamesMax && await work.Db.Merchants.AnyAsync(row => row.Name == name, cancellation); number++)
        {
            name = $"{request.Company} ({number})";
        }
        var made = Merchant.Create(work.NewId(), name, null, work.Now);
        if (made.Failed(out var refused))
        {
            return refused;
        }
        work.Db.Merchants.Add(made.Value);
        work.Audit(new AuditNote("merchant.create", "merchant", made.Value.Id) { MerchantId = made.Value.Id,
            Changes = new { made.Value.Name, AccessRequestId = request.Id } });
        return made.Value.Id;
    }

    // A merchant that was made a moment ago owns nothing, so whoever acts for it can reach nothing that is anybody's.
    private async Task<Result<ApprovalView?>> GiveAsync(DeskWork work, BackofficeUser user, bool isNewMerchant,
        CancellationToken cancellation)
    {
        if (!isNewMerchant)
        {
            var about = new PolicyCase(ApprovalOperation.RoleChange, "user", user.Id, "", user.DisplayName)
            {
                Summary = $"{user.DisplayName} ({user.Email}): roles merchant instead of none.", Command = new RolesChange(["merchant"]),
                MayNotApprove = [user.Id],
            };
            var ruled = await policy.RuleAsync(work, about, cancellation);
            if (ruled.Failed(out var denied))
            {
                return denied;
            }
            if (ruled.Value is { } waiting)
            {
                return waiting;
            }
        }
        var role = await work.Db.Roles.FirstAsync(one => one.Name == "merchant", cancellation);
        work.Db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = user.Id, RoleId = role.Id });
        return default(ApprovalView);
    }

    private async Task<(Uri Link, bool WasMailed, ApprovalView? Waiting)> SendAsync(DeskWork work, BackofficeUser user, Uri askedAt,
        ApprovalView? waiting, CancellationToken cancellation)
    {
        var until = work.Now.AddHours(LinkHours);
        var secret = await PersonWrites.AddLinkAsync(work, PersonWrites.InvitePurpose, user.Id, until, cancellation);
        // Behind the #, the secret is in no log of any server or proxy on the way; and in no mail (sentence D16): whoever approved hands it
        // over.
        var link = new Uri(settings.PublicAddress ?? askedAt, $"/account/welcome#{secret}");
        var letter = new OutgoingMail(user.Email!, "Your access to the OTC desk",
            $"{user.DisplayName}, your request is approved. The desk hands you a link that works once, for {LinkHours} hours, with which "
                + $"you choose your password. Keys are made in the console, under Credentials; neither a link nor a key ever comes by mail.");
        return (link, mail.Queue(work, MailOutbox.Invitation, letter, until), waiting);
    }

    private static string? Words(IReadOnlyList<string> words)
    {
        var read = words.Select(word => word.Trim()).Where(word => word.Length > 0).ToList();
        return read.Count is 0 or > WordsMax || read.Any(word => word.Length > WordMax || word.Contains(',', StringComparison.Ordinal))
            ? null : string.Join(',', read);
    }

    private static AccessRequestView View(AccessRequest row) => new(
        row.Id, row.Email, row.Name, row.Company, Split(row.Regions), Split(row.Currencies), row.ExpectedFlow, row.Status,
            Split(row.Scopes), row.MerchantId, row.DecidedBy, row.DecidedAtUtc, row.Reason, row.CreatedAtUtc);

    private static string[] Split(string words) => words.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
