using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Merchants;

namespace OtcBackoffice.Components.Deposits;

/// <summary>What a change of the payout wallet was asked for with.</summary>
public sealed record PayoutWish(Guid WalletId, string Reason);

/// <summary>Chooses another wallet of the merchant and gives the reason; a second person decides.</summary>
public sealed partial class PayoutSheet : ComponentBase
{
    private string _wallet = "";
    private string _reason = "";

    /// <summary>The deposit as it was when the sheet was opened.</summary>
    [Parameter]
    [EditorRequired]
    public DepositView Deposit { get; set; } = default!;

    [Parameter]
    public IReadOnlyList<WalletView> Wallets { get; set; } = [];

    [Parameter]
    public string? Stale { get; set; }

    [Parameter]
    public string? Refusal { get; set; }

    [Parameter]
    public EventCallback<PayoutWish> OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    private IReadOnlyList<WalletView> Usable =>
        [.. Wallets.Where(wallet => wallet.IsActive && wallet.Network == Deposit.RequestedNetwork && wallet.Id != Deposit.ToWalletId)];

    private WalletView? Chosen => Usable.FirstOrDefault(wallet => wallet.Id.ToString() == _wallet);

    private string? Missing => Chosen is null ? "Choose a wallet." : string.IsNullOrWhiteSpace(_reason) ? "Give the reason." : null;

    private Task ConfirmAsync() => Chosen is { } chosen ? OnConfirm.InvokeAsync(new PayoutWish(chosen.Id, _reason)) : Task.CompletedTask;
}
