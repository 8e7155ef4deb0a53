using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Domain.Deposits;

/// <content>What the merchant does: draft, price, proof, submit.</content>
public sealed partial class Deposit
{
    /// <summary>Longest reference, name or note that is taken.</summary>
    public const int TextLengthMax = 200;

    /// <summary>Opens a draft (specification 004, flow step 1).</summary>
    public static Result<Deposit> Open(
        Guid id, long number, Guid merchantId, Guid createdBy, DepositDraft draft, PayoutTarget? payout, string? idempotencyKey,
        DateTime now)
    {
        var deposit = new Deposit
        {
            Id = id,
            Number = number,
            MerchantId = merchantId,
            CreatedBy = createdBy,
            IdempotencyKey = idempotencyKey,
            CreatedAtUtc = now,
            UpdatedAtUtc = now,
            Version = 1,
        };
        return deposit.Write(draft, payout) is { } error ? error : deposit;
    }

    /// <summary>Changes the draft (step 1b).</summary>
    public Result<Deposit> EditDraft(DepositDraft draft, PayoutTarget? payout, DateTime now)
    {
        if (Move(DepositAction.EditDraft, now) is { } wrong)
        {
            return wrong;
        }
        return Write(draft, payout) is { } error ? error : this;
    }

    /// <summary>Binds the deposit to a price (step 2). A new price replaces the old one; the history keeps both.</summary>
    public Result<Deposit> PriceWith(DepositPrice price, Catalog.Asset asset, PayoutTarget? payout, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(price);
        ArgumentNullException.ThrowIfNull(asset);
        var numbers = price.Price;
        if (ReceivedMinor is { } received && numbers.GrossFiatMinor != received
            && DepositLifecycle.Table.Allows(Status, DepositAction.Price))
        {
            return DomainError.Of(ErrorCode.InvalidAmount, "fiat_amount", "The wire has come, so the amount is what came.");
        }
        if (Move(DepositAction.Price, now) is { } wrong)
        {
            return wrong;
        }
        Asset = asset.Code.Text;
        FiatAmountMinor = numbers.GrossFiatMinor;
        RequestedCryptoMinor = numbers.NetAssetMinor;
        (PricingProfileId, FxQuoteId, QuoteExpiresAtUtc) = (price.ProfileId, price.FxQuoteId, price.ExpiresAtUtc);
        (ReferenceRate, AppliedRate, SpreadBps) = (numbers.ReferenceRate, numbers.AppliedRate, numbers.SpreadBps);
        (FeeMinor, GrossAssetMinor) = (numbers.FeeMinor, numbers.GrossAssetMinor);
        (SpreadAssetMinor, FeeAssetMinor) = (numbers.SpreadAssetMinor, numbers.FeeAssetMinor);
        QuoteVersion++;
        SetPayout(payout);
        return this;
    }

    /// <summary>The reason of a deposit that its customer took back. No officer may reject with these words: they tell the two
    /// apart.</summary>
    public const string CancelledByCustomer = "cancelled by customer";

    /// <summary>Whether its customer took it back; the deposit desk shows it as rejected.</summary>
    public bool IsCancelledByCustomer => Status == DepositStatus.Rejected && RejectionReason == CancelledByCustomer;

    /// <summary>The customer takes it back: possible until money came or is on its way from a phone.</summary>
    public Result<Deposit> CancelByCustomer(Guid by, DateTime now)
    {
        if (Refusal(DepositAction.CancelByCustomer) is { } wrong)
        {
            return wrong;
        }
        if (ReceivedMinor is > 0 || PushState is not null and not Deposits.PushState.Queued and not Deposits.PushState.Failed)
        {
            return new DomainError(ErrorCode.NotCancellable,
                $"{HumanId}: money has come or is on its way, so it can no longer be cancelled.");
        }
        Move(DepositAction.CancelByCustomer, now);
        (RejectedAtUtc, RejectedBy, RejectionReason) = (now, by, CancelledByCustomer);
        return this;
    }

    /// <summary>Drops a price that has run out; the deposit is a draft again. A price that still holds is left alone.</summary>
    public Result<bool> LapseQuote(DateTime now)
    {
        if (Status != DepositStatus.Priced || !(QuoteExpiresAtUtc <= now))
        {
            return false;
        }
        if (Move(DepositAction.LapseQuote, now) is { } wrong)
        {
            return wrong;
        }
        ClearPrice();
        return true;
    }

    /// <summary>Takes a proof, while the deposit is draft, priced or pending (step "Proof PDF").</summary>
    public Result<Deposit> AttachProof(DepositProof proof, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (Move(DepositAction.AttachProof, now) is { } wrong)
        {
            return wrong;
        }
        ProofFileId = proof.FileId;
        ProofFileName = proof.FileName.Length > TextLengthMax ? proof.FileName[..TextLengthMax] : proof.FileName;
        ProofSizeBytes = proof.SizeBytes;
        ProofSha256 = proof.Sha256;
        ProofUploadedAtUtc = now;
        return this;
    }

    /// <summary>Hands the deposit in (step 3). The acting method judges the quote itself, so a late job sells no stale price.</summary>
    /// <param name="paymentReference">The wire's reference; required here or on the draft.</param>
    /// <param name="transferDate">The wire's value date; required here or on the draft.</param>
    /// <param name="proofUrl">The relative link of the uploaded proof, or a link of the merchant's own.</param>
    /// <param name="proofSha256">The hash of the uploaded proof.</param>
    /// <param name="now">The time.</param>
    public Result<Deposit> Submit(string? paymentReference, DateOnly? transferDate, string? proofUrl, string? proofSha256, DateTime now)
    {
        var wrong = DepositLifecycle.Table.Move(Status, DepositAction.Submit);
        if (wrong.Failed(out var state))
        {
            return state with { Message = $"{HumanId}: {state.Message}" };
        }
        if (QuoteExpiresAtUtc <= now)
        {
            return new DomainError(ErrorCode.QuoteExpired, $"The price of {HumanId} has lapsed. Price it again.");
        }
        SetReference(Trimmed(paymentReference) ?? PaymentReference);
        TransferDate = transferDate ?? TransferDate;
        if (PaymentReference is null || PaymentReference.Length > TextLengthMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "payment_reference",
                $"payment_reference must have 1 to {TextLengthMax} characters.");
        }
        if (TransferDate is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "transfer_date", "transfer_date is required as yyyy-MM-dd.");
        }
        if (ProofFault(proofUrl, proofSha256) is { } proofFault)
        {
            return proofFault;
        }
        Move(DepositAction.Submit, now);
        SubmittedAtUtc = now;
        return this;
    }

    // A link of the merchant's own is kept as text and never fetched; it does not stand for an uploaded file.
    private DomainError? ProofFault(string? proofUrl, string? proofSha256)
    {
        if (Trimmed(proofSha256) is { } hash)
        {
            return hash.Equals(ProofSha256, StringComparison.OrdinalIgnoreCase) ? null
                : DomainError.Of(ErrorCode.ProofUnknown, "proof_file_sha256", "No file with this hash was uploaded to the deposit.");
        }
        if (Trimmed(proofUrl) is { } url)
        {
            return KeepProofLink(url);
        }
        return ProofUrl is not null ? null
            : DomainError.Of(ErrorCode.ProofMissing, "proof_file_sha256",
                "Upload a proof first, then send its proof_url or proof_file_sha256.");
    }

    private DomainError? KeepProofLink(string url)
    {
        if (url == ProofUrl)
        {
            return null;
        }
        if (url.StartsWith('/') || !Uri.TryCreate(url, UriKind.Absolute, out var link) || link.Scheme != Uri.UriSchemeHttps || url.Length > 2_000)
        {
            return DomainError.Of(ErrorCode.ProofUnknown, "proof_url", "proof_url is neither the uploaded file nor an https link.");
        }
        ProofLink = url;
        return null;
    }

    private DomainError? Write(DepositDraft draft, PayoutTarget? payout)
    {
        if (draft.FiatAmountMinor <= 0)
        {
            return DomainError.Of(ErrorCode.InvalidAmount, "fiat_amount", "fiat_amount must be above zero.");
        }
        string?[] texts = [draft.PaymentReference, draft.Sender.AccountName, draft.Sender.BankName, draft.Sender.BankBranch];
        if (texts.Any(text => text?.Length > TextLengthMax) || draft.Sender.AccountNumberLast4?.Length > 4)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "sender_account_name",
                $"Texts may have {TextLengthMax} characters; of the account number only the last four are taken.");
        }
        var phone = Trimmed(draft.PhoneNumber) is { } told ? MpesaPhone.Normal(told) ?? "" : null;
        if (phone is "")
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "phone_number",
                "phone_number must be a Kenyan mobile number, such as 254712345678 or 0712345678.");
        }
        if (Trimmed(draft.ProofUrl) is { } url && KeepProofLink(url) is { } unusable)
        {
            return unusable;
        }
        MpesaPhoneNumber = phone;
        Method = draft.Method;
        FiatCurrency = draft.FiatCurrency.IsoCode;
        FiatScale = draft.FiatCurrency.FractionDigits;
        FiatAmountMinor = draft.FiatAmountMinor;
        Asset = draft.Asset.Code.Text;
        SetReference(Trimmed(draft.PaymentReference));
        TransferDate = draft.TransferDate;
        SenderAccountName = Trimmed(draft.Sender.AccountName);
        SenderAccountNumberLast4 = Trimmed(draft.Sender.AccountNumberLast4);
        SenderBankName = Trimmed(draft.Sender.BankName);
        SenderBankBranch = Trimmed(draft.Sender.BankBranch);
        SetPayout(payout);
        return null;
    }

    private void SetPayout(PayoutTarget? payout)
    {
        ToWalletId = payout?.WalletId;
        CreditedToAddress = payout?.Address;
    }

    private void ClearPrice()
    {
        (RequestedCryptoMinor, PricingProfileId, FxQuoteId, QuoteExpiresAtUtc) = (null, null, null, null);
        (ReferenceRate, AppliedRate, SpreadBps, FeeMinor) = (null, null, null, null);
        (GrossAssetMinor, SpreadAssetMinor, FeeAssetMinor) = (null, null, null);
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
