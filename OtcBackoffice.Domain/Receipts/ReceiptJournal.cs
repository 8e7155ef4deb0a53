using OtcBackoffice.Domain.Ledger;

namespace OtcBackoffice.Domain.Receipts;

/// <summary>
/// The journal templates of money from outside (docs/accounting.md). It stands in suspense from the moment it is told; an
/// assignment moves it to the record's own place, and whatever is reversed comes back to suspense.
/// </summary>
public static class ReceiptJournal
{
    private const string Subject = "receipt";

    /// <summary>Money came, or, with a minus, was taken back: the desk holds it, and nobody knows yet for whom.</summary>
    public static JournalEntry Taken(Receipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return Entry("receipt_taken", receipt, 1, Holding(receipt), Suspense(receipt), receipt.AmountMinor);
    }

    /// <summary>A part is put where its record keeps it.</summary>
    public static JournalEntry Assigned(Receipt receipt, int move, AccountKey place, long minor) =>
        Entry("receipt_assigned", receipt, move, Suspense(receipt), place, minor);

    /// <summary>It comes back from there into suspense.</summary>
    public static JournalEntry Unassigned(Receipt receipt, int move, AccountKey place, long minor) =>
        Entry("receipt_unassigned", receipt, move, place, Suspense(receipt), minor);

    /// <summary>Where the rest goes that is sent back: it is on its way to its sender.</summary>
    public static AccountKey Returning(Receipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return new AccountKey(AccountFamily.SettlementInFlight, receipt.AssetCode);
    }

    /// <summary>Where the rest stays that is kept.</summary>
    public static AccountKey Keeping(Receipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return new AccountKey(AccountFamily.Kept, receipt.AssetCode);
    }

    /// <summary>The account that the desk holds the money in: the bank's or operator's, or the treasury's on its network.</summary>
    public static AccountKey Holding(Receipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return receipt.Source is ReceiptSource.Bank or ReceiptSource.Mpesa
            ? new AccountKey(AccountFamily.Nostro, receipt.AssetCode, null, receipt.AccountId)
            : new AccountKey(AccountFamily.Treasury, receipt.AssetCode);
    }

    private static AccountKey Suspense(Receipt receipt) => new(AccountFamily.Suspense, receipt.AssetCode);

    // A reversal has a minus, which turns the two sides of every entry.
    private static JournalEntry Entry(string kind, Receipt receipt, int sequence, AccountKey debit, AccountKey credit, long minor) =>
        JournalEntry.Of(kind, Subject, receipt.Id, sequence, new Posting(debit, minor), new Posting(credit, checked(-minor)));
}
