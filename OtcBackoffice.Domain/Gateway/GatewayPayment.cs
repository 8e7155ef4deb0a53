using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Domain.Gateway;

/// <summary>A payment as its tenant asks for it, read and priced.</summary>
/// <param name="Coin">What is paid in.</param>
/// <param name="PriceCurrency">What the price is in: <c>USD</c>, or the coin's own code.</param>
/// <param name="PriceMinor">The price in minor units of that.</param>
/// <param name="Rate">Coins per US dollar now.</param>
/// <param name="FeeBps">The fee.</param>
public sealed record PaymentAsked(GatewayCoin Coin, string PriceCurrency, long PriceMinor, Rate Rate, int FeeBps)
{
    /// <summary>The price currency of prices in dollars.</summary>
    public const string Usd = "USD";

    /// <summary>Whether the payer pays the fee on top.</summary>
    public bool IsFeePaidByUser { get; init; }

    /// <summary>Whether the rate of now holds until the payment expires.</summary>
    public bool IsFixedRate { get; init; } = true;

    /// <summary>How far it may fall short and still count as whole.</summary>
    public int ToleranceBps { get; init; }

    /// <summary>How long it may be paid.</summary>
    public int ExpiryMinutes { get; init; } = 30;

    /// <summary>The sub-account that is credited, or null for the main account.</summary>
    public Guid? WalletId { get; init; }

    /// <summary>The tenant's order, or null.</summary>
    public string? OrderId { get; init; }

    /// <summary>What the payer reads about it.</summary>
    public string? OrderDescription { get; init; }

    /// <summary>Who pays, or null.</summary>
    public string? CustomerEmail { get; init; }

    /// <summary>Where the checkout leads when it is paid.</summary>
    public string? SuccessUrl { get; init; }

    /// <summary>Where it leads when it is not.</summary>
    public string? CancelUrl { get; init; }

    /// <summary>Whether the payer is told that parts are welcome.</summary>
    public bool AllowsParts { get; init; }

    /// <summary>The payment link that it came from, or null.</summary>
    public Guid? LinkId { get; init; }
}

/// <summary>What a chain shows of a payment at one moment, in minor units of the coin.</summary>
/// <param name="SeenMinor">What stands in blocks, however deep.</param>
/// <param name="FinalMinor">The part of it that is deep enough.</param>
public sealed record PaymentSight(long SeenMinor, long FinalMinor);

/// <summary>
/// A payment of the gateway (specification 002): a price, an address of its own, and what the chain shows there. It moves by
/// what is seen and by time; money that fits neither becomes an exception with a way out.
/// </summary>
public sealed class GatewayPayment : IRecord
{
    /// <summary>How long an address is watched after its payment expired.</summary>
    public static readonly TimeSpan Monitored = TimeSpan.FromDays(7);

    private GatewayPayment()
    {
    }

    /// <inheritdoc/>
    public static RecordKind Kind { get; } = new("gateway_payment", "gateway_payment", "gateway_payments");

    /// <inheritdoc/>
    public Guid Id { get; private set; }

    /// <summary>The running number.</summary>
    public long Number { get; private set; }

    /// <inheritdoc/>
    public Guid MerchantId { get; private set; }

    /// <summary>The sub-account that is credited, or null for the main account.</summary>
    public Guid? WalletId { get; private set; }

    /// <summary>The canonical code of the asset.</summary>
    public string Asset { get; private set; } = "";

    /// <summary>What the price is in.</summary>
    public string PriceCurrency { get; private set; } = "";

    /// <summary>The price in minor units of that.</summary>
    public long PriceMinor { get; private set; }

    /// <summary>The value in US cents.</summary>
    public long UsdCents { get; private set; }

    /// <summary>Coins per US dollar: of the creation, or of the first receipt where the rate floats.</summary>
    public Rate Rate { get; private set; }

    /// <summary>Whether the rate of the creation holds until the payment expires.</summary>
    public bool IsFixedRate { get; private set; }

    /// <summary>Whether a floating rate has been frozen by the first receipt.</summary>
    public bool IsRateFrozen { get; private set; }

    /// <summary>The fee in basis points.</summary>
    public int FeeBps { get; private set; }

    /// <summary>Whether the payer pays it on top.</summary>
    public bool IsFeePaidByUser { get; private set; }

    /// <summary>What is to be paid, in minor units of the coin.</summary>
    public long PayMinor { get; private set; }

    /// <summary>The fee of the whole, in minor units of the coin.</summary>
    public long FeeMinor { get; private set; }

    /// <summary>How far it may fall short and still count as whole.</summary>
    public int ToleranceBps { get; private set; }

    /// <summary>Where to pay.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The key that the address is derived from, or null for the sandbox's own.</summary>
    public Guid? KeyId { get; private set; }

    /// <summary>The index below that key, or null.</summary>
    public long? AddressIndex { get; private set; }

    /// <summary>The tenant's order.</summary>
    public string? OrderId { get; private set; }

    /// <summary>What the payer reads about it.</summary>
    public string? OrderDescription { get; private set; }

    /// <summary>Who pays.</summary>
    public string? CustomerEmail { get; private set; }

    /// <summary>Where the checkout leads when it is paid.</summary>
    public string? SuccessUrl { get; private set; }

    /// <summary>Where it leads when it is not.</summary>
    public string? CancelUrl { get; private set; }

    /// <summary>Whether the payer is told that parts are welcome.</summary>
    public bool AllowsParts { get; private set; }

    /// <summary>The payment link that it came from, or null.</summary>
    public Guid? LinkId { get; private set; }

    /// <summary>The unguessable name of its checkout.</summary>
    public string CheckoutToken { get; private set; } = "";

    /// <summary>Who hears of it in place of the tenant's own endpoint, or null.</summary>
    public string? CallbackUrl { get; private set; }

    /// <summary>The endpoint of <see cref="CallbackUrl"/>, or null.</summary>
    public Guid? CallbackEndpointId { get; private set; }

    /// <summary>Where it stands.</summary>
    public GatewayPaymentStatus Status { get; private set; }

    /// <summary>What stands in blocks, in minor units of the coin.</summary>
    public long SeenMinor { get; private set; }

    /// <summary>The part of it that is final.</summary>
    public long FinalMinor { get; private set; }

    /// <summary>What was credited or refunded of it, fees included.</summary>
    public long SettledMinor { get; private set; }

    /// <summary>What of it went back to whoever paid: it counts as seen, and never towards what is asked.</summary>
    public long ReturnedMinor { get; private set; }

    /// <summary>Until when it may be paid.</summary>
    public DateTime ExpiresAtUtc { get; private set; }

    /// <summary>Until when its address is watched.</summary>
    public DateTime WatchedUntilUtc { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When it was last written.</summary>
    public DateTime UpdatedAtUtc { get; private set; }

    /// <summary>When it was credited, or null.</summary>
    public DateTime? CompletedAtUtc { get; private set; }

    /// <inheritdoc/>
    public int Version { get; private set; }

    /// <inheritdoc/>
    public string HumanId => $"GPY-{Number}";

    /// <inheritdoc/>
    public string StatusName => Names.Snake(Status);

    /// <summary>The currency of the wire.</summary>
    public GatewayCoin Coin => GatewayCoin.Of(Asset);

    /// <summary>The least that counts as the whole.</summary>
    public long NeededMinor => PayMinor - (long)((Int128)PayMinor * ToleranceBps / 10_000);

    /// <summary>What is still to be paid of the whole.</summary>
    public long LeftToPayMinor => Math.Max(0, Coin.Up(PayMinor - SeenMinor + ReturnedMinor));

    /// <summary>Whether it can still be paid.</summary>
    public bool IsOpen => Status is GatewayPaymentStatus.Waiting or GatewayPaymentStatus.PartiallyPaid or GatewayPaymentStatus.Confirming
        or GatewayPaymentStatus.Confirmed;

    /// <summary>Opens a payment.</summary>
    public static Result<GatewayPayment> Open(Guid id, long number, Guid merchantId, PaymentAsked asked, string address,
        string checkoutToken, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var payment = new GatewayPayment
        {
            Id = id,
            Number = number,
            MerchantId = merchantId,
            WalletId = asked.WalletId,
            Asset = asked.Coin.Asset.Code.Text,
            PriceCurrency = asked.PriceCurrency,
            PriceMinor = asked.PriceMinor,
            IsFixedRate = asked.IsFixedRate,
            FeeBps = asked.FeeBps,
            IsFeePaidByUser = asked.IsFeePaidByUser,
            ToleranceBps = asked.ToleranceBps,
            Address = address,
            OrderId = asked.OrderId,
            OrderDescription = asked.OrderDescription,
            CustomerEmail = asked.CustomerEmail,
            SuccessUrl = asked.SuccessUrl,
            CancelUrl = asked.CancelUrl,
            AllowsParts = asked.AllowsParts,
            LinkId = asked.LinkId,
            CheckoutToken = checkoutToken,
            Status = GatewayPaymentStatus.Waiting,
            ExpiresAtUtc = now.AddMinutes(asked.ExpiryMinutes),
            WatchedUntilUtc = now.AddMinutes(asked.ExpiryMinutes) + Monitored,
            CreatedAtUtc = now,
            UpdatedAtUtc = now,
            Version = 1,
        };
        payment.PriceAt(asked.Rate);
        return payment.PayMinor > 0
            ? payment
            : DomainError.Of(ErrorCode.InvalidAmount, "amount", "The amount is less than the smallest unit of the currency.");
    }

    /// <summary>Names where its address comes from.</summary>
    public void DerivedFrom(Guid keyId, long index) => (KeyId, AddressIndex) = (keyId, index);

    /// <summary>Names who hears of it.</summary>
    public void CallBack(string url, Guid endpointId) => (CallbackUrl, CallbackEndpointId) = (url, endpointId);

    /// <summary>
    /// Takes what the chain shows now and moves by it; answers every status passed, in order. A floating rate is frozen at the
    /// first sight, at <paramref name="market"/>.
    /// </summary>
    public IReadOnlyList<GatewayPaymentStatus> Look(PaymentSight sight, Rate? market, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(sight);
        var passed = new List<GatewayPaymentStatus>();
        (SeenMinor, FinalMinor) = (sight.SeenMinor, sight.FinalMinor);
        if (!IsFixedRate && !IsRateFrozen && SeenMinor > 0 && market is { } rate)
        {
            PriceAt(rate);
            IsRateFrozen = true;
        }
        if (IsOpen)
        {
            var (seen, final) = (SeenMinor - ReturnedMinor, FinalMinor - ReturnedMinor);
            var action = seen == 0 ? GatewayPaymentAction.Unsee : seen < NeededMinor ? GatewayPaymentAction.SeePart
                : GatewayPaymentAction.SeeWhole;
            Pass(action, passed);
            if (Status == GatewayPaymentStatus.Confirming && final >= NeededMinor)
            {
                Pass(GatewayPaymentAction.Confirm, passed);
                Pass(GatewayPaymentAction.Complete, passed);
                CompletedAtUtc = now;
            }
            else if (Status == GatewayPaymentStatus.PartiallyPaid && now >= ExpiresAtUtc && FinalMinor == SeenMinor)
            {
                Pass(GatewayPaymentAction.CloseShort, passed);
            }
        }
        UpdatedAtUtc = now;
        Version++;
        return passed;
    }

    /// <summary>Its time has run out; answers whether that ended it. What was seen in time may still become final.</summary>
    public bool Expire(DateTime now)
    {
        if (now < ExpiresAtUtc)
        {
            return false;
        }
        var passed = new List<GatewayPaymentStatus>();
        if (Status == GatewayPaymentStatus.Waiting)
        {
            Pass(GatewayPaymentAction.Expire, passed);
        }
        else if (Status == GatewayPaymentStatus.PartiallyPaid && FinalMinor == SeenMinor)
        {
            Pass(GatewayPaymentAction.CloseShort, passed);
        }
        if (passed.Count == 0)
        {
            return false;
        }
        UpdatedAtUtc = now;
        Version++;
        return true;
    }

    /// <summary>Another payment of the same order was paid: this one can not be any more.</summary>
    public bool GiveWay(DateTime now)
    {
        if (Status != GatewayPaymentStatus.Waiting)
        {
            return false;
        }
        Pass(GatewayPaymentAction.Expire, []);
        ExpiresAtUtc = now;
        UpdatedAtUtc = now;
        Version++;
        return true;
    }

    /// <summary>Gives the payer another window for the rest.</summary>
    public Result<GatewayPayment> TopUp(int minutes, DateTime now)
    {
        if (GatewayPaymentLifecycle.Table.Move(Status, GatewayPaymentAction.TopUp).Failed(out var wrong))
        {
            return wrong with { Message = $"{HumanId}: {wrong.Message}" };
        }
        if (minutes is < 1 or > 10_080)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "minutes", "minutes must be 1 to 10080.");
        }
        Pass(GatewayPaymentAction.TopUp, []);
        (ExpiresAtUtc, WatchedUntilUtc, UpdatedAtUtc) = (now.AddMinutes(minutes), now.AddMinutes(minutes) + Monitored, now);
        Version++;
        return this;
    }

    /// <summary>What of an amount that came is the desk's fee; the rest is an amount that the wire can say.</summary>
    public long FeeOf(long minor)
    {
        if (Coin.Down(minor) == PayMinor)
        {
            return FeeMinor + minor - PayMinor;
        }
        var fee = IsFeePaidByUser ? minor - (long)((Int128)minor * 10_000 / (10_000 + FeeBps)) : Bps.ShareUp(minor, FeeBps);
        return minor - Coin.Down(minor - fee);
    }

    /// <summary>Writes down that a part of what came was credited or sent back.</summary>
    public void Settle(long minor, DateTime now)
    {
        (SettledMinor, UpdatedAtUtc) = (checked(SettledMinor + minor), now);
        Version++;
    }

    /// <summary>Writes down that a part of what came went back; a negative one, that it did not get there and is here again.</summary>
    public void Return(long minor, DateTime now)
    {
        ReturnedMinor = checked(ReturnedMinor + minor);
        Settle(minor, now);
    }

    private void PriceAt(Rate rate)
    {
        var scale = Coin.Asset.Scale;
        var isUsd = PriceCurrency == PaymentAsked.Usd;
        var plain = isUsd ? Coin.Up(GatewayPricing.CoinsFor(PriceMinor, rate, scale, Rounding.Up)) : PriceMinor;
        (Rate, UsdCents) = (rate, isUsd ? PriceMinor : GatewayPricing.UsdFor(PriceMinor, rate, scale));
        FeeMinor = Coin.Up(Bps.ShareUp(plain, FeeBps));
        PayMinor = IsFeePaidByUser ? plain + FeeMinor : plain;
    }

    private void Pass(GatewayPaymentAction action, List<GatewayPaymentStatus> passed)
    {
        var moved = GatewayPaymentLifecycle.Table.Move(Status, action);
        if (moved.IsSuccess && moved.Value != Status)
        {
            Status = moved.Value;
            passed.Add(Status);
        }
    }
}
