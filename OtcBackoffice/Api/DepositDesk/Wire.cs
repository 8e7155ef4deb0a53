using System.Text.Json;
using System.Text.Json.Serialization;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>The deposit object of specification 004, name by name. What has no value is written as null.</summary>
internal sealed record DepositWire
{
    public required Guid Id { get; init; }
    public required string HumanId { get; init; }
    public required Guid MerchantId { get; init; }
    public required string Method { get; init; }
    public required string FiatAmount { get; init; }
    public required string FiatCurrency { get; init; }
    public required string Status { get; init; }
    public required string SettlementState { get; init; }
    public string? PaymentReference { get; init; }
    public string? ProofUrl { get; init; }
    public DateOnly? TransferDate { get; init; }
    public string? MerchantRequestId { get; init; }
    public string? CheckoutRequestId { get; init; }
    public string? MpesaReceiptNumber { get; init; }
    public string? MpesaPhoneNumber { get; init; }
    public string? PushState { get; init; }
    public string? ReceivedAmount { get; init; }

    /// <summary>What came: each receipt with its part; of a single deposit.</summary>
    public IReadOnlyList<DepositReceiptWire> Receipts { get; init; } = [];

    /// <summary>Unmatched money that may be for it; for staff, and only of a single deposit.</summary>
    public IReadOnlyList<ProposedReceiptWire> ProposedReceipts { get; init; } = [];

    /// <summary>Whether its money has come; for staff, of a single deposit and in the queue.</summary>
    public BankLineWire? BankLine { get; init; }
    public string? DiffersIn { get; init; }
    public bool PaidLate { get; init; }

    /// <summary>When its day was signed off; of a single deposit.</summary>
    public DateTime? ReconciledAt { get; init; }
    public bool HasOpenDifference { get; init; }
    public string? DeclaredAmount { get; init; }
    public string? DifferenceOutcome { get; init; }
    public IReadOnlyList<string> AddressFlags { get; init; } = [];
    public string? SenderAccountName { get; init; }
    public string? SenderAccountNumberLast4 { get; init; }
    public string? SenderBankName { get; init; }
    public string? SenderBankBranch { get; init; }
    public string? ReceiptNumber { get; init; }
    public DateTime? ReceiptUploadedAt { get; init; }
    public string? ProofFileName { get; init; }
    public string? ProofMimeType { get; init; }
    public long? ProofSizeBytes { get; init; }
    public string? ProofFileSha256 { get; init; }
    public required string RequestedAsset { get; init; }
    public required string RequestedNetwork { get; init; }
    public string? RequestedCryptoAmount { get; init; }
    public Guid? PricingProfileId { get; init; }
    public Guid? FxRateQuoteId { get; init; }
    public DateTime? QuoteExpiresAt { get; init; }
    public string? CreditedToAddress { get; init; }
    public Guid? ToWalletId { get; init; }
    public string? PayoutToAddress { get; init; }
    public Guid? PayoutToWalletId { get; init; }
    public required string PayoutNetwork { get; init; }
    public required string PayoutAsset { get; init; }
    public Guid? AssigneeUserId { get; init; }
    public DateTime? ClaimedAt { get; init; }
    public DateTime? ClaimExpiresAt { get; init; }
    public DateTime? DecisionDueAt { get; init; }
    public DateTime? ClockPausedAt { get; init; }
    public string? Question { get; init; }
    public DateTime? AskedAt { get; init; }
    public string? Answer { get; init; }
    public DateTime? AnsweredAt { get; init; }
    public DateTime? SubmittedAt { get; init; }
    public DateTime? ConfirmedAt { get; init; }
    public Guid? ConfirmedBy { get; init; }
    public DateTime? RejectedAt { get; init; }
    public Guid? RejectedBy { get; init; }
    public string? RejectionReason { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? InternalNote { get; init; }
    public DateTime? CreditedAt { get; init; }
    public Guid? CreditedBy { get; init; }
    public string? CryptoAmount { get; init; }
    public Guid? TransferId { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required DateTime UpdatedAt { get; init; }

    /// <summary>How the desk works on it: who holds it, until when it is put aside, what is held, what the reader may do. Staff
    /// only.</summary>
    [JsonExtensionData]
    public Dictionary<string, object?>? Work { get; init; }

    /// <summary>What the proof bears out; for staff, and only of a single deposit.</summary>
    public EvidenceWire? Evidence { get; init; }

    /// <summary>Other deposits with the same file or payment reference; for staff, and only of a single deposit.</summary>
    public IReadOnlyList<RepeatWire> Repeats { get; init; } = [];
}

/// <summary>What a proof bears out of a declaration, who ticked what, and whether the money has come. Without a proof the version is
/// 0.</summary>
internal sealed record EvidenceWire(int ProofVersion, bool HasText, IReadOnlyList<EvidenceFieldWire> Fields, IReadOnlyList<TickWire> Ticks,
    IReadOnlyList<string> Unticked)
{
    public BankLineWire? BankLine { get; init; }

    /// <summary>What is to be known about the proof beside its fields.</summary>
    public IReadOnlyList<EvidenceFlagWire> Flags { get; init; } = [];
}

/// <summary>
/// A mark on a proof. The kind is <c>hidden_text</c>, <c>says_not_paid</c>, <c>owner_password</c> or <c>partly_read</c>; the page is
/// null where it
/// is about the whole document.
/// </summary>
internal sealed record EvidenceFlagWire(string Kind, int? Page, string Words);

/// <summary>Whether the money has come: <c>matched</c>, <c>proposed</c> or <c>none</c>, and the same in words.</summary>
internal sealed record BankLineWire(string State, string Sentence);

/// <summary>What of a receipt is on a deposit.</summary>
internal record DepositReceiptWire(Guid Id, string HumanId, string Source, string Amount, string? Payer, string? Reference,
    string ExternalId, DateTime? OccurredAt, DateTime ReceivedAt, string Sentence);

/// <summary>Unmatched money that may be for a deposit, and why.</summary>
internal sealed record ProposedReceiptWire(
    Guid Id, string HumanId, string Source, string Amount, string? Payer, string? Reference, string ExternalId, DateTime? OccurredAt,
    DateTime ReceivedAt, string Sentence, int Score, IReadOnlyList<string> Because)
    : DepositReceiptWire(Id, HumanId, Source, Amount, Payer, Reference, ExternalId, OccurredAt, ReceivedAt, Sentence);

/// <summary>One field. The check is <c>match</c>, <c>differs</c>, <c>not_found</c>, <c>check_by_eye</c> or <c>not_declared</c>.</summary>
internal sealed record EvidenceFieldWire(string Field, string? Declared, string? InProof, string Check, string How,
    IReadOnlyList<BoxWire> Boxes);

/// <summary>A place on a page, in tenths of a point from its top left corner.</summary>
internal sealed record BoxWire(int Page, int Left, int Top, int Right, int Bottom);

/// <summary>Who ticked a field of this version of the proof, and why a difference was accepted.</summary>
internal sealed record TickWire(string Field, Guid UserId, string UserName, DateTime At, string? Reason);

/// <summary>Another deposit that came with the same file or names the same payment reference.</summary>
internal sealed record RepeatWire(Guid DepositId, string HumanId, string Status, bool SameProof, bool SameReference);

/// <summary>A proposal as the deposit's own people see it.</summary>
internal sealed record ProposalWire(
    Guid Id, string Kind, Guid DepositId, string Status, int RequiredSignatures, int CurrentSignatures, string Asset, string Network,
    string Amount,
    string ToAddress, DateTime CreatedAt);

/// <summary>What a conversion costs.</summary>
internal sealed record FeesWire(
    string FixedFee, string FixedFeeCurrency, int PercentageFeeBps, string PercentageFeeAmount, string TotalFeeAmount, string FeeCurrency);

/// <summary>A conversion before and after its cost.</summary>
internal sealed record AmountsWire(string GrossFiatAmount, string NetFiatAmount, string GrossCryptoAmount, string NetCryptoAmount);

/// <summary>A generic price.</summary>
internal record PriceWire
{
    public required Guid PricingProfileId { get; init; }
    public required Guid FxRateQuoteId { get; init; }
    public required string FlowType { get; init; }
    public required string Network { get; init; }
    public required string Asset { get; init; }
    public required string FiatCurrency { get; init; }
    public required string AmountIn { get; init; }
    public required string AmountInType { get; init; }
    public required string ReferenceFxRate { get; init; }
    public required string AppliedFxRate { get; init; }
    public required int SpreadBps { get; init; }
    public required string SpreadAmount { get; init; }
    public required FeesWire Fees { get; init; }
    public required AmountsWire Amounts { get; init; }
    public required string SettlementSide { get; init; }
    public required string RateSource { get; init; }
    public required DateTime QuotedAt { get; init; }
    public DateTime? ExpiresAt { get; init; }
}

/// <summary>A price of the desk: the same with its side.</summary>
internal sealed record OtcPriceWire : PriceWire
{
    public required string OtcType { get; init; }
}

/// <summary>A pricing profile.</summary>
internal sealed record PricingProfileWire(
    Guid Id, string Name, string FlowType, string? OtcType, string Asset, string Network, string FiatCurrency, string FeeType,
    string FixedFee,
    string FixedFeeCurrency, int PercentageFeeBps, string? MinFee, string? MaxFee, int SpreadBps, string SettlementSide, bool IsActive,
        DateTime CreatedAt);

/// <summary>An FX quote.</summary>
internal sealed record FxQuoteWire(
    Guid Id, string FlowType, string? OtcType, string Asset, string Network, string FiatCurrency, string ReferenceRate, string? AppliedRate,
    int? SpreadBps, string Source, DateTime? ExpiresAt, bool IsActive, DateTime CreatedAt);

/// <summary>A currency as merchants and officers pick it.</summary>
internal record CurrencyWire(Guid Id, string IsoCode, string DisplayName, int FractionDigits, int SortOrder);

/// <summary>A currency as admins keep it.</summary>
internal sealed record KeptCurrencyWire(Guid Id, string IsoCode, string DisplayName, int FractionDigits, int SortOrder, bool IsActive)
    : CurrencyWire(Id, IsoCode, DisplayName, FractionDigits, SortOrder);
