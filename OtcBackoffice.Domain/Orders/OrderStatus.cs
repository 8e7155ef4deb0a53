using OtcBackoffice.Domain.Lifecycles;
using static OtcBackoffice.Domain.Orders.OrderAction;
using static OtcBackoffice.Domain.Orders.OrderStatus;

namespace OtcBackoffice.Domain.Orders;

/// <summary>Which way an order goes (specification 000, example object).</summary>
public enum OrderType
{
    /// <summary>Fiat comes in and crypto goes out to the customer.</summary>
    Onramp,

    /// <summary>Crypto comes in and fiat, or a balance, goes out to the customer.</summary>
    Offramp,
}

/// <summary>Where an order stands, in the one vocabulary of the platform API, whichever surface it came in by.</summary>
public enum OrderStatus
{
    /// <summary>Placed; nobody has vouched for it yet.</summary>
    Pending,

    /// <summary>The desk has checked and agreed; the other leg is on its way.</summary>
    Verified,

    /// <summary>Both legs are done.</summary>
    Settled,

    /// <summary>Every leg lies on a day that two persons have signed off.</summary>
    Reconciled,

    /// <summary>The desk refused it.</summary>
    Rejected,

    /// <summary>The customer took it back, or its time to pay ran out at the desk.</summary>
    Cancelled,

    /// <summary>Its quote or its window ran out.</summary>
    Expired,

    /// <summary>It could not be carried out; what was held is free again.</summary>
    Failed,
}

/// <summary>The four stages of an order's life (specification 000, API overview).</summary>
public enum OrderStage
{
    /// <summary>It is placed.</summary>
    Create,

    /// <summary>It is checked.</summary>
    Verify,

    /// <summary>It is carried out.</summary>
    Settle,

    /// <summary>It is held against the outside.</summary>
    Reconcile,
}

/// <summary>What happens to an order.</summary>
public enum OrderAction
{
    /// <summary>The desk agrees.</summary>
    Verify,

    /// <summary>Both legs are done.</summary>
    Settle,

    /// <summary>Its days are signed off.</summary>
    Reconcile,

    /// <summary>A signed day was opened again, with a reason and by two persons.</summary>
    Reopen,

    /// <summary>A payment that came short got another window.</summary>
    TopUp,

    /// <summary>The desk takes its word back, by two persons; it decides anew.</summary>
    Unverify,

    /// <summary>The desk refuses it.</summary>
    Reject,

    /// <summary>It is taken back.</summary>
    Cancel,

    /// <summary>Time ran out.</summary>
    Expire,

    /// <summary>It cannot be carried out.</summary>
    Fail,
}

/// <summary>The order's transition table: it drives the events, <c>/v1/statuses</c> and docs/lifecycles.md.</summary>
public static class OrderLifecycle
{
    /// <summary>Every allowed move.</summary>
    public static readonly TransitionTable<OrderStatus, OrderAction> Table = new("order",
        (Pending, Verify, Verified),
        (Pending, Reject, Rejected),
        (Pending, Cancel, Cancelled),
        (Pending, Expire, Expired),
        (Pending, Fail, Failed),
        (Verified, Settle, Settled),
        (Verified, Unverify, Pending),
        (Verified, Reject, Rejected),
        (Verified, Cancel, Cancelled),
        (Verified, Fail, Failed),
        (Settled, Reconcile, Reconciled),
        (Settled, TopUp, Pending),
        (Reconciled, Reopen, Settled));

    /// <summary>The stage that a status belongs to; of an order that ended early, the one at which it ended.</summary>
    public static OrderStage StageOf(OrderStatus status) => status switch
    {
        Pending or Cancelled or Expired => OrderStage.Create,
        Verified or Rejected => OrderStage.Verify,
        Settled or Failed => OrderStage.Settle,
        Reconciled => OrderStage.Reconcile,
    };

    /// <summary>Where a status may lead, in the order of the table.</summary>
    public static IReadOnlyList<OrderStatus> NextOf(OrderStatus status) =>
        [.. Table.Moves.Where(move => move.From == status).Select(move => move.To).Distinct()];

    /// <summary>
    /// The statuses that an order passes on its way from one to another, the last one included: a record that moves twice in one
    /// step still tells two moves, so that nobody hears of a jump that the table does not know.
    /// </summary>
    public static IReadOnlyList<OrderStatus> Path(OrderStatus from, OrderStatus to) =>
        from == Pending && to is Settled ? [Verified, Settled] : [to];
}
