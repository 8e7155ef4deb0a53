using System.Text.Json;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>
/// The first tab. The last group are names of the deposit object that the desk fills by itself: they may come back as they
/// were read, and are not looked at.
/// </summary>
internal sealed record DraftRequest
{
    public string? Method { get; init; }
    public string? FiatAmount { get; init; }
    public string? FiatCurrency { get; init; }
    public string? RequestedAsset { get; init; }
    public string? RequestedNetwork { get; init; }
    public string? PaymentReference { get; init; }
    public string? TransferDate { get; init; }
    public string? SenderAccountName { get; init; }
    public string? SenderAccountNumberLast4 { get; init; }
    public string? SenderBankName { get; init; }
    public string? SenderBankBranch { get; init; }
    public string? PhoneNumber { get; init; }
    public string? MpesaPhoneNumber { get; init; }
    public string? ProofUrl { get; init; }
    public Guid? ToWalletId { get; init; }
    public Guid? MerchantId { get; init; }
    public string? IdempotencyKey { get; init; }

    public JsonElement? MerchantRequestId { get; init; }
    public JsonElement? CheckoutRequestId { get; init; }
    public JsonElement? MpesaReceiptNumber { get; init; }
    public JsonElement? ReceiptNumber { get; init; }
    public JsonElement? ReceiptUploadedAt { get; init; }
    public JsonElement? ProofFileName { get; init; }
    public JsonElement? ProofMimeType { get; init; }
    public JsonElement? ProofSizeBytes { get; init; }
    public JsonElement? ProofFileSha256 { get; init; }
    public JsonElement? RequestedCryptoAmount { get; init; }
    public JsonElement? PricingProfileId { get; init; }
    public JsonElement? FxRateQuoteId { get; init; }
    public JsonElement? PayoutToAddress { get; init; }
    public JsonElement? PayoutToWalletId { get; init; }
    public JsonElement? PayoutNetwork { get; init; }
    public JsonElement? PayoutAsset { get; init; }
}

/// <summary>The second tab. Asset, network and amount may be named as on the deposit or short.</summary>
internal sealed record QuoteRequest
{
    public Guid? PricingProfileId { get; init; }
    public Guid? FxRateQuoteId { get; init; }
    public string? Asset { get; init; }
    public string? RequestedAsset { get; init; }
    public string? Network { get; init; }
    public string? RequestedNetwork { get; init; }
    public string? Amount { get; init; }
    public string? FiatAmount { get; init; }
}

/// <summary>The third tab.</summary>
internal sealed record SubmitRequest
{
    public string? PaymentReference { get; init; }
    public string? TransferDate { get; init; }
    public string? ProofUrl { get; init; }
    public string? ProofFileSha256 { get; init; }
}

/// <summary>To whom a deposit is given.</summary>
internal sealed record AssignRequest
{
    public Guid? AssigneeUserId { get; init; }
    public Guid? UserId { get; init; }

    /// <summary>Why somebody else gets it; kept in the audit record.</summary>
    public string? Reason { get; init; }
    internal Guid? Person => AssigneeUserId ?? UserId;
}

/// <summary>What desk and merchant say to each other.</summary>
internal sealed record MessageRequest
{
    public string? Message { get; init; }
}

/// <summary>A declared value that is put right: <c>reference</c>, <c>value_date</c>, <c>sender</c> or <c>bank</c>.</summary>
internal sealed record CorrectionRequest
{
    public string? Field { get; init; }
    public string? Value { get; init; }
    public string? Reason { get; init; }
}

/// <summary>A field of the proof that was checked; <c>checked: false</c> takes the tick back.</summary>
internal sealed record TickRequest
{
    public string? Field { get; init; }
    public int? ProofVersion { get; init; }
    public bool? Checked { get; init; }
    public string? Reason { get; init; }
}

/// <summary>Why a deposit is refused, and a note that only staff will read.</summary>
internal sealed record RejectDepositRequest
{
    public string? Reason { get; init; }
    public string? InternalNote { get; init; }
}

/// <summary>A confirmation that is taken back.</summary>
internal sealed record UnconfirmRequest
{
    /// <summary><c>pending</c>, when absent, or <c>rejected</c>.</summary>
    public string? To { get; init; }
    public string? Reason { get; init; }
}

/// <summary>A credit.</summary>
internal sealed record CreditRequest
{
    public string? CryptoAmount { get; init; }
    public string? Asset { get; init; }
    public string? Network { get; init; }
    public Guid? ToWalletId { get; init; }
    public string? ToAddress { get; init; }
    public string? OverrideReason { get; init; }
    public Guid? PricingProfileId { get; init; }
    public Guid? FxRateQuoteId { get; init; }
    public string? FiatCurrency { get; init; }
    public string? FiatAmountEquivalent { get; init; }
    public string? IdempotencyKey { get; init; }
}

/// <summary>Another payout wallet.</summary>
internal sealed record PayoutWalletRequest
{
    public Guid? ToWalletId { get; init; }
    public string? Reason { get; init; }
}

/// <summary>A price of the desk.</summary>
internal sealed record ResolveOtcRequest
{
    public string? FlowType { get; init; }
    public string? OtcType { get; init; }
    public string? Asset { get; init; }
    public string? Network { get; init; }
    public string? FiatCurrency { get; init; }
    public string? AmountIn { get; init; }
    public string? AmountInType { get; init; }
}

/// <summary>A generic price.</summary>
internal sealed record ResolveRequest
{
    public string? FlowType { get; init; }
    public string? Asset { get; init; }
    public string? Network { get; init; }
    public string? FiatCurrency { get; init; }
    public string? AmountIn { get; init; }
    public string? AmountInType { get; init; }
}

/// <summary>A pricing profile.</summary>
internal sealed record PricingProfileRequest
{
    public DateTime? EffectiveAt { get; init; }
    public string? Name { get; init; }
    public string? FlowType { get; init; }
    public string? OtcType { get; init; }
    public string? Asset { get; init; }
    public string? Network { get; init; }
    public string? FiatCurrency { get; init; }
    public string? FeeType { get; init; }
    public string? FixedFee { get; init; }
    public string? FixedFeeCurrency { get; init; }
    public int? PercentageFeeBps { get; init; }
    public string? MinFee { get; init; }
    public string? MaxFee { get; init; }
    public int? SpreadBps { get; init; }
    public string? SettlementSide { get; init; }
    public bool? IsActive { get; init; }
}

/// <summary>An FX quote.</summary>
internal sealed record FxQuoteRequest
{
    public string? FlowType { get; init; }
    public string? OtcType { get; init; }
    public string? Asset { get; init; }
    public string? Network { get; init; }
    public string? FiatCurrency { get; init; }
    public string? ReferenceRate { get; init; }
    public string? AppliedRate { get; init; }
    public int? SpreadBps { get; init; }
    public string? Source { get; init; }
    public DateTime? ExpiresAt { get; init; }
    public bool? IsActive { get; init; }
}

/// <summary>A currency, its fields at the root or under <c>fiat_currency</c>.</summary>
internal sealed record FiatCurrencyRequest
{
    public FiatCurrencyBody? FiatCurrency { get; init; }
    public Guid? Id { get; init; }
    public string? IsoCode { get; init; }
    public string? DisplayName { get; init; }
    public int? FractionDigits { get; init; }
    public int? SortOrder { get; init; }
    public bool? IsActive { get; init; }
    public DateTime? EffectiveAt { get; init; }
}

/// <summary>The nested form.</summary>
internal sealed record FiatCurrencyBody
{
    public Guid? Id { get; init; }
    public string? IsoCode { get; init; }
    public string? DisplayName { get; init; }
    public int? FractionDigits { get; init; }
    public int? SortOrder { get; init; }
    public bool? IsActive { get; init; }
    public DateTime? EffectiveAt { get; init; }
}

/// <summary>What the person says who confirms; the specification's confirm has no body, and none is needed where nothing is
/// doubtful.</summary>
internal sealed record ConfirmDepositRequest
{
    /// <summary>Why it is confirmed although something is doubtful.</summary>
    public string? Reason { get; init; }

    /// <summary>They have seen that reference, file or receipt number stands on another record.</summary>
    public bool? RepeatedSeen { get; init; }

    /// <summary>They have looked at a proof that no machine could read.</summary>
    public bool? ProofSeen { get; init; }
}
