using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Catalog;
using OtcBackoffice.Desks.Merchants;

namespace OtcBackoffice.Components.Merchant;

/// <summary>The first step: what is wired, what is asked for, where it goes.</summary>
public sealed partial class DraftStep : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<FiatCurrencyView> Currencies { get; set; } = [];

    [Parameter]
    [EditorRequired]
    public IReadOnlyList<WalletView> Wallets { get; set; } = [];

    /// <summary>The field that the desk refused, or null.</summary>
    [Parameter]
    public string? BadField { get; set; }

    /// <summary>Why nothing can be saved, or null.</summary>
    [Parameter]
    public string? Because { get; set; }

    [Parameter]
    public EventCallback OnSave { get; set; }

    [Parameter]
    [EditorRequired]
    public DepositForm Form { get; set; } = new();

    private string? Invalid(string field) => BadField == field ? "true" : null;
}
