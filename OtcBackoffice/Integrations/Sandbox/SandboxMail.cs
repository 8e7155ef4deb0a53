using System.Collections.Concurrent;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>A mail that the sandbox kept.</summary>
public sealed record SandboxLetter(Guid Id, OutgoingMail Mail, DateTime SentAtUtc);

/// <summary>
/// A post office that delivers to a shelf which an administrator of the sandbox may read, and hands the mail on where a server is
/// connected. It keeps mail in memory only: what is in a mail opens accounts and has no business in a file.
/// </summary>
public sealed class SandboxMail(TimeProvider clock, IMailSender? server) : IMailSender
{
    private const int KeptMax = 200;
    private readonly ConcurrentQueue<SandboxLetter> _kept = new();

    /// <summary>What was sent, oldest first; a mail that was tried again stands here once.</summary>
    public IReadOnlyList<SandboxLetter> Sent => [.. _kept];

    /// <inheritdoc/>
    public bool IsConnected => true;

    /// <inheritdoc/>
    public Task<MailHandover> SendAsync(Guid id, OutgoingMail mail, CancellationToken cancellation)
    {
        if (_kept.All(letter => letter.Id != id))
        {
            _kept.Enqueue(new SandboxLetter(id, mail, clock.GetUtcNow().UtcDateTime));
        }
        while (_kept.Count > KeptMax)
        {
            _kept.TryDequeue(out _);
        }
        return server is null ? Task.FromResult(new MailHandover(MailOutcome.Sent, null)) : server.SendAsync(id, mail, cancellation);
    }
}
