using System.Globalization;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Desks.Withdrawals;

/// <summary>What an execution leaves behind beside its trail, what the policy is told about it, and its events.</summary>
internal static class WithdrawalTrail
{
    public const string Submitted = "otc.Withdrawal.Submitted_for_review", Approved = "otc.Withdrawal.Approved",
        Rejected = "otc.Withdrawal.Rejected",
        Executing = "otc.Withdrawal.Executing", Completed = "otc.Withdrawal.Completed", Failed = "otc.Withdrawal.Failed";

    /// <summary>What an execution adds to the day's revenue, earned in the currency itself; sign -1 takes it out again.</summary>
    public static RevenueChange Revenue(Withdrawal withdrawal, int sign) => new(
        "withdrawal", withdrawal.MerchantId, withdrawal.FiatCurrency, withdrawal.FiatCurrency, withdrawal.ApprovedBy ?? Guid.Empty, sign,
        sign * withdrawal.GrossFiatMinor,
        sign * withdrawal.FeeMinor, sign * withdrawal.SpreadMinor,
        withdrawal.ApprovedAtUtc is { } approved ? sign * (long)(approved - withdrawal.CreatedAtUtc).TotalSeconds : 0);

    /// <summary>What a stored command about a withdrawal is bound to: any write changes it.</summary>
    public static string VersionOf(Withdrawal withdrawal) => withdrawal.Version.ToString(CultureInfo.InvariantCulture);

    /// <summary>What the policy is told about an approval.</summary>
    public static PolicyCase Approval(Withdrawal withdrawal) =>
        new(ApprovalOperation.WithdrawalApprove, "withdrawal", withdrawal.Id, VersionOf(withdrawal), withdrawal.HumanId)
    {
        MerchantId = withdrawal.MerchantId,
        NotionalUsdCents = withdrawal.NotionalUsdCents(),
        Summary = $"{withdrawal.HumanId}: pay {DecimalText.Format(withdrawal.FiatMinor, withdrawal.FiatScale)} {withdrawal.FiatCurrency} for "
            + $"{withdrawal.AssetInfo.Format(withdrawal.CryptoMinor)} {withdrawal.AssetInfo.Symbol}.",
    };

    /// <summary>The event with what a merchant may know of the withdrawal.</summary>
    public static DeskEvent Event(string type, Withdrawal withdrawal) =>
        new(type, withdrawal.Id, withdrawal.MerchantId, new Dictionary<string, object?>
    {
        ["withdrawal_id"] = withdrawal.Id,
        ["merchant_id"] = withdrawal.MerchantId,
        ["status"] = Names.Snake(withdrawal.Status),
        ["asset"] = withdrawal.AssetInfo.Symbol,
        ["network"] = withdrawal.AssetInfo.Network.Code,
        ["crypto_amount"] = withdrawal.AssetInfo.Format(withdrawal.CryptoMinor),
        ["fiat_amount"] = DecimalText.Format(withdrawal.FiatMinor, withdrawal.FiatScale),
        ["fiat_currency"] = withdrawal.FiatCurrency,
        ["method"] = Names.Snake(withdrawal.Method),
        ["payment_reference"] = withdrawal.PaymentReference,
        ["rejection_reason"] = withdrawal.RejectionReason,
        ["failure_reason"] = withdrawal.FailureReason,
    });
}
