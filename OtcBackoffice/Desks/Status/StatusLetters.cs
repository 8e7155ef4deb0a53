using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Mail;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Status;

/// <summary>
/// The letters of the status page. Each but the first carries the header lines with which a mail program ends the subscription by
/// one click (RFC 8058), and the same link in its text.
/// </summary>
public sealed class StatusLetters(MailOutbox mail, IDataProtectionProvider protection, DeskSettings settings)
{
    /// <summary>The kinds of these letters in the list of mails.</summary>
    public const string ConfirmKind = "status_confirm", NewsKind = "status_incident";

    private const int NewsHours = 24, ConfirmHours = 72, MessageShown = 2_000;
    private readonly IDataProtector _confirm = protection.CreateProtector("otc.status.confirm.v1"),
        _end = protection.CreateProtector("otc.status.end.v1");

    /// <summary>Asks an address whether it wants this; nothing else is ever sent to it before.</summary>
    internal bool QueueConfirmation(DeskWork work, StatusSubscriber subscriber, Uri askedAt)
    {
        var link = new Uri(settings.PublicAddress ?? askedAt, $"/status/confirm?token={_confirm.Protect(subscriber.Id.ToString("N"))}");
        return mail.Queue(work, ConfirmKind, new OutgoingMail(subscriber.Email, "Confirm mail about the status of the OTC desk",
            $"Somebody asked for mail to this address when the status of the desk changes. If that was you, follow this link:\n\n{link}\n\n"
            + "If it was not, do nothing: no other mail comes."), work.Now.AddHours(ConfirmHours));
    }

    /// <summary>Tells every confirmed subscriber.</summary>
    internal async Task QueueAsync(DeskWork work, StatusIncident incident, string message, Uri askedAt, CancellationToken cancellation)
    {
        var home = settings.PublicAddress ?? askedAt;
        var said = message.Length > MessageShown ? message[..MessageShown] + " …" : message;
        foreach (var one in await work.Db.StatusSubscribers.AsNoTracking().Where(row => row.State == "confirmed").ToListAsync(cancellation))
        {
            var end = new Uri(home, $"/status/unsubscribe?token={_end.Protect(one.Id.ToString("N"))}");
            mail.Queue(work, NewsKind, new OutgoingMail(one.Email, $"[{Names.Words(incident.State)}] {incident.Title}",
                $"{incident.Title}\n{Names.Words(incident.State)}, {work.Now:yyyy-MM-dd HH:mm} "
                    + $"UTC\n\n{said}\n\n{new Uri(home, "/status")}\n\nNo more of these: {end}")
            {
                Headers = new Dictionary<string, string> { ["List-Unsubscribe"] = $"<{end}>",
                    ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click" },
            }, work.Now.AddHours(NewsHours));
        }
    }

    /// <summary>Whom a link of a confirmation names; null when it is not ours.</summary>
    internal Guid? Confirmed(string? token) => Open(_confirm, token);

    /// <summary>Whom a link that ends a subscription names; null when it is not ours.</summary>
    internal Guid? Ended(string? token) => Open(_end, token);

    private static Guid? Open(IDataProtector protector, string? token)
    {
        try
        {
            return token is { Length: > 0 and < 1_000 } && Guid.TryParseExact(protector.Unprotect(token), "N", out var id) ? id : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
