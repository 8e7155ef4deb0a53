using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>Specification 004, the deposit desk API: prices, deposits with their proofs, withdrawals.</summary>
public static class DepositDeskApi
{
    /// <summary>Where uploaded proofs are served.</summary>
    public const string ProofPrefix = "/otc-deposits-proof";

    private const string Prefix = "/api/v1/auth";

    /// <summary>The surface.</summary>
    public static Surface Surface { get; } = new("deposit-desk", ProblemDialect.Instance, SchemeNames.PersonalToken, Map)
    {
        Prefixes = [$"{Prefix}/otc/deposits", $"{Prefix}/otc/withdrawals", $"{Prefix}/pricing", $"{Prefix}/fiat-currencies", ProofPrefix],
    };

    private static void Map(IEndpointRouteBuilder routes, Surface surface)
    {
        var (group, guard) = (surface.Group(routes, Prefix), surface.Guard);
        group.AddActions(Prefix);
        PricingRoutes.Map(group.MapGroup("/pricing"), guard);
        CurrencyRoutes.Map(group.MapGroup("/fiat-currencies"), guard);
        var deposits = group.MapGroup("/otc/deposits");
        DepositRoutes.Map(deposits, guard);
        DraftRoutes.Map(deposits, guard);
        OneShotRoutes.Map(deposits, guard);
        ProofRoutes.Map(deposits, guard);
        ReviewRoutes.Map(deposits, guard);
        WorkRoutes.Map(deposits, guard);
        WithdrawalRoutes.Map(group.MapGroup("/otc/withdrawals"), guard);
        ProofViewRoutes.Map(surface.Group(routes, ProofPrefix));
    }
}
