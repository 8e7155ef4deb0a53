using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Evidence;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Text;

namespace OtcBackoffice.Desks.Deposits;

/// <content>Declared values that are put right.</content>
public sealed partial class DepositDesk
{
    /// <summary>
    /// Puts a declared value right, with a reason; before and after stay in the record. Whatever was ticked about the field
    /// was about the old value and is no longer ticked.
    /// </summary>
    public Task<Result<DepositView>> CorrectAsync(CorrectDeclaration command, CancellationToken cancellation) =>
        Transaction.RunAsync<DepositView>(new DeskCommand(Permission.DepositDecide), async (work, token) =>
        {
            ArgumentNullException.ThrowIfNull(command);
            if (await LoadAsync(work, command.Id, token) is not { } deposit)
            {
                return DomainError.Missing("deposit");
            }
            if (!Names.TryParse<EvidenceField>(command.Field, out var field))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "field",
                    $"field must be one of {string.Join(", ", Enum.GetValues<EvidenceField>().Select(Names.Snake))}.");
            }
            if (field == EvidenceField.ValueDate && ExactTime.TryDay(command.Value, out var day) && TransferDay.Fault(day, "value",
                settings.DayOf(work.Now)) is { } far)
            {
                return far;
            }
            var before = deposit.DeclaredText(field);
            if (deposit.CorrectDeclaration(work.Actor, field, command.Value, command.Reason, work.Now).Failed(out var refused))
            {
                return refused;
            }
            var name = Names.Snake(field);
            var ticks = await work.Db.DepositTicks.Where(row => row.FileId == deposit.ProofFileId && row.Field == name).ToListAsync(token);
            work.Db.DepositTicks.RemoveRange(ticks);
            RecordTrail.Record(work, deposit, "correct_declaration", deposit.StatusName, command.Reason?.Trim(),
                new { Field = name, Before = before, After = deposit.DeclaredText(field), Unticked = ticks.Count > 0 });
            return DepositView.Of(deposit, work.Actor.Roles.IsStaff);
        }, cancellation);
}
