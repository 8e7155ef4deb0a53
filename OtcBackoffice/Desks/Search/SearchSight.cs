using System.Globalization;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Merchants;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Desks.Search;

/// <summary>
/// What of each kind the actor may open, and on which page: all for who reads all, its own for a merchant, nothing for the rest.
/// </summary>
internal sealed class SearchSight(DeskReading reading)
{
    private readonly Guid _own = reading.Actor.MerchantId ?? Guid.Empty;

    public IQueryable<Deposit> Deposits => reading.Actor.May(Permission.DepositReadAll) ? reading.Db.Deposits
        : reading.Db.Deposits.Where(row => row.MerchantId == _own);

    public IQueryable<Withdrawal> Withdrawals => reading.Actor.May(Permission.WithdrawalRead) ? reading.Db.Withdrawals
        : reading.Db.Withdrawals.Where(row => row.MerchantId == _own);

    public IQueryable<ExchangeOrder> Exchanges => reading.Actor.May(Permission.ExchangeRead) ? reading.Db.Exchanges
        : reading.Db.Exchanges.Where(row => row.MerchantId == _own);

    // The console has a page of these for staff alone.
    public IQueryable<BlockOrder> BlockOrders =>
        reading.Actor.May(Permission.BlockTradeRead) ? reading.Db.BlockOrders : reading.Db.BlockOrders.Where(row => false);

    public IQueryable<Receipt> Receipts =>
        reading.Actor.May(Permission.ReceiptRead) ? reading.Db.Receipts : reading.Db.Receipts.Where(row => false);

    public IQueryable<GatewayPayment> Payments => reading.Actor.May(Permission.GatewayRead) ? reading.Db.GatewayPayments
        : reading.Db.GatewayPayments.Where(row => row.MerchantId == _own);

    public IQueryable<GatewayWithdrawal> GatewayWithdrawals => reading.Actor.May(Permission.GatewayRead) ? reading.Db.GatewayWithdrawals
        : reading.Db.GatewayWithdrawals.Where(row => row.MerchantId == _own);

    public SearchHit Hit(Deposit row) => new("deposit", row.Id, row.HumanId,
        $"{row.HumanId}, {DecimalText.Format(row.FiatAmountMinor, row.FiatScale)} {row.FiatCurrency}, "
            + $"{row.StatusName}{(row.PaymentReference is { } reference ? ", " + reference : "")}",
        reading.Actor.May(Permission.DepositReadAll) ? $"/deposits/{row.Id}" : $"/my/deposits/{row.Id}");

    public SearchHit Hit(Withdrawal row) => new("withdrawal", row.Id, row.HumanId,
        $"{row.HumanId}, {row.AssetInfo.Format(row.CryptoMinor)} {row.AssetInfo.Symbol}, {row.StatusName}",
        reading.Actor.May(Permission.WithdrawalRead) ? $"/withdrawals/{row.Id}" : "/my/withdrawals");

    public SearchHit Hit(ExchangeOrder row) => new("exchange", row.Id, row.HumanId,
        $"{row.HumanId}, {DecimalText.Format(row.SourceMinor, row.SourceScale)} {row.SourceCurrency}, {row.StatusName}",
        reading.Actor.May(Permission.ExchangeRead) ? $"/exchanges/{row.Id}" : "/my/exchanges");

    public SearchHit Hit(BlockOrder row) => new("block_trade", row.Id, row.HumanId,
        $"{row.HumanId}, {DecimalText.Format(row.FiatMinor, row.FiatScale)} {row.FiatCurrency}, {row.StatusName}",
            $"/block-trades/{row.Number.ToString(CultureInfo.InvariantCulture)}");

    public SearchHit Hit(Receipt row) =>
        new("receipt", row.Id, row.HumanId, $"{row.HumanId}, {row.AmountText} {row.Asset}, {row.StatusName}", $"/unmatched/{row.Id}");

    public SearchHit Hit(Merchant row) => new("merchant", row.Id, row.Name, row.Name, $"/merchants/{row.Id}");

    public SearchHit Hit(GatewayPayment row) => new("payment", row.Id, row.HumanId,
        $"{row.HumanId}, {row.Coin.Format(row.PayMinor)} {row.Coin.Code}, {row.StatusName}{(row.OrderId is { } order ? ", " + order : "")}",
        reading.Actor.May(Permission.GatewayRead) ? $"/gateway-payments/{row.Id}" : "/my/payments");

    public SearchHit Hit(GatewayWithdrawal row) => new("gateway_withdrawal", row.Id, row.HumanId,
        $"{row.HumanId}, {row.Coin.Format(row.AmountMinor)} {row.Coin.Code}, {row.StatusName}",
        reading.Actor.May(Permission.GatewayRead) ? $"/gateway-withdrawals/{row.Id}" : "/my/gateway-withdrawals");
}
