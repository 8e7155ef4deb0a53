using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Api.Staff;

/// <summary>What staff do about batches of withdrawals, and the keys from which addresses are derived.</summary>
internal static class GatewayBatchRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        var (read, decide, edit) =
            (guard.For(Permission.GatewayRead), guard.For(Permission.GatewayDecide), guard.For(Permission.GatewayEdit));
        group.MapGet("/batches", Batches).RequireAuthorization(read).Reads("status", "merchant_id", "limit", "offset");
        group.MapGet("/batches/{id:guid}", Batch).RequireAuthorization(read);
        group.MapPost("/batches/{id:guid}/approve", Approve).RequireAuthorization(decide);
        group.MapPost("/batches/{id:guid}/reject", Reject).RequireAuthorization(decide);
        group.MapGet("/keys", Keys).RequireAuthorization(edit);
        group.MapPost("/keys", EnterKey).RequireAuthorization(edit);
        group.MapPost("/keys/{id:guid}/confirm", ConfirmKey).RequireAuthorization(edit);
    }

    private static async Task<IResult> Batches(HttpContext http, GatewayBatchDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (page, status, merchant) = (GatewayRoutes.Page(query), query.Text("status"), query.Id("merchant_id"));
        return query.Fault is { } fault ? ProblemDialect.Problem(fault)
            : (await desk.ListAsync(page, status, merchant, cancellation)).Answer(rows => GatewayRoutes.List(rows, Wire));
    }

    private static async Task<IResult> Batch(Guid id, GatewayBatchDesk desk, CancellationToken cancellation) =>
        (await desk.GetAsync(id, cancellation)).Answer(One);

    private static async Task<IResult> Approve(Guid id, GatewayBatchDesk desk, CancellationToken cancellation) =>
        await AfterwardsAsync(id, await desk.ApproveAsync(id, cancellation), desk, cancellation);

    private static Task<IResult> Reject(Guid id, HttpContext http, GatewayBatchDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http,
            async body => (await desk.RejectAsync(id, body.Value.Reason, cancellation)).Failed(out var refused)
            ? ProblemDialect.Problem(refused)
            : (await desk.GetAsync(id, cancellation)).Answer(One), cancellation);

    private static async Task<IResult> AfterwardsAsync(Guid id, Result<Desks.Approvals.Decided<GatewayBatchView>> decided,
        GatewayBatchDesk desk, CancellationToken cancellation) =>
        decided is { IsSuccess: true, Value.Waiting: null } ? (await desk.GetAsync(id, cancellation)).Answer(One)
            : decided.AnswerDecided(One);

    private static async Task<IResult> Keys(GatewayKeyDesk desk, CancellationToken cancellation) =>
        (await desk.ListAsync(cancellation)).Answer(keys => new { Keys = keys });

    private static Task<IResult> EnterKey(HttpContext http, GatewayKeyDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<KeyRequest>(http, async body =>
        (await desk.EnterAsync(body.Value.Chain, body.Value.ExtendedPublicKey, body.Value.GapLimit, cancellation)).Answer(
            key => new { Key = key, RequiresSecondPerson = true }, StatusCodes.Status202Accepted), cancellation);

    private static Task<IResult> ConfirmKey(Guid id, HttpContext http, GatewayKeyDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<KeyConfirmation>(http,
            async body => (await desk.ConfirmAsync(id, body.Value.Addresses, cancellation)).Answer(key => new { Key = key }), cancellation);

    private static object One(GatewayBatchView view) => new { Batch = Wire(view) };

    private static object Wire(GatewayBatchView view) => new
    {
        BatchId = view.Batch.Id,
        view.Batch.HumanId,
        view.Batch.MerchantId,
        view.Batch.Status,
        Total = view.Batch.RowCount,
        Withdrawals = view.Made,
        Errors = view.Refused,
        AmountUsd = DecimalText.Format(view.UsdCents, 2),
        CreatedAt = view.Batch.CreatedAtUtc,
        view.Batch.DecidedBy,
        DecidedAt = view.Batch.DecidedAtUtc,
        view.Batch.Reason,
        Rows = view.Rows.Select(row =>
            new { row.Row, row.WithdrawalId, Error = row.Error is { } code ? new { Code = code.Wire(), row.Message } : null }),
    };
}

/// <summary>A key to enter.</summary>
internal sealed record KeyRequest
{
    public string? Chain { get; init; }
    public string? ExtendedPublicKey { get; init; }
    public int? GapLimit { get; init; }
}

/// <summary>The first addresses of a key, as custody shows them.</summary>
internal sealed record KeyConfirmation
{
    public IReadOnlyList<string>? Addresses { get; init; }
}
