using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Desks.Screening;

/// <summary>
/// Asks the screening house before a command that pays, and looks at the answers inside it (issue 14, point 10). The asking happens
/// outside the transaction, because a far side may take its time and the writer may not; the command itself refuses unless a
/// fresh answer is there for everybody it would pay now. No answer, an old one, or one about somebody else is no pass.
/// </summary>
public sealed class ScreeningGate(
    DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, IScreening house, IDataProtectionProvider protection,
    ILogger<ScreeningGate> log)
{
    /// <summary>How long an answer may have been given before the command that goes by it.</summary>
    public const int FreshSeconds = 120;

    private const int RegistrationDays = 90, PatienceSeconds = 20, ReasonLengthMax = 500, SilenceSeconds = 3_600;
    private const string Purpose = "OtcBackoffice.Screening.Subject.v1";

    private static readonly Actor Asker = Actor.System("screening");
    private static readonly Meter Meter = new("OtcBackoffice.Screening");
    private static readonly Counter<long> Asked =
        Meter.CreateCounter<long>("otc.screening.asked", description: "Questions to the screening house, by verdict.");

    private readonly IDataProtector _seal = protection.CreateProtector(Purpose);

    /// <summary>Reads a sealed subject, for staff.</summary>
    public string Open(string sealedSubject) => _seal.Unprotect(sealedSubject);

    /// <summary>Asks about everybody whom a record pays; null when there is no such record. What was answered is in the table
    /// afterwards.</summary>
    public async Task AskAsync(Func<BackofficeDbContext, CancellationToken, Task<ScreeningAsk?>> who, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(who);
        ScreeningAsk? ask;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            ask = await who(db, cancellation);
        }
        if (ask is not null)
        {
            await AskAsync(ask, cancellation);
        }
    }

    /// <summary>Asks about these subjects for a record, and answers the worst that was said of any of them.</summary>
    public async Task<ScreeningVerdict> AskAsync(ScreeningAsk ask, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var answers = new List<(ScreeningSubject Subject, ScreeningAnswer Answer)>();
        foreach (var subject in ask.Subjects.DistinctBy(one => one.Key))
        {
            answers.Add((subject, await AnswerAsync(subject, cancellation)));
            // One silence holds the record already; a batch of ten thousand addresses would else wait for each of them.
            if (answers[^1].Answer.Verdict == ScreeningVerdict.Unavailable)
            {
                break;
            }
        }
        var kept = await transaction.RunAsAsync<Unit>(Asker, new DeskCommand(null), async (work, token) =>
        {
            foreach (var (subject, answer) in answers)
            {
                await KeepAsync(work, ask.Record, subject, answer, token);
            }
            return Unit.Done;
        }, cancellation);
        if (kept.Failed(out var lost))
        {
            // Without its row an answer counts for nothing; the command says that none is there, and may be sent again.
            log.ScreeningNotKept(ask.Record.Number, lost.Message);
            return ScreeningVerdict.Unavailable;
        }
        return answers.Count == 0 ? ScreeningVerdict.Clear : answers.Max(one => one.Answer.Verdict);
    }

    /// <summary>Why the record may not be paid now, or null: everybody it pays has a fresh answer, which is clear or was let pass by
    /// two.</summary>
    internal static async Task<DomainError?> FaultAsync(DeskWork work, ScreeningAsk? ask, CancellationToken cancellation)
    {
        if (ask is null)
        {
            return null;
        }
        var since = work.Now.AddSeconds(-FreshSeconds);
        var keys = ask.Subjects.Select(one => one.Key).Distinct(StringComparer.Ordinal).ToList();
        var fresh = await work.Db.ScreeningVerdicts.AsNoTracking()
            .Where(row => row.RecordId == ask.Record.Id && row.AskedAtUtc >= since && keys.Contains(row.SubjectKey))
            .ToListAsync(cancellation);
        var last = fresh.GroupBy(row => row.SubjectKey, StringComparer.Ordinal)
            .ToDictionary(rows => rows.Key, rows => rows.OrderBy(row => row.AskedAtUtc).ThenBy(row => row.Id).Last(),
                StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (!last.TryGetValue(key, out var row) || row.Verdict == ScreeningVerdict.Unavailable)
            {
                return Silent(ask.Record);
            }
            if (row.Verdict == ScreeningVerdict.Hit && await CaseFaultAsync(work, ask.Record, key, cancellation) is { } hit)
            {
                return hit;
            }
        }
        return null;
    }

    /// <summary>Why money from a chain may be given to nobody, or null: its payer was named, and two persons have not let it
    /// pass.</summary>
    internal static async Task<DomainError?> PayerFaultAsync(DeskWork work, Receipt receipt, CancellationToken cancellation)
    {
        if (receipt.Source is not (ReceiptSource.Chain or ReceiptSource.Gateway))
        {
            return null;
        }
        var transfer = ScreenedRecord.OfTransfer(receipt.Account, receipt.ExternalId.Split(':')[0]);
        var held = await (from one in work.Db.ScreeningCases.AsNoTracking()
                          join part in work.Db.ScreeningCaseRecords.AsNoTracking() on one.Id equals part.CaseId
                          where part.RecordId == transfer.Id && one.Status != ScreeningCaseStatus.Released
                          orderby one.Number
                          select one).FirstOrDefaultAsync(cancellation);
        return held is null ? null : new DomainError(ErrorCode.ScreeningHit,
            $"{receipt.HumanId} stays where it is: screening named its payer, and {held.HumanId} has not been released.")
        {
            Facts = new Dictionary<string, string> { ["case"] = held.HumanId, ["case_id"] = held.Id.ToString() },
        };
    }

    private static DomainError Silent(ScreenedRecord record) => new(ErrorCode.ScreeningUnavailable,
        $"{record.Number} is not paid: screening gave no answer about a party of it. Nothing was changed; try again.");

    private static async Task<DomainError?> CaseFaultAsync(DeskWork work, ScreenedRecord record, string key, CancellationToken cancellation)
    {
        var cases = await (from one in work.Db.ScreeningCases.AsNoTracking()
                           join part in work.Db.ScreeningCaseRecords.AsNoTracking() on one.Id equals part.CaseId
                           where one.SubjectKey == key && part.RecordId == record.Id
                           orderby one.Number
                           select one).ToListAsync(cancellation);
        if (cases.Count > 0 && cases[^1].Status == ScreeningCaseStatus.Released)
        {
            return null;
        }
        var number = cases.Count > 0 ? cases[^1].HumanId : "A case";
        return new DomainError(ErrorCode.ScreeningHit,
            $"{record.Number} is not paid: screening named a party of it. {number} says more; two persons release it, or it is refused.")
        {
            Facts = cases.Count > 0 ? new Dictionary<string, string> { ["case"] = number, ["case_id"] = cases[^1].Id.ToString() }
                : new Dictionary<string, string>(),
        };
    }

    // A fault of the far side is no answer, whatever it is; it is written down, logged and counted, and nothing passes by it.
    private async Task<ScreeningAnswer> AnswerAsync(ScreeningSubject subject, CancellationToken cancellation)
    {
        ScreeningAnswer answer;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(TimeSpan.FromSeconds(PatienceSeconds));
            answer = await house.ScreenAsync(new ScreeningQuestion(subject.Kind, subject.Network, subject.Text), patience.Token);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            log.ScreeningFailed(fault, house.Provider);
            answer = new ScreeningAnswer(ScreeningVerdict.Unavailable, "", "The screening house did not answer.");
        }
        Asked.Add(1, new KeyValuePair<string, object?>("verdict", Names.Snake(answer.Verdict)));
        return answer;
    }

    private async Task KeepAsync(DeskWork work, ScreenedRecord record, ScreeningSubject subject, ScreeningAnswer answer,
        CancellationToken cancellation)
    {
        if (answer.Verdict == ScreeningVerdict.Unavailable)
        {
            await Alarms.OpenAsync(work, AlarmKinds.Screening, house.Provider, null,
                work.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                "The screening house gives no answer; what needs one is not paid and not credited.", cancellation);
        }
        if (await IsSaidAsync(work, record, subject, answer, cancellation))
        {
            return;
        }
        var sealedSubject = _seal.Protect(subject.Text);
        work.Db.ScreeningVerdicts.Add(new ScreeningVerdictRow
        {
            Id = work.NewId(), Provider = house.Provider, Reference = answer.Reference, Kind = subject.Kind, SubjectKey = subject.Key,
            SealedSubject = sealedSubject,
            Verdict = answer.Verdict, Reason = answer.Reason is { Length: > ReasonLengthMax } ? answer.Reason[..ReasonLengthMax]
                : answer.Reason,
            RecordKind = record.Kind, RecordId = record.Id, RecordNumber = record.Number, AskedAtUtc = work.Now,
            ExpiresAtUtc = work.Now.AddDays(RegistrationDays),
        });
        if (answer.Verdict != ScreeningVerdict.Hit || await IsKnownAsync(work, record, subject.Key, cancellation))
        {
            return;
        }
        var open = await work.Db.ScreeningCases.FirstOrDefaultAsync(one => one.SubjectKey == subject.Key
            && one.Status == ScreeningCaseStatus.Open, cancellation);
        if (open is null)
        {
            open = ScreeningCase.Open(work.NewId(), await work.NextNumberAsync("screening_case", cancellation), subject.Kind, subject.Key,
                sealedSubject, work.Now);
            work.Db.ScreeningCases.Add(open);
            work.Count(ScreeningDesk.OpenCounter, 1);
            work.Audit(new AuditNote("screening.open", "screening_case", open.Id) { ToStatus = "open",
                Changes = new { open.HumanId, house.Provider, answer.Reference } });
        }
        work.Db.ScreeningCaseRecords.Add(new ScreeningCaseRecord
        {
            CaseId = open.Id, RecordKind = record.Kind, RecordId = record.Id, RecordNumber = record.Number, AtUtc = work.Now,
        });
        work.Audit(new AuditNote("screening.hit", record.Kind,
            record.Id) { Changes = new { Case = open.HumanId, house.Provider, answer.Reference } });
        work.Touch(Topics.Screening, open.Id);
    }

    // Watchers and people ask again every few seconds. What was said last is said once while it counts as fresh, and of a silence, which
    // nothing goes by, one row an hour is enough: a house that is dead for a day leaves no flood behind.
    private static async Task<bool> IsSaidAsync(DeskWork work, ScreenedRecord record, ScreeningSubject subject, ScreeningAnswer answer,
        CancellationToken cancellation)
    {
        var last = await work.Db.ScreeningVerdicts.AsNoTracking().Where(row => row.RecordId == record.Id && row.SubjectKey == subject.Key)
            .OrderByDescending(row => row.AskedAtUtc).ThenByDescending(row => row.Id).FirstOrDefaultAsync(cancellation);
        var isSilence = answer.Verdict == ScreeningVerdict.Unavailable;
        return last is not null && last.Verdict == answer.Verdict && (isSilence || last.Reference == answer.Reference)
            && last.AskedAtUtc > work.Now.AddSeconds(isSilence ? -SilenceSeconds : -FreshSeconds / 2);
    }

    // Whatever was said of this record and subject before is on a case already: open, released for it, or refused for good.
    private static Task<bool> IsKnownAsync(DeskWork work, ScreenedRecord record, string key, CancellationToken cancellation) =>
        (from one in work.Db.ScreeningCases
         join part in work.Db.ScreeningCaseRecords on one.Id equals part.CaseId
         where one.SubjectKey == key && part.RecordId == record.Id
         select one.Id).AnyAsync(cancellation);
}
