using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>What staff do around a deposit without deciding it, the way to the next one, and many at once.</summary>
internal static class WorkRoutes
{
    private const string Kind = "deposit";

    /// <summary>How many deposits one call may name.</summary>
    private const int BulkMax = 200;

    private static readonly string[] BulkActions = ["claim", "release", "assign", "snooze", "follow"];

    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapPost("/next", Next).RequireAuthorization(guard.For(Permission.DepositDecide));
        group.MapPost("/bulk", Bulk).RequireAuthorization(guard.For(Permission.DepositDecide));
        group.MapPost("/hand-over", HandOver).RequireAuthorization(guard.For(Permission.DepositDecide));
        group.MapPost("/{id:guid}/snooze", Snooze).RequireAuthorization(guard.For(Permission.DepositDecide));
        group.MapPost("/{id:guid}/note", Note).RequireAuthorization(guard.For(Permission.DepositDecide));
        group.MapPost("/{id:guid}/follow", Follow).RequireAuthorization(guard.For(Permission.DepositReadAll));
        group.MapPost("/{id:guid}/reopen", Reopen).RequireAuthorization(guard.For(Permission.DepositReopen));
        group.MapPost("/{id:guid}/undo", Undo).RequireAuthorization(guard.For(Permission.DepositDecide));
    }

    // The earliest due that the caller may decide, claimed for it; 404 when nothing is left.
    private static async Task<IResult> Next(Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        (await desk.ClaimNextAsync(null, cancellation)).Answer(Mapping.DepositAnswer);

    private static Task<IResult> HandOver(HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<AssignRequest>(http, async body => body.Value.Person is { } person
            ? (await desk.HandOverAsync(person, cancellation)).Answer(numbers => new { HandedOver = numbers })
            : ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "user_id", "user_id is required.")), cancellation);

    private static Task<IResult> Snooze(Guid id, HttpContext http, RecordWorkDesk desk, DepositQueries deposits,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<SnoozeRequest>(http, async body => (await desk.SnoozeAsync(Kind, id, body.Value.Until,
            cancellation)).Failed(out var refused)
            ? ProblemDialect.Problem(refused) : (await deposits.GetAsync(id, cancellation)).Answer(Mapping.DepositAnswer), cancellation);

    private static Task<IResult> Note(Guid id, HttpContext http, RecordWorkDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<RecordNoteRequest>(http, async body =>
            (await desk.NoteAsync(Kind, id, body.Value.Text, body.Value.Mentions, cancellation)).Created(note =>
                new { Note = SharedWire.Note(note) }), cancellation);

    private static Task<IResult> Follow(Guid id, HttpContext http, RecordWorkDesk desk, DepositQueries deposits,
        CancellationToken cancellation) =>
        Answers.WithOptionalBodyAsync<FollowRequest>(http, async body => (await desk.FollowAsync(Kind, id, body.Follow ?? true,
            cancellation)).Failed(out var refused)
            ? ProblemDialect.Problem(refused) : (await deposits.GetAsync(id, cancellation)).Answer(Mapping.DepositAnswer), cancellation);

    private static Task<IResult> Reopen(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http, async body => (await desk.ReopenAsync(id, body.Value.Reason,
            cancellation)).Answer(Mapping.DepositAnswer), cancellation);

    // A page's decision is held; over HTTP it is taken back like there.
    private static async Task<IResult> Undo(Guid id, HeldDecisionDesk desk, DepositQueries deposits, CancellationToken cancellation) =>
        (await desk.UndoAsync(id, cancellation)).Failed(out var refused)
            ? ProblemDialect.Problem(refused) : (await deposits.GetAsync(id, cancellation)).Answer(Mapping.DepositAnswer);

    private static Task<IResult> Bulk(HttpContext http, Desks.Deposits.DepositDesk desk, RecordWorkDesk work,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<BulkRequest>(http, async body =>
        {
            var asked = body.Value;
            if (asked.Ids is not { Count: > 0 and <= BulkMax })
            {
                return ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "ids", $"ids must name 1 to {BulkMax} deposits."));
            }
            if (asked.Action is null || !BulkActions.Contains(asked.Action))
            {
                return ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "action",
                    $"action must be one of {string.Join(", ", BulkActions)}."));
            }
            if (asked.Action == "assign" && asked.Person is null)
            {
                return ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "user_id", "user_id is required to assign."));
            }
            var rows = new List<object>();
            foreach (var id in asked.Ids.Distinct())
            {
                rows.Add(Row(id, await OneAsync(id, asked, desk, work, cancellation)));
            }
            return Answers.Json(new { Results = rows }, StatusCodes.Status200OK);
        }, cancellation);

    // Each passes or fails alone, by the same method as on its own page.
    private static async Task<Result<string>> OneAsync(Guid id, BulkRequest asked, Desks.Deposits.DepositDesk desk, RecordWorkDesk work,
        CancellationToken cancellation) => asked.Action switch
    {
        "claim" => (await desk.ClaimAsync(id, cancellation)).Map(view => view.HumanId),
        "release" => (await desk.ReleaseAsync(id, cancellation)).Map(view => view.HumanId),
        "assign" => (await desk.AssignAsync(id, asked.Person!.Value, null, cancellation)).Map(view => view.HumanId),
        "snooze" => (await work.SnoozeAsync(Kind, id, asked.Until, cancellation)).Map(view => view.Number),
        _ => (await work.FollowAsync(Kind, id, true, cancellation)).Map(view => view.Number),
    };

    private static object Row(Guid id, Result<string> done) => done.Failed(out var refused)
        ? new { Id = id, HumanId = (string?)null, Ok = false, Code = (string?)refused.Code.Wire(), Message = (string?)refused.Message }
        : new { Id = id, HumanId = (string?)done.Value, Ok = true, Code = (string?)null, Message = (string?)null };
}

/// <summary>Several deposits, and what is done to each.</summary>
internal sealed record BulkRequest
{
    public IReadOnlyList<Guid>? Ids { get; init; }
    public string? Action { get; init; }
    public Guid? UserId { get; init; }
    public Guid? AssigneeUserId { get; init; }
    public DateTime? Until { get; init; }
    internal Guid? Person => UserId ?? AssigneeUserId;
}
