using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Domain.Deposits;

/// <summary>
/// Fiat that a merchant says it has wired, and the crypto that it asks for in return. Nothing is spendable until an
/// officer confirms; nothing is paid until signers agree; nothing is done until the chain says so.
/// </summary>
public sealed partial class Deposit : IClaimed
{
    private Deposit()
    {
    }

    /// <summary>The deposit's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The number people use: 1042 is shown as DEP-1042.</summary>
    public long Number { get; private set; }

    /// <summary>The master merchant.</summary>
    public Guid MerchantId { get; private set; }

    /// <summary>How the fiat comes.</summary>
    public DepositMethod Method { get; private set; }

    /// <summary>Where it stands.</summary>
    public DepositStatus Status { get; private set; }

    /// <summary>How far its payment has come.</summary>
    public SettlementState SettlementState { get; private set; }

    /// <summary>The currency's ISO code.</summary>
    public string FiatCurrency { get; private set; } = "";

    /// <summary>The declared amount in fiat minor units.</summary>
    public long FiatAmountMinor { get; private set; }

    /// <summary>Decimals of the currency; a currency in use never changes them.</summary>
    public int FiatScale { get; private set; }

    /// <summary>The asset asked for, as a canonical code.</summary>
    public string Asset { get; private set; } = "";

    /// <summary>What the price promises, in minor units of the asset; null until priced.</summary>
    public long? RequestedCryptoMinor { get; private set; }

    /// <summary>What was proposed or sent, in minor units of the asset; null until credited.</summary>
    public long? CryptoMinor { get; private set; }

    /// <summary>The wire's reference.</summary>
    public string? PaymentReference { get; private set; }

    /// <summary>The wire's value date.</summary>
    public DateOnly? TransferDate { get; private set; }

    /// <summary>The declared account holder.</summary>
    public string? SenderAccountName { get; private set; }

    /// <summary>The last four characters of the declared account number.</summary>
    public string? SenderAccountNumberLast4 { get; private set; }

    /// <summary>The declared bank.</summary>
    public string? SenderBankName { get; private set; }

    /// <summary>The declared branch.</summary>
    public string? SenderBankBranch { get; private set; }

    /// <summary>The uploaded proof's server-made name.</summary>
    public Guid? ProofFileId { get; private set; }

    /// <summary>A proof link of the merchant's own; kept as text, never fetched.</summary>
    public string? ProofLink { get; private set; }

    /// <summary>What the uploader called the file.</summary>
    public string? ProofFileName { get; private set; }

    /// <summary>The proof's size.</summary>
    public long? ProofSizeBytes { get; private set; }

    /// <summary>The proof's hash in lower-case hex.</summary>
    public string? ProofSha256 { get; private set; }

    /// <summary>When the proof was uploaded.</summary>
    public DateTime? ProofUploadedAtUtc { get; private set; }

    /// <summary>The pricing profile of the present price.</summary>
    public Guid? PricingProfileId { get; private set; }

    /// <summary>The FX quote of the present price.</summary>
    public Guid? FxQuoteId { get; private set; }

    /// <summary>When the present price lapses; null when it does not.</summary>
    public DateTime? QuoteExpiresAtUtc { get; private set; }

    /// <summary>Counts the prices this deposit has had; old ones stay in the history.</summary>
    public int QuoteVersion { get; private set; }

    /// <summary>The snapshot's reference rate.</summary>
    public Rate? ReferenceRate { get; private set; }

    /// <summary>The snapshot's applied rate.</summary>
    public Rate? AppliedRate { get; private set; }

    /// <summary>The snapshot's spread in basis points.</summary>
    public int? SpreadBps { get; private set; }

    /// <summary>The snapshot's fee in fiat minor units.</summary>
    public long? FeeMinor { get; private set; }

    /// <summary>The snapshot's gross in minor units of the asset.</summary>
    public long? GrossAssetMinor { get; private set; }

    /// <summary>The snapshot's spread in minor units of the asset.</summary>
    public long? SpreadAssetMinor { get; private set; }

    /// <summary>The snapshot's fee in minor units of the asset.</summary>
    public long? FeeAssetMinor { get; private set; }

    /// <summary>The payout wallet.</summary>
    public Guid? ToWalletId { get; private set; }

    /// <summary>The payout address; null when the merchant has no wallet on the network.</summary>
    public string? CreditedToAddress { get; private set; }

    /// <summary>Who holds the claim.</summary>
    public Guid? AssigneeUserId { get; private set; }

    /// <summary>When the claim was taken.</summary>
    public DateTime? ClaimedAtUtc { get; private set; }

    /// <summary>When the claim ends unless it is renewed.</summary>
    public DateTime? ClaimExpiresAtUtc { get; private set; }

    /// <summary>When it was handed in.</summary>
    public DateTime? SubmittedAtUtc { get; private set; }

    /// <summary>When it was confirmed.</summary>
    public DateTime? ConfirmedAtUtc { get; private set; }

    /// <summary>Who confirmed.</summary>
    public Guid? ConfirmedBy { get; private set; }

    /// <summary>When it was rejected.</summary>
    public DateTime? RejectedAtUtc { get; private set; }

    /// <summary>Who rejected.</summary>
    public Guid? RejectedBy { get; private set; }

    /// <summary>Why it was rejected.</summary>
    public string? RejectionReason { get; private set; }

    /// <summary>A note among staff; merchants never see it.</summary>
    public string? InternalNote { get; private set; }

    /// <summary>When the transfer became final.</summary>
    public DateTime? CreditedAtUtc { get; private set; }

    /// <summary>Who made the credit proposal.</summary>
    public Guid? CreditedBy { get; private set; }

    /// <summary>The open or completed proposal.</summary>
    public Guid? ProposalId { get; private set; }

    /// <summary>The transfer, once there is one.</summary>
    public Guid? TransferId { get; private set; }

    /// <summary>Counts the credit proposals; the journal numbers its entries by it.</summary>
    public int CreditCount { get; private set; }

    /// <summary>Counts how often its confirmation was taken back; the journal numbers its entries by it.</summary>
    public int UnconfirmCount { get; private set; }

    /// <summary>The merchant's own idempotency key for the creation, or null.</summary>
    public string? IdempotencyKey { get; private set; }

    /// <summary>M-Pesa: the push's merchant request id.</summary>
    public string? MerchantRequestId { get; private set; }

    /// <summary>M-Pesa: the push's checkout request id.</summary>
    public string? CheckoutRequestId { get; private set; }

    /// <summary>M-Pesa: the receipt number.</summary>
    public string? MpesaReceiptNumber { get; private set; }

    /// <summary>M-Pesa: the phone number.</summary>
    public string? MpesaPhoneNumber { get; private set; }

    /// <summary>Who created it.</summary>
    public Guid CreatedBy { get; private set; }

    /// <summary>When it was created.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When it was last written.</summary>
    public DateTime UpdatedAtUtc { get; private set; }

    /// <summary>Changes with every write; guards against lost updates.</summary>
    public int Version { get; private set; }

    /// <summary>The asset with its network.</summary>
    public Asset AssetInfo => Catalog.Asset.ByCode(Asset);

    /// <summary>The declared amount.</summary>
    public Money FiatAmount => new(FiatAmountMinor, new AssetCode(FiatCurrency));

    /// <summary>The relative link of the uploaded proof, or the merchant's own link, or null.</summary>
    public string? ProofUrl => ProofFileId is { } file ? $"/otc-deposits-proof/{Id}/{file}.pdf" : ProofLink;

    /// <summary>What people call it: DEP-1042.</summary>
    public string HumanId => $"DEP-{Number}";

    /// <inheritdoc/>
    public static RecordKind Kind { get; } = new("deposit", "deposit", "deposits");

    /// <inheritdoc/>
    public string StatusName => Names.Snake(Status);

    /// <inheritdoc/>
    public DateTime? QuoteLapsesAtUtc => Status == DepositStatus.Priced ? QuoteExpiresAtUtc : null;

    /// <inheritdoc/>
    public Claim Claimed => new(AssigneeUserId, ClaimedAtUtc, ClaimExpiresAtUtc);

    /// <summary>Whether the claim still holds.</summary>
    public bool IsClaimedAt(DateTime now) => Claimed.IsHeldAt(now);

    /// <summary>The snapshot, once priced.</summary>
    public DepositSnapshot? Snapshot => ReferenceRate is { } reference && AppliedRate is { } applied
        ? new DepositSnapshot(reference, applied, SpreadBps ?? 0, FeeMinor ?? 0, GrossAssetMinor ?? 0, SpreadAssetMinor ?? 0,
            FeeAssetMinor ?? 0)
        : null;

    /// <summary>A copy to try a decision on; it is never saved.</summary>
    public Deposit Copy() => (Deposit)MemberwiseClone();

    private DomainError? Move(DepositAction action, DateTime now)
    {
        var next = DepositLifecycle.Table.Move(Status, action);
        if (next.Failed(out var error))
        {
            return error with { Message = $"{HumanId}: {error.Message}" };
        }
        Status = next.Value;
        UpdatedAtUtc = now;
        Version++;
        return null;
    }
}
