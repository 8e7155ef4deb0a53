using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Domain.Gateway;

/// <summary>Where a refund stands.</summary>
public enum GatewayRefundStatus
{
    /// <summary>Ordered and not handed to the chain yet, or its answer was lost.</summary>
    Sending,

    /// <summary>It has a transaction.</summary>
    Sent,

    /// <summary>The transaction is final. Final.</summary>
    Completed,

    /// <summary>The chain refused it. Final.</summary>
    Failed,
}

/// <summary>What happens to a refund.</summary>
public enum GatewayRefundAction
{
    /// <summary>It was handed to the chain.</summary>
    Send,

    /// <summary>It is final.</summary>
    Complete,

    /// <summary>The chain refused it.</summary>
    Fail,
}

/// <summary>The refund's transition table.</summary>
public static class GatewayRefundLifecycle
{
    /// <summary>Every allowed move.</summary>
    public static readonly TransitionTable<GatewayRefundStatus, GatewayRefundAction> Table = new("refund",
        (GatewayRefundStatus.Sending, GatewayRefundAction.Send, GatewayRefundStatus.Sent),
        (GatewayRefundStatus.Sending, GatewayRefundAction.Fail, GatewayRefundStatus.Failed),
        (GatewayRefundStatus.Sent, GatewayRefundAction.Complete, GatewayRefundStatus.Completed));
}

/// <summary>Money of an exception that goes back to where its payer says.</summary>
public sealed class GatewayRefund
{
    private GatewayRefund()
    {
    }

    /// <summary>Its id, and the client id of its order on the chain.</summary>
    public Guid Id { get; private set; }

    /// <summary>The payment.</summary>
    public Guid PaymentId { get; private set; }

    /// <summary>The exception.</summary>
    public Guid ExceptionId { get; private set; }

    /// <summary>The merchant.</summary>
    public Guid MerchantId { get; private set; }

    /// <summary>The canonical code of the asset.</summary>
    public string Asset { get; private set; } = "";

    /// <summary>How much.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>Where to.</summary>
    public string ToAddress { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public GatewayRefundStatus Status { get; private set; }

    /// <summary>The transaction, once there is one.</summary>
    public string? TxHash { get; private set; }

    /// <summary>Why it failed, or null.</summary>
    public string? FailureReason { get; private set; }

    /// <summary>When it was ordered.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When it ended, or null.</summary>
    public DateTime? EndedAtUtc { get; private set; }

    /// <summary>Changes with every write.</summary>
    public int Version { get; private set; }

    /// <summary>Orders a refund.</summary>
    public static GatewayRefund Order(Guid id, GatewayException exception, long amountMinor, string toAddress, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new GatewayRefund
        {
            Id = id,
            PaymentId = exception.PaymentId,
            ExceptionId = exception.Id,
            MerchantId = exception.MerchantId,
            Asset = exception.Asset,
            AmountMinor = amountMinor,
            ToAddress = toAddress,
            Status = GatewayRefundStatus.Sending,
            CreatedAtUtc = now,
            Version = 1,
        };
    }

    /// <summary>It has a transaction.</summary>
    public Result<GatewayRefund> Send(string txHash) => Move(GatewayRefundAction.Send, txHash, null, null);

    /// <summary>It is final.</summary>
    public Result<GatewayRefund> Complete(DateTime now) => Move(GatewayRefundAction.Complete, TxHash, null, now);

    /// <summary>The chain refused it.</summary>
    public Result<GatewayRefund> Fail(string reason, DateTime now) => Move(GatewayRefundAction.Fail, null, reason, now);

    private Result<GatewayRefund> Move(GatewayRefundAction action, string? txHash, string? reason, DateTime? endedAt)
    {
        if (GatewayRefundLifecycle.Table.Move(Status, action).Failed(out var wrong))
        {
            return wrong;
        }
        Status = GatewayRefundLifecycle.Table.Move(Status, action).Value;
        (TxHash, FailureReason, EndedAtUtc) = (txHash, reason, endedAt);
        Version++;
        return this;
    }
}
