using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Mail;

/// <summary>A mail as administrators see it: to whom and what became of it, never what is in it.</summary>
public sealed record MailView(Guid Id, string Recipient, string Kind, string State, int Attempts, string? Fault, DateTime? NextAttemptAtUtc,
    DateTime CreatedAtUtc, DateTime? SentAtUtc);

/// <summary>Shows what became of the desk's mail.</summary>
public sealed class MailDesk(DeskGate gate)
{
    /// <summary>What the list of mails can be asked.</summary>
    public static ListRules<MailView> Rules => MailList.Shape;

    /// <summary>A page of the mails.</summary>
    public async Task<Result<ListPage<MailView>>> ListAsync(ListAsk ask, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.PersonRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var page = await MailList.Shape.CutAsync(reading.Db.Mails, ask, new ListMoment(reading.Db, DateTime.UnixEpoch), cancellation);
        return page.With(page.Rows.Select(mail => new MailView(mail.Id, mail.Recipient, mail.Kind, mail.State, mail.Attempts, mail.Fault,
            mail.State == MailStates.Pending ? mail.NextAttemptAtUtc : null, mail.CreatedAtUtc, mail.SentAtUtc)).ToList());
    }
}
