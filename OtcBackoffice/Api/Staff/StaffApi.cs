using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Api.Staff;

/// <summary>
/// What people do on the console's pages, over HTTP by the same desk methods: approvals, treasury, people, keys, policies,
/// markets, audit. It also answers whatever lies below <c>/api</c> and is nobody else's.
/// </summary>
public static class StaffApi
{
    private const string Prefix = "/api/v1/auth";

    /// <summary>The surface.</summary>
    public static Surface Surface { get; } = new("staff", ProblemDialect.Instance, SchemeNames.PersonalToken, Map) { Prefixes = ["/api"] };

    private static void Map(IEndpointRouteBuilder routes, Surface surface)
    {
        var (group, guard) = (surface.Group(routes, Prefix), surface.Guard);
        group.AddActions(Prefix);
        SessionRoutes.Map(surface.Group(routes, SessionRoutes.Prefix));
        ApprovalRoutes.Map(group.MapGroup("/approvals"), guard);
        PolicyRoutes.Map(group.MapGroup("/policies"), group.MapGroup("/settings"), guard);
        AuditRoutes.Map(group.MapGroup("/audit"), guard);
        NodeRoutes.Map(group.MapGroup("/nodes"), guard);
        BanRoutes.Map(group.MapGroup("/bans"), guard);
        CredentialRoutes.Map(group.MapGroup("/credentials"), guard);
        MerchantRoutes.Map(group.MapGroup("/merchants"), guard);
        TreasuryRoutes.Map(group.MapGroup("/treasury"), guard);
        WebhookRoutes.Map(group.MapGroup("/webhooks"), guard);
        PeopleRoutes.Map(group, guard);
        ReportRoutes.MapReports(group.MapGroup("/otc/reports"), guard);
        ReportRoutes.MapPeriods(group.MapGroup("/reports/periods"), guard);
        ReportRoutes.MapExports(group.MapGroup("/exports"), guard);
        StatementRoutes.Map(group.MapGroup("/statements"), guard);
        ReconciliationRoutes.Map(group.MapGroup("/reconciliation"), group.MapGroup("/ledger"), guard);
        DeskAccountRoutes.Map(group.MapGroup("/accounts"), guard);
        RateRoutes.Map(group.MapGroup("/rates"), guard);
        ExchangeRoutes.Map(group.MapGroup("/otc/exchanges"), guard);
        BlockTradeRoutes.Map(group, guard);
        MarketRoutes.Map(group, guard);
        GatewayRoutes.Map(group.MapGroup("/gateway"), guard);
        ReceiptRoutes.Map(group, guard);
        ScreeningRoutes.Map(group, guard);
        MatchingRoutes.Map(group.MapGroup("/matching/rules"), guard);
        NoticeKeyRoutes.Map(group, guard);
        AccessRoutes.Map(group.MapGroup("/access-requests"), guard);
        IncidentRoutes.Map(group.MapGroup("/incidents"), guard);
        DocumentRoutes.Map(group, guard);
        SearchRoutes.Map(group, guard);
        WorkspaceRoutes.Map(group, guard);
        ListRoutes.Map(group, guard);
        ListRoutes.MapLedger(group, guard);
    }

    /// <summary>Adds the files that pages of the console offer; they are open to its sessions only.</summary>
    public static void MapConsoleFiles(this IEndpointRouteBuilder routes)
    {
        var guard = new SurfaceGuard(SchemeNames.ConsoleSession);
        AuditRoutes.MapFiles(routes, guard);
        ReportRoutes.MapFiles(routes, guard);
        DocumentRoutes.MapFiles(routes, guard);
        StatementRoutes.MapFiles(routes, guard);
        ListRoutes.Map(routes, guard);
    }
}
