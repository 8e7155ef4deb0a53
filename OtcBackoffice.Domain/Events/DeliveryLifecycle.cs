using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Domain.Events;

/// <summary>How far one event has come on its way to one endpoint.</summary>
public enum DeliveryStatus
{
    /// <summary>It waits for its first or its next try.</summary>
    Pending,

    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>It was given up; a replay makes a new delivery.</summary>
    Dead,
}

/// <summary>What happens to a delivery.</summary>
public enum DeliveryAction
{
    /// <summary>The receiver answers 2xx.</summary>
    Deliver,

    /// <summary>It fails, and another try is due.</summary>
    Retry,

    /// <summary>It fails for the last time, the receiver is gone, or its endpoint was removed.</summary>
    GiveUp,
}

/// <summary>Which way a delivery may go; no late failure takes one back.</summary>
public static class DeliveryLifecycle
{
    /// <summary>The table.</summary>
    public static readonly TransitionTable<DeliveryStatus, DeliveryAction> Table = new("delivery",
        (DeliveryStatus.Pending, DeliveryAction.Deliver, DeliveryStatus.Delivered),
        (DeliveryStatus.Pending, DeliveryAction.Retry, DeliveryStatus.Pending),
        (DeliveryStatus.Pending, DeliveryAction.GiveUp, DeliveryStatus.Dead));
}
