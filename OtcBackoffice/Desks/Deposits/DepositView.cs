using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>A deposit as it is shown: amounts as exact text, statuses as their names, nothing of the database.</summary>
public sealed record DepositView
{
    public required Guid Id { get; init; }
    public required string HumanId { get; init; }
    public required Guid MerchantId { get; init; }
    public string MerchantName { get; init; } = "";
    public required string Method { get; init; }
    public required string FiatAmount { get; init; }
    public required string FiatCurrency { get; init; }
    public required DepositStatus Status { get; init; }
    public required SettlementState SettlementState { get; init; }
    public string? PaymentReference { get; init; }
    public DateOnly? TransferDate { get; init; }
    public string? SenderAccountName { get; init; }
    public string? SenderAccountNumberLast4 { get; init; }
    public string? SenderBankName { get; init; }
    public string? SenderBankBranch { get; init; }
    public string? MerchantRequestId { get; init; }
    public string? CheckoutRequestId { get; init; }
    public string? MpesaReceiptNumber { get; init; }
    public string? MpesaPhoneNumber { get; init; }

    /// <summary>M-Pesa: how far the push to the phone has come, or null when there is none.</summary>
    public string? PushState { get; init; }

    /// <summary>What the bank's statement says came, or null while it says nothing.</summary>
    public string? ReceivedAmount { get; init; }

    /// <summary>What came: each receipt with its part, oldest first. Only of a single deposit.</summary>
    public IReadOnlyList<DepositReceiptView> Receipts { get; init; } = [];

    /// <summary>Unmatched money that may be for it. Staff only, and only of a single deposit.</summary>
    public IReadOnlyList<DepositReceiptView> ProposedReceipts { get; init; } = [];

    /// <summary>Whether its money has come, in a word and a sentence; of a single deposit and of queues. Staff only.</summary>
    public BankLineView? BankLine { get; init; }

    /// <summary>What came otherwise than it was asked for beside the amount.</summary>
    public string? DiffersIn { get; init; }

    /// <summary>Whether money came for it after it had ended.</summary>
    public bool PaidLate { get; init; }

    /// <summary>When the day that its money came on was signed off by two persons; the fourth stage of specification 000. Only of a single
    /// deposit.</summary>
    public DateTime? ReconciledAtUtc { get; init; }

    /// <summary>Whether that is not what was declared, and nobody has decided yet.</summary>
    public bool HasOpenDifference { get; init; }

    /// <summary>What had been declared, once a difference was resolved.</summary>
    public string? DeclaredAmount { get; init; }
    public string? DifferenceOutcome { get; init; }

    /// <summary>What to look at twice about the payout address: <c>look_alike</c>, <c>new_wallet</c>. Staff only.</summary>
    public IReadOnlyList<string> AddressFlags { get; init; } = [];

    /// <summary>What the proof bears out. Staff only, and only of a single deposit.</summary>
    public EvidenceView? Evidence { get; init; }

    /// <summary>Other deposits with the same file or payment reference. Staff only, and only of a single deposit.</summary>
    public IReadOnlyList<DepositRepeat> Repeats { get; init; } = [];

    /// <summary>The decision that can still be taken back, or null. Staff only.</summary>
    public HeldDecisionView? HeldDecision { get; init; }

    /// <summary>Until when a member of staff put it aside, or null. Staff only.</summary>
    public DateTime? SnoozedUntilUtc { get; init; }

    /// <summary>Whether the reader follows it. Staff only, and only of a single deposit.</summary>
    public bool IsFollowed { get; init; }

    /// <summary>What staff wrote about it. Staff only, and only of a single deposit.</summary>
    public IReadOnlyList<NoteView> Notes { get; init; } = [];

    /// <summary>What the reader may do, and why not what may not. Staff only, and only of a single deposit.</summary>
    public IReadOnlyList<RecordActionView> Actions { get; init; } = [];

    /// <summary>How much of the reader's limit for the merchant is used, or null when none binds. Only of a single deposit.</summary>
    public LimitUseView? LimitUse { get; init; }
    public string? ProofUrl { get; init; }
    public Guid? ProofFileId { get; init; }
    public string? ProofFileName { get; init; }
    public string? ProofMimeType { get; init; }
    public long? ProofSizeBytes { get; init; }
    public string? ProofFileSha256 { get; init; }
    public DateTime? ProofUploadedAtUtc { get; init; }
    public required string RequestedAsset { get; init; }
    public required string RequestedNetwork { get; init; }
    public string? RequestedCryptoAmount { get; init; }
    public Guid? PricingProfileId { get; init; }
    public Guid? FxRateQuoteId { get; init; }
    public DateTime? QuoteExpiresAtUtc { get; init; }
    public int QuoteVersion { get; init; }
    public string? ReferenceRate { get; init; }
    public string? AppliedRate { get; init; }
    public int? SpreadBps { get; init; }
    public string? FeeAmount { get; init; }
    public string? NotionalUsd { get; init; }
    public Guid? ToWalletId { get; init; }
    public string? CreditedToAddress { get; init; }
    public Guid? AssigneeUserId { get; init; }
    public string? AssigneeName { get; init; }
    public DateTime? ClaimedAtUtc { get; init; }
    public DateTime? ClaimExpiresAtUtc { get; init; }

    /// <summary>By when the desk means to decide, or null before it was handed in.</summary>
    public DateTime? DecisionDueAtUtc { get; init; }

    /// <summary>Since when that clock stands still for the merchant's answer, or null while it runs.</summary>
    public DateTime? ClockPausedAtUtc { get; init; }
    public string? Question { get; init; }
    public DateTime? AskedAtUtc { get; init; }
    public string? Answer { get; init; }
    public DateTime? AnsweredAtUtc { get; init; }
    public DateTime? SubmittedAtUtc { get; init; }
    public DateTime? ConfirmedAtUtc { get; init; }
    public Guid? ConfirmedBy { get; init; }
    public string? ConfirmedByName { get; init; }
    public DateTime? RejectedAtUtc { get; init; }
    public Guid? RejectedBy { get; init; }
    public string? RejectionReason { get; init; }

    /// <summary>A note among staff; null in every view that a merchant gets.</summary>
    public string? InternalNote { get; init; }

    /// <summary>Whether the reader belongs to the desk; what is for staff only is not even named to others.</summary>
    public bool IsForStaff { get; init; }
    public DateTime? CreditedAtUtc { get; init; }
    public Guid? CreditedBy { get; init; }
    public string? CryptoAmount { get; init; }
    public Guid? ProposalId { get; init; }
    public Guid? TransferId { get; init; }
    public required DateTime CreatedAtUtc { get; init; }
    public required DateTime UpdatedAtUtc { get; init; }
    public required int Version { get; init; }

    /// <summary>Shows a deposit to staff, or without the staff's own facts to its merchant.</summary>
    internal static DepositView Of(Deposit deposit, bool forStaff) => WithSender(deposit, new()
    {
        Id = deposit.Id,
        HumanId = deposit.HumanId,
        MerchantId = deposit.MerchantId,
        Method = Names.Snake(deposit.Method),
        FiatAmount = DecimalText.Format(deposit.FiatAmountMinor, deposit.FiatScale),
        FiatCurrency = deposit.FiatCurrency,
        Status = deposit.Status,
        SettlementState = deposit.SettlementState,
        PaymentReference = deposit.PaymentReference,
        TransferDate = deposit.TransferDate,
        MerchantRequestId = deposit.MerchantRequestId,
        CheckoutRequestId = deposit.CheckoutRequestId,
        MpesaReceiptNumber = deposit.MpesaReceiptNumber,
        MpesaPhoneNumber = deposit.MpesaPhoneNumber,
        PushState = deposit.PushState is { } push ? Names.Snake(push) : null,
        ReceivedAmount = deposit.ReceivedMinor is { } received ? DecimalText.Format(received, deposit.FiatScale) : null,
        HasOpenDifference = deposit.HasOpenDifference,
        DeclaredAmount = deposit.DeclaredMinor is { } declared ? DecimalText.Format(declared, deposit.FiatScale) : null,
        DifferenceOutcome = deposit.DifferenceOutcome is { } outcome ? Names.Snake(outcome) : null,
        ProofUrl = deposit.ProofUrl,
        ProofFileId = deposit.ProofFileId,
        ProofFileName = deposit.ProofFileName,
        ProofMimeType = deposit.ProofFileId is null ? null : "application/pdf",
        ProofSizeBytes = deposit.ProofSizeBytes,
        ProofFileSha256 = deposit.ProofSha256,
        ProofUploadedAtUtc = deposit.ProofUploadedAtUtc,
        RequestedAsset = deposit.AssetInfo.Symbol,
        RequestedNetwork = deposit.AssetInfo.Network.Code,
        RequestedCryptoAmount = Crypto(deposit, deposit.RequestedCryptoMinor),
        PricingProfileId = deposit.PricingProfileId,
        FxRateQuoteId = deposit.FxQuoteId,
        QuoteExpiresAtUtc = deposit.QuoteExpiresAtUtc,
        QuoteVersion = deposit.QuoteVersion,
        ReferenceRate = deposit.ReferenceRate?.ToString(),
        AppliedRate = deposit.AppliedRate?.ToString(),
        SpreadBps = deposit.SpreadBps,
        FeeAmount = deposit.FeeMinor is { } fee ? DecimalText.Format(fee, deposit.FiatScale) : null,
        NotionalUsd = deposit.NotionalUsdCents() is { } cents ? DecimalText.Format(cents, 2) : null,
        ToWalletId = deposit.ToWalletId,
        CreditedToAddress = deposit.CreditedToAddress,
        AssigneeUserId = deposit.AssigneeUserId,
        ClaimedAtUtc = deposit.ClaimedAtUtc,
        ClaimExpiresAtUtc = deposit.ClaimExpiresAtUtc,
        DecisionDueAtUtc = deposit.DecisionDueAtUtc,
        ClockPausedAtUtc = deposit.ClockPausedAtUtc,
        Question = deposit.Question,
        AskedAtUtc = deposit.AskedAtUtc,
        Answer = deposit.Answer,
        AnsweredAtUtc = deposit.AnsweredAtUtc,
        SubmittedAtUtc = deposit.SubmittedAtUtc,
        ConfirmedAtUtc = deposit.ConfirmedAtUtc,
        ConfirmedBy = deposit.ConfirmedBy,
        RejectedAtUtc = deposit.RejectedAtUtc,
        RejectedBy = deposit.RejectedBy,
        RejectionReason = deposit.RejectionReason,
        InternalNote = forStaff ? deposit.InternalNote : null,
        IsForStaff = forStaff,
        CreditedAtUtc = deposit.CreditedAtUtc,
        CreditedBy = deposit.CreditedBy,
        CryptoAmount = Crypto(deposit, deposit.CryptoMinor),
        ProposalId = deposit.ProposalId,
        TransferId = deposit.TransferId,
        CreatedAtUtc = deposit.CreatedAtUtc,
        UpdatedAtUtc = deposit.UpdatedAtUtc,
        Version = deposit.Version,
    });

    private static DepositView WithSender(Deposit deposit, DepositView view) => view with
    {
        DiffersIn = deposit.DiffersIn,
        PaidLate = deposit.PaidLate,
        SenderAccountName = deposit.SenderAccountName,
        SenderAccountNumberLast4 = deposit.SenderAccountNumberLast4,
        SenderBankName = deposit.SenderBankName,
        SenderBankBranch = deposit.SenderBankBranch,
    };

    private static string? Crypto(Deposit deposit, long? minor) => minor is { } units ? deposit.AssetInfo.Format(units) : null;
}
