using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Api.Staff;

/// <summary>Money from outside, the queue of what is on no record, and alarms.</summary>
internal static class ReceiptRoutes
{
    private static readonly string[] AlarmStates = ["open", "acknowledged"];

    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/receipts", List).RequireAuthorization(guard.For(Permission.ReceiptRead))
            .Reads("status", "source", "from", "to", "account", "external_id", "cursor", "limit");
        group.MapGet("/receipts/{id:guid}", Get).RequireAuthorization(guard.For(Permission.ReceiptRead));
        group.MapPost("/receipts/{id:guid}/claim", Claim).RequireAuthorization(guard.For(Permission.ReceiptDecide));
        group.MapPost("/receipts/{id:guid}/release", Release).RequireAuthorization(guard.For(Permission.ReceiptDecide));
        group.MapPost("/receipts/{id:guid}/assign", Assign).RequireAuthorization(guard.For(Permission.ReceiptDecide));
        group.MapPost("/receipts/{id:guid}/return", Return).RequireAuthorization(guard.For(Permission.ReceiptDecide));
        group.MapPost("/receipts/{id:guid}/keep", Keep).RequireAuthorization(guard.For(Permission.ReceiptDecide));
        group.MapPost("/receipts/{id:guid}/undo", Undo).RequireAuthorization(guard.For(Permission.ReceiptDecide));
        group.MapGet("/alarms", Alarms).RequireAuthorization(guard.For(Permission.ReceiptRead)).Reads("status", "cursor", "limit");
        group.MapPost("/alarms/{id:guid}/acknowledge", Acknowledge).RequireAuthorization(guard.For(Permission.AlarmClose));
    }

    private static async Task<IResult> List(HttpContext http, ReceiptQueries receipts, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var filter = new ReceiptFilter(query.Name<ReceiptStatus>("status"), query.Name<ReceiptSource>("source"), query.Cursor(),
            query.Limit())
        {
            FromUtc = query.Time("from"), ToUtc = query.Until("to"), Account = query.Text("account"),
            ExternalId = query.Text("external_id"),
        };
        return query.Fault is { } fault ? ProblemDialect.Problem(fault)
            : (await receipts.ListAsync(filter, cancellation)).Listed("receipts", Wire);
    }

    private static async Task<IResult> Get(Guid id, ReceiptQueries receipts, CancellationToken cancellation) =>
        (await receipts.GetAsync(id, cancellation)).Answer(One);

    private static async Task<IResult> Claim(Guid id, ReceiptDesk desk, ReceiptQueries receipts, CancellationToken cancellation) =>
        await ShownAsync(await desk.ClaimAsync(id, cancellation), receipts, cancellation);

    private static async Task<IResult> Release(Guid id, ReceiptDesk desk, ReceiptQueries receipts, CancellationToken cancellation) =>
        await ShownAsync(await desk.ReleaseAsync(id, cancellation), receipts, cancellation);

    private static Task<IResult> Assign(Guid id, HttpContext http, ReceiptDesk desk, ReceiptQueries receipts,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<AssignReceiptRequest>(http, async body =>
        {
            var parts = (body.Value.Records ?? [])
                .ConvertAll(part => new ReceiptPart(part.Kind, part.Id, part.Amount) { Number = part.Number });
            return await ShownAsync(
                await desk.DecideAsync(id, new ReceiptDecision(ReceiptAction.Assign, parts, body.Value.Reason), cancellation), receipts,
                cancellation);
        }, cancellation);

    private static Task<IResult> Return(Guid id, HttpContext http, ReceiptDesk desk, ReceiptQueries receipts,
        CancellationToken cancellation) =>
        EndAsync(id, ReceiptAction.Return, http, desk, receipts, cancellation);

    private static Task<IResult> Keep(Guid id, HttpContext http, ReceiptDesk desk, ReceiptQueries receipts,
        CancellationToken cancellation) =>
        EndAsync(id, ReceiptAction.Keep, http, desk, receipts, cancellation);

    private static Task<IResult> EndAsync(Guid id, ReceiptAction action, HttpContext http, ReceiptDesk desk, ReceiptQueries receipts,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http, async body =>
            await ShownAsync(await desk.DecideAsync(id, new ReceiptDecision(action, [], body.Value.Reason), cancellation), receipts,
                cancellation), cancellation);

    private static Task<IResult> Undo(Guid id, HttpContext http, ReceiptDesk desk, ReceiptQueries receipts,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http,
            async body => await ShownAsync(await desk.UndoAsync(id, body.Value.Reason, cancellation), receipts, cancellation),
            cancellation);

    private static async Task<IResult> Alarms(HttpContext http, AlarmDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (state, cursor, limit) = (query.OneOf("status", AlarmStates), query.Cursor(), query.Limit());
        return query.Fault is { } fault ? ProblemDialect.Problem(fault)
            : (await desk.ListAsync(state is null ? null : state == "open", cursor, limit, cancellation)).Listed("alarms", Alarm);
    }

    private static Task<IResult> Acknowledge(Guid id, HttpContext http, AlarmDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<NoteRequest>(http,
            async body => (await desk.AcknowledgeAsync(id, body.Value.Note, cancellation)).Answer(alarm => new { Alarm = Alarm(alarm) }),
            cancellation);

    // What a command answers is read again, so that it says what the receipt is on and may be for.
    private static async Task<IResult> ShownAsync(Result<ReceiptView> changed, ReceiptQueries receipts, CancellationToken cancellation) =>
        changed.Failed(out var refused) ? ProblemDialect.Problem(refused)
            : (await receipts.GetAsync(changed.Value.Id, cancellation)).Answer(One);

    private static async Task<IResult> ShownAsync(Result<Decided<ReceiptView>> decided, ReceiptQueries receipts,
        CancellationToken cancellation) =>
        decided.IsSuccess && decided.Value.Done is { } done ? await ShownAsync(done, receipts, cancellation) : decided.AnswerDecided(One);

    private static object One(ReceiptView view) => new { Receipt = Wire(view) };

    private static object Wire(ReceiptView view) => new
    {
        view.Id,
        view.HumanId,
        view.Source,
        view.Account,
        view.ExternalId,
        Currency = view.Network is null ? view.Unit : null,
        Asset = view.Network is null ? null : view.Unit,
        view.Network,
        view.Amount,
        view.Remaining,
        Payer = view.PayerName ?? view.PayerAccount,
        view.PayerAccount,
        view.Reference,
        OccurredAt = view.OccurredAtUtc,
        ReceivedAt = view.ReceivedAtUtc,
        Status = Names.Snake(view.Status),
        view.PaidLate,
        Reverses = view.ReversesId,
        ClaimedBy = view.AssigneeUserId,
        ClaimedByName = view.AssigneeName,
        ClaimExpiresAt = view.ClaimExpiresAtUtc,
        Matched = view.Parts.Where(part => part.UndoneAtUtc is null && part.Kind is not ("returned" or "kept"))
            .Select(part => new { part.Kind, Id = part.RecordId, Number = part.RecordNumber, part.Amount, By = part.ByName, part.Reason,
                At = part.AtUtc }),
        Moves = view.Parts.Select(part => new
        {
            part.Kind, Id = part.RecordId, Number = part.RecordNumber, part.Amount, By = part.ByName, part.Reason, At = part.AtUtc,
            UndoneAt = part.UndoneAtUtc, part.UndoReason,
        }),
        Proposals = view.Proposals.Select(one =>
            new { one.Kind, Id = one.RecordId, one.Number, one.MerchantId, one.Score, one.Because, one.Missing }),
        Conflicts = view.Conflicts.Select(one => new { At = one.AtUtc, one.Message }),
        view.Place,
        view.Raw,
    };

    private static object Alarm(AlarmView view) => new
    {
        view.Id,
        view.Kind,
        view.Subject,
        view.SubjectId,
        OpenedAt = view.OpenedAtUtc,
        view.Message,
        view.AcknowledgedBy,
        view.AcknowledgedByName,
        AcknowledgedAt = view.AcknowledgedAtUtc,
        view.Note,
    };
}

/// <summary>Where a receipt goes.</summary>
internal sealed record AssignReceiptRequest
{
    public List<ReceiptPartRequest>? Records { get; init; }
    public string? Reason { get; init; }
}

/// <summary>One record and how much of the receipt it gets.</summary>
internal sealed record ReceiptPartRequest
{
    public string? Kind { get; init; }
    public Guid? Id { get; init; }

    /// <summary>The record's number instead of its id: DEP-1042.</summary>
    public string? Number { get; init; }
    public string? Amount { get; init; }
}

/// <summary>A note.</summary>
internal sealed record NoteRequest
{
    public string? Note { get; init; }
}
