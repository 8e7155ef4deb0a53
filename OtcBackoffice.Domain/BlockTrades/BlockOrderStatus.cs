using OtcBackoffice.Domain.Lifecycles;
using static OtcBackoffice.Domain.BlockTrades.BlockOrderAction;
using static OtcBackoffice.Domain.BlockTrades.BlockOrderStatus;

namespace OtcBackoffice.Domain.BlockTrades;

/// <summary>The customer's side of a block trade.</summary>
public enum TradeSide
{
    /// <summary>The customer pays fiat and receives crypto.</summary>
    Buy,

    /// <summary>The customer gives crypto and receives fiat.</summary>
    Sell,
}

/// <summary>Where a block trade stands (specification 001, orders). The numbers on the wire are the surface's own.</summary>
public enum BlockOrderStatus
{
    /// <summary>Placed; the desk has to look at it. 10 on the wire.</summary>
    Pending,

    /// <summary>The desk agreed; the payment clock runs from here. 30 on the wire.</summary>
    Approved,

    /// <summary>The desk wants to see documents. 31 on the wire.</summary>
    DocumentsPending,

    /// <summary>The fiat has to be paid: by the customer of a buy, by the desk for a sell. 40 on the wire.</summary>
    PaymentPending,

    /// <summary>The paying side says that the fiat was sent. 50 on the wire.</summary>
    Paid,

    /// <summary>The fiat arrived and the crypto changed hands. Final; 60 on the wire.</summary>
    Released,

    /// <summary>The desk or the payment clock ended it. Final; 70 on the wire.</summary>
    Canceled,

    /// <summary>The customer withdrew it. Final; 80 on the wire.</summary>
    RejectedBySelf,
}

/// <summary>Everything that may be done to a block trade.</summary>
public enum BlockOrderAction
{
    /// <summary>The desk agrees.</summary>
    Approve,

    /// <summary>The desk asks for documents.</summary>
    RequestDocuments,

    /// <summary>The customer sends documents; the order goes back to review.</summary>
    TakeDocuments,

    /// <summary>The payment is open, together with the approval.</summary>
    OpenPayment,

    /// <summary>The fiat was sent.</summary>
    MarkPaid,

    /// <summary>The fiat arrived; the crypto changes hands.</summary>
    Release,

    /// <summary>The desk ends it.</summary>
    Cancel,

    /// <summary>The payment clock ran out.</summary>
    Expire,

    /// <summary>The customer withdraws it.</summary>
    RejectBySelf,
}

/// <summary>The block trade's transition table (docs/lifecycles.md is made from it).</summary>
public static class BlockOrderLifecycle
{
    /// <summary>Every allowed move.</summary>
    public static readonly TransitionTable<BlockOrderStatus, BlockOrderAction> Table = new("order",
        (Pending, Approve, Approved),
        (Pending, RequestDocuments, DocumentsPending),
        (Pending, Cancel, Canceled),
        (Pending, BlockOrderAction.RejectBySelf, BlockOrderStatus.RejectedBySelf),
        (DocumentsPending, TakeDocuments, Pending),
        (DocumentsPending, Approve, Approved),
        (DocumentsPending, Cancel, Canceled),
        (DocumentsPending, BlockOrderAction.RejectBySelf, BlockOrderStatus.RejectedBySelf),
        (Approved, OpenPayment, PaymentPending),
        (PaymentPending, MarkPaid, Paid),
        (PaymentPending, Cancel, Canceled),
        (PaymentPending, Expire, Canceled),
        (PaymentPending, BlockOrderAction.RejectBySelf, BlockOrderStatus.RejectedBySelf),
        (Paid, Release, Released),
        (Paid, Cancel, Canceled));

    /// <summary>The states in which something is still to be done.</summary>
    public static readonly IReadOnlyList<BlockOrderStatus> Open = [Pending, Approved, DocumentsPending, PaymentPending, Paid];
}
