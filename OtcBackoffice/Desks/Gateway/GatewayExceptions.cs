using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>Opens exceptions of payments, and opens them again when their way out failed.</summary>
internal static class GatewayExceptions
{
    /// <summary>Opens an exception, or adds to one that is open for the same reason and asset.</summary>
    public static async Task OpenAsync(
        DeskWork work, GatewayPayment payment, GatewayExceptionReason reason, string asset, long minor, string? rateText,
        CancellationToken cancellation)
    {
        var open = work.Db.GatewayExceptions.Local.FirstOrDefault(row => row.PaymentId == payment.Id && row.Exit == null
            && row.Reason == reason && row.Asset == asset)
            ?? await work.Db.GatewayExceptions.FirstOrDefaultAsync(row => row.PaymentId == payment.Id && row.Exit == null
                && row.Reason == reason && row.Asset == asset, cancellation);
        if (open is not null)
        {
            open.Add(minor);
        }
        else
        {
            open = GatewayException.Open(work.NewId(), payment, reason, asset, minor, rateText, work.Now);
            work.Db.GatewayExceptions.Add(open);
        }
        work.Audit(new AuditNote("gateway_exception.open", "gateway_payment", payment.Id)
        {
            MerchantId = payment.MerchantId, Changes = new { reason, Amount = GatewayCoin.Of(asset).Format(minor), asset, open.DueAtUtc },
        });
        work.Touch(GatewayPayment.Kind.Queue, payment.Id);
    }

    /// <summary>A refund failed: its money waits for a decision again.</summary>
    public static async Task ReopenAsync(DeskWork work, GatewayRefund refund, CancellationToken cancellation)
    {
        var payment = await work.Db.GatewayPayments.FirstAsync(row => row.Id == refund.PaymentId, cancellation);
        var before = await work.Db.GatewayExceptions.FirstAsync(row => row.Id == refund.ExceptionId, cancellation);
        payment.Return(refund.Asset == payment.Asset ? -refund.AmountMinor : 0, work.Now);
        await OpenAsync(work, payment, before.Reason, refund.Asset, refund.AmountMinor, before.RateText, cancellation);
    }
}
