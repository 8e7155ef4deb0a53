using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>The deposit's events, spelled as the specification spells them.</summary>
internal static class DepositEvents
{
    public const string Submitted = "otc.Deposit.Submitted_for_review";
    public const string ProofAttached = "otc.Deposit.Proof_attached";
    public const string Confirmed = "otc.Deposit.Confirmed";
    public const string Rejected = "otc.Deposit.Rejected";
    public const string Reopened = "otc.Deposit.Reopened";
    public const string DifferenceResolved = "otc.Deposit.Difference_resolved";
    public const string QuestionAsked = "otc.Deposit.Question_asked";
    public const string QuestionAnswered = "otc.Deposit.Question_answered";
    public const string Unconfirmed = "otc.Deposit.Unconfirmed";
    public const string Abandoned = "otc.Deposit.Abandoned";
    public const string SettlementCompleted = "otc.Deposit.Settlement_completed";

    /// <summary>The event with what a merchant may know of the deposit.</summary>
    public static DeskEvent Of(string type, Deposit deposit, string? txHash = null)
    {
        var view = DepositView.Of(deposit, forStaff: false);
        var data = new Dictionary<string, object?>
        {
            ["deposit_id"] = view.Id,
            ["merchant_id"] = view.MerchantId,
            ["status"] = Names.Snake(view.Status),
            ["settlement_state"] = Names.Snake(view.SettlementState),
            ["fiat_amount"] = view.FiatAmount,
            ["fiat_currency"] = view.FiatCurrency,
            ["asset"] = view.RequestedAsset,
            ["network"] = view.RequestedNetwork,
            ["requested_crypto_amount"] = view.RequestedCryptoAmount,
            ["crypto_amount"] = view.CryptoAmount,
            ["credited_to_address"] = view.CreditedToAddress,
            ["payment_reference"] = view.PaymentReference,
            ["proof_url"] = view.ProofUrl,
            ["proof_file_sha256"] = view.ProofFileSha256,
            ["rejection_reason"] = view.RejectionReason,
            ["received_amount"] = view.ReceivedAmount,
            ["difference_outcome"] = view.DifferenceOutcome,
            ["mpesa_receipt_number"] = view.MpesaReceiptNumber,
            ["question"] = view.Question,
            ["answer"] = view.Answer,
            ["tx_hash"] = txHash,
        };
        return new DeskEvent(type, deposit.Id, deposit.MerchantId, data);
    }
}
