using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Payments;

namespace OtcBackoffice.Desks.BlockTrades;

/// <summary>Block trades: what customers do with them, and in the other half what the desk does.</summary>
public sealed partial class BlockTradeDesk(
    DeskTransaction transaction, DeskGate gate, PolicyGate policy, DeskSettings settings, IProofStore files, IProofInspector inspector,
    ScreeningGate screening)
    : RecordDesk<BlockOrder, BlockOrderView>(transaction, policy)
{
    private const int ClientIdLengthMax = 64;

    /// <summary>Places an order at the price of now. A client id counts once; whoever lost the answer asks by it.</summary>
    public Task<Result<BlockOrderView>> PlaceAsync(PlaceOrder asked, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return Transaction.RunAsync<BlockOrderView>(new DeskCommand(Permission.BlockTradeOwn), async (work, token) =>
        {
            var side = asked.Side switch { "BUY" => TradeSide.Buy, "SELL" => TradeSide.Sell, _ => (TradeSide?)null };
            if (side is null)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "orderType", "orderType must be BUY or SELL.");
            }
            if (asked.ClientId is { } clientId && (clientId.Length is 0 or > ClientIdLengthMax || clientId.Any(char.IsControl)))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "clientId", $"clientId must have 1 to {ClientIdLengthMax} characters.");
            }
            var merchant = await work.Db.Merchants.FirstOrDefaultAsync(row => row.Id == work.Actor.MerchantId, token);
            if (merchant is not { IsActive: true, IsVerified: true })
            {
                return new DomainError(ErrorCode.Forbidden, "This account may not trade.");
            }
            if (asked.ClientId is not null && await work.Db.BlockOrders.AnyAsync(row => row.MerchantId == merchant.Id && row.ClientId == asked.ClientId, token))
            {
                return DomainError.Of(ErrorCode.AlreadyTaken, "clientId",
                    "There is an order with this clientId. Ask for it by order/detail.");
            }
            var market = await MarketAsync(work, asked, side.Value, token);
            if (market.Failed(out var closed))
            {
                return closed;
            }
            var (pair, spread) = market.Value;
            var owner = await work.Db.SubMerchants.FirstOrDefaultAsync(row => row.Number == asked.SubMerchantNumber
                && row.MerchantId == merchant.Id, token);
            if (owner is not { Status: VerificationStatus.Active } || owner.FiatCurrency != pair.FiatCurrency
                || owner.Country != pair.Country)
            {
                return DomainError.Of(ErrorCode.SubMerchantNotUsable, "mcId",
                    "mcId must be a verified merchant of yours in this country and currency.");
            }
            var draft = await DraftAsync(work, asked, side.Value, pair, spread, owner, token);
            return draft.Failed(out var refused) ? refused : await PlaceAsync(work, draft.Value, owner, token);
        }, cancellation);
    }

    /// <summary>
    /// The customer's own last step: of a buy, that it has paid; of a sell, that the fiat has arrived. Sent again, it answers
    /// the same.
    /// </summary>
    public Task<Result<BlockOrderView>> FinishAsync(long number, CancellationToken cancellation) =>
        Transaction.RunAsync<BlockOrderView>(new DeskCommand(Permission.BlockTradeOwn), async (work, token) =>
        {
            var order = await OwnAsync(work, number, token);
            if (order is null)
            {
                return DomainError.Missing("order");
            }
            var isDone = order.Side == TradeSide.Buy ? order.Status is BlockOrderStatus.Paid or BlockOrderStatus.Released
                : order.Status == BlockOrderStatus.Released;
            if (isDone)
            {
                return BlockOrderView.Of(order);
            }
            return order.Side == TradeSide.Buy ? await PayAsync(work, order, null, "finish", token)
                : await ReleaseAsync(work, order, "finish", null, token);
        }, cancellation);

    /// <summary>The customer withdraws an order that is not paid yet.</summary>
    public Task<Result<BlockOrderView>> WithdrawAsync(long number, string? reason, CancellationToken cancellation) =>
        Transaction.RunAsync<BlockOrderView>(new DeskCommand(Permission.BlockTradeOwn), async (work, token) =>
            await OwnAsync(work, number, token) is { } order
                ? await EndAsync(work, order, "reject_by_self", reason, () => order.RejectBySelf(reason, work.Now), token)
                : DomainError.Missing("order"), cancellation);

    /// <summary>Finds the pair and the customer's spreads, or says why there is no market.</summary>
    private static async Task<Result<(TradePair Pair, CustomerSpread? Spread)>> MarketAsync(DeskWork work, PlaceOrder asked, TradeSide side,
        CancellationToken cancellation)
    {
        var country = await work.Db.TradeCountries.AsNoTracking().FirstOrDefaultAsync(row => row.Name == asked.Country, cancellation);
        if (country is null || !country.Offers(side))
        {
            return DomainError.Of(ErrorCode.MarketClosed, "country", "This side is not offered in this country now.");
        }
        var pair = await work.Db.TradePairs.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Country == asked.Country && row.FiatCurrency == asked.FiatCurrency && row.Token == asked.Token,
                cancellation);
        if (pair is null)
        {
            return DomainError.Of(ErrorCode.AssetUnknown, "cryptoCurrency", "This pair is not traded in this country.");
        }
        return pair.IsOpen
            ? (pair, await work.Db.CustomerSpreads.AsNoTracking()
                .FirstOrDefaultAsync(row => row.MerchantId == work.Actor.MerchantId && row.PairId == pair.Id, cancellation))
            : DomainError.Of(ErrorCode.MarketClosed, "cryptoCurrency", "This pair is not open now.");
    }

    private static async Task<Result<BlockOrderDraft>> DraftAsync(
        DeskWork work, PlaceOrder asked, TradeSide side, TradePair pair, CustomerSpread? spread, SubMerchant owner,
        CancellationToken cancellation)
    {
        var asset = Asset.ByCode(pair.Asset);
        var fiatScale = await work.Db.FiatCurrencies.Where(row => row.IsoCode == pair.FiatCurrency).Select(row => row.FractionDigits)
            .FirstAsync(cancellation);
        var price = BlockQueries.PriceOf(pair, spread, side);
        var terms = new BlockTerms(side, price, pair.Reference, asset.Scale, fiatScale, pair.QuantityDecimals);
        if (Minor(asked.Quantity, "quantity", pair.QuantityDecimals, asset.Scale).Failed(out var badQuantity))
        {
            return badQuantity;
        }
        if (Minor(asked.FiatAmount, "orderAmount", fiatScale, fiatScale).Failed(out var badAmount))
        {
            return badAmount;
        }
        var (quantity, fiat) = (Minor(asked.Quantity, "quantity", pair.QuantityDecimals, asset.Scale).Value,
            Minor(asked.FiatAmount, "orderAmount", fiatScale, fiatScale).Value);
        if (quantity is null && fiat is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "orderAmount", "Send quantity, orderAmount or both.");
        }
        var amounts = BlockPricing.Amounts(terms, quantity, fiat);
        if (amounts.Failed(out var unpriced))
        {
            return unpriced;
        }
        var config = PaymentConfig.Of(owner.Channel);
        var draft = new BlockOrderDraft(work.NewId(), await BlockNumbers.NextAsync(work, cancellation), asked.ClientId, owner.MerchantId,
            owner.Id, owner.Number, owner.Name,
            pair.Country, pair.FiatCurrency, pair.Token, pair.Asset, terms, amounts.Value) { PaymentConfigId = config.Id };
        var method = asked.PaymentNumber is null ? null
            : await work.Db.PaymentMethods.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Number == asked.PaymentNumber && row.SubMerchantId == owner.Id, cancellation);
        var isUsable = method is { Status: VerificationStatus.Active } && method.FiatCurrency == pair.FiatCurrency;
        // A buy needs none; one that is named is where a refund would go, and must be as good as that of a sell.
        if (!isUsable && (side == TradeSide.Sell || asked.PaymentNumber is not null))
        {
            return DomainError.Of(ErrorCode.PaymentMethodNotUsable, "paymentId",
                "paymentId must be a verified payment method of this merchant in this currency.");
        }
        if (side == TradeSide.Buy)
        {
            var desk = config.Fields.Select(field => field with { Text = field.IsAccount ? owner.AccountNumber : BlockTrail.DeskBank })
                .ToList();
            return draft with { PaymentMethodNumber = method?.Number ?? 0, PayeeName = owner.Name, PayeeFields = FieldJson.Write(desk) };
        }
        return draft with { PaymentMethodNumber = method!.Number, PaymentConfigId = method.PaymentConfigId, PayeeName = method.RealName,
            PayeeFields = method.Fields };
    }

    private async Task<Result<BlockOrderView>> PlaceAsync(DeskWork work, BlockOrderDraft draft, SubMerchant owner,
        CancellationToken cancellation)
    {
        var side = draft.Terms.Side;
        if (owner.Use(side, draft.Amounts.FiatMinor, work.Now).Failed(out var limited))
        {
            return limited;
        }
        var order = BlockOrder.Place(draft, side == TradeSide.Buy ? settings.BuyPaymentMinutes : settings.SellPaymentMinutes, work.Now);
        if (side == TradeSide.Sell)
        {
            var account = new AccountKey(AccountFamily.MerchantAvailable, new AssetCode(order.Asset), order.MerchantId);
            if (await work.CreditBalanceAsync(account, cancellation) < order.QuantityMinor)
            {
                return new DomainError(ErrorCode.InsufficientFunds, "The account holds less than the quantity.");
            }
            work.Post(BlockJournal.SellLocked(order));
        }
        work.Db.BlockOrders.Add(order);
        await BlockTrail.RecordAsync(work, order, "place", null, null,
            new { order.Number, order.Side, order.QuantityMinor, order.FiatMinor, Price = order.Price.ToString() }, cancellation);
        return BlockOrderView.Of(order);
    }

    private static Result<long?> Minor(string? text, string field, int decimals, int scale)
    {
        if (text is null)
        {
            return (long?)null;
        }
        // Zeros at the end say nothing: 100.000000 is the same quantity as 100.
        var plain = BlockText.Plain(text);
        return DecimalText.TryParse(plain, decimals, out _) && DecimalText.TryParse(plain, scale, out var minor) && minor > 0
            ? minor
            : DomainError.Of(ErrorCode.InvalidAmount, field, $"{field} must be a positive number with at most {decimals} decimals.");
    }

    private static Task<BlockOrder?> OwnAsync(DeskWork work, long number, CancellationToken cancellation) =>
        work.Db.BlockOrders.FirstOrDefaultAsync(row => row.Number == number && row.MerchantId == work.Actor.MerchantId, cancellation);
}
