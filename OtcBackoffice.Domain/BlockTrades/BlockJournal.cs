using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.BlockTrades;

/// <summary>The journal templates of a block trade (docs/accounting.md). The fiat of a buy passes through the sub-merchant's
/// account.</summary>
public static class BlockJournal
{
    private const string Subject = "block_order";

    /// <summary>Sell placed: the crypto is put aside.</summary>
    public static JournalEntry SellLocked(BlockOrder order) => Entry("block_sell_locked", order,
        Posting.Debit(Of(AccountFamily.MerchantAvailable, Asset(order), order.MerchantId), order.QuantityMinor),
        Posting.Credit(Of(AccountFamily.MerchantLocked, Asset(order), order.MerchantId), order.QuantityMinor));

    /// <summary>Sell ended before it was paid: the mirror image of the lock.</summary>
    public static JournalEntry SellUnlocked(BlockOrder order) => SellLocked(order).Reversal("block_sell_unlocked");

    /// <summary>Sell paid: the crypto becomes the desk's, the fiat is on its way, spread and rounding are earned apart.</summary>
    public static JournalEntry SellPaid(BlockOrder order) => Entry("block_sell_paid", order,
        Posting.Debit(Of(AccountFamily.MerchantLocked, Asset(order), order.MerchantId), order.QuantityMinor),
        Posting.Credit(Of(AccountFamily.DeskPosition, Asset(order)), order.QuantityMinor),
        Posting.Debit(Of(AccountFamily.DeskPosition, Fiat(order)), order.GrossMinor),
        Posting.Credit(Of(AccountFamily.SettlementInFlight, Fiat(order)), order.FiatMinor),
        Posting.Credit(Of(AccountFamily.SpreadIncome, Fiat(order)), order.SpreadMinor),
        Posting.Credit(Of(AccountFamily.Rounding, Fiat(order)), order.RoundingMinor));

    /// <summary>Sell released: what was on its way has left the bank.</summary>
    public static JournalEntry SellReleased(BlockOrder order) => Entry("block_sell_released", order,
        Posting.Debit(Of(AccountFamily.SettlementInFlight, Fiat(order)), order.FiatMinor),
        Posting.Credit(Of(AccountFamily.Nostro, Fiat(order)), order.FiatMinor));

    /// <summary>Buy released, first half: the fiat arrived on the sub-merchant's account.</summary>
    public static JournalEntry BuyReceived(BlockOrder order) => Entry("block_buy_received", order,
        Posting.Debit(Of(AccountFamily.Nostro, Fiat(order)), order.FiatMinor),
        Posting.Credit(Of(AccountFamily.MerchantAvailable, Fiat(order), order.SubMerchantId), order.FiatMinor));

    /// <summary>Buy that came to nothing after its fiat had arrived: the fiat goes back by the bank.</summary>
    public static JournalEntry BuyRefunded(BlockOrder order) => BuyReceived(order).Reversal("block_buy_refunded");

    /// <summary>Fiat for no order in particular arrived on a sub-merchant's account.</summary>
    public static JournalEntry TransferReceived(Guid transferId, Payments.SubMerchant owner, long amountMinor)
    {
        ArgumentNullException.ThrowIfNull(owner);
        var fiat = new AssetCode(owner.FiatCurrency);
        return JournalEntry.Of("block_transfer_received", "merchant_transfer", transferId, 1,
            Posting.Debit(Of(AccountFamily.Nostro, fiat), amountMinor),
                Posting.Credit(Of(AccountFamily.MerchantAvailable, fiat, owner.Id), amountMinor));
    }

    /// <summary>Buy released, second half: the fiat becomes the desk's and the crypto the customer's.</summary>
    public static JournalEntry BuyReleased(BlockOrder order) => Entry("block_buy_released", order,
        Posting.Debit(Of(AccountFamily.MerchantAvailable, Fiat(order), order.SubMerchantId), order.FiatMinor),
        Posting.Credit(Of(AccountFamily.DeskPosition, Fiat(order)), order.FiatMinor),
        Posting.Debit(Of(AccountFamily.DeskPosition, Asset(order)), order.GrossMinor),
        Posting.Credit(Of(AccountFamily.MerchantAvailable, Asset(order), order.MerchantId), order.QuantityMinor),
        Posting.Credit(Of(AccountFamily.SpreadIncome, Asset(order)), order.SpreadMinor),
        Posting.Credit(Of(AccountFamily.Rounding, Asset(order)), order.RoundingMinor));

    private static JournalEntry Entry(string kind, BlockOrder order, params IEnumerable<Posting> postings) =>
        JournalEntry.Of(kind, Subject, order.Id, 1, postings);

    private static AccountKey Of(AccountFamily family, AssetCode asset, Guid? owner = null) => new(family, asset, owner);

    private static AssetCode Asset(BlockOrder order) => new(order.Asset);

    private static AssetCode Fiat(BlockOrder order) => new(order.FiatCurrency);
}
