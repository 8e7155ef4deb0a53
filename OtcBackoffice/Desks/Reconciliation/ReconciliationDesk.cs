using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Events;

namespace OtcBackoffice.Desks.Reconciliation;

/// <summary>Holds the outside against the books, account by account and day by day; two persons sign a day off.</summary>
public sealed class ReconciliationDesk(DeskTransaction transaction, DeskGate gate, TimeProvider clock)
{
    private const string Open = "open", SignedOff = "signed_off", DaySigned = "otc.Reconciliation.Day_signed_off";
    private const int NoteLengthMax = 500;

    /// <summary>One day of one account.</summary>
    public async Task<Result<ReconciliationDay>> GetAsync(Guid accountId, DateOnly day, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.StatementRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var account = await reading.Db.DeskAccounts.FirstOrDefaultAsync(row => row.Id == accountId, cancellation);
        if (account is null)
        {
            return DomainError.Missing("account");
        }
        var row = await reading.Db.ReconciliationDays.FirstOrDefaultAsync(one => one.AccountId == accountId && one.Day == day,
            cancellation);
        return await ViewAsync(reading.Db, account, day, row, clock.UtcNowMillis(), cancellation);
    }

    /// <summary>
    /// Signs a day off: once by one person, then by another. A day with a difference, or whose outside is not known, needs a note;
    /// a day that still runs is refused.
    /// </summary>
    public Task<Result<ReconciliationDay>> SignOffAsync(Guid accountId, DateOnly day, string? note, CancellationToken cancellation) =>
        transaction.RunAsync<ReconciliationDay>(new DeskCommand(Permission.ReconciliationSign), async (work, token) =>
        {
            var account = await work.Db.DeskAccounts.AsNoTracking().FirstOrDefaultAsync(row => row.Id == accountId, token);
            if (account is null)
            {
                return DomainError.Missing("account");
            }
            if (note?.Length > NoteLengthMax)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "note", $"note has at most {NoteLengthMax} characters.");
            }
            if (day >= DateOnly.FromDateTime(work.Now))
            {
                return new DomainError(ErrorCode.WrongState,
                    $"{day:yyyy-MM-dd} is not over yet; it can be signed off from the next day on.");
            }
            var row = await work.Db.ReconciliationDays.FirstOrDefaultAsync(one => one.AccountId == accountId && one.Day == day, token);
            if (row?.Status == SignedOff)
            {
                return new DomainError(ErrorCode.WrongState, $"{day:yyyy-MM-dd} is signed off by {row.FirstName} and {row.SecondName}.");
            }
            if (row?.FirstBy == work.Actor.PersonId)
            {
                return new DomainError(ErrorCode.SecondPersonRequired, "You have signed this day; another person signs next.");
            }
            var view = await ViewAsync(work.Db, account, day, row, work.Now, token);
            if (string.IsNullOrWhiteSpace(note)
                && (view.Difference is not { } difference || difference.Any(digit => digit is >= '1' and <= '9')))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "note", view.Difference is { } apart
                    ? $"The day has a difference of {apart} {account.Currency}; a note must say why it is signed."
                    : "The outside has not told this day; a note must say why it is signed.");
            }
            row = Sign(work, row, account, day, note);
            if (row.Status == SignedOff)
            {
                await SettleAsync(work, account, day, token);
            }
            work.Audit(new AuditNote(row.Status == SignedOff ? "reconciliation.sign_off" : "reconciliation.sign", "desk_account", accountId)
            {
                ToStatus = row.Status, Reason = note, Changes = new { Day = day, view.Outside, view.Ledger, view.Difference },
            });
            work.Touch(Topics.StatementProgress, accountId);
            return await ViewAsync(work.Db, account, day, row, work.Now, token);
        }, cancellation);

    private static ReconciliationDayRow Sign(DeskWork work, ReconciliationDayRow? row, DeskAccount account, DateOnly day, string? note)
    {
        if (row is null)
        {
            row = new ReconciliationDayRow { AccountId = account.Id, Day = day, Status = Open };
            work.Db.ReconciliationDays.Add(row);
        }
        var said = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        if (row.FirstBy is null)
        {
            (row.FirstBy, row.FirstName, row.FirstNote, row.FirstAtUtc) = (work.Actor.PersonId, work.Actor.DisplayName, said, work.Now);
        }
        else
        {
            (row.SecondBy, row.SecondName, row.SecondNote, row.SecondAtUtc) = (work.Actor.PersonId, work.Actor.DisplayName, said, work.Now);
            (row.Status, row.Sentence) = (SignedOff, null);
        }
        row.Version++;
        return row;
    }

    // The fourth stage of specification 000: what was settled is reconciled now.
    private static async Task SettleAsync(DeskWork work, DeskAccount account, DateOnly day, CancellationToken cancellation)
    {
        var records = await (await FiguresAsync(work.Db, account, day, cancellation)).RecordsAsync(cancellation);
        work.Db.ReconciledRecords.AddRange(records.Select(record => new ReconciledRecordRow
        {
            Kind = record.Kind, RecordId = record.Id, AccountId = account.Id, Day = day, ReconciledAtUtc = work.Now,
        }));
        await OrderLegs.ReconcileAsync(work, account, day, cancellation);
        await work.RaiseAsync(new DeskEvent(DaySigned, account.Id, Guid.Empty, new Dictionary<string, object?>
        {
            ["account_id"] = account.Id, ["day"] = day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["currency"] = account.Currency, ["records"] = records.Count,
        }), cancellation);
    }

    private static async Task<ReconciliationDay> ViewAsync(BackofficeDbContext db, DeskAccount account, DateOnly day,
        ReconciliationDayRow? row, DateTime now, CancellationToken cancellation)
    {
        var figures = await FiguresAsync(db, account, day, cancellation);
        var ledger = await figures.LedgerAsync(cancellation);
        var outside = await figures.OutsideAsync(cancellation);
        var unmatched = await figures.UnmatchedAsync(now, cancellation);
        string? Text(long? minor) => minor is { } value ? figures.Text(value) : null;
        DaySignature?[] signed =
        [
            row?.FirstBy is { } first ? new DaySignature(first, row.FirstName ?? "", row.FirstAtUtc!.Value, row.FirstNote) : null,
            row?.SecondBy is { } second ? new DaySignature(second, row.SecondName ?? "", row.SecondAtUtc!.Value, row.SecondNote) : null,
        ];
        return new ReconciliationDay(account.Id, account.Name, account.Currency, day, row?.Status ?? Open,
            new DaySide(Text(outside.Opening), Text(outside.Closing), Text(outside.Movement)),
            new DaySide(Text(ledger.Opening), Text(ledger.Closing), Text(ledger.Closing - ledger.Opening)), outside.Closing is { } closing
                ? figures.Text(closing - ledger.Closing) : null,
            unmatched.Outside, unmatched.Ledger, [.. signed.OfType<DaySignature>()], row?.Sentence, day < DateOnly.FromDateTime(now));
    }

    private static async Task<DayFigures> FiguresAsync(BackofficeDbContext db, DeskAccount account, DateOnly day,
        CancellationToken cancellation)
    {
        var banks = await db.DeskAccounts.AsNoTracking().Where(row => row.Kind == "bank" && row.Currency == account.Currency)
            .OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id).ToListAsync(cancellation);
        return new DayFigures(db, account, AccountDefaults.IsDefault(banks, account), day);
    }
}
