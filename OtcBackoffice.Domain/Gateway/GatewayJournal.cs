using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Gateway;

/// <summary>The journal templates of the gateway (docs/accounting.md).</summary>
public static class GatewayJournal
{
    /// <summary>What a tenant may spend: of its main account, or of one of its sub-accounts.</summary>
    public static AccountKey Available(string asset, Guid merchantId, Guid? walletId) =>
        new(AccountFamily.GatewayAvailable, new AssetCode(asset), merchantId, walletId);

    /// <summary>What withdrawals and transfers under way have locked of it.</summary>
    public static AccountKey Locked(string asset, Guid merchantId, Guid? walletId) =>
        new(AccountFamily.GatewayLocked, new AssetCode(asset), merchantId, walletId);

    /// <summary>What the desk earned from a tenant.</summary>
    public static AccountKey Fees(string asset, Guid merchantId) => new(AccountFamily.GatewayFeeIncome, new AssetCode(asset), merchantId);

    /// <summary>A transfer was asked for: the funds are locked where they are.</summary>
    public static JournalEntry Locked(GatewayTransfer transfer)
    {
        ArgumentNullException.ThrowIfNull(transfer);
        return JournalEntry.Of("gateway_transfer_locked", GatewayTransfer.Kind.Entity, transfer.Id, 1,
            Posting.Debit(Available(transfer.Asset, transfer.MerchantId, transfer.FromPart), transfer.AmountMinor),
            Posting.Credit(Locked(transfer.Asset, transfer.MerchantId, transfer.FromPart), transfer.AmountMinor));
    }

    /// <summary>It is booked: they are the other account's.</summary>
    public static JournalEntry Completed(GatewayTransfer transfer)
    {
        ArgumentNullException.ThrowIfNull(transfer);
        return JournalEntry.Of("gateway_transfer_completed", GatewayTransfer.Kind.Entity, transfer.Id, 1,
            Posting.Debit(Locked(transfer.Asset, transfer.MerchantId, transfer.FromPart), transfer.AmountMinor),
            Posting.Credit(Available(transfer.Asset, transfer.MerchantId, transfer.ToPart), transfer.AmountMinor));
    }

    /// <summary>It is given up: they are free again.</summary>
    public static JournalEntry Released(GatewayTransfer transfer) => Locked(transfer).Reversal("gateway_transfer_released");

    /// <summary>A withdrawal was asked for: amount and fees are locked.</summary>
    public static JournalEntry Locked(GatewayWithdrawal withdrawal)
    {
        ArgumentNullException.ThrowIfNull(withdrawal);
        return JournalEntry.Of("gateway_withdrawal_locked", GatewayWithdrawal.Kind.Entity, withdrawal.Id, 1,
            Posting.Debit(Available(withdrawal.Asset, withdrawal.MerchantId, withdrawal.WalletId), withdrawal.TotalMinor),
            Posting.Credit(Locked(withdrawal.Asset, withdrawal.MerchantId, withdrawal.WalletId), withdrawal.TotalMinor));
    }

    /// <summary>Rejected, cancelled or refused by the chain: they are free again.</summary>
    public static JournalEntry Released(GatewayWithdrawal withdrawal) => Locked(withdrawal).Reversal("gateway_withdrawal_released");

    /// <summary>
    /// Final on the chain: the coins have left the treasury, the desk has earned its fee, and what the tenant paid for the
    /// network stands against what the network takes.
    /// </summary>
    public static JournalEntry Completed(GatewayWithdrawal withdrawal)
    {
        ArgumentNullException.ThrowIfNull(withdrawal);
        var asset = new AssetCode(withdrawal.Asset);
        return JournalEntry.Of("gateway_withdrawal_completed", GatewayWithdrawal.Kind.Entity, withdrawal.Id, 1,
            Posting.Debit(Locked(withdrawal.Asset, withdrawal.MerchantId, withdrawal.WalletId), withdrawal.TotalMinor),
            Posting.Credit(new AccountKey(AccountFamily.Treasury, asset), withdrawal.AmountMinor),
            Posting.Credit(Fees(withdrawal.Asset, withdrawal.MerchantId), withdrawal.PlatformFeeMinor),
            Posting.Credit(new AccountKey(AccountFamily.NetworkFeeExpense, asset), withdrawal.NetworkFeeMinor));
    }

    /// <summary>Where the books keep what came for a payment until it is credited, kept or sent back.</summary>
    public static AccountKey Clearing(string asset, Guid merchantId, Guid paymentId) =>
        new(AccountFamily.GatewayClearing, new AssetCode(asset), merchantId, paymentId);

    /// <summary>What came for a payment is credited: the fee to the desk, the rest to the tenant.</summary>
    /// <param name="payment">The payment.</param>
    /// <param name="subjectId">What it is credited by: the payment itself, or an exception of it.</param>
    /// <param name="asset">What came.</param>
    /// <param name="amountMinor">How much of it.</param>
    /// <param name="feeMinor">The desk's part.</param>
    public static JournalEntry Credited(GatewayPayment payment, Guid subjectId, string asset, long amountMinor, long feeMinor)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return JournalEntry.Of("gateway_payment_credited", GatewayPayment.Kind.Entity, subjectId, 1,
            Posting.Debit(Clearing(asset, payment.MerchantId, payment.Id), amountMinor),
            Posting.Credit(Available(asset, payment.MerchantId, payment.WalletId), amountMinor - feeMinor),
            Posting.Credit(Fees(asset, payment.MerchantId), feeMinor));
    }

    /// <summary>What came for a payment is on its way back.</summary>
    public static JournalEntry RefundSent(GatewayRefund refund)
    {
        ArgumentNullException.ThrowIfNull(refund);
        return JournalEntry.Of("gateway_refund_sent", "gateway_refund", refund.Id, 1,
            Posting.Debit(Clearing(refund.Asset, refund.MerchantId, refund.PaymentId), refund.AmountMinor),
            Posting.Credit(new AccountKey(AccountFamily.SettlementInFlight, new AssetCode(refund.Asset)), refund.AmountMinor));
    }

    /// <summary>The chain refused it: the money waits again.</summary>
    public static JournalEntry RefundFailed(GatewayRefund refund) => RefundSent(refund).Reversal("gateway_refund_failed");

    /// <summary>The way back is final: the coins have left the treasury.</summary>
    public static JournalEntry RefundCompleted(GatewayRefund refund)
    {
        ArgumentNullException.ThrowIfNull(refund);
        var asset = new AssetCode(refund.Asset);
        return JournalEntry.Of("gateway_refund_completed", "gateway_refund", refund.Id, 1,
            Posting.Debit(new AccountKey(AccountFamily.SettlementInFlight, asset), refund.AmountMinor),
            Posting.Credit(new AccountKey(AccountFamily.Treasury, asset), refund.AmountMinor));
    }
}
