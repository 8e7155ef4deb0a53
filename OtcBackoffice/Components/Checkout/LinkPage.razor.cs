using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Components.Checkout;

/// <summary>The page of a payment link: what is asked before there is a payment. It needs no script.</summary>
public sealed partial class LinkPage : ComponentBase
{
    /// <summary>The link.</summary>
    [Parameter]
    [EditorRequired]
    public LinkPageView View { get; set; } = default!;

    /// <summary>The language that the switch names.</summary>
    [Parameter]
    public string? Asked { get; set; }

    /// <summary>The browser's languages, the one it likes best first.</summary>
    [Parameter]
    public IReadOnlyList<string> Accepted { get; set; } = [];

    /// <summary>Whether what was sent could not be taken.</summary>
    [Parameter]
    public bool IsRefused { get; set; }

    /// <summary>Whether too many payments were asked for in a minute.</summary>
    [Parameter]
    public bool IsTooOften { get; set; }

    /// <summary>The amount that was sent and refused.</summary>
    [Parameter]
    public string? Given { get; set; }

    private CheckoutWords Words { get; set; } = CheckoutLanguages.English;

    private string Title => CheckoutWords.Fill(Words.Title, ("merchant", View.MerchantName));

    /// <inheritdoc/>
    protected override void OnParametersSet() => Words = CheckoutWords.Of(Asked, Accepted);

    private static string NameOf(string code)
    {
        var asset = GatewayCoin.Find(code)!.Asset;
        return asset.Symbol + ", " + asset.Network.DisplayName
            + (asset.Contract is null ? "" : asset.Network.Code == "tron" ? " (TRC-20)" : " (ERC-20)");
    }
}
