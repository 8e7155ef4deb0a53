using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Pricing;

namespace OtcBackoffice.Components.Merchant;

/// <summary>The second step: a price with everything it is made of, and its acceptance.</summary>
public sealed partial class PriceStep : ComponentBase
{
    [Parameter]
    public DepositView? Deposit { get; set; }

    [Parameter]
    public ResolvedPriceView? Price { get; set; }

    [Parameter]
    public DateTime NowUtc { get; set; }

    [Parameter]
    public EventCallback OnGet { get; set; }

    [Parameter]
    public EventCallback OnAccept { get; set; }

    private string? Lapsed => Price?.ExpiresAtUtc <= NowUtc ? "The price has lapsed. Get a new one." : null;
}
