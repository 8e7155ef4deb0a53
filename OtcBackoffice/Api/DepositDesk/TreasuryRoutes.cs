using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>Proposals and their signatures, and what the desk has to pay with.</summary>
internal static class TreasuryRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/proposals", List).RequireAuthorization(guard.For(Permission.TreasuryRead));
        group.MapGet("/proposals/{id:guid}", Get).RequireAuthorization(guard.For(Permission.TreasuryRead));
        group.MapGet("/desk-liquidity", Liquidity).RequireAuthorization(guard.For(Permission.TreasuryRead));
        group.MapPost("/proposals/{id:guid}/sign", Sign).RequireAuthorization(guard.For(Permission.TreasurySign));
        group.MapPost("/proposals/{id:guid}/reject", Reject).RequireAuthorization(guard.For(Permission.TreasurySign));
    }

    private static async Task<IResult> List(HttpContext http, TreasuryDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (status, cursor, limit) = (query.Name<ProposalStatus>("status"), query.Text("cursor"), query.Limit());
        return query.Fault is { } fault
            ? DepositDeskDialect.Problem(fault)
            : (await desk.ListAsync(status, cursor, limit, cancellation)).Listed("proposals", Mapping.TreasuryProposal);
    }

    private static async Task<IResult> Liquidity(HttpContext http, LiquidityDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (network, refresh) = (query.Text("network"), query.Flag("refresh"));
        return query.Fault is { } fault
            ? DepositDeskDialect.Problem(fault)
            : (await desk.ReadAsync(network, refresh, cancellation)).Listed("desk_liquidity", Mapping.Liquidity);
    }

    private static async Task<IResult> Get(Guid id, TreasuryDesk desk, CancellationToken cancellation) =>
        (await desk.GetAsync(id, cancellation)).Answer(ProposalAnswer);

    private static async Task<IResult> Sign(Guid id, TreasuryDesk desk, CancellationToken cancellation) =>
        (await desk.SignAsync(id, cancellation)).Answer(ProposalAnswer);

    private static Task<IResult> Reject(Guid id, HttpContext http, TreasuryDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http, async body =>
            (await desk.RejectAsync(id, body.Value.Reason, cancellation)).Answer(ProposalAnswer), cancellation);

    private static object ProposalAnswer(ProposalView view) => new { Proposal = Mapping.TreasuryProposal(view) };
}
