using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>What a payer has to know now.</summary>
public enum CheckoutState
{
    /// <summary>Nothing was seen yet.</summary>
    Waiting,

    /// <summary>Less than the whole was seen, and there is time for the rest.</summary>
    Part,

    /// <summary>The whole was seen and is not final yet.</summary>
    Seen,

    /// <summary>It is paid.</summary>
    Paid,

    /// <summary>Time ran out on a part; somebody decides about it.</summary>
    Short,

    /// <summary>Time ran out and nothing came.</summary>
    Expired,

    /// <summary>Money came that did not fit; somebody decides about it.</summary>
    Held,
}

/// <summary>A payment as whoever pays it sees it. No member says more than a payer may know.</summary>
/// <param name="Id">The payment's id.</param>
/// <param name="MerchantName">Whom it is for.</param>
/// <param name="Coin">What is to be sent.</param>
/// <param name="Address">Where.</param>
/// <param name="State">Where it stands.</param>
public sealed record CheckoutView(Guid Id, string MerchantName, GatewayCoin Coin, string Address, CheckoutState State)
{
    /// <summary>The tenant's own name for the order.</summary>
    public string? OrderId { get; init; }

    /// <summary>What the order is about.</summary>
    public string? OrderDescription { get; init; }

    /// <summary>The price in dollars, or null where the coin itself is the price.</summary>
    public string? PriceUsd { get; init; }

    /// <summary>Dollars for one coin.</summary>
    public string Rate { get; init; } = "";

    /// <summary>The amount asked for.</summary>
    public string Amount { get; init; } = "";

    /// <summary>What was seen of it.</summary>
    public string Seen { get; init; } = "";

    /// <summary>What is still to be sent.</summary>
    public string Remaining { get; init; } = "";

    /// <summary>The seen part in hundredths of the whole, at most 100.</summary>
    public int SeenPercent { get; init; }

    /// <summary>Blocks above the youngest part, and how many make it final.</summary>
    public (int Seen, int Needed) Blocks { get; init; }

    /// <summary>The last transaction.</summary>
    public string? TxHash { get; init; }

    /// <summary>Until when the price holds.</summary>
    public DateTime ExpiresAtUtc { get; init; }

    /// <summary>Until when the address is watched.</summary>
    public DateTime WatchedUntilUtc { get; init; }

    /// <summary>When it was paid.</summary>
    public DateTime? PaidAtUtc { get; init; }

    /// <summary>The desk's time, by which the clock of the page runs.</summary>
    public DateTime NowUtc { get; init; }

    /// <summary>Where the payer goes when it is paid.</summary>
    public string? SuccessUrl { get; init; }

    /// <summary>Where the payer goes who will not pay.</summary>
    public string? CancelUrl { get; init; }

    internal static CheckoutView Of(
        GatewayPayment payment, List<GatewayPaymentPart> parts, List<GatewayExceptionReason> waits, string merchant, DateTime now)
    {
        var coin = payment.Coin;
        var own = parts.FindAll(part => part.Asset == payment.Asset && part.BlockNumber is not null);
        var remaining = payment.LeftToPayMinor;
        return new(payment.Id, merchant, coin, payment.Address, StateOf(payment, waits))
        {
            OrderId = payment.OrderId, OrderDescription = payment.OrderDescription,
            PriceUsd = payment.PriceCurrency == PaymentAsked.Usd ? DecimalText.Format(payment.PriceMinor, 2) : null,
            Rate = payment.Rate.ToString(),
            Amount = Shown(coin, payment.PayMinor), Seen = Shown(coin, payment.SeenMinor), Remaining = Shown(coin, remaining),
            SeenPercent = (int)Int128.Min(100, (Int128)payment.SeenMinor * 100 / payment.PayMinor),
            Blocks = (own.Count == 0 ? 0 : own.Min(part => part.BlockDepth), coin.Asset.Network.BlockDepth),
            TxHash = own.Count == 0 ? null : own[^1].TxHash,
            ExpiresAtUtc = payment.ExpiresAtUtc, WatchedUntilUtc = payment.WatchedUntilUtc, PaidAtUtc = payment.CompletedAtUtc,
            NowUtc = now,
            SuccessUrl = payment.SuccessUrl, CancelUrl = payment.CancelUrl,
        };
    }

    private static CheckoutState StateOf(GatewayPayment payment, List<GatewayExceptionReason> waits) => payment.Status switch
    {
        GatewayPaymentStatus.Waiting => CheckoutState.Waiting,
        GatewayPaymentStatus.PartiallyPaid => CheckoutState.Part,
        GatewayPaymentStatus.Confirming or GatewayPaymentStatus.Confirmed => CheckoutState.Seen,
        GatewayPaymentStatus.Completed => CheckoutState.Paid,
        GatewayPaymentStatus.PartiallyCompleted => CheckoutState.Short,
        GatewayPaymentStatus.Failed or GatewayPaymentStatus.Expired => waits.Count > 0 ? CheckoutState.Held : CheckoutState.Expired,
    };

    // People type it into wallets: no zeros that say nothing, but two decimals at least.
    private static string Shown(GatewayCoin coin, long minor)
    {
        var text = coin.Format(minor).TrimEnd('0');
        var decimals = text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1;
        return text + new string('0', Math.Max(0, 2 - decimals));
    }
}
