using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>What a receipt can be put on: a record, its own place in the books, and what it does when money comes or is taken
/// off.</summary>
/// <param name="Kind">The kind as assignments keep it.</param>
/// <param name="Id">The record.</param>
/// <param name="Number">What people call it.</param>
/// <param name="MerchantId">Whose it is.</param>
/// <param name="Place">Where the books keep it, or null when nothing is posted.</param>
internal sealed record ReceiptTarget(string Kind, Guid Id, string Number, Guid? MerchantId, AccountKey? Place)
{
    public const string Deposit = "deposit", Wallet = "wallet", BlockTransfer = "block_transfer", Receipt = "receipt",
        Returned = "returned", Kept = "kept";

    /// <summary>Counts the money on the record; a refusal changes nothing.</summary>
    public Func<long, DomainError?> Receive { get; init; } = _ => null;

    /// <summary>Takes it off the record; a refusal changes nothing.</summary>
    public Func<long, DomainError?> TakeBack { get; init; } = _ => null;

    /// <summary>A deposit.</summary>
    public static ReceiptTarget Of(DeskWork work, Deposit deposit) =>
        new(Deposit, deposit.Id, deposit.HumanId, deposit.MerchantId, DepositJournal.Place(deposit))
    {
        Receive = minor => Told(work, deposit, "receive", minor, deposit.Receive(minor, work.Now)),
        TakeBack = minor => Told(work, deposit, "take_back", minor, deposit.TakeBack(minor, work.Now)),
    };

    private static DomainError? Told(DeskWork work, Deposit deposit, string action, long minor, Result<Deposit> changed)
    {
        if (changed.Failed(out var refused))
        {
            return refused;
        }
        RecordTrail.Record(work, deposit, action, deposit.StatusName, null, new
        {
            Amount = (minor < 0 ? "-" : "") + DecimalText.Format(Math.Abs(minor), deposit.FiatScale),
            Received = deposit.ReceivedMinor is { } received ? DecimalText.Format(received, deposit.FiatScale) : null,
            Declared = DecimalText.Format(deposit.FiatAmountMinor, deposit.FiatScale),
        });
        return null;
    }
}
