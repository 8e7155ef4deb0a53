using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Desks.Mail;

/// <summary>Where commands leave mail: a row of their own transaction, so that what was done and what was promised last together.</summary>
public sealed class MailOutbox(IMailSender sender, IDataProtectionProvider protection)
{
    /// <summary>The kind of a mail with which somebody gets an account.</summary>
    public const string Invitation = "invitation";

    private readonly IDataProtector _protector = protection.CreateProtector("otc.mail.v1");

    /// <summary>Leaves a mail with the command; answers false where nobody carries mail, so that the caller hands over by itself.</summary>
    /// <param name="work">The command's work.</param>
    /// <param name="kind">What it is about.</param>
    /// <param name="mail">The mail.</param>
    /// <param name="untilUtc">After this it would be of no more use, and is not tried again.</param>
    public bool Queue(DeskWork work, string kind, OutgoingMail mail, DateTime untilUtc)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(mail);
        if (!sender.IsConnected)
        {
            return false;
        }
        var id = work.NewId();
        work.Db.Mails.Add(new MailRow
        {
            Id = id,
            Recipient = mail.To,
            Kind = kind,
            Sealed = _protector.Protect(JsonSerializer.Serialize(mail)),
            NextAttemptAtUtc = work.Now,
            UntilUtc = untilUtc,
            CreatedAtUtc = work.Now,
        });
        work.Touch(Topics.Mail, id);
        return true;
    }

    internal OutgoingMail Open(MailRow row) => JsonSerializer.Deserialize<OutgoingMail>(_protector.Unprotect(row.Sealed))!;
}
