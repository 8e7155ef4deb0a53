using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>The types of the balance history; the list never loses one.</summary>
public static class GatewayHistoryTypes
{
    public const string Payment = "payment", PaymentFee = "payment_fee", Withdrawal = "withdrawal", WithdrawalFee = "withdrawal_fee",
        WithdrawalReturned = "withdrawal_returned", TransferIn = "transfer_in", TransferOut = "transfer_out";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All =
        [Payment, PaymentFee, Withdrawal, WithdrawalFee, WithdrawalReturned, TransferIn, TransferOut];
}

/// <summary>What the steps of the gateway leave behind beside their trail: history rows, and events in the form of specification
/// 002.</summary>
internal static class GatewayTrail
{
    /// <summary>The events, as endpoints name them.</summary>
    public const string PaymentEvent = "gateway.payment_status_update", WithdrawalEvent = "gateway.withdrawal_status_update",
        TransferEvent = "gateway.transfer_status_update", LegacyEvent = "gateway.deposit_received";

    /// <summary>Writes a change of a balance.</summary>
    public static void History(DeskWork work, string type, Guid merchantId, Guid? walletId, string asset, long signedMinor, Guid subjectId,
        string reference)
    {
        if (signedMinor != 0)
        {
            work.Db.GatewayHistory.Add(new GatewayHistoryRow
            {
                MerchantId = merchantId,
                WalletId = walletId,
                Asset = asset,
                Type = type,
                SignedMinor = signedMinor,
                SubjectId = subjectId,
                ReferenceId = reference,
                CreatedAtUtc = work.Now,
            });
        }
    }

    /// <summary>What the tenant hears of a withdrawal's new status.</summary>
    public static DeskEvent EventOf(GatewayWithdrawal withdrawal, string previous) =>
        new(WithdrawalEvent, withdrawal.Id, withdrawal.MerchantId, new Dictionary<string, object?>
        {
            ["event"] = "withdrawal_status_update",
            ["withdrawal_id"] = withdrawal.Id,
            ["custom_id"] = withdrawal.CustomId,
            ["status"] = withdrawal.StatusName,
            ["previous_status"] = previous,
            ["timestamp"] = withdrawal.UpdatedAtUtc,
            ["data"] = GatewayBodies.Of(withdrawal),
        }) { CallbackEndpointId = withdrawal.CallbackEndpointId };

    /// <summary>Tells the tenant of a transfer's new status.</summary>
    public static Task TellAsync(DeskWork work, GatewayTransfer transfer, string previous, CancellationToken cancellation) =>
        work.RaiseAsync(
        new DeskEvent(TransferEvent, transfer.Id, transfer.MerchantId, new Dictionary<string, object?>
        {
            ["event"] = "transfer_status_update",
            ["transfer_id"] = transfer.TransferId,
            ["status"] = transfer.StatusName,
            ["previous_status"] = previous,
            ["timestamp"] = work.Now,
            ["data"] = GatewayBodies.Of(transfer),
        }) { CallbackEndpointId = transfer.CallbackEndpointId }, cancellation);

    /// <summary>Tells the tenant of a payment's new status.</summary>
    public static Task TellAsync(DeskWork work, GatewayPayment payment, IReadOnlyList<GatewayPaymentPart> parts, string status,
        string previous,
        Uri origin, CancellationToken cancellation, string type = PaymentEvent) => work.RaiseAsync(
        new DeskEvent(type, payment.Id, payment.MerchantId, new Dictionary<string, object?>
        {
            ["event"] = type["gateway.".Length..],
            ["transaction_id"] = payment.Id,
            ["order_id"] = payment.OrderId,
            ["status"] = status,
            ["previous_status"] = previous,
            ["timestamp"] = work.Now,
            ["data"] = GatewayBodies.At(GatewayBodies.Of(payment, parts, status), origin, payment.CheckoutToken),
        }) { CallbackEndpointId = payment.CallbackEndpointId }, cancellation);
}
