using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Deposits;

/// <content>Leases, and what desk and merchant say to each other while a deposit waits.</content>
public sealed partial class DepositDesk
{
    /// <summary>Keeps the actor's own claim for another lease.</summary>
    public Task<Result<DepositView>> RenewAsync(Guid id, CancellationToken cancellation) =>
        ChangeAsync(id, Permission.DepositDecide, "renew", async (work, deposit, token) =>
            deposit.Renew(work.Actor, (await LimitsReader.ReadAsync(work, settings.Limits, token)).ClaimLeaseSeconds, work.Now),
                cancellation);

    /// <summary>Takes the deposit from whoever holds it; the reason stays in the record.</summary>
    public Task<Result<DepositView>> TakeOverAsync(Guid id, string? reason, CancellationToken cancellation) =>
        ChangeAsync(id, Permission.DepositDecide, "take_over", async (work, deposit, token) =>
            deposit.TakeOver(work.Actor, reason, (await LimitsReader.ReadAsync(work, settings.Limits, token)).ClaimLeaseSeconds, work.Now),
                cancellation, reason);

    /// <summary>Asks the merchant something; the desk's clock stands still until the answer.</summary>
    public Task<Result<DepositView>> AskAsync(Guid id, string? message, CancellationToken cancellation) =>
        ChangeAsync(id, Permission.DepositDecide, "ask", async (work, deposit, token) =>
        {
            var asked = deposit.Ask(work.Actor, message, (await LimitsReader.ReadAsync(work, settings.Limits, token)).ClaimLeaseSeconds,
                work.Now);
            if (asked.IsSuccess)
            {
                await work.RaiseAsync(DepositEvents.Of(DepositEvents.QuestionAsked, deposit), token);
            }
            return asked;
        }, cancellation, message);

    /// <summary>The merchant's answer; the clock runs on.</summary>
    public Task<Result<DepositView>> AnswerAsync(Guid id, string? message, CancellationToken cancellation) =>
        ChangeAsync(id, Permission.DepositOwn, "answer", async (work, deposit, token) =>
        {
            var answered = deposit.AnswerQuestion(message, (await LimitsReader.ReadAsync(work, settings.Limits, token)).ClaimLeaseSeconds,
                work.Now);
            if (answered.IsSuccess)
            {
                await work.RaiseAsync(DepositEvents.Of(DepositEvents.QuestionAnswered, deposit), token);
                var note = new NotificationNote(NotificationKinds.QuestionAnswered, deposit.HumanId, deposit.Id, $"/deposits/{deposit.Id}",
                    $"The merchant answered your question about {deposit.HumanId}: {NoteText.Short(deposit.Answer ?? "")}");
                await NotificationBook.NotifyAsync(work, note, [deposit.AskedBy ?? Guid.Empty, deposit.AssigneeUserId ?? Guid.Empty],
                    token);
            }
            return answered;
        }, cancellation, message);
}
