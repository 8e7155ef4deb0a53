using System.Collections.Concurrent;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>A mail that the sandbox kept.</summary>
public sealed record SandboxLetter(OutgoingMail Mail, DateTime SentAtUtc);

/// <summary>
/// A post office that delivers to a shelf which an administrator of the sandbox may read. It keeps mail in memory only: what
/// is in a mail opens accounts and has no business in a file.
/// </summary>
public sealed class SandboxMail(TimeProvider clock) : IMailSender
{
    private const int KeptMax = 200;
    private readonly ConcurrentQueue<SandboxLetter> _kept = new();

    /// <summary>What was sent, oldest first.</summary>
    public IReadOnlyList<SandboxLetter> Sent => [.. _kept];

    /// <inheritdoc/>
    public Task<bool> SendAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        _kept.Enqueue(new SandboxLetter(mail, clock.GetUtcNow().UtcDateTime));
        while (_kept.Count > KeptMax)
        {
            _kept.TryDequeue(out _);
        }
        return Task.FromResult(true);
    }
}
