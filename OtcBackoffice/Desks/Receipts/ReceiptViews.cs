using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>A receipt as it is shown: amounts as exact text, nothing of the database.</summary>
public sealed record ReceiptView
{
    public required Guid Id { get; init; }
    public required string HumanId { get; init; }
    public required string Source { get; init; }
    public required string Account { get; init; }
    public required string ExternalId { get; init; }

    /// <summary>The currency, or the asset's symbol for crypto.</summary>
    public required string Unit { get; init; }

    /// <summary>The network of crypto, or null for fiat.</summary>
    public string? Network { get; init; }
    public required string Amount { get; init; }

    /// <summary>What is on no record yet.</summary>
    public required string Remaining { get; init; }
    public string? PayerName { get; init; }
    public string? PayerAccount { get; init; }
    public string? Reference { get; init; }
    public DateTime? OccurredAtUtc { get; init; }
    public required DateTime ReceivedAtUtc { get; init; }
    public required ReceiptStatus Status { get; init; }
    public required bool PaidLate { get; init; }
    public Guid? ReversesId { get; init; }
    public string? Raw { get; init; }
    public string? Place { get; init; }
    public Guid? AssigneeUserId { get; init; }
    public string? AssigneeName { get; init; }
    public DateTime? ClaimExpiresAtUtc { get; init; }
    public required int Version { get; init; }

    /// <summary>What it is on, was sent back with or is kept as; what was undone is marked.</summary>
    public IReadOnlyList<ReceiptPartView> Parts { get; init; } = [];

    /// <summary>What it may be for, best first.</summary>
    public IReadOnlyList<ReceiptProposalView> Proposals { get; init; } = [];

    /// <summary>How it was told otherwise.</summary>
    public IReadOnlyList<ReceiptConflictView> Conflicts { get; init; } = [];

    internal static ReceiptView Of(Receipt receipt)
    {
        var asset = Asset.All.FirstOrDefault(one => one.Code.Text == receipt.Asset);
        return new ReceiptView
        {
            Id = receipt.Id, HumanId = receipt.HumanId, Source = Names.Snake(receipt.Source), Account = receipt.Account,
            ExternalId = receipt.ExternalId,
            Unit = asset?.Symbol ?? receipt.Asset, Network = asset?.Network.Code, Amount = receipt.AmountText,
            Remaining = receipt.Text(receipt.RemainingMinor),
            PayerName = receipt.PayerName, PayerAccount = receipt.PayerAccount, Reference = receipt.Reference,
            OccurredAtUtc = receipt.OccurredAtUtc,
            ReceivedAtUtc = receipt.ReceivedAtUtc, Status = receipt.Status, PaidLate = receipt.PaidLate, ReversesId = receipt.ReversesId,
            Raw = receipt.Raw, Place = receipt.Place,
            AssigneeUserId = receipt.AssigneeUserId, ClaimExpiresAtUtc = receipt.ClaimExpiresAtUtc, Version = receipt.Version,
        };
    }
}

/// <summary>Where a part of a receipt is.</summary>
public sealed record ReceiptPartView(Guid Id, string Kind, Guid RecordId, string RecordNumber, string Amount, string ByName, string? Reason,
    DateTime AtUtc)
{
    /// <summary>When it was undone, or null while it stands.</summary>
    public DateTime? UndoneAtUtc { get; init; }

    /// <summary>Why it was undone.</summary>
    public string? UndoReason { get; init; }

    internal static ReceiptPartView Of(Receipt receipt, ReceiptAssignment part) =>
        new(part.Id, part.RecordKind, part.RecordId, part.RecordNumber, receipt.Text(part.AmountMinor), part.ByName, part.Reason,
            part.AtUtc) { UndoneAtUtc = part.UndoneAtUtc, UndoReason = part.UndoReason };
}

/// <summary>A record that a receipt may be for.</summary>
/// <param name="Kind">What kind of record.</param>
/// <param name="RecordId">Which.</param>
/// <param name="Number">What people call it.</param>
/// <param name="MerchantId">Whose it is.</param>
/// <param name="Score">0 to 100; an order only.</param>
/// <param name="Because">Why, in words.</param>
/// <param name="Missing">How much of what was asked for has not come.</param>
/// <param name="IsOpen">Whether money can be put on it.</param>
public sealed record ReceiptProposalView(string Kind, Guid RecordId, string Number, Guid MerchantId, int Score,
    IReadOnlyList<string> Because, string Missing, bool IsOpen);

/// <summary>The same identity, told with other facts.</summary>
public sealed record ReceiptConflictView(DateTime AtUtc, string Message);

/// <summary>What of a receipt is on a deposit.</summary>
/// <param name="Id">The receipt.</param>
/// <param name="HumanId">What people call it.</param>
/// <param name="Source">Who told it.</param>
/// <param name="Amount">How much of it is on this deposit.</param>
/// <param name="ReceivedAtUtc">When the desk heard of it.</param>
/// <param name="Sentence">All of it in words: <c>arrived 60,000.00 on 20 Nov, line 1 of statement 214</c>.</param>
public sealed record DepositReceiptView(Guid Id, string HumanId, string Source, string Amount, DateTime ReceivedAtUtc, string Sentence)
{
    public string? PayerName { get; init; }
    public string? Reference { get; init; }
    public string ExternalId { get; init; } = "";
    public DateTime? OccurredAtUtc { get; init; }

    /// <summary>For a proposal: why, in words.</summary>
    public IReadOnlyList<string> Because { get; init; } = [];

    /// <summary>For a proposal: 0 to 100.</summary>
    public int Score { get; init; }
}

/// <summary>Whether the money of a deposit has come, as the bank, the operator or the chain says.</summary>
/// <param name="State"><c>matched</c>, <c>proposed</c> or <c>none</c>.</param>
/// <param name="Sentence">The same in words.</param>
public sealed record BankLineView(string State, string Sentence)
{
    public const string Matched = "matched", Proposed = "proposed", None = "none";
}
