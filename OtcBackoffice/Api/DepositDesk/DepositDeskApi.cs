using Microsoft.AspNetCore.Mvc;
using OtcBackoffice.Api.Shared;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>Specification 004, the deposit desk API, and the staff's actions over HTTP beside it.</summary>
public static class DepositDeskApi
{
    /// <summary>Where uploaded proofs are served.</summary>
    public const string ProofPrefix = "/otc-deposits-proof";

    /// <summary>Adds every route of the surface; they are open to one authentication scheme only.</summary>
    /// <param name="routes">The host's routes.</param>
    /// <param name="scheme">The scheme of personal access tokens.</param>
    public static void MapDepositDesk(this IEndpointRouteBuilder routes, string scheme)
    {
        var guard = new SurfaceGuard(scheme);
        var group = routes.MapGroup("/api/v1/auth").WithMetadata(new RequestSizeLimitAttribute(ApiJson.TransportBytesMax));
        SessionRoutes.Map(routes.MapGroup(SessionRoutes.Prefix).WithMetadata(new RequestSizeLimitAttribute(ApiJson.TransportBytesMax)));
        PricingRoutes.Map(group.MapGroup("/pricing"), guard);
        CurrencyRoutes.Map(group.MapGroup("/fiat-currencies"), guard);
        var deposits = group.MapGroup("/otc/deposits");
        DepositRoutes.Map(deposits, guard);
        DraftRoutes.Map(deposits, guard);
        OneShotRoutes.Map(deposits, guard);
        ProofRoutes.Map(deposits, guard);
        ReviewRoutes.Map(deposits, guard);
        ApprovalRoutes.MapPayoutWallet(deposits, guard);
        ReceiptRoutes.Map(group, guard);
        MatchingRoutes.Map(group.MapGroup("/matching/rules"), guard);
        WithdrawalRoutes.Map(group.MapGroup("/otc/withdrawals"), guard);
        ApprovalRoutes.Map(group.MapGroup("/approvals"), guard);
        PolicyRoutes.Map(group.MapGroup("/policies"), group.MapGroup("/settings"), guard);
        AuditRoutes.Map(group.MapGroup("/audit"), guard);
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
        NoticeKeyRoutes.Map(group, guard);
        DocumentRoutes.Map(group, guard);
    }

    /// <summary>Adds the files that pages of the console offer; they are open to its sessions only.</summary>
    /// <param name="routes">The host's routes.</param>
    /// <param name="sessionScheme">The scheme of the console's sessions.</param>
    public static void MapConsoleFiles(this IEndpointRouteBuilder routes, string sessionScheme)
    {
        var guard = new SurfaceGuard(sessionScheme);
        AuditRoutes.MapFiles(routes, guard);
        ReportRoutes.MapFiles(routes, guard);
        DocumentRoutes.MapFiles(routes, guard);
        StatementRoutes.MapFiles(routes, guard);
    }
}
