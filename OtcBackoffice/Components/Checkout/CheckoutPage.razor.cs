using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Gateway;

namespace OtcBackoffice.Components.Checkout;

/// <summary>
/// The hosted checkout of a payment (issue 16, point 4): a whole document that works without script. The script beside it
/// copies, counts down, and takes this page's own markup again while the payment is open.
/// </summary>
public sealed partial class CheckoutPage : ComponentBase
{
    /// <summary>The payment.</summary>
    [Parameter]
    [EditorRequired]
    public CheckoutView View { get; set; } = default!;

    /// <summary>The language that the switch names.</summary>
    [Parameter]
    public string? Asked { get; set; }

    /// <summary>The browser's languages, the one it likes best first.</summary>
    [Parameter]
    public IReadOnlyList<string> Accepted { get; set; } = [];

    private CheckoutWords Words { get; set; } = CheckoutLanguages.English;

    private IReadOnlyList<string> Steps => [Words.StepPay, Words.StepSeen, Words.StepConfirmed];

    private bool IsPayable => View.State is CheckoutState.Waiting or CheckoutState.Part;

    private bool IsOpen => View.State != CheckoutState.Paid;

    // What the script compares: the page is drawn again when one of these has changed.
    private string Stamp => string.Create(CultureInfo.InvariantCulture,
        $"{View.State} {View.Seen} {View.Blocks.Seen} {Unix(View.ExpiresAtUtc)}");

    private int Step => View.State switch
    {
        CheckoutState.Waiting or CheckoutState.Expired => 1,
        CheckoutState.Part or CheckoutState.Short or CheckoutState.Held => 2,
        CheckoutState.Seen => 3,
        CheckoutState.Paid => 4,
    };

    private string? Tone => View.State switch
    {
        CheckoutState.Paid => "ok",
        CheckoutState.Part or CheckoutState.Expired or CheckoutState.Short or CheckoutState.Held => "warn",
        CheckoutState.Waiting or CheckoutState.Seen => null,
    };

    private string Title => Filled(View.State switch
    {
        CheckoutState.Waiting => Words.Title,
        CheckoutState.Part => Words.PartTitle,
        CheckoutState.Seen => Words.SeenTitle,
        CheckoutState.Paid => Words.PaidTitle,
        CheckoutState.Short => Words.ShortTitle,
        CheckoutState.Expired => Words.ExpiredTitle,
        CheckoutState.Held => Words.HeldTitle,
    });

    private string State => Filled(View.State switch
    {
        CheckoutState.Waiting => Words.Waiting,
        CheckoutState.Part => Words.Part,
        CheckoutState.Seen => Words.Seen,
        CheckoutState.Paid => Words.Paid,
        CheckoutState.Short => Words.Short,
        CheckoutState.Expired => Words.Expired,
        CheckoutState.Held => Words.Held,
    });

    private string ToSend => View.State == CheckoutState.Part ? View.Remaining : View.Amount;

    private string AmountCaption =>
        (View.State == CheckoutState.Part ? Words.StillToPay : Words.ExactAmount) + (View.PriceUsd is { } price ? $", {price} USD" : "");

    private string NetworkName =>
        View.Coin.Asset.Network.DisplayName
        + (View.Coin.Asset.Contract is null ? "" : View.Coin.Asset.Network.Code == "tron" ? " (TRC-20)" : " (ERC-20)");

    private string Left
    {
        get
        {
            var left = View.ExpiresAtUtc - View.NowUtc;
            return left <= TimeSpan.Zero ? "0:00"
                : string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalMinutes}:{left.Seconds:00}");
        }
    }

    // BIP-21 and EIP-681. TRON has no such form that wallets agree on, so there it is typed or copied.
    private string? Link => View.Coin.Asset switch
    {
        { Network.Code: "bitcoin" } => $"bitcoin:{View.Address}?amount={ToSend}",
        { Network.Code: "ethereum", Contract: { } contract } => $"ethereum:{contract}@1/transfer?address={View.Address}&uint256={Minor(0)}",
        // The books count ether in billionths, and wallets in the smallest unit.
        { Network.Code: "ethereum" } => $"ethereum:{View.Address}@1?value={Minor(9)}",
        _ => null,
    };

    private IEnumerable<(string Four, bool IsEnd)> Fours
    {
        get
        {
            var fours = View.Address.Chunk(4).Select(four => new string(four)).ToList();
            return fours.Select((four, index) => (four, index < 2 || index >= fours.Count - 2));
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => Words = CheckoutWords.Of(Asked, Accepted);

    private static long Unix(DateTime utc) => new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private string Minor(int zeros)
    {
        var scale = View.Coin.Asset.Scale;
        var parts = ToSend.Split('.');
        return (parts[0] + parts[1].PadRight(scale, '0')).TrimStart('0') + new string('0', zeros);
    }

    private string Filled(string sentence) => CheckoutWords.Fill(sentence,
        ("merchant", View.MerchantName), ("token", View.Coin.Token), ("network", NetworkName),
        ("amount", $"{View.Amount} {View.Coin.Token}"),
        ("seen", $"{View.Seen} {View.Coin.Token}"), ("remaining", $"{View.Remaining} {View.Coin.Token}"),
        ("blocks", View.Blocks.Seen.ToString(CultureInfo.InvariantCulture)),
        ("needed", View.Blocks.Needed.ToString(CultureInfo.InvariantCulture)),
        ("time", View.ExpiresAtUtc.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture)),
        ("date", View.WatchedUntilUtc.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
}
