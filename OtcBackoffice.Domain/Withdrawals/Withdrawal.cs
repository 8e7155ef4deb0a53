using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Pricing;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Domain.Withdrawals;

/// <summary>
/// Crypto that a merchant gives for fiat: a deposit mirrored. The crypto is locked from the first moment, so that it can
/// be promised once only.
/// </summary>
public sealed partial class Withdrawal : IClaimed
{
    /// <summary>Longest account, bank, phone or reference.</summary>
    public const int TextLengthMax = 120;

    private Withdrawal()
    {
    }

    /// <summary>The withdrawal's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The running number; people call it WDR-1042.</summary>
    public long Number { get; private set; }

    /// <summary>Whose it is.</summary>
    public Guid MerchantId { get; private set; }

    /// <summary>Where it stands.</summary>
    public WithdrawalStatus Status { get; private set; }

    /// <summary>How the fiat goes out.</summary>
    public PayoutMethod Method { get; private set; }

    /// <summary>The canonical code of the asset that is given.</summary>
    public string Asset { get; private set; } = "";

    /// <summary>How much of it, in minor units.</summary>
    public long CryptoMinor { get; private set; }

    /// <summary>The currency that is received.</summary>
    public string FiatCurrency { get; private set; } = "";

    /// <summary>Its decimals at the time of asking.</summary>
    public int FiatScale { get; private set; }

    /// <summary>What the merchant receives, in fiat minor units.</summary>
    public long FiatMinor { get; private set; }

    /// <summary>The crypto at the reference rate, before spread and fee, in fiat minor units.</summary>
    public long GrossFiatMinor { get; private set; }

    /// <summary>The spread, in fiat minor units.</summary>
    public long SpreadMinor { get; private set; }

    /// <summary>The fee, in fiat minor units.</summary>
    public long FeeMinor { get; private set; }

    /// <summary>The pricing profile.</summary>
    public Guid PricingProfileId { get; private set; }

    /// <summary>The FX quote.</summary>
    public Guid FxQuoteId { get; private set; }

    /// <summary>Fiat per unit before any spread.</summary>
    public Rate ReferenceRate { get; private set; }

    /// <summary>Fiat per unit that the merchant gets.</summary>
    public Rate AppliedRate { get; private set; }

    /// <summary>The spread in basis points.</summary>
    public int SpreadBps { get; private set; }

    /// <summary>The custodial wallet that the crypto came in on, or null.</summary>
    public Guid? FromWalletId { get; private set; }

    /// <summary>The account to pay to, for a bank wire.</summary>
    public string? PayoutBankAccount { get; private set; }

    /// <summary>The bank to pay to, for a bank wire.</summary>
    public string? PayoutBankName { get; private set; }

    /// <summary>The phone to pay to, for M-Pesa.</summary>
    public string? PayoutPhoneNumber { get; private set; }

    /// <summary>Who holds the claim.</summary>
    public Guid? AssigneeUserId { get; private set; }

    /// <summary>Since when.</summary>
    public DateTime? ClaimedAtUtc { get; private set; }

    /// <summary>Until when, unless it is claimed again.</summary>
    public DateTime? ClaimExpiresAtUtc { get; private set; }

    /// <summary>When it was approved.</summary>
    public DateTime? ApprovedAtUtc { get; private set; }

    /// <summary>By whom.</summary>
    public Guid? ApprovedBy { get; private set; }

    /// <summary>When it was rejected.</summary>
    public DateTime? RejectedAtUtc { get; private set; }

    /// <summary>By whom.</summary>
    public Guid? RejectedBy { get; private set; }

    /// <summary>Why; the merchant reads it.</summary>
    public string? RejectionReason { get; private set; }

    /// <summary>When the payment was ordered.</summary>
    public DateTime? ExecutedAtUtc { get; private set; }

    /// <summary>By whom.</summary>
    public Guid? ExecutedBy { get; private set; }

    /// <summary>When it was paid.</summary>
    public DateTime? CompletedAtUtc { get; private set; }

    /// <summary>Who said so.</summary>
    public Guid? CompletedBy { get; private set; }

    /// <summary>The bank's or M-Pesa's reference of the payment.</summary>
    public string? PaymentReference { get; private set; }

    /// <summary>When it failed.</summary>
    public DateTime? FailedAtUtc { get; private set; }

    /// <summary>Why; the merchant reads it.</summary>
    public string? FailureReason { get; private set; }

    /// <summary>A note among staff.</summary>
    public string? InternalNote { get; private set; }

    /// <summary>The merchant's own idempotency key for the creation, or null.</summary>
    public string? IdempotencyKey { get; private set; }

    /// <summary>Who asked for it.</summary>
    public Guid CreatedBy { get; private set; }

    /// <summary>When it was asked for.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When it was last written.</summary>
    public DateTime UpdatedAtUtc { get; private set; }

    /// <summary>Changes with every write; guards against lost updates.</summary>
    public int Version { get; private set; }

    /// <summary>What people call it: WDR-1042.</summary>
    public string HumanId => $"WDR-{Number}";

    /// <summary>The asset with its network.</summary>
    public Asset AssetInfo => Catalog.Asset.ByCode(Asset);

    /// <summary>What paying whole units leaves over, in fiat minor units; it is posted to rounding with the payment.</summary>
    public long FiatRemainderMinor => GrossFiatMinor - SpreadMinor - FeeMinor - FiatMinor;

    /// <inheritdoc/>
    public static RecordKind Kind { get; } = new("withdrawal", "withdrawal", "withdrawals");

    /// <inheritdoc/>
    public string StatusName => Names.Snake(Status);

    /// <inheritdoc/>
    public Claim Claimed => new(AssigneeUserId, ClaimedAtUtc, ClaimExpiresAtUtc);

    /// <summary>Whether the claim still holds.</summary>
    public bool IsClaimedAt(DateTime now) => Claimed.IsHeldAt(now);

    /// <summary>The value in US cents at the snapshot's reference rate, or null when it cannot be known.</summary>
    public long? NotionalUsdCents() => UsdNotional.Cents(FiatCurrency, GrossFiatMinor, FiatScale, AssetInfo, ReferenceRate);

    /// <summary>A copy to try a decision on; it is never saved.</summary>
    public Withdrawal Copy() => (Withdrawal)MemberwiseClone();

    /// <summary>Asks for a withdrawal. That the merchant has the crypto is the ledger's to say.</summary>
    public static Result<Withdrawal> Ask(Guid id, long number, ActorStanding actor, WithdrawalWish wish, WithdrawalPrice price,
        string? idempotencyKey, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(price);
        if (actor.MerchantId is not { } merchantId)
        {
            return new DomainError(ErrorCode.Forbidden, "Only somebody who acts for a merchant can ask for a withdrawal.");
        }
        if (PayoutFault(wish.Payout) is { } fault)
        {
            return fault;
        }
        var numbers = price.Price;
        var paid = wish.Payout.Method == PayoutMethod.Mpesa ? Whole(numbers.NetFiatMinor, wish.Currency.FractionDigits)
            : numbers.NetFiatMinor;
        if (paid <= 0)
        {
            return DomainError.Of(ErrorCode.AmountTooSmall, "crypto_amount",
                "M-Pesa pays whole units, and this amount comes to less than one.");
        }
        return new Withdrawal
        {
            Id = id,
            Number = number,
            MerchantId = merchantId,
            Method = wish.Payout.Method,
            Asset = wish.Asset.Code.Text,
            CryptoMinor = numbers.GrossAssetMinor,
            FiatCurrency = wish.Currency.IsoCode,
            FiatScale = wish.Currency.FractionDigits,
            FiatMinor = paid,
            GrossFiatMinor = numbers.GrossFiatMinor,
            SpreadMinor = numbers.SpreadFiatMinor,
            FeeMinor = numbers.FeeMinor,
            PricingProfileId = price.ProfileId,
            FxQuoteId = price.FxQuoteId,
            ReferenceRate = numbers.ReferenceRate,
            AppliedRate = numbers.AppliedRate,
            SpreadBps = numbers.SpreadBps,
            FromWalletId = wish.FromWalletId,
            PayoutBankAccount = Trimmed(wish.Payout.BankAccount),
            PayoutBankName = Trimmed(wish.Payout.BankName),
            PayoutPhoneNumber = MpesaPhone.Normal(Trimmed(wish.Payout.PhoneNumber)),
            IdempotencyKey = idempotencyKey,
            CreatedBy = actor.PersonId,
            CreatedAtUtc = now,
            UpdatedAtUtc = now,
            Version = 1,
        };
    }

    private static long Whole(long minor, int scale)
    {
        for (var digit = 0; digit < scale; digit++)
        {
            minor /= 10;
        }
        for (var digit = 0; digit < scale; digit++)
        {
            minor *= 10;
        }
        return minor;
    }

    private static DomainError? PayoutFault(FiatPayout payout)
    {
        foreach (var (field, text, isNeeded) in ((string, string?, bool)[])[
            ("payout_bank_account", payout.BankAccount, payout.Method == PayoutMethod.Bank),
            ("payout_bank_name", payout.BankName, payout.Method == PayoutMethod.Bank),
            ("payout_phone_number", payout.PhoneNumber, payout.Method == PayoutMethod.Mpesa)])
        {
            if (isNeeded && Trimmed(text) is null)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, field, $"{field} is required for this method.");
            }
            if (text?.Length > TextLengthMax)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, field, $"{field} may have {TextLengthMax} characters at most.");
            }
        }
        return Trimmed(payout.PhoneNumber) is { } phone && MpesaPhone.Normal(phone) is null
            ? DomainError.Of(ErrorCode.InvalidRequest, "payout_phone_number",
                "payout_phone_number must be a Kenyan mobile number, such as 254712345678 or 0712345678.") : null;
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
