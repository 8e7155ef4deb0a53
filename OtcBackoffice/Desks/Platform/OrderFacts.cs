using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Orders;
using OtcBackoffice.Domain.Records;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Desks.Platform;

/// <summary>What the desk earns of an order, each as text in one currency; gross is net plus fee plus spread, but for what rounding leaves
/// over.</summary>
public sealed record OrderFees(string GrossAmount, string NetAmount, string FeeAmount, string SpreadAmount, string Currency);

/// <summary>
/// What a record of any kind says of itself as an order. Read from the record whenever it is shown, so that nothing is stored twice.
/// </summary>
internal sealed record OrderFacts(string Surface, OrderType Type, Guid CustomerId, OrderLeg Fiat, OrderLeg Crypto)
{
    private const string Usd = "USD";

    public string? Reference { get; init; }

    public OrderFees? Fees { get; init; }

    public long? UsdCents { get; init; }

    /// <summary>The facts of a record that can be an order; null of every other.</summary>
    public static OrderFacts? Of(IRecord record) => record switch
    {
        Deposit deposit => Of(deposit),
        Withdrawal withdrawal => Of(withdrawal),
        ExchangeOrder exchange => Of(exchange),
        BlockOrder block => Of(block),
        GatewayPayment payment => Of(payment),
        GatewayWithdrawal withdrawal => Of(withdrawal),
        _ => null,
    };

    private static OrderFacts Of(Deposit deposit)
    {
        var asset = deposit.AssetInfo;
        return new OrderFacts("deposit_desk", OrderType.Onramp, deposit.MerchantId,
            new OrderLeg(deposit.FiatCurrency, deposit.FiatAmountMinor, deposit.FiatScale),
            new OrderLeg(deposit.Asset, deposit.CryptoMinor ?? deposit.RequestedCryptoMinor, asset.Scale))
        {
            Reference = deposit.PaymentReference,
            UsdCents = deposit.NotionalUsdCents(),
            Fees = deposit.Snapshot is { } price && deposit.RequestedCryptoMinor is { } net
                ? new OrderFees(asset.Format(price.GrossAssetMinor), asset.Format(net), asset.Format(price.FeeAssetMinor),
                    asset.Format(price.SpreadAssetMinor), asset.Symbol)
                : null,
        };
    }

    private static OrderFacts Of(Withdrawal withdrawal)
    {
        string Text(long minor) => DecimalText.Format(minor, withdrawal.FiatScale);

        return new OrderFacts("deposit_desk", OrderType.Offramp, withdrawal.MerchantId,
            new OrderLeg(withdrawal.FiatCurrency, withdrawal.FiatMinor, withdrawal.FiatScale),
            new OrderLeg(withdrawal.Asset, withdrawal.CryptoMinor, withdrawal.AssetInfo.Scale))
        {
            Reference = withdrawal.PaymentReference,
            UsdCents = withdrawal.NotionalUsdCents(),
            Fees = new OrderFees(Text(withdrawal.GrossFiatMinor), Text(withdrawal.FiatMinor), Text(withdrawal.FeeMinor),
                Text(withdrawal.SpreadMinor), withdrawal.FiatCurrency),
        };
    }

    private static OrderFacts Of(ExchangeOrder exchange)
    {
        var isBuy = exchange.Side == ExchangeSide.Buy;
        var net = exchange.ExecutedDestinationMinor ?? exchange.IndicativeDestinationMinor;
        var gross = exchange.ExecutedGrossMinor ?? ExchangePrice.Destination(exchange.Side, exchange.SourceMinor, exchange.ReferenceRate);
        string Text(long minor) => DecimalText.Format(minor, exchange.DestinationScale);

        return new OrderFacts("exchange", isBuy ? OrderType.Onramp : OrderType.Offramp, exchange.MerchantId,
            new OrderLeg("EUR", isBuy ? exchange.SourceMinor : net, ExchangePrice.EurScale),
            new OrderLeg(exchange.Asset, isBuy ? net : exchange.SourceMinor, ExchangePrice.UsdcScale))
        {
            UsdCents = exchange.NotionalUsdCents,
            Fees = new OrderFees(Text(gross), Text(net), Text(0), Text(gross - net), exchange.DestinationCurrency),
        };
    }

    private static OrderFacts Of(BlockOrder block)
    {
        var isBuy = block.Side == TradeSide.Buy;
        string Text(long minor) => DecimalText.Format(minor, isBuy ? block.AssetScale : block.FiatScale);

        return new OrderFacts("block_trade", isBuy ? OrderType.Onramp : OrderType.Offramp, block.SubMerchantId,
            new OrderLeg(block.FiatCurrency, block.FiatMinor, block.FiatScale),
            new OrderLeg(block.Asset, block.QuantityMinor, block.AssetScale))
        {
            Reference = block.ClientId,
            UsdCents = block.NotionalUsdCents,
            Fees = new OrderFees(Text(block.GrossMinor), Text(isBuy ? block.QuantityMinor : block.FiatMinor), Text(0),
                Text(block.SpreadMinor), isBuy ? block.Token : block.FiatCurrency),
        };
    }

    // A payment brings the tenant crypto, and a withdrawal takes crypto out; both are worth dollars.
    private static OrderFacts Of(GatewayPayment payment)
    {
        var asset = payment.Coin.Asset;
        // What was paid in part is settled for what came.
        var isPart = payment.Status == GatewayPaymentStatus.PartiallyCompleted;
        var minor = isPart ? payment.FinalMinor : payment.PayMinor;
        var fee = isPart ? payment.FeeOf(minor) : payment.FeeMinor;
        var cents = isPart ? GatewayPricing.UsdFor(minor, payment.Rate, asset.Scale) : payment.UsdCents;
        return new OrderFacts("gateway", OrderType.Offramp, payment.MerchantId, new OrderLeg(Usd, cents, 2),
            new OrderLeg(payment.Asset, minor, asset.Scale))
        {
            Reference = payment.OrderId,
            UsdCents = payment.UsdCents,
            Fees = new OrderFees(asset.Format(minor), asset.Format(minor - fee), asset.Format(fee), asset.Format(0), asset.Symbol),
        };
    }

    private static OrderFacts Of(GatewayWithdrawal withdrawal)
    {
        var asset = withdrawal.Coin.Asset;
        return new OrderFacts("gateway", OrderType.Onramp, withdrawal.MerchantId, new OrderLeg(Usd, withdrawal.UsdCents, 2),
            new OrderLeg(withdrawal.Asset, withdrawal.AmountMinor, asset.Scale))
        {
            Reference = withdrawal.CustomId,
            UsdCents = withdrawal.UsdCents,
            Fees = new OrderFees(asset.Format(withdrawal.TotalMinor), asset.Format(withdrawal.AmountMinor),
                asset.Format(withdrawal.FeeMinor), asset.Format(0), asset.Symbol),
        };
    }
}

/// <summary>One side of an order.</summary>
/// <param name="Code">The currency's ISO code or the asset's canonical code.</param>
/// <param name="Minor">How much, in minor units; null while it is not known.</param>
/// <param name="Scale">Decimals.</param>
internal sealed record OrderLeg(string Code, long? Minor, int Scale)
{
    public string? Amount => Minor is { } minor ? DecimalText.Format(minor, Scale) : null;
}
