namespace OtcBackoffice.Desks.Ports;

/// <summary>A mail to one person, in plain text.</summary>
public sealed record OutgoingMail(string To, string Subject, string Text)
{
    /// <summary>Further header lines, such as those with which a mail program ends a subscription (RFC 8058).</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>What became of handing a mail over.</summary>
public enum MailOutcome
{
    /// <summary>The server took it.</summary>
    Sent,

    /// <summary>Not now: the server does not answer, or asks for patience (a reply that begins with 4).</summary>
    TryAgain,

    /// <summary>Never: the server refuses this mail (a reply that begins with 5).</summary>
    Refused,
}

/// <summary>What became of a mail.</summary>
/// <param name="Outcome">Whether it went.</param>
/// <param name="Fault">What the server said, without what the mail holds; null when it took the mail.</param>
public sealed record MailHandover(MailOutcome Outcome, string? Fault);

/// <summary>Hands mail to whoever carries it. What is in a mail may open an account, so it is never logged.</summary>
public interface IMailSender
{
    /// <summary>Whether anybody carries mail for this desk; without that nothing is put in the outbox.</summary>
    bool IsConnected { get; }

    /// <summary>Hands one mail over.</summary>
    /// <param name="id">The same for each try, so that a receiver knows a mail that comes twice.</param>
    /// <param name="mail">The mail.</param>
    /// <param name="cancellation">Stops waiting.</param>
    Task<MailHandover> SendAsync(Guid id, OutgoingMail mail, CancellationToken cancellation);
}
