using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Domain.Payments;

/// <summary>What the desk says of an account or a sub-merchant that it has checked.</summary>
public enum VerificationAction
{
    /// <summary>It is what it says, and may be used.</summary>
    Verify,

    /// <summary>It is not, with a reason; another one is handed in.</summary>
    Refuse,
}

/// <summary>Which way a verification may go: it is decided once.</summary>
public static class VerificationLifecycle
{
    /// <summary>The table.</summary>
    public static readonly TransitionTable<VerificationStatus, VerificationAction> Table = new("verification",
        (VerificationStatus.Authenticating, VerificationAction.Verify, VerificationStatus.Active),
        (VerificationStatus.Authenticating, VerificationAction.Refuse, VerificationStatus.Failed));
}
