using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Gateway;

/// <summary>A tenant's own withdrawals, live, newest first; one that waits can be taken back.</summary>
public sealed partial class MyGatewayWithdrawalsPage : DeskPage<GatewayRows<GatewayWithdrawalView>>
{
    private const int PageSize = 25;

    private GatewayWithdrawalView? _asked;
    private string? _refusal;

    [SupplyParameterFromQuery(Name = "status")]
    private string? StatusName { get; set; }

    [SupplyParameterFromQuery(Name = "offset")]
    private int? Offset { get; set; }

    [Inject]
    private GatewayWithdrawalDesk Withdrawals { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{StatusName}|{Offset}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [GatewayWithdrawal.Kind.Queue];

    private string? StatusKey => Names.TryParse<GatewayWithdrawalStatus>(StatusName, out _) ? StatusName : null;

    /// <inheritdoc/>
    protected override Task<Result<GatewayRows<GatewayWithdrawalView>>> ReadAsync(CancellationToken cancellation) => Withdrawals.ListAsync(
        new GatewayWithdrawalFilter(new GatewayPage(PageSize, Math.Max(0, Offset ?? 0))) { Status = StatusKey, Sort = "-created_at" },
            cancellation);

    private string? Summary => Load is not { } load ? null
        : $"{load.Total} {(load.Total == 1 ? "withdrawal" : "withdrawals")}{(StatusKey is { } status ? $", {StatusLook.For(status).Word.ToLowerInvariant()}" : "")}";

    private static string HrefOf(string status, int offset) =>
        $"/my/gateway-withdrawals?status={status}{(offset > 0 ? $"&offset={offset}" : "")}";

    private static bool IsPending(GatewayWithdrawalView row) => (string)row.Body["status"]! == Names.Snake(GatewayWithdrawalStatus.Pending);

    private void Ask(GatewayWithdrawalView row) => (_asked, _refusal) = (row, null);

    private void Close() => _asked = null;

    private async Task CancelAsync()
    {
        var cancelled = await Withdrawals.CancelOwnAsync(_asked!.Id, null, Gone);
        _refusal = cancelled.Failed(out var refused) ? refused.Message : null;
        if (cancelled.IsSuccess)
        {
            Notices.Done($"{_asked.HumanId} is cancelled.");
            _asked = null;
            await ReloadAsync();
        }
    }
}
