using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Components.Deposits;

/// <summary>What a credit was confirmed with.</summary>
public sealed record CreditWish(string Amount, string? OverrideReason);

/// <summary>Restates a payment before it is proposed, with its distance from what was promised.</summary>
public sealed partial class CreditSheet : ComponentBase
{
    private string _text = "";
    private string? _reason;
    private long? _minor;

    /// <summary>The deposit as it was when the sheet was opened; a later version does not slip in.</summary>
    [Parameter]
    [EditorRequired]
    public DepositView Deposit { get; set; } = default!;

    /// <summary>How far from the quote a credit may be without a reason, in basis points.</summary>
    [Parameter]
    public int ToleranceBps { get; set; }

    /// <summary>Whether the viewer's role may go beyond it.</summary>
    [Parameter]
    public bool MayOverride { get; set; }

    [Parameter]
    public string? Stale { get; set; }

    [Parameter]
    public string? Refusal { get; set; }

    [Parameter]
    public EventCallback<CreditWish> OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    private Asset Asset => Asset.Find(Deposit.RequestedAsset, Deposit.RequestedNetwork)!;

    private long? Quoted => DecimalText.TryParse(Deposit.RequestedCryptoAmount, Asset.Scale, out var minor) ? minor : null;

    private bool IsOutside => _minor is { } sent && Quoted is { } quoted && !Bps.Within(sent, quoted, ToleranceBps);

    private string Difference
    {
        get
        {
            if (_minor is not { } sent || Quoted is not { } quoted || quoted == 0)
            {
                return "—";
            }
            var hundredths = (long)(((Int128)(sent - quoted) * 1_000_000) / quoted);
            var sign = sent > quoted ? "+" : "";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{DecimalText.Format(hundredths, 2)} bps, {ToleranceBps} allowed");
        }
    }

    private string? Missing => _minor is not > 0
        ? $"The amount must be plain digits with at most {Asset.Scale} decimals."
        : IsOutside && !MayOverride
            ? $"More than {ToleranceBps} bps from the quote. Treasury or an admin can override."
            : IsOutside && string.IsNullOrWhiteSpace(_reason) ? "Say why the amount differs from the quote." : null;

    /// <inheritdoc/>
    protected override void OnInitialized() => Read(Deposit.RequestedCryptoAmount ?? "");

    private void Type(ChangeEventArgs change) => Read(change.Value as string ?? "");

    private void Read(string text)
    {
        _text = text;
        _minor = DecimalText.TryParse(text.Trim(), Asset.Scale, out var minor) ? minor : null;
    }

    private Task ConfirmAsync() => OnConfirm.InvokeAsync(new CreditWish(_text.Trim(), IsOutside ? _reason : null));
}
