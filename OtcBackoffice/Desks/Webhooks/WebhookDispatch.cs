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
/// in between sends again under the same message id; a receiver sees every message at least once.
/// </summary>
public sealed class WebhookDispatch(
    DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, IOutboundHttp outbound, IDataProtectionProvider protection,
    FaultPoints faults, WebhookLanes lanes, INoticeSigner notices, TimeProvider clock)
{
    private const int BatchMax = 100, LeaseSeconds = 60, AnswerCharsMax = 1_024;
    private static readonly Actor Dispatcher = Actor.System("webhook_dispatcher");
    private readonly IDataProtector _protector = protection.CreateProtector(WebhookDesk.SecretPurpose);

    /// <summary>Starts what is due and answers how many; <see cref="WebhookLanes"/> knows when they have been sent.</summary>
    public async Task<int> StartAsync(CancellationToken cancellation)
    {
        var leased = await LeaseAsync(cancellation);
        foreach (var group in leased.GroupBy(one => one.EndpointId))
        {
            // Sending outlives the run that started it, so it does not stop with that run.
            lanes.Note(group.Key, SendAllAsync([.. group], CancellationToken.None));
        }
        return leased.Count;
    }

    private async Task<List<Due>> LeaseAsync(CancellationToken cancellation)
    {
        var now = clock.UtcNowMillis();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var due = await db.WebhookDeliveries.AsNoTracking().Where(row => row.State == "pending" && row.NextAttemptAtUtc <= now)
            .OrderBy(row => row.NextAttemptAtUtc).ThenBy(row => row.Id).Take(BatchMax)
            .Join(db.Outbox, row => row.MessageId, message => message.MessageId, (row, message) => new { row.Id, row.EndpointId, row.AttemptCount, row.NextAttemptAtUtc, message })
            .Join(db.WebhookEndpoints, row => row.EndpointId, endpoint => endpoint.Id, (row, endpoint) => new Due(
                row.Id, row.EndpointId, row.AttemptCount, row.NextAttemptAtUtc!.Value, row.message.MessageId, row.message.Id, row.message.Payload, endpoint.Url, endpoint.ProtectedSecret, endpoint.Surface))
            .ToListAsync(cancellation);
        var free = due.Where(one => !lanes.IsBusy(one.EndpointId)).OrderBy(one => one.Sequence).ToList();
        if (free.Count == 0)
        {
            return [];
        }
        var leased = await transaction.RunAsAsync<List<Due>>(Dispatcher, new DeskCommand(null), async (work, token) =>
        {
            var taken = new List<Due>(free.Count);
            foreach (var one in free)
            {
                var won = await work.Session.ScalarAsync(
                    "UPDATE webhook_deliveries SET next_attempt_at_utc = @p0 WHERE id = @p1 AND state = 'pending' AND next_attempt_at_utc = @p2 RETURNING 1",
                    token, work.Now.AddSeconds(LeaseSeconds), one.Id, one.DueAtUtc);
                if (won == 1)
                {
                    taken.Add(one);
                }
            }
            return taken;
        }, cancellation);
        return leased.IsSuccess ? leased.Value : [];
    }

    private async Task SendAllAsync(List<Due> deliveries, CancellationToken cancellation)
    {
        await Task.Yield();
        foreach (var delivery in deliveries)
        {
            await SendAsync(delivery, cancellation);
        }
    }

    private async Task SendAsync(Due delivery, CancellationToken cancellation)
    {
        try
        {
            await faults.PassAsync(FaultPoints.WebhookBeforeSend, cancellation);
            var body = Encoding.UTF8.GetBytes(delivery.IsNotice ? OrderNotices.BodyOf(delivery.Payload) : delivery.Payload);
            var answer = await outbound.PostAsync(new Uri(delivery.Url), Headers(delivery, body), body, cancellation);
            await faults.PassAsync(FaultPoints.WebhookAfterSend, cancellation);
            var outcome = answer.Failure == OutboundFailure.None ? IsTaken(delivery, answer) ? "delivered" : "refused" : Domain.Lifecycles.Names.Snake(answer.Failure);
            await RecordAsync(delivery, outcome, answer.StatusCode, answer.LatencyMilliseconds, answer.Detail ?? answer.BodyStart, cancellation);
        }
        catch (Exception fault) when (fault is InjectedFaultException or TimeoutException)
        {
            await RecordAsync(delivery, "fault", null, 0, fault.Message, cancellation);
        }
    }

    private static bool IsTaken(Due delivery, OutboundAnswer answer) => answer.IsDelivered && (!delivery.IsNotice || OrderNotices.IsTaken(answer.BodyStart));

    private Dictionary<string, string> Headers(Due delivery, byte[] body)
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
        if (delivery.IsNotice)
        {
            headers[OrderNotices.SignatureHeader] = notices.Sign(body);
        }
        if (delivery.ProtectedSecret is { } kept)
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

    private sealed record Due(
        Guid Id, Guid EndpointId, int AttemptCount, DateTime DueAtUtc, Guid MessageId, long Sequence, string Payload, string Url, string? ProtectedSecret, string Surface)
    {
        public bool IsNotice => Surface == WebhookDesk.BlockTradeSurface;
    }
}
