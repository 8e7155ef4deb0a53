using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Mail;

/// <summary>
/// Hands over what is due: taken in one transaction, handed over outside of any, and recorded in another. A crash in between
/// sends a mail again under the same Message-ID.
/// </summary>
public sealed class MailRun(
    DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, IMailSender sender, MailOutbox outbox, TimeProvider clock,
    ILogger<MailRun> log)
{
    private const int BatchMax = 20, LeaseSeconds = 120;

    // From one minute to four hours; what is of use for three days is tried some twenty times.
    private static readonly int[] WaitMinutes = [1, 2, 5, 10, 30, 60, 120, 240];

    private static readonly Actor Carrier = Actor.System("mail_sender");

    /// <summary>Hands over everything that is due and answers how many mails went or were given up.</summary>
    public async Task<int> RunDueAsync(CancellationToken cancellation)
    {
        var done = 0;
        if (!sender.IsConnected)
        {
            return done;
        }
        foreach (var id in await DueAsync(cancellation))
        {
            if (await TakeAsync(id, cancellation) is { } row)
            {
                done += await CarryAsync(row, cancellation) ? 1 : 0;
            }
        }
        return done;
    }

    /// <summary>When a mail that failed is tried again.</summary>
    internal static TimeSpan WaitAfter(int attempts) => TimeSpan.FromMinutes(WaitMinutes[Math.Min(attempts, WaitMinutes.Length) - 1]);

    private async Task<List<Guid>> DueAsync(CancellationToken cancellation)
    {
        var now = clock.UtcNowMillis();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Mails.AsNoTracking().Where(mail => mail.State == MailStates.Pending && mail.NextAttemptAtUtc <= now)
            .OrderBy(mail => mail.NextAttemptAtUtc).ThenBy(mail => mail.Id).Take(BatchMax).Select(mail => mail.Id)
            .ToListAsync(cancellation);
    }

    // Whoever moves its moment holds it; another node finds it no longer due.
    private async Task<MailRow?> TakeAsync(Guid id, CancellationToken cancellation)
    {
        MailRow? taken = null;
        await transaction.RunAsAsync<Unit>(Carrier, new DeskCommand(null), async (work, token) =>
        {
            taken = null;
            var held = await work.Session.ScalarAsync(
                "UPDATE mail_outbox SET next_attempt_at_utc = @p0, attempts = attempts + 1 "
                + "WHERE id = @p1 AND state = 'pending' AND next_attempt_at_utc <= @p2 RETURNING attempts",
                token, work.Now.AddSeconds(LeaseSeconds), id, work.Now);
            taken = held > 0 ? await work.Db.Mails.AsNoTracking().SingleAsync(mail => mail.Id == id, token) : null;
            return Unit.Done;
        }, cancellation);
        return taken;
    }

    private async Task<bool> CarryAsync(MailRow row, CancellationToken cancellation)
    {
        MailHandover handover;
        try
        {
            handover = await sender.SendAsync(row.Id, outbox.Open(row), cancellation);
        }
        catch (CryptographicException)
        {
            handover = new MailHandover(MailOutcome.Refused, "The key that sealed this mail is not in the key ring.");
        }
        var next = clock.UtcNowMillis() + WaitAfter(row.Attempts);
        var state = handover.Outcome switch
        {
            MailOutcome.Sent => MailStates.Sent,
            MailOutcome.TryAgain when next <= row.UntilUtc => MailStates.Pending,
            _ => MailStates.Failed,
        };
        if (handover.Outcome != MailOutcome.Sent)
        {
            log.MailNotTaken(row.Id, row.Kind, handover.Outcome.ToString(), handover.Fault);
        }
        await transaction.RunAsAsync<Unit>(Carrier, new DeskCommand(null), (work, _) =>
        {
            work.Session.Queue("UPDATE mail_outbox SET state = @p0, next_attempt_at_utc = @p1, fault = @p2, sent_at_utc = @p3, "
                + "sealed = CASE WHEN @p0 = 'pending' THEN sealed ELSE '' END WHERE id = @p4",
                state, next, handover.Fault, state == MailStates.Sent ? work.Now : null, row.Id);
            if (state == MailStates.Failed)
            {
                work.Audit(new AuditNote("mail.failed", "mail", row.Id) { Reason = handover.Fault,
                    Changes = new { row.Kind, row.Recipient, row.Attempts } });
            }
            return Task.FromResult<Result<Unit>>(Unit.Done);
        }, cancellation);
        return state != MailStates.Pending;
    }
}

/// <summary>The states of a mail.</summary>
public static class MailStates
{
    public const string Pending = "pending", Sent = "sent", Failed = "failed";
}

/// <summary>What is logged about mail; never what is in one, and never to whom.</summary>
internal static partial class MailLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "The mail {Mail} ({Kind}) was not taken: {Outcome}, {Fault}")]
    public static partial void MailNotTaken(this ILogger log, Guid mail, string kind, string outcome, string? fault);
}
