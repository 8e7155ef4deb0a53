using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Credentials;

/// <summary>
/// Keeps what machines sign in with. Admins keep all of them, a merchant its own. Nobody makes a token that acts as another
/// person: it would be a second pair of eyes in the same head.
/// </summary>
public sealed class CredentialDesk(DeskTransaction transaction, DeskGate gate, IDataProtectionProvider protection, HostedEnvironment desk,
    TimeProvider clock)
{
    private const int ActiveMax = 50;

    // Whose permission it takes depends on whose credential it is, which the method itself asks.
    private static readonly DeskCommand KeyChange = new(null) { NeedsFreshSignIn = true };

    /// <summary>What the list of credentials can be asked.</summary>
    public static ListRules<CredentialView> Rules => CredentialLists.Credentials;

    /// <summary>A page of the credentials that the actor may see.</summary>
    public async Task<Result<ListPage<CredentialView>>> ListAsync(ListAsk ask, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return Visible(reading) is { } visible ? await CutAsync(reading, visible, ask, cancellation) : Forbidden();
    }

    /// <summary>One credential that the actor may see.</summary>
    public async Task<Result<CredentialView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        if (Visible(reading) is not { } visible)
        {
            return Forbidden();
        }
        var page = await CutAsync(reading, visible.Where(row => row.Id == id), new ListAsk("created_at", IsDescending: false, 1, 1),
            cancellation);
        return page.Rows.Count == 0 ? DomainError.Missing("credential") : page.Rows[0];
    }

    /// <summary>Issues a credential; the secret is shown this once.</summary>
    public Task<Result<IssuedCredential>> CreateAsync(CredentialRequest request, CancellationToken cancellation) =>
        transaction.RunAsync<IssuedCredential>(KeyChange, (work, token) => IssueAsync(work, request, null, token), cancellation);

    /// <summary>The same from the command line of the server, where a person can be named as the owner.</summary>
    public Task<Result<IssuedCredential>> CreateAtConsoleAsync(CredentialRequest request, Guid? ownerUserId,
        CancellationToken cancellation) =>
        transaction.RunAsAsync<IssuedCredential>(Actor.System("console"), new DeskCommand(null), (work, token) => IssueAsync(work, request, ownerUserId, token), cancellation);

    /// <summary>Gives a credential a new secret; the old one holds until a stated time, a day unless said otherwise.</summary>
    public Task<Result<IssuedCredential>> RotateAsync(Guid id, DateTime? oldValidUntilUtc, CancellationToken cancellation) =>
        transaction.RunAsync<IssuedCredential>(KeyChange, async (work, token) =>
        {
            if (await FindAsync(work, id, token) is not { } row)
            {
                return DomainError.Missing("credential");
            }
            var minted = CredentialMint.New(row.Surface, row.Environment, protection, row.KeyId);
            if (row.Rotate(minted.Stored, oldValidUntilUtc, work.Now).Failed(out var refused))
            {
                return refused;
            }
            var view = CredentialView.Of(row, work.Now);
            Record(work, row, "rotate", new { row.KeyId, OldValidUntil = row.PreviousUntilUtc });
            return new IssuedCredential(view, minted.Secret);
        }, cancellation);

    /// <summary>Ends the overlap of the last rotation sooner than was said; it is never made longer.</summary>
    public Task<Result<CredentialView>> ShortenOverlapAsync(Guid id, DateTime? oldValidUntilUtc, CancellationToken cancellation) =>
        transaction.RunAsync<CredentialView>(KeyChange, async (work, token) =>
        {
            if (await FindAsync(work, id, token) is not { } row)
            {
                return DomainError.Missing("credential");
            }
            if (row.ShortenOverlap(oldValidUntilUtc, work.Now).Failed(out var refused))
            {
                return refused;
            }
            Record(work, row, "shorten_overlap", new { row.KeyId, OldValidUntil = row.PreviousUntilUtc });
            return CredentialView.Of(row, work.Now);
        }, cancellation);

    /// <summary>Ends a credential; it is refused from the next command on. A second time changes nothing.</summary>
    public Task<Result<CredentialView>> RevokeAsync(Guid id, CancellationToken cancellation, string? reason = null) =>
        transaction.RunAsync<CredentialView>(KeyChange, (work, token) => EndAsync(work, id, token, reason), cancellation);

    /// <summary>The same from the command line of the server.</summary>
    public Task<Result<CredentialView>> RevokeAtConsoleAsync(Guid id, CancellationToken cancellation) =>
        transaction.RunAsAsync<CredentialView>(Actor.System("console"), new DeskCommand(null), (work, token) => EndAsync(work, id, token), cancellation);

    private async Task<Result<IssuedCredential>> IssueAsync(DeskWork work, CredentialRequest request, Guid? ownerUserId,
        CancellationToken cancellation)
    {
        var owner = await OwnerAsync(work, request, ownerUserId, cancellation);
        if (owner.Failed(out var foreign))
        {
            return foreign;
        }
        var allowed = AddressList.Parse(request.IpAllowList);
        if (allowed.Failed(out var unreadable))
        {
            return unreadable;
        }
        if (request is { Surface: CredentialSurface.Gateway } && request.Scopes?.Contains(CredentialScopes.GatewayAdmin) == true
            && !work.Actor.May(Permission.CredentialEdit))
        {
            return new DomainError(ErrorCode.Forbidden, "Only an admin of the desk gives the scope admin.");
        }
        var (person, merchant) = owner.Value;
        if (await work.Db.ApiCredentials.CountAsync(row => row.OwnerUserId == person && row.MerchantId == merchant
            && row.RevokedAtUtc == null, cancellation) >= ActiveMax)
        {
            return new DomainError(ErrorCode.WrongState, $"There are {ActiveMax} credentials already. Revoke one that is no longer used.");
        }
        var minted = CredentialMint.New(request.Surface, desk.Kind, protection);
        var name = string.IsNullOrWhiteSpace(request.Name) ? $"{Domain.Lifecycles.Names.Words(request.Surface)} credential" : request.Name;
        var terms = new CredentialTerms(request.Surface, name, person, merchant, request.Scopes, allowed.Value, request.ExpiresAtUtc);
        var issued = ApiCredential.Issue(work.NewId(), minted.KeyId, terms, minted.Stored, desk, work.Actor.PersonId, work.Now);
        if (issued.Failed(out var refused))
        {
            return refused;
        }
        work.Db.ApiCredentials.Add(issued.Value);
        var view = CredentialView.Of(issued.Value, work.Now);
        Record(work, issued.Value, "create",
            new { view.Surface, view.Name, view.KeyId, view.OwnerUserId, view.Scopes, view.IpAllowList, view.ExpiresAtUtc,
            view.Environment });
        return new IssuedCredential(view, minted.Secret);
    }

    private static async Task<Result<(Guid? Person, Guid? Merchant)>> OwnerAsync(DeskWork work, CredentialRequest request,
        Guid? ownerUserId, CancellationToken cancellation)
    {
        var actor = work.Actor;
        if (ownerUserId is { } named)
        {
            var merchant = await work.Db.Users.Where(user => user.Id == named).Select(user => user.MerchantId)
                .FirstOrDefaultAsync(cancellation);
            return (named, merchant);
        }
        if (actor.May(Permission.CredentialEdit))
        {
            if (request.MerchantId is null)
            {
                return (CredentialScopes.IsPersonal(request.Surface) && !actor.IsSystem ? actor.PersonId : null, null);
            }
            return await work.Db.Merchants.AnyAsync(row => row.Id == request.MerchantId, cancellation)
                ? (null, request.MerchantId)
                : DomainError.Of(ErrorCode.InvalidRequest, "merchant_id", "merchant_id is no merchant of the desk.");
        }
        if (!actor.May(Permission.CredentialOwn) || actor.MerchantId is not { } own)
        {
            return Forbidden();
        }
        if (request.MerchantId is { } asked && asked != own)
        {
            return DomainError.Missing("merchant");
        }
        var isPersonal = CredentialScopes.IsPersonal(request.Surface) && actor.Actor.CredentialId != actor.PersonId;
        return (isPersonal ? actor.PersonId : null, own);
    }

    private static async Task<Result<CredentialView>> EndAsync(DeskWork work, Guid id, CancellationToken cancellation,
        string? reason = null)
    {
        if (await FindAsync(work, id, cancellation) is not { } row)
        {
            return DomainError.Missing("credential");
        }
        if (row.RevokedAtUtc is null)
        {
            row.Revoke(work.Now);
            Record(work, row, "revoke", new { row.KeyId }, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim());
        }
        return CredentialView.Of(row, work.Now);
    }

    private static async Task<ApiCredential?> FindAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        var row = await work.Db.ApiCredentials.FirstOrDefaultAsync(one => one.Id == id, cancellation);
        var mayKeep = row is not null && (work.Actor.May(Permission.CredentialEdit)
            || (work.Actor.May(Permission.CredentialOwn) && row.MerchantId is { } owner && owner == work.Actor.MerchantId));
        return mayKeep ? row : null;
    }

    // All for whoever keeps them, a merchant's own for its people, and nothing for others.
    private static IQueryable<ApiCredential>? Visible(DeskReading reading)
    {
        var own = reading.Actor.MerchantId;
        return reading.Actor.May(Permission.CredentialRead) ? reading.Db.ApiCredentials
            : reading.Actor.May(Permission.CredentialOwn) && own is not null ? reading.Db.ApiCredentials.Where(row => row.MerchantId == own)
            : null;
    }

    private async Task<ListPage<CredentialView>> CutAsync(DeskReading reading, IQueryable<ApiCredential> rows, ListAsk ask,
        CancellationToken cancellation)
    {
        var now = clock.UtcNowMillis();
        var page = await CredentialLists.Credentials.CutAsync(rows, ask, new ListMoment(reading.Db, now), cancellation);
        var names = await NamesAsync(reading, page.Rows, cancellation);
        return page.With(page.Rows.Select(row => CredentialView.Of(row, now) with
        {
            OwnerName = (row.OwnerUserId ?? row.MerchantId) is { } owner ? names.GetValueOrDefault(owner) : null,
            CreatedByName = row.CreatedBy == Guid.Empty ? "console" : names.GetValueOrDefault(row.CreatedBy, "the desk"),
        }).ToList());
    }

    // A person or a merchant owns one; a person or another credential made it.
    private static async Task<Dictionary<Guid, string>> NamesAsync(DeskReading reading, IReadOnlyList<ApiCredential> rows,
        CancellationToken cancellation)
    {
        var ids = rows.SelectMany(row => new[] { row.OwnerUserId, row.MerchantId, row.CreatedBy }).OfType<Guid>().Distinct().ToList();
        // To a merchant, the people of the desk are the desk.
        var (isStaff, own) = (reading.Actor.May(Permission.CredentialRead), reading.Actor.MerchantId);
        return await reading.Db.Users.Where(user => ids.Contains(user.Id) && (isStaff || user.MerchantId == own)).Select(user
            => new { user.Id, Name = user.DisplayName })
            .Concat(reading.Db.Merchants.Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, row.Name }))
            .Concat(reading.Db.ApiCredentials.Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, row.Name }))
            .ToDictionaryAsync(one => one.Id, one => one.Name, cancellation);
    }

    private static DomainError Forbidden() => new(ErrorCode.Forbidden, "This needs an admin, or somebody who acts for a merchant.");

    private static void Record(DeskWork work, ApiCredential row, string action, object changes, string? reason = null)
    {
        work.Touch(Topics.Credentials, row.Id);
        work.Audit(new AuditNote($"credential.{action}", "credential", row.Id) { MerchantId = row.MerchantId, Reason = reason,
            Changes = changes });
    }
}
