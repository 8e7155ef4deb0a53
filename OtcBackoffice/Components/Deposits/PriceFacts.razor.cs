using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Deposits;

namespace OtcBackoffice.Components.Deposits;

/// <summary>The price a deposit was given, like an invoice.</summary>
public sealed partial class PriceFacts : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public DepositView Deposit { get; set; } = default!;
}
