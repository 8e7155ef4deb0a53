using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Records;
using System.Globalization;

namespace OtcBackoffice.Domain.BlockTrades;

/// <summary>What a block trade is made of, priced and checked.</summary>
public sealed record BlockOrderDraft(
    Guid Id, long Number, string? ClientId, Guid MerchantId, Guid SubMerchantId, long SubMerchantNumber, string SubMerchantName,
    string Country,
    string FiatCurrency, string Token, string Asset, BlockTerms Terms, BlockAmounts Amounts)
{
    /// <summary>The payment configuration.</summary>
    public int PaymentConfigId { get; init; }

    /// <summary>The customer's payment method, 0 when none is needed.</summary>
    public long PaymentMethodNumber { get; init; }

    /// <summary>To whom the customer of a buy pays, or whom the desk pays for a sell.</summary>
    public string PayeeName { get; init; } = "";

    /// <summary>The account's fields as JSON.</summary>
    public string PayeeFields { get; init; } = "[]";
}

/// <summary>A block trade: a customer buys or sells crypto against fiat at the desk's price, paid by bank transfer.</summary>
public sealed class BlockOrder : IRecord
{
    private BlockOrder()
    {
    }

    /// <summary>The order's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>What the wire calls its id; below 2^53, so that no reader loses a digit.</summary>
    public long Number { get; private set; }

    /// <summary>The customer's own name for it, unique per merchant, or null.</summary>
    public string? ClientId { get; private set; }

    /// <summary>The customer.</summary>
    public Guid MerchantId { get; private set; }

    /// <summary>For which of its sub-merchants.</summary>
    public Guid SubMerchantId { get; private set; }

    /// <summary>That sub-merchant's number on the wire.</summary>
    public long SubMerchantNumber { get; private set; }

    /// <summary>Its name when the order was placed.</summary>
    public string SubMerchantName { get; private set; } = "";

    /// <summary>The country's name.</summary>
    public string Country { get; private set; } = "";

    /// <summary>The customer's side.</summary>
    public TradeSide Side { get; private set; }

    /// <summary>Where it stands.</summary>
    public BlockOrderStatus Status { get; private set; }

    /// <summary>The currency.</summary>
    public string FiatCurrency { get; private set; } = "";

    /// <summary>Its decimals.</summary>
    public int FiatScale { get; private set; }

    /// <summary>The token as the surface names it.</summary>
    public string Token { get; private set; } = "";

    /// <summary>The asset in the books.</summary>
    public string Asset { get; private set; } = "";

    /// <summary>Its decimals.</summary>
    public int AssetScale { get; private set; }

    /// <summary>What one unit costs the customer, fixed when the order was placed.</summary>
    public Rate Price { get; private set; }

    /// <summary>What one unit was worth then.</summary>
    public Rate Reference { get; private set; }

    /// <summary>How much crypto, in minor units.</summary>
    public long QuantityMinor { get; private set; }

    /// <summary>How much fiat, in minor units.</summary>
    public long FiatMinor { get; private set; }

    /// <summary>See <see cref="BlockAmounts"/>.</summary>
    public long GrossMinor { get; private set; }

    /// <summary>What the desk earns.</summary>
    public long SpreadMinor { get; private set; }

    /// <summary>What cutting left over.</summary>
    public long RoundingMinor { get; private set; }

    /// <summary>The payment configuration.</summary>
    public int PaymentConfigId { get; private set; }

    /// <summary>The customer's payment method, 0 when none.</summary>
    public long PaymentMethodNumber { get; private set; }

    /// <summary>Whose account is paid.</summary>
    public string PayeeName { get; private set; } = "";

    /// <summary>The fields of that account as JSON.</summary>
    public string PayeeFields { get; private set; } = "[]";

    /// <summary>How long the payment may take from the approval on, in minutes.</summary>
    public int TimeFrameMinutes { get; private set; }

    /// <summary>The bank's reference of the payment.</summary>
    public string TrackingNumber { get; private set; } = "";

    /// <summary>The last reason given.</summary>
    public string Remark { get; private set; } = "";

    /// <summary>How many documents were taken.</summary>
    public int DocumentCount { get; private set; }

    /// <summary>When it was placed.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When the desk agreed, or null.</summary>
    public DateTime? ApprovedAtUtc { get; private set; }

    /// <summary>Who agreed.</summary>
    public Guid? ApprovedBy { get; private set; }

    /// <summary>When the payment is due, or null before the approval.</summary>
    public DateTime? ExpiresAtUtc { get; private set; }

    /// <summary>When the fiat was said to be sent.</summary>
    public DateTime? PaidAtUtc { get; private set; }

    /// <summary>When it ended.</summary>
    public DateTime? EndedAtUtc { get; private set; }

    /// <summary>When it last moved.</summary>
    public DateTime UpdatedAtUtc { get; private set; }

    /// <summary>Changes with every write.</summary>
    public int Version { get; private set; }

    /// <summary>What people call it.</summary>
    public string HumanId => $"BLK-{Number.ToString(CultureInfo.InvariantCulture)}";

    /// <inheritdoc/>
    public static RecordKind Kind { get; } = new("block_trade", "block_order", "block_trades");

    /// <inheritdoc/>
    public string StatusName => Names.Snake(Status);

    /// <summary>Its value in US cents when the token counts as a dollar, otherwise null.</summary>
    public long? NotionalUsdCents => Catalog.Asset.ByCode(Asset) is { IsUsdStable: true } ? QuantityMinor / 10_000 : null;

    /// <summary>Places an order.</summary>
    public static BlockOrder Place(BlockOrderDraft draft, int timeFrameMinutes, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return new BlockOrder
        {
            Id = draft.Id, Number = draft.Number, ClientId = draft.ClientId, MerchantId = draft.MerchantId,
            SubMerchantId = draft.SubMerchantId,
            SubMerchantNumber = draft.SubMerchantNumber, SubMerchantName = draft.SubMerchantName, Country = draft.Country,
            Side = draft.Terms.Side,
            Status = BlockOrderStatus.Pending, FiatCurrency = draft.FiatCurrency, FiatScale = draft.Terms.FiatScale, Token = draft.Token,
            Asset = draft.Asset,
            AssetScale = draft.Terms.AssetScale, Price = draft.Terms.Price, Reference = draft.Terms.Reference,
            QuantityMinor = draft.Amounts.QuantityMinor,
            FiatMinor = draft.Amounts.FiatMinor, GrossMinor = draft.Amounts.GrossMinor, SpreadMinor = draft.Amounts.SpreadMinor,
            RoundingMinor = draft.Amounts.RoundingMinor, PaymentConfigId = draft.PaymentConfigId,
            PaymentMethodNumber = draft.PaymentMethodNumber,
            PayeeName = draft.PayeeName, PayeeFields = draft.PayeeFields, TimeFrameMinutes = timeFrameMinutes, CreatedAtUtc = now,
            UpdatedAtUtc = now, Version = 1,
        };
    }

    /// <summary>The desk agrees: the payment clock starts.</summary>
    public Result<BlockOrder> Approve(Guid by, DateTime now)
    {
        var moved = Move(BlockOrderAction.Approve, now);
        if (moved.IsSuccess)
        {
            (ApprovedAtUtc, ApprovedBy, ExpiresAtUtc) = (now, by, now.AddMinutes(TimeFrameMinutes));
        }
        return moved;
    }

    /// <summary>The payment is open.</summary>
    public Result<BlockOrder> OpenPayment(DateTime now) => Move(BlockOrderAction.OpenPayment, now);

    /// <summary>The desk wants to see documents.</summary>
    public Result<BlockOrder> RequestDocuments(string? reason, DateTime now) => Move(BlockOrderAction.RequestDocuments, now, reason);

    /// <summary>Documents came.</summary>
    public Result<BlockOrder> TakeDocuments(int count, DateTime now)
    {
        var moved = Move(BlockOrderAction.TakeDocuments, now);
        DocumentCount += moved.IsSuccess ? count : 0;
        return moved;
    }

    /// <summary>The fiat was sent. The deadline is judged here, so that a late clock makes no late payment good.</summary>
    public Result<BlockOrder> MarkPaid(string? trackingNumber, DateTime now)
    {
        if (Status == BlockOrderStatus.PaymentPending && now >= ExpiresAtUtc)
        {
            return new DomainError(ErrorCode.QuoteExpired, "The time to pay has run out.");
        }
        var moved = Move(BlockOrderAction.MarkPaid, now);
        if (moved.IsSuccess)
        {
            (PaidAtUtc, TrackingNumber) = (now, trackingNumber ?? TrackingNumber);
        }
        return moved;
    }

    /// <summary>The fiat arrived and the crypto changes hands.</summary>
    public Result<BlockOrder> Release(DateTime now) => End(BlockOrderAction.Release, null, now);

    /// <summary>The desk ends it. What the desk has paid out cannot be taken back.</summary>
    public Result<BlockOrder> Cancel(string? reason, DateTime now) => Side == TradeSide.Sell && Status == BlockOrderStatus.Paid
        ? new DomainError(ErrorCode.WrongState, "The desk has paid this order; it can only be released.")
        : End(BlockOrderAction.Cancel, reason, now);

    /// <summary>The customer withdraws it.</summary>
    public Result<BlockOrder> RejectBySelf(string? reason, DateTime now) => End(BlockOrderAction.RejectBySelf, reason, now);

    /// <summary>Ends it when its time to pay has run out; false when it has not.</summary>
    public Result<bool> Expire(DateTime now)
    {
        if (Status != BlockOrderStatus.PaymentPending || now < ExpiresAtUtc)
        {
            return false;
        }
        return End(BlockOrderAction.Expire, "The time to pay has run out.", now).Map(_ => true);
    }

    private Result<BlockOrder> End(BlockOrderAction action, string? reason, DateTime now)
    {
        var moved = Move(action, now, reason);
        EndedAtUtc = moved.IsSuccess ? now : EndedAtUtc;
        return moved;
    }

    private Result<BlockOrder> Move(BlockOrderAction action, DateTime now, string? reason = null)
    {
        var moved = BlockOrderLifecycle.Table.Move(Status, action);
        if (moved.Failed(out var wrong))
        {
            return wrong;
        }
        (Status, UpdatedAtUtc, Remark) = (moved.Value, now, reason ?? Remark);
        Version++;
        return this;
    }
}
