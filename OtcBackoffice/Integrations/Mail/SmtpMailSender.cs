using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Mail;

/// <summary>Hands mail to a server by SMTP. A reply of the server that begins with 5 is final, everything else is tried again.</summary>
public sealed class SmtpMailSender(MailOptions options, TimeProvider clock) : IMailSender
{
    private const int FaultCharsMax = 300;

    /// <inheritdoc/>
    public bool IsConnected => true;

    /// <summary>Trusts a certificate that nobody vouches for: a test's own. Null leaves it to the system.</summary>
    internal System.Net.Security.RemoteCertificateValidationCallback? Trust { get; init; }

    /// <inheritdoc/>
    public async Task<MailHandover> SendAsync(Guid id, OutgoingMail mail, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mail);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(options.TimeoutSeconds));
        try
        {
            using var message = Write(id, mail);
            await HandOverAsync(message, limit.Token);
            return new MailHandover(MailOutcome.Sent, null);
        }
        catch (SmtpCommandException refused)
        {
            var outcome = (int)refused.StatusCode >= 500 ? MailOutcome.Refused : MailOutcome.TryAgain;
            return Said(outcome, $"{(int)refused.StatusCode} {refused.Message}");
        }
        catch (ParseException)
        {
            return Said(MailOutcome.Refused, "The recipient is no mail address.");
        }
        catch (AuthenticationException refused)
        {
            // It is the desk that is refused, not this mail: an operator mends the password, and the mail goes.
            return Said(MailOutcome.TryAgain, $"The server refuses {MailOptions.Section}:User: {refused.Message}");
        }
        catch (Exception away) when (away is SmtpProtocolException or SslHandshakeException or SocketException or IOException
            or NotSupportedException)
        {
            return Said(MailOutcome.TryAgain, $"{options.Host}:{options.PortInForce}: {away.Message}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Said(MailOutcome.TryAgain,
                $"{options.Host}:{options.PortInForce} did not answer within {options.TimeoutSeconds} seconds.");
        }
    }

    private async Task HandOverAsync(MimeMessage message, CancellationToken cancellation)
    {
        using var client = new SmtpClient { ServerCertificateValidationCallback = Trust };
        var security = options.Security switch
        {
            MailSecurity.None => SecureSocketOptions.None,
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.SslOnConnect,
        };
        await client.ConnectAsync(options.Host, options.PortInForce, security, cancellation);
        if (options.User.Length > 0)
        {
            await client.AuthenticateAsync(options.User, options.Password, cancellation);
        }
        await client.SendAsync(message, cancellation);
        try
        {
            await client.DisconnectAsync(true, cancellation);
        }
        catch (Exception fault) when (fault is IOException or SmtpProtocolException or ServiceNotConnectedException
            or OperationCanceledException)
        {
            // The mail was taken; a server that hangs up without a farewell changes nothing.
        }
    }

    private MimeMessage Write(Guid id, OutgoingMail mail)
    {
        var from = MailboxAddress.Parse(options.From);
        var message = new MimeMessage { Subject = mail.Subject, MessageId = $"{id:N}@{from.Domain}", Date = clock.GetUtcNow() };
        message.From.Add(from);
        message.To.Add(MailboxAddress.Parse(mail.To));
        // Nobody's holiday answer belongs in the desk's mailbox.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        foreach (var (name, value) in mail.Headers)
        {
            message.Headers.Add(name, value);
        }
        message.Body = new TextPart("plain") { Text = mail.Text };
        return message;
    }

    private static MailHandover Said(MailOutcome outcome, string fault) =>
        new(outcome, fault.Length > FaultCharsMax ? fault[..FaultCharsMax] : fault);
}
