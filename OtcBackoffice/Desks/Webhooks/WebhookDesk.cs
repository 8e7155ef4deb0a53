using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Events;

namespace OtcBackoffice.Desks.Webhooks;

/// <summary>Keeps webhook endpoints and shows deliveries. Staff keep all of them, a merchant its own.</summary>
public sealed partial class WebhookDesk(DeskTransaction transaction, DeskGate gate, IOutboundHttp outbound,
    IDataProtectionProvider protection,
    PolicyGate policy, WebhookLanes lanes, TimeProvider clock)
{
    private const int EndpointsPerMerchantMax = 20;
    private readonly IDataProtector _protector = protection.CreateProtector(WebhookForms.SecretPurpose);

    /// <summary>The forms in which events are sent: the desk's own envelope, and the order notices of specification 001.</summary>
    public const string DepositDeskSurface = WebhookForms.Envelope, BlockTradeSurface = WebhookForms.BlockTrade,
        PlatformSurface = WebhookForms.Platform;

    // Such an endpoint hears order notices and nothing else, whatever it asked for.
    private const string BlockTradeEvents = "block_trade.*";

    /// <summary>Adds an endpoint; the target is checked and the secret is shown this once.</summary>
    public Task<Result<CreatedEndpoint>> CreateAsync(string? url, IReadOnlyList<string>? events, Guid? merchantId,
        CancellationToken cancellation) =>
        CreateAsync(url, events, merchantId, DepositDeskSurface, cancellation);

    /// <summary>The same for an endpoint that hears events in the form of another surface.</summary>
    public Task<Result<CreatedEndpoint>> CreateAsync(string? url, IReadOnlyList<string>? events, Guid? merchantId, string surface,
        CancellationToken cancellation) =>
        transaction.RunAsync<CreatedEndpoint>(new DeskCommand(null), async (work, token) =>
        {
            if (Owner(work.Actor, merchantId).Failed(out var forbidden))
            {
                return forbidden;
            }
            var owner = Owner(work.Actor, merchantId).Value;
            if (TargetFault(url) is { } refused)
            {
                return refused;
            }
            if (await work.Db.WebhookEndpoints.CountAsync(row => row.MerchantId == owner && row.IsActive, token) >= EndpointsPerMerchantMax)
            {
                return new DomainError(ErrorCode.InvalidRequest, $"There are {EndpointsPerMerchantMax} active endpoints already.");
            }
            var isBlockTrade = surface == BlockTradeSurface;
            var names = isBlockTrade ? [BlockTradeEvents] : events ?? ["*"];
            if (EventsFault(names) is { } unknown)
            {
                return unknown;
            }
            var secret = WebhookSignature.WriteSecret(RandomNumberGenerator.GetBytes(32));
            var endpoint = new WebhookEndpoint
            {
                Id = work.NewId(),
                MerchantId = owner,
                Url = url!,
                Events = string.Join(',', names.Distinct(StringComparer.OrdinalIgnoreCase)),
                Surface = surface,
                ProtectedSecret = _protector.Protect(secret),
                IsActive = true,
                CreatedAtUtc = work.Now,
            };
            work.Db.WebhookEndpoints.Add(endpoint);
            Record(work, endpoint, "create");
            return new CreatedEndpoint(WebhookEndpointView.Of(endpoint), secret);
        }, cancellation);

    /// <summary>
    /// Changes target, events or whether it is active. The secret stays; rotation is its own action. Another target of an
    /// endpoint that staff changes waits for a second person; a merchant changes its own at once.
    /// </summary>
    public Task<Result<Decided<WebhookEndpointView>>> ChangeAsync(Guid id, EndpointChange change, CancellationToken cancellation) =>
        transaction.RunAsync<Decided<WebhookEndpointView>>(new DeskCommand(null), (work, token) => ChangeAsync(work, id, change, token), cancellation);

    /// <summary>How a change of the target runs when a second person has agreed.</summary>
    internal CommandReplay Replay =>
        CommandReplay.Of<EndpointChange, Decided<WebhookEndpointView>>(ApprovalOperation.WebhookTargetChange, Permission.WebhookEdit,
        async (work, id, token) =>
            await work.Db.WebhookEndpoints.FirstOrDefaultAsync(row => row.Id == id, token) is { } row ? VersionOf(row) : null, ChangeAsync);

    private async Task<Result<Decided<WebhookEndpointView>>> ChangeAsync(DeskWork work, Guid id, EndpointChange change,
        CancellationToken cancellation)
    {
        var found = await FindAsync(work, id, cancellation);
        if (found.Failed(out var missing))
        {
            return missing;
        }
        var endpoint = found.Value;
        if (endpoint.Cause == WebhookEndpoint.Removed)
        {
            return new DomainError(ErrorCode.WrongState, "This endpoint was removed, which ends it. Add it again, with a new secret.");
        }
        if (change.Events is { } wanted && EventsFault(wanted) is { } unknown)
        {
            return unknown;
        }
        var isOtherTarget = change.Url is not null && change.Url != endpoint.Url;
        if (isOtherTarget && TargetFault(change.Url) is { } refused)
        {
            return refused;
        }
        if (isOtherTarget && work.Actor.May(Permission.WebhookEdit))
        {
            var about = new PolicyCase(ApprovalOperation.WebhookTargetChange, "webhook_endpoint", id, VersionOf(endpoint), "this endpoint")
            {
                Summary = $"Send events to {change.Url} instead of {endpoint.Url}.",
                Command = change,
            };
            var ruled = await policy.RuleAsync(work, about, cancellation);
            if (ruled.Failed(out var denied))
            {
                return denied;
            }
            if (ruled.Value is { } waiting)
            {
                return Decided<WebhookEndpointView>.Later(waiting);
            }
        }
        endpoint.Url = change.Url ?? endpoint.Url;
        endpoint.Events = change.Events is { } events && endpoint.Surface != BlockTradeSurface
            ? string.Join(',', events.Distinct(StringComparer.OrdinalIgnoreCase)) : endpoint.Events;
        endpoint.IsActive = change.IsActive ?? endpoint.IsActive;
        endpoint.Cause = endpoint.IsActive ? null : change.IsActive == false ? "switched_off" : endpoint.Cause;
        Record(work, endpoint, "change");
        return Decided<WebhookEndpointView>.Now(WebhookEndpointView.Of(endpoint).At(work.Now));
    }

    private static string VersionOf(WebhookEndpoint endpoint) => $"{endpoint.Url} {endpoint.Events} {endpoint.IsActive}";

    /// <summary>Retires an endpoint; its history stays.</summary>
    public Task<Result<WebhookEndpointView>> RemoveAsync(Guid id, CancellationToken cancellation) =>
        transaction.RunAsync<WebhookEndpointView>(new DeskCommand(null), async (work, token) =>
        {
            var found = await FindAsync(work, id, token);
            if (found.Failed(out var missing))
            {
                return missing;
            }
            (found.Value.IsActive, found.Value.Cause) = (false, WebhookEndpoint.Removed);
            // What was on its way ends here; whoever needs it can have it sent again. A switched-off endpoint keeps it waiting instead.
            work.Session.Queue(
                "UPDATE webhook_deliveries SET state = 'dead', next_attempt_at_utc = NULL, ended_at_utc = @p0 WHERE endpoint_id = @p1 AND "
                    + "state = 'pending'", work.Now, id);
            Record(work, found.Value, "remove");
            return WebhookEndpointView.Of(found.Value).At(work.Now);
        }, cancellation);

    /// <summary>One endpoint that the actor may see.</summary>
    public async Task<Result<WebhookEndpointView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var row = await Visible(reading).FirstOrDefaultAsync(one => one.Id == id, cancellation);
        return row is null ? DomainError.Missing("webhook endpoint")
            : WebhookEndpointView.Of(row).At(clock.UtcNowMillis()) with { Lane = lanes.List().FirstOrDefault(lane
                => lane.EndpointId == id) };
    }

    /// <summary>Every type of event, with an example; for anybody who may keep or see endpoints.</summary>
    public async Task<Result<IReadOnlyList<EventKind>>> TypesAsync(CancellationToken cancellation)
    {
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await opened.Value.DisposeAsync();
        return EventCatalogue.All.ToList();
    }

    // No name at all, as one that stands for nothing, would wait for ever, and nobody would know why it is so quiet.
    private static DomainError? EventsFault(IReadOnlyList<string?> names) =>
        names.FirstOrDefault(name => !EventCatalogue.Knows(name), names.Count == 0 ? "" : "*") is var unknown && unknown != "*"
        ? DomainError.Of(ErrorCode.InvalidRequest, "events", $"events must be event types, a family such as otc.Deposit.*, or *; {(string.IsNullOrEmpty(unknown)
            ? "an empty name" : unknown.Length <= 100 ? unknown : unknown[..100])} stands for no event. GET webhooks/types lists them.") : null;

    /// <summary>What the list of endpoints can be asked.</summary>
    public static ListRules<WebhookEndpointView> EndpointRules => WebhookLists.Endpoints;

    /// <summary>What the list of deliveries can be asked.</summary>
    public static ListRules<WebhookDeliveryView> DeliveryRules => WebhookLists.Deliveries;

    /// <summary>A page of the endpoints that the actor may see.</summary>
    public async Task<Result<ListPage<WebhookEndpointView>>> ListAsync(ListAsk ask, CancellationToken cancellation)
    {
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var page = await WebhookLists.Endpoints.CutAsync(Visible(reading), ask, new ListMoment(reading.Db, DateTime.UnixEpoch),
            cancellation);
        var now = clock.UtcNowMillis();
        var known = lanes.List().ToDictionary(lane => lane.EndpointId);
        return page.With(page.Rows.Select(row => WebhookEndpointView.Of(row).At(now) with {
            Lane = known.GetValueOrDefault(row.Id) }).ToList());
    }

    /// <summary>A page of the deliveries with their tries, of the endpoints that the actor may see.</summary>
    public async Task<Result<ListPage<WebhookDeliveryView>>> DeliveriesAsync(ListAsk ask, CancellationToken cancellation)
    {
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var endpoints = await Visible(reading).ToDictionaryAsync(row => row.Id, row => row.Url, cancellation);
        var ids = endpoints.Keys.ToList();
        var page = await WebhookLists.Deliveries.CutAsync(reading.Db.WebhookDeliveries.Where(row => ids.Contains(row.EndpointId)), ask,
            new ListMoment(reading.Db, DateTime.UnixEpoch), cancellation);
        var shown = page.Rows.Select(row => row.Id).ToList();
        var attempts = (await reading.Db.WebhookAttempts.Where(row => shown.Contains(row.DeliveryId)).OrderBy(row => row.Id)
            .ToListAsync(cancellation)).ToLookup(one => one.DeliveryId);
        return page.With(page.Rows.Select(row =>
            new WebhookDeliveryView(row.Id, row.MessageId, row.EndpointId, endpoints[row.EndpointId], row.EventType, row.SubjectId,
            row.State,
            row.AttemptCount, row.NextAttemptAtUtc, row.CreatedAtUtc, row.EndedAtUtc,
            [.. attempts[row.Id].Select(one =>
                new WebhookAttemptView(one.Number, one.AtUtc, one.StatusCode, one.LatencyMs, one.Outcome, one.Answer))])).ToList());
    }

    /// <summary>Sends a delivery again, under the same message id.</summary>
    public Task<Result<Unit>> ResendAsync(Guid deliveryId, CancellationToken cancellation) =>
        transaction.RunAsync<Unit>(new DeskCommand(null), async (work, token) =>
        {
            var delivery = await work.Db.WebhookDeliveries.FirstOrDefaultAsync(row => row.Id == deliveryId, token);
            var endpoint = delivery is null ? null
                : await work.Db.WebhookEndpoints.FirstOrDefaultAsync(row => row.Id == delivery.EndpointId, token);
            if (endpoint is null || !MayKeep(work.Actor, endpoint))
            {
                return DomainError.Missing("delivery");
            }
            (delivery!.State, delivery.NextAttemptAtUtc, delivery.EndedAtUtc, delivery.AttemptCount) = ("pending", work.Now, null, 0);
            work.Audit(new AuditNote("webhook.resend", "webhook_delivery", deliveryId) { MerchantId = endpoint.MerchantId });
            work.Touch(Topics.Outbox, deliveryId);
            return Unit.Done;
        }, cancellation);

    /// <summary>
    /// Makes the desk-wide endpoint of OTC_EVENTS_WEBHOOK_URL and OTC_EVENTS_WEBHOOK_SECRET where there is none. From then on the row
    /// counts: nodes with different environments must not undo each other's, nor what an admin has changed.
    /// </summary>
    public Task<Result<Unit>> KeepEnvironmentEndpointAsync(string? url, string? secret, CancellationToken cancellation) =>
        transaction.RunAsAsync<Unit>(Actor.System("configuration"), new DeskCommand(null), async (work, token) =>
        {
            if (string.IsNullOrWhiteSpace(url) || await work.Db.WebhookEndpoints.AnyAsync(row => row.IsFromEnvironment, token))
            {
                return Unit.Done;
            }
            if (TargetFault(url) is { } refused)
            {
                return refused with { Message = $"OTC_EVENTS_WEBHOOK_URL: {refused.Message}" };
            }
            work.Db.WebhookEndpoints.Add(new WebhookEndpoint
            {
                Id = work.NewId(), IsFromEnvironment = true, Events = "*", CreatedAtUtc = work.Now, Url = url, IsActive = true,
                ProtectedSecret = string.IsNullOrEmpty(secret) ? null : _protector.Protect(secret),
            });
            return Unit.Done;
        }, cancellation);

    private static async Task<Result<WebhookEndpoint>> FindAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        var endpoint = await work.Db.WebhookEndpoints.FirstOrDefaultAsync(row => row.Id == id, cancellation);
        return endpoint is null || !MayKeep(work.Actor, endpoint) ? DomainError.Missing("webhook endpoint") : endpoint;
    }

    private async Task<Result<DeskReading>> OpenAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        if (opened.Value.Actor.May(Permission.WebhookRead) || opened.Value.Actor.May(Permission.WebhookOwn))
        {
            return opened;
        }
        await opened.Value.DisposeAsync();
        return new DomainError(ErrorCode.Forbidden, "This needs a role that reads webhooks.");
    }

    private static IQueryable<WebhookEndpoint> Visible(DeskReading reading)
    {
        if (reading.Actor.May(Permission.WebhookRead))
        {
            return reading.Db.WebhookEndpoints;
        }
        var own = reading.Actor.MerchantId;
        return reading.Db.WebhookEndpoints.Where(row => row.MerchantId != null && row.MerchantId == own);
    }

    private static Result<Guid?> Owner(ActorStanding actor, Guid? asked)
    {
        if (actor.May(Permission.WebhookEdit))
        {
            return asked;
        }
        return actor.May(Permission.WebhookOwn) && actor.MerchantId is { } own ? own
            : new DomainError(ErrorCode.Forbidden, "This needs an admin, or somebody who acts for a merchant.");
    }

    private static bool MayKeep(ActorStanding actor, WebhookEndpoint endpoint) =>
        actor.May(Permission.WebhookEdit)
            || (actor.May(Permission.WebhookOwn) && endpoint.MerchantId is { } owner && owner == actor.MerchantId);

    private DomainError? TargetFault(string? url) =>
        string.IsNullOrWhiteSpace(url) || url.Length > 2_000
            ? DomainError.Of(ErrorCode.InvalidRequest, "url", "url must have 1 to 2000 characters.")
        : outbound.CheckTarget(url) is { } refused ? DomainError.Of(ErrorCode.WebhookTargetRefused, "url", refused) : null;

    private static void Record(DeskWork work, WebhookEndpoint endpoint, string action) => work.Audit(
        new AuditNote($"webhook_endpoint.{action}", "webhook_endpoint", endpoint.Id) { MerchantId = endpoint.MerchantId,
            Changes = new { endpoint.Url, endpoint.Events, endpoint.IsActive } });
}
