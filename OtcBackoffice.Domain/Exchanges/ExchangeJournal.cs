using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Exchanges;

/// <summary>The journal templates of an exchange (docs/accounting.md). What the customer receives stays in flight until the transfer is
/// final.</summary>
public static class ExchangeJournal
{
    private const string Subject = "exchange";

    private static readonly AssetCode Eur = new("EUR");

    /// <summary>The account that the customer pays from.</summary>
    public static AccountKey Source(ExchangeOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order.Side == ExchangeSide.Buy ? EurOf(order) : CustodyOf(order);
    }

    /// <summary>Confirmed: a buy's EUR leaves the customer, a sell's USDC is locked.</summary>
    public static JournalEntry Confirmed(ExchangeOrder order) => order.Side switch
    {
        ExchangeSide.Buy => Entry("exchange_buy_confirmed", order,
            Posting.Debit(EurOf(order), order.SourceMinor),
            Posting.Credit(new AccountKey(AccountFamily.SettlementInFlight, Eur), order.SourceMinor)),
        ExchangeSide.Sell => Entry("exchange_sell_confirmed", order,
            Posting.Debit(CustodyOf(order), order.SourceMinor), Posting.Credit(LockedOf(order), order.SourceMinor)),
    };

    /// <summary>Rejected, requoted or failed: the mirror image of the confirmation.</summary>
    public static JournalEntry ConfirmationReversed(ExchangeOrder order) =>
        Confirmed(order).Reversal(order.Side == ExchangeSide.Buy ? "exchange_buy_reversed" : "exchange_sell_released");

    /// <summary>Approved: the source becomes the desk's, the destination is owed, and the margin at the live rate is earned.</summary>
    public static JournalEntry Approved(ExchangeOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var usdc = new AssetCode(order.Asset);
        var net = order.ExecutedDestinationMinor ?? throw new InvalidOperationException($"{order.HumanId} was not approved.");
        var gross = order.ExecutedGrossMinor ?? net;
        return order.Side switch
        {
            ExchangeSide.Buy => Entry("exchange_buy_approved", order,
                Posting.Debit(new AccountKey(AccountFamily.SettlementInFlight, Eur), order.SourceMinor),
                Posting.Credit(new AccountKey(AccountFamily.DeskPosition, Eur), order.SourceMinor),
                Posting.Debit(new AccountKey(AccountFamily.DeskPosition, usdc), gross),
                Posting.Credit(new AccountKey(AccountFamily.SettlementInFlight, usdc), net),
                Posting.Credit(new AccountKey(AccountFamily.SpreadIncome, usdc), gross - net)),
            ExchangeSide.Sell => Entry("exchange_sell_approved", order,
                Posting.Debit(LockedOf(order), order.SourceMinor),
                Posting.Credit(new AccountKey(AccountFamily.DeskPosition, usdc), order.SourceMinor),
                Posting.Debit(new AccountKey(AccountFamily.DeskPosition, Eur), gross),
                Posting.Credit(new AccountKey(AccountFamily.SettlementInFlight, Eur), net),
                Posting.Credit(new AccountKey(AccountFamily.SpreadIncome, Eur), gross - net)),
        };
    }

    /// <summary>The chain refused the transfer: the mirror image of the approval.</summary>
    public static JournalEntry ApprovalReversed(ExchangeOrder order) =>
        Approved(order).Reversal(order.Side == ExchangeSide.Buy ? "exchange_buy_undone" : "exchange_sell_undone");

    /// <summary>Final on chain: what was in flight is the customer's.</summary>
    public static JournalEntry Completed(ExchangeOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var net = order.ExecutedDestinationMinor ?? throw new InvalidOperationException($"{order.HumanId} was not approved.");
        return order.Side switch
        {
            ExchangeSide.Buy => Entry("exchange_buy_completed", order,
                Posting.Debit(new AccountKey(AccountFamily.SettlementInFlight, new AssetCode(order.Asset)), net),
                Posting.Credit(CustodyOf(order), net)),
            ExchangeSide.Sell => Entry("exchange_sell_completed", order,
                Posting.Debit(new AccountKey(AccountFamily.SettlementInFlight, Eur), net), Posting.Credit(EurOf(order), net)),
        };
    }

    private static AccountKey EurOf(ExchangeOrder order) =>
        new(AccountFamily.MerchantAvailable, Eur, order.MerchantId, order.FiatAccountId);

    private static AccountKey CustodyOf(ExchangeOrder order) =>
        new(AccountFamily.MerchantCustody, new AssetCode(order.Asset), order.MerchantId, order.WalletId);

    private static AccountKey LockedOf(ExchangeOrder order) =>
        new(AccountFamily.MerchantLocked, new AssetCode(order.Asset), order.MerchantId, order.WalletId);

    private static JournalEntry Entry(string kind, ExchangeOrder order, params Posting[] postings) =>
        JournalEntry.Of(kind, Subject, order.Id, order.ConfirmCount, postings);
}
