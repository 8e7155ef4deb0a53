using System.Collections.Concurrent;
using System.Text.Json;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>A mail that the sandbox kept.</summary>
public sealed record SandboxLetter(Guid Id, OutgoingMail Mail, DateTime SentAtUtc);

/// <summary>
/// A post office that delivers to a shelf which an administrator of the sandbox may read, and hands the mail on where a server is
/// connected. It keeps mail in memory only: what is in a mail opens accounts and has no business in a file. Nodes that share a sandbox
/// share the shelf, since any of them may hand a mail over.
/// </summary>
public sealed class SandboxMail : IMailSender
{
    private const int KeptMax = 200;

    private readonly ConcurrentQueue<SandboxLetter> _kept = new();
    private readonly TimeProvider _clock;
    private readonly IMailSender? _server;
    private readonly SandboxFeed? _feed;

    /// <summary>A post office; <paramref name="shelf"/> where nodes share it.</summary>
    public SandboxMail(TimeProvider clock, IMailSender? server, ISandboxShelf? shelf = null)
    {
        (_clock, _server) = (clock, server);
        _feed = shelf is null ? null : new SandboxFeed(shelf, "mails", line => Keep(JsonSerializer.Deserialize<SandboxLetter>(line)!));
    }

    /// <summary>What was sent, oldest first; a mail that was tried again stands here once.</summary>
    public IReadOnlyList<SandboxLetter> Sent
    {
        get
        {
            _feed?.Follow();
            return [.. _kept];
        }
    }

    /// <inheritdoc/>
    public bool IsConnected => true;

    /// <inheritdoc/>
    public Task<MailHandover> SendAsync(Guid id, OutgoingMail mail, CancellationToken cancellation)
    {
        var letter = new SandboxLetter(id, mail, _clock.GetUtcNow().UtcDateTime);
        if (_feed is null)
        {
            Keep(letter);
        }
        else
        {
            _feed.Append(JsonSerializer.Serialize(letter));
        }
        return _server is null ? Task.FromResult(new MailHandover(MailOutcome.Sent, null)) : _server.SendAsync(id, mail, cancellation);
    }

    private void Keep(SandboxLetter letter)
    {
        if (_kept.All(kept => kept.Id != letter.Id))
        {
            _kept.Enqueue(letter);
        }
        while (_kept.Count > KeptMax)
        {
            _kept.TryDequeue(out _);
        }
    }
}
