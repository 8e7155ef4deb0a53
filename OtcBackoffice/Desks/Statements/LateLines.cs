using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Desks.Statements;

/// <summary>Opens signed days again when a line comes late, and says so on the day.</summary>
internal static class LateLines
{
    public static async Task ReopenAsync(DeskWork work, BankStatementRow statement, CancellationToken cancellation)
    {
        var days = await work.Db.StatementEntries.AsNoTracking().Where(line => line.StatementId == statement.Id && line.BookingDate != null)
            .Select(line => line.BookingDate!.Value).Distinct().ToListAsync(cancellation);
        var signed = await work.Db.ReconciliationDays.Where(day => day.AccountId == statement.AccountId && days.Contains(day.Day)
            && (day.Status == "signed_off" || day.FirstBy != null)).ToListAsync(cancellation);
        foreach (var day in signed)
        {
            day.Status = "reopened";
            day.Sentence = $"Opened again on {work.Now:yyyy-MM-dd HH:mm} UTC: statement {statement.Number ?? statement.BankId} brought a "
                + $"line of this day after it was signed.";
            (day.FirstBy, day.FirstName, day.FirstNote, day.FirstAtUtc) = (null, null, null, null);
            (day.SecondBy, day.SecondName, day.SecondNote, day.SecondAtUtc) = (null, null, null, null);
            day.Version++;
            await work.Db.ReconciledRecords.Where(row => row.AccountId == day.AccountId && row.Day == day.Day)
                .ExecuteDeleteAsync(cancellation);
            work.Audit(new AuditNote("reconciliation.reopen", "desk_account", day.AccountId)
            {
                FromStatus = "signed_off", ToStatus = "reopened", Reason = day.Sentence,
                Changes = new { day.Day, StatementId = statement.Id },
            });
        }
    }
}
