using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Events;

namespace OtcBackoffice.Desks.Webhooks;

/// <summary>Which endpoints this node is sending to, so that a slow one is never asked twice at a time and holds up nobody else.</summary>
public sealed class WebhookLanes
{
    private readonly ConcurrentDictionary<Guid, Task> _busy = new();

    /// <summary>Whether an endpoint is being sent to.</summary>
    public bool IsBusy(Guid endpoint) => _busy.TryGetValue(endpoint, out var task) && !task.IsCompleted;

    /// <summary>Notes what is being sent.</summary>
    public void Note(Guid endpoint, Task sending) => _busy[endpoint] = sending;

    /// <summary>Ends when everything that is being sent now has been sent.</summary>
    public Task WhenIdleAsync() => Task.WhenAll(_busy.Values);
}

/// <summary>
/// Takes due deliveries and sends them: leased in one transaction, posted outside of any, and recorded in another. A crash
/// in between sends again under the same message id; a receiver sees every message at least once. Every endpoint has a lane
/// of its own that goes on until nothing of it is due, so a dead receiver costs the others nothing; what concerns one record
/// is sent in the order in which it happened.
/// </summary>
public sealed class WebhookDispatch(
    DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, IOutboundHttp outbound, IDataProtectionProvider protection,
    FaultPoints faults, WebhookLanes lanes, INoticeSigner notices, TimeProvider clock)
{
    private const int BatchMax = 64, LaneWidth = 4, SilenceMax = 3, LeaseSeconds = 60, AnswerCharsMax = 1_024;

    // The second condition is asked again by whoever waited for the row: two nodes never hold one lease.
    private const string LeaseSql =
        "UPDATE webhook_deliveries SET next_attempt_at_utc = @p0 WHERE id IN (SELECT id FROM webhook_deliveries WHERE endpoint_id = @p1 AND state = 'pending' "
        + "AND next_attempt_at_utc <= @p2 ORDER BY next_attempt_at_utc, id LIMIT @p3) AND state = 'pending' AND next_attempt_at_utc <= @p2 RETURNING id";

    private static readonly Actor Dispatcher = Actor.System("webhook_dispatcher");
    private readonly IDataProtector _protector = protection.CreateProtector(WebhookDesk.SecretPurpose);

    /// <summary>Starts a lane for every endpoint with something due and answers how many deliveries it took to begin with.</summary>
    public async Task<int> StartAsync(CancellationToken cancellation)
    {
        var started = 0;
        foreach (var endpoint in await DueEndpointsAsync(cancellation))
        {
            if (lanes.IsBusy(endpoint.Id))
            {
                continue;
            }
            var leased = await LeaseAsync(endpoint, cancellation);
            if (leased.Count > 0)
            {
                // Sending outlives the run that started it, so it does not stop with that run.
                lanes.Note(endpoint.Id, RunLaneAsync(endpoint, leased, CancellationToken.None));
                started += leased.Count;
            }
        }
        return started;
    }

    private async Task<List<Target>> DueEndpointsAsync(CancellationToken cancellation)
    {
        var now = clock.UtcNowMillis();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.WebhookEndpoints.AsNoTracking()
            .Where(endpoint => endpoint.IsActive && db.WebhookDeliveries.Any(row => row.EndpointId == endpoint.Id && row.State == "pending" && row.NextAttemptAtUtc <= now))
            .Select(endpoint => new Target(endpoint.Id, endpoint.Url, endpoint.ProtectedSecret, endpoint.Surface)).ToListAsync(cancellation);
    }

    private async Task<List<Due>> LeaseAsync(Target endpoint, CancellationToken cancellation)
    {
        var leased = await transaction.RunAsAsync<List<Guid>>(Dispatcher, new DeskCommand(null), async (work, token) =>
            await work.Session.ReadAsync(LeaseSql, row => row.GetGuid(0), token, work.Now.AddSeconds(LeaseSeconds), endpoint.Id, work.Now, BatchMax), cancellation);
        if (!leased.IsSuccess || leased.Value.Count == 0)
        {
            return [];
        }
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.WebhookDeliveries.AsNoTracking().Where(row => leased.Value.Contains(row.Id))
            .Join(db.Outbox, row => row.MessageId, message => message.MessageId, (row, message) => new Due(
                row.Id, row.AttemptCount, row.SubjectId, message.MessageId, message.Id, message.Payload))
            .ToListAsync(cancellation);
    }

    // Goes on until nothing is due. A receiver that does not answer at all is left alone until what was leased falls due again.
    private async Task RunLaneAsync(Target endpoint, List<Due> leased, CancellationToken cancellation)
    {
        await Task.Yield();
        while (leased.Count > 0)
        {
            var silent = 0;
            var bySubject = leased.OrderBy(one => one.Sequence).GroupBy(one => one.SubjectId).Select(group => group.ToList());
            await Parallel.ForEachAsync(bySubject, new ParallelOptions { MaxDegreeOfParallelism = LaneWidth, CancellationToken = cancellation }, async (deliveries, token) =>
            {
                foreach (var delivery in deliveries.TakeWhile(_ => Volatile.Read(ref silent) < SilenceMax))
                {
                    if (await SendAsync(endpoint, delivery, token))
                    {
                        Volatile.Write(ref silent, 0);
                    }
                    else
                    {
                        Interlocked.Increment(ref silent);
                    }
                }
            });
            leased = silent < SilenceMax ? await LeaseAsync(endpoint, cancellation) : [];
        }
    }

    /// <returns>Whether the receiver answered anything at all.</returns>
    private async Task<bool> SendAsync(Target endpoint, Due delivery, CancellationToken cancellation)
    {
        try
        {
            await faults.PassAsync(FaultPoints.WebhookBeforeSend, cancellation);
            var body = Encoding.UTF8.GetBytes(endpoint.IsNotice ? OrderNotices.BodyOf(delivery.Payload) : delivery.Payload);
            var answer = await outbound.PostAsync(new Uri(endpoint.Url), Headers(endpoint, delivery, body), body, cancellation);
            await faults.PassAsync(FaultPoints.WebhookAfterSend, cancellation);
            var outcome = answer.Failure == OutboundFailure.None ? IsTaken(endpoint, answer) ? "delivered" : "refused" : Domain.Lifecycles.Names.Snake(answer.Failure);
            await RecordAsync(delivery, outcome, answer.StatusCode, answer.LatencyMilliseconds, answer.Detail ?? answer.BodyStart, cancellation);
            return answer.StatusCode is not null;
        }
        catch (Exception fault) when (fault is InjectedFaultException or TimeoutException)
        {
            await RecordAsync(delivery, "fault", null, 0, fault.Message, cancellation);
            return true;
        }
    }

    private static bool IsTaken(Target endpoint, OutboundAnswer answer) => answer.IsDelivered && (!endpoint.IsNotice || OrderNotices.IsTaken(answer.BodyStart));

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
        if (endpoint.IsNotice)
        {
            headers[OrderNotices.SignatureHeader] = notices.Sign(body);
        }
        if (endpoint.ProtectedSecret is { } kept)
        {
            var secret = _protector.Unprotect(kept);
            headers[WebhookSignature.SignatureHeader] = WebhookSignature.Sign(secret, id, unixSeconds, body);
            headers[WebhookSignature.BodyHeader] = WebhookSignature.SignBody(secret, body);
        }
        return headers;
    }

    private Task<Result<Unit>> RecordAsync(Due delivery, string outcome, int? status, long latencyMs, string answer, CancellationToken cancellation) =>
        transaction.RunAsAsync<Unit>(Dispatcher, new DeskCommand(null), (work, _) =>
        {
            var number = delivery.AttemptCount + 1;
            var next = outcome == "delivered" ? null : RetryHorizon.Next(number, work.Now);
            var state = outcome == "delivered" ? "delivered" : next is null ? "dead" : "pending";
            work.Session.Queue(
                "UPDATE webhook_deliveries SET state = @p0, attempt_count = @p1, next_attempt_at_utc = @p2, ended_at_utc = @p3 WHERE id = @p4",
                state, number, next, state == "pending" ? null : work.Now, delivery.Id);
            work.Session.Queue(
                "INSERT INTO webhook_attempts (delivery_id, number, at_utc, status_code, latency_ms, outcome, answer) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6)",
                delivery.Id, number, work.Now, status, latencyMs, outcome, answer.Length > AnswerCharsMax ? answer[..AnswerCharsMax] : answer);
            return Task.FromResult<Result<Unit>>(Unit.Done);
        }, cancellation);

    private sealed record Target(Guid Id, string Url, string? ProtectedSecret, string Surface)
    {
        public bool IsNotice => Surface == WebhookDesk.BlockTradeSurface;
    }

    private sealed record Due(Guid Id, int AttemptCount, Guid SubjectId, Guid MessageId, long Sequence, string Payload);
}
