using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Domain.Approvals;

/// <summary>What became of a command that waits for a second person.</summary>
public enum ApprovalStatus
{
    /// <summary>Nobody has decided.</summary>
    Waiting,

    /// <summary>It was agreed to and carried out.</summary>
    Approved,

    /// <summary>It was agreed to and is carried out at its time.</summary>
    Scheduled,

    /// <summary>A second person refused it, with a reason.</summary>
    Rejected,

    /// <summary>What it was about has changed since, or its maker may no longer do it; nothing was done.</summary>
    Stale,

    /// <summary>Nobody decided in time; nothing was done.</summary>
    Expired,

    /// <summary>Its maker took it back, or it was called off before its time; nothing was done.</summary>
    CalledOff,
}

/// <summary>What happens to a stored command.</summary>
public enum ApprovalAction
{
    /// <summary>The last person who is needed agrees, and it is carried out.</summary>
    Approve,

    /// <summary>The last person who is needed agrees to what takes effect later.</summary>
    ApproveForLater,

    /// <summary>Its time has come, and it is carried out.</summary>
    TakeEffect,

    /// <summary>A second person refuses it, with a reason, or puts away what has gone stale.</summary>
    Reject,

    /// <summary>Whoever asked for it takes it back.</summary>
    Withdraw,

    /// <summary>It is taken back between the agreement and its time.</summary>
    CallOff,

    /// <summary>Nobody decided in time.</summary>
    Expire,

    /// <summary>It no longer fits what it is about.</summary>
    GoStale,
}

/// <summary>Which way a stored command may go: it has one effect or none.</summary>
public static class ApprovalLifecycle
{
    /// <summary>The table.</summary>
    public static readonly TransitionTable<ApprovalStatus, ApprovalAction> Table = new("approval",
        (ApprovalStatus.Waiting, ApprovalAction.Approve, ApprovalStatus.Approved),
        (ApprovalStatus.Waiting, ApprovalAction.ApproveForLater, ApprovalStatus.Scheduled),
        (ApprovalStatus.Waiting, ApprovalAction.Reject, ApprovalStatus.Rejected),
        (ApprovalStatus.Waiting, ApprovalAction.Withdraw, ApprovalStatus.CalledOff),
        (ApprovalStatus.Waiting, ApprovalAction.Expire, ApprovalStatus.Expired),
        (ApprovalStatus.Waiting, ApprovalAction.GoStale, ApprovalStatus.Stale),
        (ApprovalStatus.Stale, ApprovalAction.Reject, ApprovalStatus.Rejected),
        (ApprovalStatus.Scheduled, ApprovalAction.TakeEffect, ApprovalStatus.Approved),
        (ApprovalStatus.Scheduled, ApprovalAction.CallOff, ApprovalStatus.CalledOff),
        (ApprovalStatus.Scheduled, ApprovalAction.GoStale, ApprovalStatus.Stale));
}
