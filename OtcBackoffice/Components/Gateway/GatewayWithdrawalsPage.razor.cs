using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Gateway;

/// <summary>Withdrawals of the gateway, live; what waits for a decision comes oldest first.</summary>
public sealed partial class GatewayWithdrawalsPage : DeskPage<GatewayRows<GatewayWithdrawalView>>
{
    private const int PageSize = 50;
    private const string Everything = "all";

    [SupplyParameterFromQuery(Name = "status")]
    private string? StatusName { get; set; }

    [SupplyParameterFromQuery(Name = "offset")]
    private int? Offset { get; set; }

    [Inject]
    private GatewayWithdrawalDesk Withdrawals { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{StatusName}|{Offset}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [GatewayWithdrawal.Kind.Queue];

    private string Key => StatusName == Everything || Names.TryParse<GatewayWithdrawalStatus>(StatusName, out _) ? StatusName!
        : Names.Snake(GatewayWithdrawalStatus.Pending);

    /// <inheritdoc/>
    protected override Task<Result<GatewayRows<GatewayWithdrawalView>>> ReadAsync(CancellationToken cancellation) => Withdrawals.ListAsync(
        new GatewayWithdrawalFilter(new GatewayPage(PageSize, Math.Max(0, Offset ?? 0)))
        {
            Status = Key == Everything ? null : Key, Sort = Key == Names.Snake(GatewayWithdrawalStatus.Pending) ? "created_at"
                : "-created_at",
        }, cancellation);

    private static string HrefOf(string key, int offset) => $"/gateway-withdrawals?status={key}{(offset > 0 ? $"&offset={offset}" : "")}";
}
