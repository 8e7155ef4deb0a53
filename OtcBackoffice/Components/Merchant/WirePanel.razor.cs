using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Platform;

namespace OtcBackoffice.Components.Merchant;

/// <summary>The account that the money goes to, the amount and the reference, each with a button that copies it.</summary>
public sealed partial class WirePanel : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public DepositView Deposit { get; set; } = default!;

    /// <summary>The desk's account, or null where it has none of that currency.</summary>
    [Parameter]
    public PayTo? To { get; set; }

    private IEnumerable<(string Label, string Value, string Shown)> Rows(PayTo to) =>
    [
        ("Beneficiary", to.AccountName, to.AccountName), ("Bank", to.Bank, to.Bank), ("Account", to.Account, to.Account),
        ("Amount", Deposit.FiatAmount, $"{Deposit.FiatCurrency} {AmountText.Group(Deposit.FiatAmount)}"),
        ("Reference", to.Reference, to.Reference),
    ];
}
