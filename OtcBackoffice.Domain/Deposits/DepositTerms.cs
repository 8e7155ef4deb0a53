using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Pricing;

namespace OtcBackoffice.Domain.Deposits;

/// <summary>The limits under which people decide; the effective values are shown to admins.</summary>
/// <param name="OfficerCapUsdCents">Most that an officer may confirm or credit, inclusive (OTC_OFFICER_MAX_USD).</param>
/// <param name="ToleranceBps">Allowed distance of a credit from its quote, both ways, inclusive (OTC_CREDIT_QUOTE_TOLERANCE_BPS).</param>
/// <param name="FourEyesUsdCents">Above this, whoever confirmed may not credit as well.</param>
/// <param name="ClaimLeaseSeconds">How long a claim holds without being renewed.</param>
public sealed record DeskLimits(long OfficerCapUsdCents, int ToleranceBps, long FourEyesUsdCents, int ClaimLeaseSeconds);

/// <summary>What a merchant writes on the first tab.</summary>
/// <param name="Method">How the fiat comes.</param>
/// <param name="FiatCurrency">The currency, active at the time of writing.</param>
/// <param name="FiatAmountMinor">The amount in minor units; above zero.</param>
/// <param name="Asset">The asset to receive.</param>
/// <param name="PaymentReference">The wire's reference, or null while it is not known.</param>
/// <param name="TransferDate">The wire's value date, or null.</param>
/// <param name="Sender">Who sends the wire.</param>
public sealed record DepositDraft(
    DepositMethod Method, FiatCurrency FiatCurrency, long FiatAmountMinor, Asset Asset, string? PaymentReference,
    DateOnly? TransferDate, DepositSender Sender)
{
    /// <summary>The phone that pays by M-Pesa, or null.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>A proof link of the merchant's own, or null; the link of an uploaded file changes nothing.</summary>
    public string? ProofUrl { get; init; }
}

/// <summary>The sender as the merchant declares it.</summary>
/// <param name="AccountName">The account holder.</param>
/// <param name="AccountNumberLast4">The last four characters of the account number; never more.</param>
/// <param name="BankName">The bank.</param>
/// <param name="BankBranch">The branch.</param>
public sealed record DepositSender(string? AccountName, string? AccountNumberLast4, string? BankName, string? BankBranch);

/// <summary>Where a deposit pays out to.</summary>
/// <param name="WalletId">The wallet, or null when a bare address was given.</param>
/// <param name="Address">The address.</param>
public sealed record PayoutTarget(Guid? WalletId, string Address);

/// <summary>A document that was uploaded as proof.</summary>
/// <param name="FileId">The server-made name.</param>
/// <param name="FileName">What the uploader called it; shown, never used as a path.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Sha256">Its hash in lower-case hex.</param>
public sealed record DepositProof(Guid FileId, string FileName, long SizeBytes, string Sha256);

/// <summary>A credit as it was asked for.</summary>
/// <param name="ProposalId">The proposal that will carry it.</param>
/// <param name="AmountMinor">Minor units of the asset to send.</param>
/// <param name="Asset">The asset; must be the requested one.</param>
/// <param name="OverrideReason">Why it may differ from the quote; admin and treasury only.</param>
public sealed record CreditRequest(Guid ProposalId, long AmountMinor, Asset Asset, string? OverrideReason);

/// <summary>The numbers that a deposit was priced with; kept for ever.</summary>
/// <param name="ProfileId">The pricing profile.</param>
/// <param name="FxQuoteId">The FX quote.</param>
/// <param name="ExpiresAtUtc">When the price lapses, or null.</param>
/// <param name="Price">The conversion taken apart.</param>
public sealed record DepositPrice(Guid ProfileId, Guid FxQuoteId, DateTime? ExpiresAtUtc, PriceBreakdown Price);

/// <summary>The part of a snapshot that the books need, as kept on the deposit row.</summary>
/// <param name="ReferenceRate">Fiat per unit before any spread.</param>
/// <param name="AppliedRate">Fiat per unit that the merchant gets.</param>
/// <param name="SpreadBps">The spread in basis points.</param>
/// <param name="FeeMinor">The fee in fiat minor units.</param>
/// <param name="GrossAssetMinor">Crypto at the reference rate before spread and fee.</param>
/// <param name="SpreadAssetMinor">The spread in the asset.</param>
/// <param name="FeeAssetMinor">The fee in the asset.</param>
public sealed record DepositSnapshot(
    Rate ReferenceRate, Rate AppliedRate, int SpreadBps, long FeeMinor, long GrossAssetMinor, long SpreadAssetMinor, long FeeAssetMinor);
