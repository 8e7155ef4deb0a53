namespace OtcBackoffice.Desks.Ports;

/// <summary>A mail to one person, in plain text.</summary>
public sealed record OutgoingMail(string To, string Subject, string Text);

/// <summary>Hands mail to whoever carries it. What is in a mail may open an account, so it is never logged.</summary>
public interface IMailSender
{
    /// <summary>Whether the mail was taken. A mail that is not taken is not kept; whoever caused it is told.</summary>
    Task<bool> SendAsync(OutgoingMail mail, CancellationToken cancellation);
}
