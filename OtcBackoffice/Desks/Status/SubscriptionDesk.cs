using System.Net.Mail;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Status;

/// <summary>
/// Who gets mail about the status. Asking answers the same for every address, and no address gets more than a few letters that ask
/// it, however often it is named.
/// </summary>
public sealed class SubscriptionDesk(DeskTransaction transaction, StatusLetters letters)
{
    private const int EmailMax = 254, AskedPerDayMax = 2;

    /// <summary>Asks an address, unless it is on the list already or was asked lately.</summary>
    public Task<Result<Unit>> AskAsync(string? email, Uri askedAt, string cause, CancellationToken cancellation)
    {
        var address = email?.Trim().ToLowerInvariant() ?? "";
        if (address.Length is 0 or > EmailMax || !MailAddress.TryCreate(address, out var parsed) || parsed.Address != address)
        {
            return Task.FromResult<Result<Unit>>(Unit.Done);
        }
        return transaction.RunAsAsync<Unit>(Actor.System("status_page") with { Cause = cause }, new DeskCommand(null), async (work, token) =>
        {
            var row = await work.Db.StatusSubscribers.FirstOrDefaultAsync(one => one.Email == address, token);
            if (row is null)
            {
                row = new StatusSubscriber { Id = work.NewId(), Email = address, CreatedAtUtc = work.Now, AskedAtUtc = work.Now };
                work.Db.StatusSubscribers.Add(row);
            }
            if (row.State == "confirmed")
            {
                return Unit.Done;
            }
            if (work.Now - row.AskedAtUtc >= TimeSpan.FromDays(1))
            {
                (row.AskedAtUtc, row.AskedCount) = (work.Now, 0);
            }
            if (row.AskedCount < AskedPerDayMax)
            {
                (row.State, row.AskedCount) = ("pending", row.AskedCount + 1);
                letters.QueueConfirmation(work, row, askedAt);
                work.Audit(new AuditNote("status.subscribe", "status_subscriber", row.Id));
            }
            return Unit.Done;
        }, cancellation);
    }

    /// <summary>Puts on the list whoever followed the link; answers false for a link that is not ours.</summary>
    public Task<Result<bool>> ConfirmAsync(string? link, string cause, CancellationToken cancellation) =>
        MoveAsync(letters.Confirmed(link), cause, "confirm", (row, now) =>
    {
        if (row.State == "pending")
        {
            (row.State, row.ConfirmedAtUtc) = ("confirmed", now);
            return true;
        }
        return false;
    }, cancellation);

    /// <summary>Takes off the list whoever followed the link; a second time changes nothing and is no fault.</summary>
    public Task<Result<bool>> EndAsync(string? link, string cause, CancellationToken cancellation) =>
        MoveAsync(letters.Ended(link), cause, "unsubscribe", (row, now) =>
    {
        if (row.State != "ended")
        {
            (row.State, row.EndedAtUtc) = ("ended", now);
            return true;
        }
        return false;
    }, cancellation);

    private Task<Result<bool>> MoveAsync(Guid? id, string cause, string action, Func<StatusSubscriber, DateTime, bool> move,
        CancellationToken cancellation) => id is null
        ? Task.FromResult<Result<bool>>(false)
        : transaction.RunAsAsync<bool>(Actor.System("status_page") with { Cause = cause }, new DeskCommand(null), async (work, token) =>
        {
            var row = await work.Db.StatusSubscribers.FirstOrDefaultAsync(one => one.Id == id, token);
            if (row is not null && move(row, work.Now))
            {
                work.Audit(new AuditNote($"status.{action}", "status_subscriber", row.Id));
            }
            return row is not null;
        }, cancellation);
}
