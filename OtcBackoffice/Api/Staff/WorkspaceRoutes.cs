using System.Globalization;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Staff;

/// <summary>The inbox behind the bell, saved views of queues, the day of a person and of the team, and notes on records of other
/// kinds.</summary>
internal static class WorkspaceRoutes
{
    // Where the records of a kind lie, and who may do what with them; deposits have their own routes beside their decisions.
    private static readonly (string Path, string Kind, Permission Read, Permission Decide)[] Kinds =
    [
        ("/otc/withdrawals", "withdrawal", Permission.WithdrawalRead, Permission.WithdrawalDecide),
        ("/otc/exchanges", "exchange", Permission.ExchangeRead, Permission.ExchangeDecide),
        ("/receipts", "receipt", Permission.ReceiptRead, Permission.ReceiptDecide),
        ("/gateway/withdrawals", "gateway_withdrawal", Permission.GatewayRead, Permission.GatewayDecide),
    ];

    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/notifications", Inbox).RequireAuthorization(guard.SignedIn);
        group.MapPost("/notifications/read", Read).RequireAuthorization(guard.SignedIn);
        group.MapGet("/notifications/preferences", Preferences).RequireAuthorization(guard.SignedIn);
        group.MapPatch("/notifications/preferences", Prefer).RequireAuthorization(guard.SignedIn);
        group.MapGet("/views", Views).RequireAuthorization(guard.For(Permission.DepositReadAll)).Reads("queue");
        group.MapPost("/views", KeepView).RequireAuthorization(guard.For(Permission.DepositReadAll));
        group.MapPatch("/views/{id:guid}", ChangeView).RequireAuthorization(guard.For(Permission.DepositReadAll));
        group.MapDelete("/views/{id:guid}", DropView).RequireAuthorization(guard.For(Permission.DepositReadAll));
        group.MapGet("/team", Team).RequireAuthorization(guard.For(Permission.DepositAssign));
        group.MapGet("/my-day", Day).RequireAuthorization(guard.For(Permission.DepositReadAll));
        foreach (var (path, kind, read, decide) in Kinds)
        {
            var records = group.MapGroup(path);
            records.MapPost("/{id:guid}/snooze", (Guid id, HttpContext http, RecordWorkDesk desk, CancellationToken token) => Snooze(kind,
                id, http, desk, token)).RequireAuthorization(guard.For(decide));
            records.MapPost("/{id:guid}/note", (Guid id, HttpContext http, RecordWorkDesk desk, CancellationToken token) => Note(kind, id,
                http, desk, token)).RequireAuthorization(guard.For(decide));
            records.MapPost("/{id:guid}/follow", (Guid id, HttpContext http, RecordWorkDesk desk, CancellationToken token) => Follow(kind,
                id, http, desk, token)).RequireAuthorization(guard.For(read));
            records.MapGet("/{id:guid}/notes", async (Guid id, RecordWorkDesk desk, CancellationToken token) =>
                (await desk.NotesAsync(kind, id, token)).Listed("notes", SharedWire.Note))
                .RequireAuthorization(guard.For(read));
            records.MapGet("/{id:guid}/work", async (Guid id, RecordWorkDesk desk, CancellationToken token) =>
                (await desk.AroundAsync(kind, id, token)).Answer(work => new { Work = Work(work) }))
                .RequireAuthorization(guard.For(read));
        }
        MapBlockTrades(group.MapGroup("/block-trades/{id}"), guard);
    }

    // A block trade is known by its number everywhere, so what is done around one is asked for by that, or by its id as of any record.
    private static void MapBlockTrades(RouteGroupBuilder order, SurfaceGuard guard)
    {
        var (kind, read, decide) = (BlockOrder.Kind.Name, guard.For(Permission.BlockTradeRead), guard.For(Permission.BlockTradeDecide));
        order.MapPost("/snooze", async (string id, HttpContext http, BlockQueries orders, RecordWorkDesk desk, CancellationToken token) =>
            await Snooze(kind, await IdOfAsync(id, orders, token), http, desk, token)).RequireAuthorization(decide);
        order.MapPost("/note", async (string id, HttpContext http, BlockQueries orders, RecordWorkDesk desk, CancellationToken token) =>
            await Note(kind, await IdOfAsync(id, orders, token), http, desk, token)).RequireAuthorization(decide);
        order.MapPost("/follow", async (string id, HttpContext http, BlockQueries orders, RecordWorkDesk desk, CancellationToken token) =>
            await Follow(kind, await IdOfAsync(id, orders, token), http, desk, token)).RequireAuthorization(read);
        order.MapGet("/notes", async (string id, BlockQueries orders, RecordWorkDesk desk, CancellationToken token) =>
            (await desk.NotesAsync(kind, await IdOfAsync(id, orders, token), token)).Listed("notes", SharedWire.Note))
            .RequireAuthorization(read);
        order.MapGet("/work", async (string id, BlockQueries orders, RecordWorkDesk desk, CancellationToken token) =>
            (await desk.AroundAsync(kind, await IdOfAsync(id, orders, token), token)).Answer(work => new { Work = Work(work) }))
            .RequireAuthorization(read);
    }

    // What stands for no order is the id of none; the desk says that it is not there, after the body was judged.
    private static async Task<Guid> IdOfAsync(string order, BlockQueries orders, CancellationToken cancellation)
    {
        if (Guid.TryParseExact(order, "D", out var id))
        {
            return id;
        }
        return long.TryParse(order, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && (await orders.ShowAsync(number, cancellation)) is { IsSuccess: true } found ? found.Value.Id : Guid.Empty;
    }

    private static async Task<IResult> Inbox(NotificationDesk desk, CancellationToken cancellation) =>
        (await desk.ReadAsync(cancellation)).Answer(inbox => new { Notifications = inbox.Rows.Select(Wire), inbox.Unread });

    private static Task<IResult> Read(HttpContext http, NotificationDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReadRequest>(http, async body =>
        (body.Value.Ids is null) == (body.Value.All != true)
            ? ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "ids", "Send ids, or all as true."))
            : (await desk.MarkReadAsync(body.Value.All == true ? null : body.Value.Ids, cancellation)).Answer(count =>
                new { Read = count }), cancellation);

    private static async Task<IResult> Preferences(NotificationDesk desk, CancellationToken cancellation) =>
        (await desk.PreferencesAsync(cancellation)).Answer(events => new { Events = events });

    private static Task<IResult> Prefer(HttpContext http, NotificationDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<PreferenceRequest>(http, async body =>
        (await desk.ChangeAsync(body.Value.Events, cancellation)).Answer(events => new { Events = events }), cancellation);

    private static async Task<IResult> Views(HttpContext http, SavedViewDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var queue = query.OneOf("queue", SavedViewDesk.Queues);
        return query.Fault is { } fault ? ProblemDialect.Problem(fault) : (await desk.ListAsync(queue, cancellation)).Listed("views", View);
    }

    private static Task<IResult> KeepView(HttpContext http, SavedViewDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ViewRequest>(http, async body =>
        (await desk.CreateAsync(body.Value.Wish, cancellation)).Created(view => new { View = View(view) }), cancellation);

    private static Task<IResult> ChangeView(Guid id, HttpContext http, SavedViewDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ViewRequest>(http, async body =>
        (await desk.ChangeAsync(id, body.Value.Wish, cancellation)).Answer(view => new { View = View(view) }), cancellation);

    private static async Task<IResult> DropView(Guid id, SavedViewDesk desk, CancellationToken cancellation) =>
        (await desk.DeleteAsync(id, cancellation)).Answer(view => new { View = View(view) });

    private static async Task<IResult> Team(TeamDesk desk, CancellationToken cancellation) =>
        (await desk.ReadAsync(cancellation)).Answer(team => new { team.Members, team.Ageing });

    private static async Task<IResult> Day(MyDayDesk desk, CancellationToken cancellation) =>
        (await desk.ReadAsync(cancellation)).Answer(day => new
    {
        Mine = day.Mine.Select(line => new { line.Id, line.HumanId, DueAt = line.DueAtUtc }),
        Late = day.Late.Select(line => new { line.Id, line.HumanId, DueAt = line.DueAtUtc }),
        day.LateCount,
        Limit = day.Limit is { } limit ? new { limit.MerchantId, UsedUsd = SharedWire.Usd(limit.UsedCents),
            LimitUsd = SharedWire.Usd(limit.LimitCents) } : null,
        Endpoints = new { Total = day.Endpoints, Stopped = day.EndpointsStopped },
        StatementsMissing = day.Statements,
    });

    private static Task<IResult> Snooze(string kind, Guid id, HttpContext http, RecordWorkDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<SnoozeRequest>(http, async body =>
        (await desk.SnoozeAsync(kind, id, body.Value.Until, cancellation)).Answer(view => new { Id = view.RecordId, HumanId = view.Number,
            SnoozedUntil = view.UntilUtc }), cancellation);

    private static Task<IResult> Note(string kind, Guid id, HttpContext http, RecordWorkDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<RecordNoteRequest>(http, async body =>
        (await desk.NoteAsync(kind, id, body.Value.Text, body.Value.Mentions, cancellation)).Created(note =>
            new { Note = SharedWire.Note(note) }), cancellation);

    private static Task<IResult> Follow(string kind, Guid id, HttpContext http, RecordWorkDesk desk, CancellationToken cancellation) =>
        Answers.WithOptionalBodyAsync<FollowRequest>(http, async body =>
        (await desk.FollowAsync(kind, id, body.Follow ?? true, cancellation)).Answer(view => new { Id = view.RecordId,
            HumanId = view.Number, Followed = view.IsFollowed }), cancellation);

    private static object Work(RecordWorkView work) => new
    {
        HumanId = work.Number, SnoozedUntil = work.SnoozedUntilUtc, Followed = work.IsFollowed, Notes = work.Notes.Select(SharedWire.Note),
        Actions = work.Actions.Select(action => new { action.Name, action.Key, action.Allowed, action.Why }),
    };

    private static object Wire(NotificationView row) => new { row.Id, row.Kind, row.Subject, row.SubjectId, row.Href, row.Text,
        At = row.AtUtc, ReadAt = row.ReadAtUtc };

    private static object View(SavedViewView view) => new { view.Id, view.Name, view.Queue, view.Query, view.Shared, view.OwnerName,
        view.IsMine };
}

/// <summary>Which notifications were read.</summary>
internal sealed record ReadRequest
{
    public IReadOnlyList<Guid>? Ids { get; init; }
    public bool? All { get; init; }
}

/// <summary>How kinds of events are to be told: at_once, digest or off.</summary>
internal sealed record PreferenceRequest
{
    public IReadOnlyDictionary<string, string>? Events { get; init; }
}

/// <summary>A view to keep or change.</summary>
internal sealed record ViewRequest
{
    public string? Name { get; init; }
    public string? Queue { get; init; }
    public string? Query { get; init; }
    public bool? Shared { get; init; }
    internal ViewWish Wish => new(Name, Queue, Query, Shared);
}
