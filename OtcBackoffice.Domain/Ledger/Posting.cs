using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Ledger;

/// <summary>One line of a journal entry: an account and an amount on its debit (positive) or credit (negative) side.</summary>
/// <param name="Account">The account.</param>
/// <param name="SignedMinor">Minor units; positive debits the account, negative credits it, zero is refused.</param>
public readonly record struct Posting(AccountKey Account, long SignedMinor)
{
    /// <summary>The debit side in minor units, or zero.</summary>
    public long DebitMinor => SignedMinor > 0 ? SignedMinor : 0;

    /// <summary>The credit side in minor units, or zero.</summary>
    public long CreditMinor => SignedMinor < 0 ? checked(-SignedMinor) : 0;

    /// <summary>A debit.</summary>
    public static Posting Debit(AccountKey account, long minor) => new(account, minor);

    /// <summary>A credit.</summary>
    public static Posting Credit(AccountKey account, long minor) => new(account, checked(-minor));

    /// <summary>The amount with its asset, without a side.</summary>
    public Money Amount => new(Math.Abs(SignedMinor), Account.Asset);
}
