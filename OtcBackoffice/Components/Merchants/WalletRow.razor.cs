using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Merchants;

namespace OtcBackoffice.Components.Merchants;

/// <summary>One wallet.</summary>
public sealed partial class WalletRow : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public WalletView Wallet { get; set; } = default!;

    [Parameter]
    public bool MayEdit { get; set; }

    [Parameter]
    public EventCallback<WalletView> OnDefault { get; set; }

    [Parameter]
    public EventCallback<WalletView> OnRetire { get; set; }

    private string Use => !Wallet.IsActive ? "retired" : Wallet.IsCustodial ? "custodial" : Wallet.IsDefault ? "default" : "on request";

    private Task DefaultAsync() => OnDefault.InvokeAsync(Wallet);

    private Task RetireAsync() => OnRetire.InvokeAsync(Wallet);
}
