using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Data.Telemetry;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Nodes;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Webhooks;

/// <summary>
/// Takes due deliveries and sends them: leased in one transaction, posted outside of any, and recorded in another. A crash
/// in between sends again under the same message id; a receiver sees every message at least once. Every endpoint has a lane
/// of its own that goes on until nothing of it is due, so a dead receiver costs the others nothing; what concerns one record
/// is sent in the order in which it happened.
/// </summary>
public sealed class WebhookDispatch(
    DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, IOutboundHttp outbound,
    IDataProtectionProvider protection,
    FaultPoints faults, WebhookLanes lanes, Leases leases, INoticeSigner notices, DeskSignals signals, TimeProvider clock,
    ILogger<WebhookDispatch> log)
{
    private const int BatchMax = 64, LaneWidth = 4, SilenceMax = 3, LeaseSeconds = 60, AnswerCharsMax = 1_024, GoneStatus = 410,
        LookAgainSeconds = 1;

    // The second condition is asked again by whoever waited for the row: two nodes never hold one lease.
    private const string LeaseSql =
        "UPDATE webhook_deliveries SET next_attempt_at_utc = @p0 WHERE id IN (SELECT id FROM webhook_deliveries WHERE endpoint_id = @p1 "
            + "AND state = 'pending' "
        + "AND next_attempt_at_utc <= @p2 AND EXISTS (SELECT 1 FROM webhook_endpoints WHERE id = @p1 AND is_active) ORDER BY "
        + "next_attempt_at_utc, id LIMIT @p3) AND state = 'pending' AND next_attempt_at_utc <= @p2 RETURNING id";

    private static readonly Actor Dispatcher = Actor.System("webhook_dispatcher");
    private readonly IDataProtector _protector = protection.CreateProtector(WebhookForms.SecretPurpose);

    /// <summary>
    /// Starts a lane for every endpoint with something due, and announces when the others fall due. Answers how many
    /// deliveries it took to begin with. An endpoint whose lane cannot be started keeps no other from being sent to.
    /// </summary>
    public async Task<int> StartAsync(CancellationToken cancellation)
    {
        var started = 0;
        foreach (var endpoint in await DueEndpointsAsync(cancellation))
        {
            if (!lanes.MayStart(endpoint.Id))
            {
                continue;
            }
            try
            {
                started += await StartLaneAsync(endpoint, cancellation);
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                lanes.Break(endpoint.Id, failure);
            }
        }
        if (lanes.MayAnnounce())
        {
            await AnnounceAsync(cancellation);
        }
        return started;
    }

    // One node sends to an endpoint at a time, so that what concerns one record stays in order. Whoever finds another at it
    // comes again in a moment: the other may have looked for the last time just before this was committed.
    private async Task<int> StartLaneAsync(Target endpoint, CancellationToken cancellation)
    {
        var lease = await leases.TryTakeAsync($"webhooks:{endpoint.Id:N}", TimeSpan.Zero, cancellation);
        if (lease is null)
        {
            var again = clock.UtcNowMillis().AddSeconds(LookAgainSeconds);
            signals.Publish([new DeskSignal(Topics.LaneDue, endpoint.Id) { DueAtUtc = again }]);
            return 0;
        }
        var isStarted = false;
        try
        {
            List<Due> leased;
            using (lease.Enter())
            {
                leased = await LeaseAsync(endpoint, cancellation);
            }
            // Sending outlives the run that started it, so it does not stop with that run.
            isStarted = leased.Count > 0 && lanes.Start(endpoint.Id, () => RunLaneAsync(lease, endpoint, leased, CancellationToken.None),
                isSilent => NextDueAsync(endpoint.Id, isSilent, CancellationToken.None));
            return leased.Count;
        }
        finally
        {
            if (!isStarted)
            {
                await lease.DisposeAsync();
            }
        }
    }

    // What falls due later has a run held for it; asked here as well, because a held run may be lost.
    private async Task AnnounceAsync(CancellationToken cancellation)
    {
        var now = clock.UtcNowMillis();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var later = await db.WebhookDeliveries.Where(row => row.State == "pending" && row.NextAttemptAtUtc > now
            && db.WebhookEndpoints.Any(one => one.Id == row.EndpointId && one.IsActive))
            .GroupBy(row => row.EndpointId).Select(rows => new { Endpoint = rows.Key, Due = rows.Min(row => row.NextAttemptAtUtc) })
                .ToListAsync(cancellation);
        signals.Publish([.. later.Select(lane => new DeskSignal(Topics.LaneDue, lane.Endpoint) { DueAtUtc = lane.Due })]);
    }

    // Of a receiver that did not answer, what else is due waits for the moment at which one of its tries falls due again.
    private async Task<DateTime?> NextDueAsync(Guid endpoint, bool isSilent, CancellationToken cancellation)
    {
        var after = isSilent ? clock.UtcNowMillis() : DateTime.MinValue;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.WebhookDeliveries.Where(row => row.EndpointId == endpoint && row.State == "pending" && row.NextAttemptAtUtc > after
                && db.WebhookEndpoints.Any(one => one.Id == endpoint && one.IsActive)).MinAsync(row => row.NextAttemptAtUtc, cancellation);
    }

    private async Task<List<Target>> DueEndpointsAsync(CancellationToken cancellation)
    {
        var now = clock.UtcNowMillis();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Targets(db.WebhookEndpoints.Where(endpoint => endpoint.IsActive
            && db.WebhookDeliveries.Any(row => row.EndpointId == endpoint.Id && row.State == "pending"
                && row.NextAttemptAtUtc <= now))).ToListAsync(cancellation);
    }

    // A lane may run for hours: what was changed about its endpoint meanwhile, above all its secrets, counts from the next batch on.
    private async Task<Target> AgainAsync(Target endpoint, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Targets(db.WebhookEndpoints.Where(row => row.Id == endpoint.Id)).FirstOrDefaultAsync(cancellation) ?? endpoint;
    }

    private static IQueryable<Target> Targets(IQueryable<WebhookEndpoint> endpoints) => endpoints.AsNoTracking().Select(endpoint
        => new Target(
        endpoint.Id, endpoint.Url, endpoint.ProtectedSecret, endpoint.Surface) { PreviousSecret = endpoint.PreviousProtectedSecret,
            PreviousUntilUtc = endpoint.PreviousUntilUtc });

    private async Task<List<Due>> LeaseAsync(Target endpoint, CancellationToken cancellation)
    {
        var leased = await transaction.RunAsAsync<List<Guid>>(Dispatcher, new DeskCommand(null), async (work, token) =>
            await work.Session.ReadAsync(LeaseSql, row => row.GetGuid(0), token, work.Now.AddSeconds(LeaseSeconds), endpoint.Id, work.Now,
                BatchMax), cancellation);
        if (leased.Failed(out var refused))
        {
            throw new LaneBrokenException(refused.Message);
        }
        if (leased.Value.Count == 0)
        {
            return [];
        }
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.WebhookDeliveries.AsNoTracking().Where(row => leased.Value.Contains(row.Id))
            .Join(db.Outbox, row => row.MessageId, message => message.MessageId, (row, message) => new Due(
                row.Id, row.AttemptCount, row.SubjectId, message.MessageId, message.Id, message.Payload, row.NextAttemptAtUtc,
                message.TraceParent) { Mark = row.Mark })
            .ToListAsync(cancellation);
    }

    // Goes on until nothing is due. A receiver that does not answer at all is left alone until what was leased falls due again.
    private async Task<bool> RunLaneAsync(Lease lease, Target endpoint, List<Due> leased, CancellationToken cancellation)
    {
        await using var held = lease;
        // Each result is written under the lease: a late one of a node that lost it changes nothing.
        using var fence = lease.Enter();
        var isSilent = false;
        try
        {
            while (leased.Count > 0 && !lease.Lost.IsCancellationRequested)
            {
                var silent = await SendAllAsync(endpoint, leased, cancellation);
                isSilent = silent >= SilenceMax;
                leased = isSilent ? [] : await LeaseAsync(endpoint, cancellation);
                endpoint = leased.Count > 0 ? await AgainAsync(endpoint, cancellation) : endpoint;
            }
            return isSilent;
        }
        catch (Exception fault)
        {
            await GiveBackAsync(endpoint, leased, fault, cancellation);
            throw;
        }
    }

    /// <returns>How many of the last tries in a row were not answered at all.</returns>
    private async Task<int> SendAllAsync(Target endpoint, List<Due> leased, CancellationToken cancellation)
    {
        var silent = 0;
        var bySubject = leased.OrderBy(one => one.Sequence).GroupBy(one => one.SubjectId).Select(group => group.ToList());
        await Parallel.ForEachAsync(bySubject, new ParallelOptions { MaxDegreeOfParallelism = LaneWidth,
            CancellationToken = cancellation }, async (deliveries, token) =>
        {
            foreach (var delivery in deliveries.TakeWhile(_ => Volatile.Read(ref silent) < SilenceMax))
            {
                switch (await SendAsync(endpoint, delivery, token))
                {
                    case true:
                        Volatile.Write(ref silent, 0);
                        break;
                    case false:
                        Interlocked.Increment(ref silent);
                        break;
                    default:
                        Volatile.Write(ref silent, SilenceMax);
                        break;
                }
            }
        });
        return silent;
    }

    // So that a lane which starts again finds its work. Where the database is what failed, it falls due when the lease ends.
    private async Task GiveBackAsync(Target endpoint, List<Due> leased, Exception fault, CancellationToken cancellation)
    {
        try
        {
            await transaction.RunAsAsync<Unit>(Dispatcher, new DeskCommand(null), (work, _) =>
            {
                foreach (var one in leased)
                {
                    work.Session.Queue("UPDATE webhook_deliveries SET next_attempt_at_utc = @p0 WHERE id = @p1 AND state = 'pending' AND "
                        + "next_attempt_at_utc = @p2",
                        work.Now, one.Id, one.LeasedUntilUtc);
                }
                return Task.FromResult<Result<Unit>>(Unit.Done);
            }, cancellation);
        }
        catch (Exception also)
        {
            log.LeaseNotGivenBack(new AggregateException(fault, also), endpoint.Id);
        }
    }

    /// <returns>Whether the receiver answered anything at all; null when it answered that nobody is there any more.</returns>
    private async Task<bool?> SendAsync(Target endpoint, Due delivery, CancellationToken cancellation)
    {
        using var span = DeskTrace.Continue("webhook.deliver", ActivityKind.Producer, delivery.TraceParent)?
            .SetTag("messaging.message.id", delivery.MessageId.ToString()).SetTag("backoffice.attempt", delivery.AttemptCount + 1);
        try
        {
            await faults.PassAsync(FaultPoints.WebhookBeforeSend, cancellation);
            var body = Encoding.UTF8.GetBytes(endpoint.IsBare ? OrderNotices.BodyOf(delivery.Payload) : delivery.Payload);
            var answer = await outbound.PostAsync(new Uri(endpoint.Url), Headers(endpoint, delivery, body), body, cancellation);
            await faults.PassAsync(FaultPoints.WebhookAfterSend, cancellation);
            var outcome = answer.Failure == OutboundFailure.None ? IsTaken(endpoint, answer) ? "delivered" : "refused"
                : Domain.Lifecycles.Names.Snake(answer.Failure);
            span?.SetTag("backoffice.outcome", outcome);
            if (answer.StatusCode == GoneStatus)
            {
                await EndAsync(endpoint, cancellation);
            }
            await RecordAsync(delivery, answer.StatusCode == GoneStatus ? WebhookEndpoint.Gone : outcome, answer.StatusCode,
                answer.LatencyMilliseconds,
                answer.Detail ?? answer.BodyStart, cancellation, answer.RetryAfter);
            return answer.StatusCode == GoneStatus ? null : answer.StatusCode is not null;
        }
        catch (Exception fault) when (fault is InjectedFaultException or TimeoutException)
        {
            await RecordAsync(delivery, "fault", null, 0, fault.Message, cancellation);
            return true;
        }
        catch (Exception fault) when (fault is CryptographicException or UriFormatException)
        {
            // Nothing was sent and nothing will be until somebody mends the endpoint: the tries and their horizon are kept all the same.
            var cause = fault is UriFormatException ? "url_unreadable" : "secret_unreadable";
            log.DeliveryUnsendable(fault, endpoint.Id, cause);
            await RecordAsync(delivery, cause, null, 0, cause == "url_unreadable"
                ? "The endpoint's URL cannot be read. Set it again."
                    : "The endpoint's secret cannot be read with the keys of this desk. Replace the endpoint.", cancellation);
            return true;
        }
    }

    private static bool IsTaken(Target endpoint, OutboundAnswer answer) =>
        answer.IsDelivered && (!endpoint.IsNotice || OrderNotices.IsTaken(answer.BodyStart));

    private Dictionary<string, string> Headers(Target endpoint, Due delivery, byte[] body)
    {
        var unixSeconds = clock.GetUtcNow().ToUnixTimeSeconds();
        var id = delivery.MessageId.ToString();
        var headers = new Dictionary<string, string>
        {
            ["content-type"] = "application/json; charset=utf-8",
            [WebhookSignature.IdHeader] = id,
            [WebhookSignature.TimestampHeader] = unixSeconds.ToString(CultureInfo.InvariantCulture),
            ["X-OTC-Sequence"] = delivery.Sequence.ToString(CultureInfo.InvariantCulture),
        };
        if (delivery.Mark is { } mark)
        {
            headers[mark == "test" ? "X-OTC-Test" : "X-OTC-Replay"] = "true";
        }
        if (endpoint.IsNotice)
        {
            headers[OrderNotices.SignatureHeader] = notices.Sign(body);
        }
        if (endpoint.ProtectedSecret is { } kept)
        {
            var secret = _protector.Unprotect(kept);
            headers[WebhookSignature.SignatureHeader] = WebhookSignature.Sign(secret, id, unixSeconds, body);
            if (endpoint.PreviousSecret is { } previous && endpoint.PreviousUntilUtc > clock.GetUtcNow().UtcDateTime)
            {
                headers[WebhookSignature.SignatureHeader] += " "
                    + WebhookSignature.Sign(_protector.Unprotect(previous), id, unixSeconds, body);
            }
            headers[WebhookSignature.BodyHeader] = WebhookSignature.SignBody(secret, body);
        }
        return headers;
    }

    // The receiver says that nobody is there any more (Standard Webhooks): the endpoint is off until somebody switches it on again.
    private Task<Result<Unit>> EndAsync(Target endpoint, CancellationToken cancellation) => transaction.RunAsAsync<Unit>(Dispatcher, new DeskCommand(null), async (work, token) =>
    {
        if (await work.Db.WebhookEndpoints.FirstOrDefaultAsync(row => row.Id == endpoint.Id, token) is { IsActive: true } row)
        {
            (row.IsActive, row.Cause) = (false, WebhookEndpoint.Gone);
            work.Audit(new AuditNote("webhook_endpoint.gone", "webhook_endpoint", row.Id) { MerchantId = row.MerchantId,
                Reason = "The receiver answered 410.", Changes = new { row.Url, row.IsActive } });
        }
        return Unit.Done;
    }, cancellation);

    private async Task RecordAsync(Due delivery, string outcome, int? status, long latencyMs, string answer, CancellationToken cancellation,
        string? retryAfter = null)
    {
        var recorded = await transaction.RunAsAsync<Unit>(Dispatcher, new DeskCommand(null), (work, _) =>
        {
            var number = delivery.AttemptCount + 1;
            var next = outcome is "delivered" or WebhookEndpoint.Gone ? null : RetryHorizon.Next(number, work.Now);
            // What the receiver asks for is never shorter than the schedule, and never the reason to give up.
            next = next is { } due && RetryHorizon.Asked(retryAfter, work.Now) is { } wait && work.Now + wait > due ? work.Now + wait
                : next;
            var action = outcome == "delivered" ? DeliveryAction.Deliver : next is null ? DeliveryAction.GiveUp : DeliveryAction.Retry;
            var state = DeliveryLifecycle.Table.Move(DeliveryStatus.Pending, action).Value;
            work.Session.Queue(
                "UPDATE webhook_deliveries SET state = @p0, attempt_count = @p1, next_attempt_at_utc = @p2, ended_at_utc = @p3 "
                + "WHERE id = @p4 AND state = 'pending'",
                Names.Snake(state), number, next, state == DeliveryStatus.Pending ? null : work.Now, delivery.Id);
            work.Session.Queue(
                "INSERT INTO webhook_attempts (delivery_id, number, at_utc, status_code, latency_ms, outcome, answer) VALUES (@p0, @p1, "
                    + "@p2, @p3, @p4, @p5, @p6)",
                delivery.Id, number, work.Now, status, latencyMs, outcome, answer.Length > AnswerCharsMax ? answer[..AnswerCharsMax]
                    : answer);
            return Task.FromResult<Result<Unit>>(Unit.Done);
        }, cancellation);
        if (recorded.Failed(out var refused))
        {
            throw new LaneBrokenException(refused.Message);
        }
    }

    private sealed record Target(Guid Id, string Url, string? ProtectedSecret, string Surface)
    {
        public string? PreviousSecret { get; init; }

        public DateTime? PreviousUntilUtc { get; init; }

        public bool IsNotice => Surface == WebhookDesk.BlockTradeSurface;

        // Their bodies are those of their specifications, without the desk's own envelope.
        public bool IsBare => Surface is not WebhookDesk.DepositDeskSurface and not WebhookForms.Platform;
    }

    private sealed record Due(Guid Id, int AttemptCount, Guid SubjectId, Guid MessageId, long Sequence, string Payload,
        DateTime? LeasedUntilUtc, string? TraceParent)
    {
        public string? Mark { get; init; }
    }
}
