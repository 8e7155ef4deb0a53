using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>The first tab. Amounts, dates and codes are text as the caller wrote them; the desk reads them strictly.</summary>
public sealed record DraftDeposit
{
    /// <summary><c>bank</c> or <c>mpesa</c>; bank when absent.</summary>
    public string? Method { get; init; }
    public string? FiatAmount { get; init; }
    public string? FiatCurrency { get; init; }
    public string? RequestedAsset { get; init; }
    public string? RequestedNetwork { get; init; }
    public string? PaymentReference { get; init; }

    /// <summary>yyyy-MM-dd.</summary>
    public string? TransferDate { get; init; }
    public string? SenderAccountName { get; init; }
    public string? SenderAccountNumberLast4 { get; init; }
    public string? SenderBankName { get; init; }
    public string? SenderBankBranch { get; init; }

    /// <summary>The phone that pays by M-Pesa.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>An https link of the merchant's own; kept as text, never fetched.</summary>
    public string? ProofUrl { get; init; }

    /// <summary>Whose deposit it is, when the caller says so; nobody opens one for somebody else.</summary>
    public Guid? MerchantId { get; init; }

    /// <summary>An explicit payout wallet, or null for the default.</summary>
    public Guid? ToWalletId { get; init; }
}

/// <summary>The second tab: the two pricing ids, and what else of the draft changes with them.</summary>
public sealed record PriceDeposit(Guid Id, Guid? PricingProfileId, Guid? FxRateQuoteId, string? FiatAmount, string? Asset, string? Network);

/// <summary>A deposit that is made in one step.</summary>
public sealed record OneShotDeposit(DraftDeposit Draft, PriceDeposit Pricing);

/// <summary>The third tab.</summary>
public sealed record SubmitDeposit(Guid Id, string? PaymentReference, string? TransferDate, string? ProofUrl, string? ProofFileSha256);

/// <summary>A file on its way in.</summary>
public sealed record UploadProof(Guid Id, string FileName, Stream Content);

/// <summary>A credit as treasury asks for it.</summary>
public sealed record CreditDeposit
{
    public required Guid Id { get; init; }
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

    /// <summary>The version that the person looked at, or null to decide about whatever is there.</summary>
    public int? SeenVersion { get; init; }

    /// <summary>The caller's idempotency key, or null.</summary>
    public DeskKey? Key { get; init; }
}

/// <summary>What a credit answers: the deposit and the signatures that are still needed.</summary>
public sealed record CreditView(DepositView Deposit, Guid ProposalId, int RequiredSignatures, int CurrentSignatures);
