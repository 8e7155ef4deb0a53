using OtcBackoffice.Domain.Lifecycles;
using static OtcBackoffice.Domain.Gateway.GatewayPaymentAction;
using static OtcBackoffice.Domain.Gateway.GatewayPaymentStatus;

namespace OtcBackoffice.Domain.Gateway;

/// <summary>Where a payment stands, in the words of specification 002.</summary>
public enum GatewayPaymentStatus
{
    /// <summary>Nothing was seen yet.</summary>
    Waiting,

    /// <summary>Less than the whole was seen.</summary>
    PartiallyPaid,

    /// <summary>The whole was seen and is not final yet.</summary>
    Confirming,

    /// <summary>The whole is final.</summary>
    Confirmed,

    /// <summary>It is credited. Final.</summary>
    Completed,

    /// <summary>Time ran out on less than the whole. Final; what came waits for its exception.</summary>
    PartiallyCompleted,

    /// <summary>It came to nothing for a reason other than time. Final.</summary>
    Failed,

    /// <summary>Time ran out and nothing was seen, or another payment of the same order was paid. Final.</summary>
    Expired,
}

/// <summary>What happens to a payment.</summary>
public enum GatewayPaymentAction
{
    /// <summary>Less than the whole is seen.</summary>
    SeePart,

    /// <summary>The whole is seen.</summary>
    SeeWhole,

    /// <summary>Nothing is seen any more: a chain was reorganised or the payer took the payment back.</summary>
    Unsee,

    /// <summary>The whole is final.</summary>
    Confirm,

    /// <summary>It is credited.</summary>
    Complete,

    /// <summary>Time ran out.</summary>
    Expire,

    /// <summary>Time ran out on a part that is final.</summary>
    CloseShort,

    /// <summary>It gets another window for the rest.</summary>
    TopUp,

    /// <summary>It can not be paid any more.</summary>
    Fail,
}

/// <summary>The payment's transition table.</summary>
public static class GatewayPaymentLifecycle
{
    /// <summary>Every allowed move.</summary>
    public static readonly TransitionTable<GatewayPaymentStatus, GatewayPaymentAction> Table = new("payment",
        (Waiting, SeePart, PartiallyPaid),
        (Waiting, SeeWhole, Confirming),
        (Waiting, Expire, Expired),
        (Waiting, Fail, Failed),
        (PartiallyPaid, SeePart, PartiallyPaid),
        (PartiallyPaid, SeeWhole, Confirming),
        (PartiallyPaid, Unsee, Waiting),
        (PartiallyPaid, CloseShort, PartiallyCompleted),
        (Confirming, SeePart, PartiallyPaid),
        (Confirming, Unsee, Waiting),
        (Confirming, Confirm, Confirmed),
        (Confirmed, Complete, Completed),
        (PartiallyCompleted, TopUp, PartiallyPaid));
}

/// <summary>Why money of a payment waits for somebody: a state with a way out, never a flag.</summary>
public enum GatewayExceptionReason
{
    /// <summary>Time ran out on less than the whole.</summary>
    Underpaid,

    /// <summary>More came than was asked for.</summary>
    Overpaid,

    /// <summary>It came after the payment had expired.</summary>
    PaidLate,

    /// <summary>It came for a payment that was paid already, or whose order was.</summary>
    Duplicate,

    /// <summary>Another asset came to the address.</summary>
    WrongAsset,

    /// <summary>Screening refuses it.</summary>
    RefusedByScreening,
}

/// <summary>How an exception ended.</summary>
public enum GatewayExit
{
    /// <summary>Credited at the rate of its receipt.</summary>
    Accepted,

    /// <summary>Sent back.</summary>
    Refunded,

    /// <summary>The payer got another window.</summary>
    ToppedUp,

    /// <summary>What came beyond the asked amount was credited.</summary>
    DifferenceCredited,

    /// <summary>Nobody decided for fourteen days: it is kept for the merchant.</summary>
    Kept,
}
