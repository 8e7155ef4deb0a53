using System.Globalization;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.BlockTrades;

/// <summary>What every step of a block trade leaves behind: counters, an audit line, a notice, a nudge.</summary>
internal static class BlockTrail
{
    public const string EventType = "block_trade.order.status_changed";

    public const int Deposit = 1, Withdraw = 2, OnlineRefund = 3, OfflineRefund = 5, Init = 1, Completed = 2, Canceled = 3;

    /// <summary>The bank at which sub-merchants have their accounts.</summary>
    public const string DeskBank = "ARCUS";

    /// <summary>Writes the step and the notice that customers hear.</summary>
    public static async Task RecordAsync(DeskWork work, BlockOrder order, string action, string? from, string? reason, object? changes,
        CancellationToken cancellation)
    {
        RecordTrail.Record(work, order, action, from, reason, changes);
        await work.RaiseAsync(Notice(order), cancellation);
    }

    /// <summary>The order notice of specification 001, section 8, with exactly its members.</summary>
    public static DeskEvent Notice(BlockOrder order) => new(EventType, order.Id, order.MerchantId, new Dictionary<string, object?>
    {
        ["orderId"] = Text(order.Number),
        ["clientId"] = order.ClientId ?? "",
        ["userId"] = Text(WireIds.Of(order.MerchantId)),
        ["mcSettingsId"] = Text(order.SubMerchantNumber),
        ["orderType"] = order.Side == TradeSide.Buy ? "BUY" : "SELL",
        ["fiatCurrency"] = order.FiatCurrency,
        ["orderAmount"] = BlockText.Plain(DecimalText.Format(order.FiatMinor, order.FiatScale)),
        ["fiatFee"] = "0",
        ["cryptoCurrency"] = order.Token,
        ["quantity"] = BlockText.Plain(DecimalText.Format(order.QuantityMinor, order.AssetScale)),
        ["orderPrice"] = order.Price.ToString(),
        ["orderStatus"] = Text(BlockText.Code(order.Status)),
        ["createTime"] = Text(BlockText.Millis(order.CreatedAtUtc)),
        ["updateTime"] = Text(BlockText.Millis(order.UpdatedAtUtc)),
        ["timestamp"] = Text(BlockText.Millis(order.UpdatedAtUtc)),
    });

    /// <summary>The transfer row of an order's payment.</summary>
    public static async Task<MerchantTransferRow> PaymentAsync(DeskWork work, BlockOrder order, string accountNumber, string bankName,
        CancellationToken cancellation) => new()
    {
        Id = work.NewId(), Number = await BlockNumbers.NextAsync(work, cancellation), MerchantId = order.MerchantId,
        SubMerchantId = order.SubMerchantId,
        SubMerchantNumber = order.SubMerchantNumber, SubMerchantName = order.SubMerchantName, OrderId = order.Id,
        OrderNumber = order.Number,
        BankOrderId = order.TrackingNumber, Country = order.Country, FiatCurrency = order.FiatCurrency, FiatScale = order.FiatScale,
        AmountMinor = order.FiatMinor,
        Type = order.Side == TradeSide.Buy ? Deposit : Withdraw, State = Init, AccountNumber = accountNumber, BankName = bankName,
        CreatedAtUtc = work.Now, UpdatedAtUtc = work.Now,
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Numbers of orders and transfers: by time, unique, and below 2^53.</summary>
internal static class BlockNumbers
{
    private static readonly DateTime Start = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static async Task<long> NextAsync(DeskWork work, CancellationToken cancellation) =>
        ((work.Now.Ticks - Start.Ticks) / TimeSpan.TicksPerMillisecond * 4_096)
            + (await work.NextNumberAsync("block_trades", cancellation) & 4_095);
}

/// <summary>Spellings of this surface that its notices need as well as its answers.</summary>
public static class BlockText
{
    /// <summary>The status as the specification counts.</summary>
    public static int Code(BlockOrderStatus status) => status switch
    {
        BlockOrderStatus.Pending => 10,
        BlockOrderStatus.Approved => 30,
        BlockOrderStatus.DocumentsPending => 31,
        BlockOrderStatus.PaymentPending => 40,
        BlockOrderStatus.Paid => 50,
        BlockOrderStatus.Released => 60,
        BlockOrderStatus.Canceled => 70,
        BlockOrderStatus.RejectedBySelf => 80,
    };

    /// <summary>The status of a number or a name; null when there is none.</summary>
    public static BlockOrderStatus? Status(string text) => Names.TryParse<BlockOrderStatus>(text, out var named) ? named
        : Enum.GetValues<BlockOrderStatus>().Where(status => Code(status).ToString(CultureInfo.InvariantCulture) == text)
        .Select(status => (BlockOrderStatus?)status).FirstOrDefault();

    /// <summary>An amount without zeros at its end: <c>10.00</c> is <c>10</c>.</summary>
    public static string Plain(string amount) => amount.Contains('.', StringComparison.Ordinal) ? amount.TrimEnd('0').TrimEnd('.') : amount;

    /// <summary>Milliseconds since 1970.</summary>
    public static long Millis(DateTime utc) => new DateTimeOffset(utc).ToUnixTimeMilliseconds();
}
