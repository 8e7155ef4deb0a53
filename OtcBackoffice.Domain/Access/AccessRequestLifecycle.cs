using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Domain.Access;

/// <summary>What became of a request for access (specification 000, "Auth and keys").</summary>
public enum AccessRequestStatus
{
    /// <summary>Nobody has decided.</summary>
    Waiting,

    /// <summary>An account was made and a link sent.</summary>
    Approved,

    /// <summary>Refused, with a reason.</summary>
    Denied,
}

/// <summary>What is decided about a request for access.</summary>
public enum AccessRequestAction
{
    /// <summary>Let them in.</summary>
    Approve,

    /// <summary>Refuse them.</summary>
    Deny,
}

/// <summary>Which way a request for access may go: it is decided once.</summary>
public static class AccessRequestLifecycle
{
    /// <summary>The table.</summary>
    public static readonly TransitionTable<AccessRequestStatus, AccessRequestAction> Table = new("request",
        (AccessRequestStatus.Waiting, AccessRequestAction.Approve, AccessRequestStatus.Approved),
        (AccessRequestStatus.Waiting, AccessRequestAction.Deny, AccessRequestStatus.Denied));
}
