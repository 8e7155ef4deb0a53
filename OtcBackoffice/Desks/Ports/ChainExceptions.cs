namespace OtcBackoffice.Desks.Ports;

/// <summary>
/// The order may or may not have been sent. The transfer is <c>outcome_unknown</c> until the chain was asked with the
/// same client id; sending it again under another id could pay twice.
/// </summary>
public sealed class ChainOutcomeUnknownException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The custody account or the chain refused for good; nothing was sent.</summary>
/// <param name="reason">One sentence, fit to be shown to staff.</param>
public sealed class ChainRefusedException(string reason) : Exception(reason)
{
    /// <summary>One sentence, fit to be shown to staff.</summary>
    public string Reason { get; } = reason;
}

/// <summary>The chain could not be reached; nothing was sent, and the same call may be made again later.</summary>
public sealed class ChainUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
