using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Mail;

/// <summary>A mail as administrators see it: to whom and what became of it, never what is in it.</summary>
public sealed record MailView(Guid Id, string Recipient, string Kind, string State, int Attempts, string? Fault, DateTime? NextAttemptAtUtc, DateTime CreatedAtUtc, DateTime? SentAtUtc);

/// <summary>Shows what became of the desk's mail.</summary>
public sealed class MailDesk(DeskGate gate)
{
    private const int RowsMax = 200;

    /// <summary>The newest mails, of one state or of all.</summary>
    public async Task<Result<IReadOnlyList<MailView>>> ListAsync(string? state, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.PersonRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await reading.Db.Mails.Where(mail => state == null || mail.State == state)
            .OrderByDescending(mail => mail.CreatedAtUtc).ThenByDescending(mail => mail.Id).Take(RowsMax)
            .Select(mail => new MailView(mail.Id, mail.Recipient, mail.Kind, mail.State, mail.Attempts, mail.Fault,
                mail.State == MailStates.Pending ? mail.NextAttemptAtUtc : null, mail.CreatedAtUtc, mail.SentAtUtc))
            .ToListAsync(cancellation);
    }
}
