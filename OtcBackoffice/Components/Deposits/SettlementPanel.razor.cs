using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Deposits;

namespace OtcBackoffice.Components.Deposits;

/// <summary>How far the payment of a deposit has come: who signed, what was sent, how deep it lies.</summary>
public sealed partial class SettlementPanel : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public SettlementView Settlement { get; set; } = default!;

    /// <summary>Whether the viewer may open proposals.</summary>
    [Parameter]
    public bool LinkProposal { get; set; }

    private string Hint => Settlement.Deposit.Status switch
    {
        DepositStatus.Draft or DepositStatus.Priced => "The deposit has not been handed in.",
        DepositStatus.Pending => "The fiat has to be confirmed first.",
        DepositStatus.Confirmed => "Once the deposit is credited, its proposal, the signatures and the transfer stand here.",
        DepositStatus.Rejected => "The deposit was rejected, so nothing is paid out.",
        DepositStatus.Abandoned => "The merchant gave the draft up, so nothing is paid out.",
        DepositStatus.Credited => "This deposit was credited before proposals were kept.",
    };
}
