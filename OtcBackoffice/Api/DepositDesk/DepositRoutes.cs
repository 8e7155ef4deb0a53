using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>Reading deposits. Merchants and staff come the same way; the desk shows each what it may see.</summary>
internal static class DepositRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/", List).RequireAuthorization(guard.SignedIn)
            .Reads("status", "push_state", "merchant_id", "assignee_user_id", "cursor", "limit");
        group.MapGet("/queue/pending", Pending).RequireAuthorization(guard.For(Permission.DepositReadAll))
            .Reads("merchant_id", "assignee_user_id", "cursor", "limit");
        group.MapGet("/{id:guid}", Get).RequireAuthorization(guard.SignedIn);
        group.MapGet("/{id:guid}/settlement", Settlement).RequireAuthorization(guard.SignedIn);
        group.MapGet("/{id:guid}/audit", History).RequireAuthorization(guard.SignedIn);
    }

    private static async Task<IResult> List(HttpContext http, DepositQueries deposits, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var filter = new DepositFilter(
            query.Name<DepositStatus>("status"), query.Id("merchant_id"), query.Id("assignee_user_id"), Cursor: query.Cursor(),
                Size: query.Limit())
        {
            PushState = query.Name<PushState>("push_state"),
        };
        return query.Fault is { } fault
            ? ProblemDialect.Problem(fault)
            : (await deposits.ListAsync(filter, cancellation)).Listed("deposits", Mapping.Deposit);
    }

    private static async Task<IResult> Pending(HttpContext http, DepositQueries deposits, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var filter = new DepositFilter(
            DepositStatus.Pending, query.Id("merchant_id"), query.Id("assignee_user_id"), OldestFirst: true, query.Cursor(), query.Limit());
        return query.Fault is { } fault
            ? ProblemDialect.Problem(fault)
            : (await deposits.ListAsync(filter, cancellation)).Listed("deposits", Mapping.Deposit);
    }

    private static async Task<IResult> Get(Guid id, DepositQueries deposits, CancellationToken cancellation) =>
        (await deposits.GetAsync(id, cancellation)).Answer(Mapping.DepositAnswer);

    private static async Task<IResult> Settlement(Guid id, DepositQueries deposits, CancellationToken cancellation) =>
        (await deposits.SettlementAsync(id, cancellation)).Answer(Mapping.Settlement);

    private static async Task<IResult> History(Guid id, DepositQueries deposits, CancellationToken cancellation) =>
        (await deposits.HistoryAsync(id, cancellation)).Listed("audit", Mapping.HistoryLine);
}
