using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Components.Gateway;

/// <summary>What a tenant holds with the gateway, by account, as the ledger has it; and new sub-accounts.</summary>
public sealed partial class MyGatewayWalletsPage : DeskPage<GatewayBalances>
{
    private string _name = "", _external = "";
    private string? _refusal;

    [Inject]
    private GatewayWalletDesk Wallets { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics =>
        [GatewayPayment.Kind.Queue, GatewayWithdrawal.Kind.Queue, GatewayTransfer.Kind.Queue];

    /// <inheritdoc/>
    protected override Task<Result<GatewayBalances>> ReadAsync(CancellationToken cancellation) => Wallets.BalancesAsync(cancellation);

    private string? NameOf(Guid id) => Load!.Wallets.FirstOrDefault(wallet => wallet.Id == id)?.Name;

    private async Task MakeAsync()
    {
        var made = await Wallets.CreateAsync(_name, _external.Trim() is { Length: > 0 } external ? external : null, null, Gone);
        _refusal = made.Failed(out var refused) ? refused.Message : null;
        if (made.IsSuccess)
        {
            Notices.Done($"{made.Value.Name} is made.");
            (_name, _external) = ("", "");
            await ReloadAsync();
        }
    }
}
