using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Events;

namespace OtcBackoffice.Desks.Webhooks;

/// <summary>An order to send again, and how far it is.</summary>
/// <param name="Id">Which.</param>
/// <param name="State"><c>running</c>, <c>done</c> or <c>cancelled</c>.</param>
/// <param name="SinceUtc">From when on.</param>
/// <param name="EndpointId">To one endpoint, or to each.</param>
/// <param name="Total">How many were found so far.</param>
/// <param name="Done">How many of them were taken by their receiver.</param>
/// <param name="Failed">How many were given up.</param>
/// <param name="CreatedAtUtc">When it was asked for.</param>
/// <param name="EndedAtUtc">When all was on its way, or it was called off.</param>
public sealed record WebhookReplayView(Guid Id, string State, DateTime SinceUtc, Guid? EndpointId, int Total, int Done, int Failed,
    DateTime CreatedAtUtc, DateTime? EndedAtUtc);

/// <summary>One event of a scenario on its way.</summary>
public sealed record TestDelivery(Guid Id, string Type);

/// <summary>
/// Test events, and sending again the latest of each object since a moment (specification 000, event callbacks; sentences D7 and
/// D8): a receiver that was away for days learns where everything stands, not each step on the way.
/// </summary>
public sealed class WebhookReplayDesk(DeskTransaction transaction, DeskGate gate)
{
    /// <summary>The type under which test events stand in the outbox, so that no list of events has them.</summary>
    public const string TestType = "webhook.test";

    private const int ChunkMax = 500, RunningMax = 3, DaysMax = 30;
    private static readonly Actor Replayer = Actor.System("webhook_replay");

    /// <summary>Sends a test event of any type to an endpoint, marked as one.</summary>
    public Task<Result<Guid>> TestAsync(Guid endpointId, string? type, CancellationToken cancellation) => transaction.RunAsync<Guid>(new DeskCommand(null), async (work, token) =>
    {
        if (EventCatalogue.Find(type) is not { } kind)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "type", "type must be one of webhooks/types, such as order.status_changed.");
        }
        var found = await ActiveAsync(work, endpointId, token);
        if (found.Failed(out var refused))
        {
            return refused;
        }
        work.Audit(new AuditNote("webhook.test", "webhook_endpoint", endpointId) { MerchantId = found.Value.MerchantId,
            Changes = new { kind.Type } });
        return Queue(work, found.Value, kind, work.NewId());
    }, cancellation);

    /// <summary>
    /// Sends the whole life of an order to an endpoint, event by event in its order, each marked as a test (sentence
    /// D7).
    /// </summary>
    public Task<Result<IReadOnlyList<TestDelivery>>> ScenarioAsync(Guid endpointId, CancellationToken cancellation) =>
        transaction.RunAsync<IReadOnlyList<TestDelivery>>(new DeskCommand(null), async (work, token) =>
        {
            var found = await ActiveAsync(work, endpointId, token);
            if (found.Failed(out var refused))
            {
                return refused;
            }
            work.Audit(new AuditNote("webhook.scenario", "webhook_endpoint", endpointId) { MerchantId = found.Value.MerchantId });
            // One subject: what concerns one record is sent in the order in which it happened.
            var order = work.NewId();
            return EventCatalogue.OrderLife.Select(kind => new TestDelivery(Queue(work, found.Value, kind, order), kind.Type)).ToList();
        }, cancellation);

    private static async Task<Result<WebhookEndpoint>> ActiveAsync(DeskWork work, Guid endpointId,
        CancellationToken cancellation) => await FindAsync(work, endpointId, cancellation) switch
    {
        null => DomainError.Missing("webhook endpoint"),
        { IsActive: false } => new DomainError(ErrorCode.WrongState, "The endpoint is switched off."),
        var endpoint => endpoint,
    };

    private static Guid Queue(DeskWork work, WebhookEndpoint endpoint, EventKind kind, Guid subject)
    {
        var (message, delivery) = (work.NewId(), work.NewId());
        var body = BodyOf(kind, work.Now);
        work.Session.Queue("INSERT INTO outbox_messages (message_id, type, subject_id, merchant_id, payload, cause, created_at_utc) "
            + "VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6)",
            message, TestType, subject, endpoint.MerchantId ?? Guid.Empty, body, work.Actor.Actor.Cause, work.Now);
        work.Session.Queue(
            "INSERT INTO webhook_deliveries (id, message_id, endpoint_id, event_type, subject_id, state, attempt_count, "
                + "next_attempt_at_utc, created_at_utc, mark) "
            + "VALUES (@p0, @p1, @p2, @p3, @p4, 'pending', 0, @p5, @p5, 'test')", delivery, message, endpoint.Id, kind.Type, subject,
                work.Now);
        work.Touch(Topics.Outbox, message);
        return delivery;
    }

    /// <summary>Asks for the latest of each object since a moment; the dispatcher lays it out.</summary>
    public Task<Result<WebhookReplayView>> AskAsync(DateTime? since, Guid? endpointId, CancellationToken cancellation) => transaction.RunAsync<WebhookReplayView>(new DeskCommand(null), async (work, token) =>
    {
        if (since is not { } from || from.ToUniversalTime() > work.Now || from.ToUniversalTime() < work.Now.AddDays(-DaysMax))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "since", $"since must be a time within the last {DaysMax} days.");
        }
        var owner = work.Actor.May(Permission.WebhookEdit) ? null : work.Actor.May(Permission.WebhookOwn) ? work.Actor.MerchantId : null;
        if (owner is null && !work.Actor.May(Permission.WebhookEdit))
        {
            return new DomainError(ErrorCode.Forbidden, "This needs an admin, or somebody who acts for a merchant.");
        }
        if (endpointId is { } one && await FindAsync(work, one, token) is not { IsActive: true })
        {
            return DomainError.Missing("active webhook endpoint");
        }
        if (await work.Db.WebhookReplays.CountAsync(row => row.State == "running" && row.MerchantId == owner, token) >= RunningMax)
        {
            return new DomainError(ErrorCode.WrongState, $"{RunningMax} are running already. Wait, or call one off.");
        }
        var last = await work.Session.ScalarAsync("SELECT COALESCE(MAX(id), 0) FROM outbox_messages", token);
        var replay = new WebhookReplay
        {
            Id = work.NewId(), MerchantId = owner, EndpointId = endpointId, SinceUtc = from.ToUniversalTime(), UntilSequence = last,
            AskedBy = work.Actor.PersonId, CreatedAtUtc = work.Now,
        };
        work.Db.WebhookReplays.Add(replay);
        work.Audit(new AuditNote("webhook.replay", "webhook_replay", replay.Id) { MerchantId = owner,
            Changes = new { replay.SinceUtc, endpointId } });
        work.Touch(Topics.Outbox, replay.Id);
        return View(replay, 0, 0, 0);
    }, cancellation);

    /// <summary>How far it is.</summary>
    public async Task<Result<WebhookReplayView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var row = await reading.Db.WebhookReplays.FirstOrDefaultAsync(one => one.Id == id, cancellation);
        if (row is null || !MaySee(reading.Actor, row))
        {
            return DomainError.Missing("replay");
        }
        var states = await reading.Db.WebhookDeliveries.Where(one => one.ReplayId == id).GroupBy(one => one.State)
            .Select(rows => new { rows.Key, Count = rows.Count() }).ToListAsync(cancellation);
        return View(row, Count("delivered"), Count("dead"), Count("pending"));

        int Count(string state) => states.FirstOrDefault(one => one.Key == state)?.Count ?? 0;
    }

    /// <summary>Calls it off: what was not sent yet is not sent.</summary>
    public Task<Result<WebhookReplayView>> CancelAsync(Guid id, CancellationToken cancellation) => transaction.RunAsync<WebhookReplayView>(new DeskCommand(null), async (work, token) =>
    {
        var row = await work.Db.WebhookReplays.FirstOrDefaultAsync(one => one.Id == id, token);
        if (row is null || !MaySee(work.Actor, row))
        {
            return DomainError.Missing("replay");
        }
        if (row.State != "cancelled")
        {
            (row.State, row.EndedAtUtc) = ("cancelled", work.Now);
            work.Session.Queue("UPDATE webhook_deliveries SET state = 'dead', next_attempt_at_utc = NULL, ended_at_utc = @p0 WHERE "
                + "replay_id = @p1 AND state = 'pending'", work.Now, id);
            work.Audit(new AuditNote("webhook.replay_cancel", "webhook_replay", id) { MerchantId = row.MerchantId });
        }
        return View(row, 0, 0, 0);
    }, cancellation);

    /// <summary>Lays out what was asked for, a bounded step in each transaction; answers how many deliveries that were.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var laid = 0;
        for (var more = true; more;)
        {
            var step = await transaction.RunAsAsync<int>(Replayer, new DeskCommand(null), StepAsync, cancellation);
            more = step.IsSuccess && step.Value >= 0;
            laid += more ? step.Value : 0;
        }
        return laid;
    }

    // Answers -1 when nothing is running any more.
    private static async Task<Result<int>> StepAsync(DeskWork work, CancellationToken cancellation)
    {
        var replay = await work.Db.WebhookReplays.Where(row => row.State == "running").OrderBy(row => row.CreatedAtUtc)
            .FirstOrDefaultAsync(cancellation);
        if (replay is null)
        {
            return -1;
        }
        var endpoints = await work.Db.WebhookEndpoints.Where(row => row.IsActive && row.Surface != WebhookForms.GatewayCallback
            && (replay.EndpointId == null || row.Id == replay.EndpointId)
            && (replay.MerchantId == null || row.MerchantId == replay.MerchantId)).ToListAsync(cancellation);
        var chunk = await work.Db.Outbox.Where(row => row.Id > replay.AtSequence && row.Id <= replay.UntilSequence
            && row.CreatedAtUtc >= replay.SinceUtc && row.Type != TestType
            && (replay.MerchantId == null || row.MerchantId == replay.MerchantId)).OrderBy(row => row.Id).Take(ChunkMax)
            .Select(row => new { row.Id, row.MessageId, row.SubjectId, row.Type, row.MerchantId }).ToListAsync(cancellation);
        if (chunk.Count == 0 || endpoints.Count == 0)
        {
            (replay.State, replay.EndedAtUtc) = ("laid_out", work.Now);
            return 0;
        }
        var subjects = chunk.Select(row => row.SubjectId).Distinct().ToList();
        var latest = (await work.Db.Outbox.Where(row => subjects.Contains(row.SubjectId) && row.Id <= replay.UntilSequence)
            .GroupBy(row => new { row.SubjectId, row.Type })
            .Select(rows => new { rows.Key.SubjectId, rows.Key.Type, Last = rows.Max(row => row.Id) }).ToListAsync(cancellation))
            .ToLookup(one => one.SubjectId);
        var laid = 0;
        foreach (var endpoint in endpoints)
        {
            foreach (var row in chunk.Where(row => (endpoint.MerchantId is null || endpoint.MerchantId == row.MerchantId)
                && WebhookForms.Hears(endpoint.Surface, endpoint.Events, row.Type)
                && latest[row.SubjectId].Where(one => WebhookForms.Hears(endpoint.Surface, endpoint.Events, one.Type))
                .Max(one => one.Last) == row.Id))
            {
                work.Session.Queue(
                    "INSERT INTO webhook_deliveries (id, message_id, endpoint_id, event_type, subject_id, state, attempt_count, "
                        + "next_attempt_at_utc, created_at_utc, mark, replay_id) "
                    + "VALUES (@p0, @p1, @p2, @p3, @p4, 'pending', 0, @p5, @p5, 'replay', @p6) ON CONFLICT (message_id, endpoint_id) DO "
                    + "UPDATE SET state = 'pending', attempt_count = 0, "
                    + "next_attempt_at_utc = @p5, ended_at_utc = NULL, mark = 'replay', replay_id = @p6", work.NewId(), row.MessageId,
                    endpoint.Id, row.Type, row.SubjectId, work.Now, replay.Id);
                laid++;
            }
        }
        (replay.AtSequence, replay.Total) = (chunk[^1].Id, replay.Total + laid);
        return laid;
    }

    private static async Task<WebhookEndpoint?> FindAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        var row = await work.Db.WebhookEndpoints.FirstOrDefaultAsync(one => one.Id == id, cancellation);
        return row is not null && (work.Actor.May(Permission.WebhookEdit)
            || (work.Actor.May(Permission.WebhookOwn) && row.MerchantId is { } owner && owner == work.Actor.MerchantId)) ? row : null;
    }

    private static bool MaySee(ActorStanding actor, WebhookReplay row) =>
        actor.May(Permission.WebhookEdit) || (actor.May(Permission.WebhookOwn) && row.MerchantId is { } owner && owner == actor.MerchantId);

    private static WebhookReplayView View(WebhookReplay row, int done, int failed, int pending) => new(
        row.Id, row.State == "laid_out" ? pending == 0 ? "done" : "running" : row.State, row.SinceUtc, row.EndpointId, row.Total, done,
            failed, row.CreatedAtUtc, row.EndedAtUtc);

    // What a receiver gets of the type, told now: its own shape on every surface, so that what reads the test reads the event.
    private static string BodyOf(EventKind kind, DateTime now)
    {
        var body = JsonNode.Parse(kind.Example)!.AsObject();
        if (body.ContainsKey("event"))
        {
            body["timestamp"] = JsonSerializer.SerializeToNode(now, DeskJson.Events);
        }
        return body.ToJsonString(DeskJson.Options);
    }
}
