using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Receipts;

/// <summary>
/// What a source outside says about money that came (issue 14, point 1). Source, account and external id are its identity: the
/// source's own, so that the same money told twice is one receipt.
/// </summary>
/// <param name="Source">Who tells it.</param>
/// <param name="Account">The account it came to: IBAN or number, the operator's short code, or the network.</param>
/// <param name="ExternalId">The bank's entry id, the operator's receipt number, or block, transaction and log.</param>
/// <param name="Asset">What came.</param>
/// <param name="Scale">Decimals of the amount.</param>
/// <param name="AmountMinor">Minor units; negative for a reversal, never zero.</param>
public sealed record ReceiptFacts(ReceiptSource Source, string Account, string ExternalId, AssetCode Asset, int Scale, long AmountMinor)
{
    /// <summary>The desk's account that it came to, once accounts are kept; null for the one of the currency.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The payer's name as the source spells it.</summary>
    public string? PayerName { get; init; }

    /// <summary>The payer's account, phone or address.</summary>
    public string? PayerAccount { get; init; }

    /// <summary>The reference that the payer gave.</summary>
    public string? Reference { get; init; }

    /// <summary>When the source says that it happened: the value date, the block's time.</summary>
    public DateTime? OccurredAtUtc { get; init; }

    /// <summary>What the source wrote, as it came.</summary>
    public string? Raw { get; init; }

    /// <summary>A line that the bank has under this receipt: <c>line 7 of statement 214</c>.</summary>
    public string? Place { get; init; }

    /// <summary>For a reversal: the external id of what it takes back, where the source names it.</summary>
    public string? ReversesExternalId { get; init; }

    /// <summary>
    /// Our own name of the payment, for a source that does not always give its id: an operator that is asked names no receipt
    /// number. A telling without the number is known by this; the first one with it gives the receipt its final id.
    /// </summary>
    public string? ProvisionalId { get; init; }

    /// <summary>Whether the external id is only ours.</summary>
    public bool IsProvisional => ProvisionalId == ExternalId;
}
