using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Withdrawals;

namespace OtcBackoffice.Components.Withdrawals;

/// <summary>The facts of a withdrawal, for staff and for its merchant.</summary>
public sealed partial class WithdrawalFacts : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public WithdrawalView Withdrawal { get; set; } = default!;
}
