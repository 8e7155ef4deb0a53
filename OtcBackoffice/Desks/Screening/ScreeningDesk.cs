using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Desks.Screening;

/// <summary>An answer of the screening house as staff see it.</summary>
public sealed record ScreeningVerdictView(
    Guid Id, string Provider, string Reference, ScreeningVerdict Verdict, ScreeningSubjectKind Kind, string Subject, string? Reason,
    ScreenedRecord Record,
    DateTime AskedAtUtc, DateTime ExpiresAtUtc);

/// <summary>A case as staff see it.</summary>
public sealed record ScreeningCaseView(Guid Id, string HumanId, string Status, ScreeningSubjectKind Kind, string Subject,
    DateTime OpenedAtUtc)
{
    public IReadOnlyList<ScreenedRecord> Records { get; init; } = [];
    public IReadOnlyList<ScreeningNoteView> Notes { get; init; } = [];
    public Guid? ClaimedBy { get; init; }
    public string? ClaimedByName { get; init; }
    public DateTime? ClaimExpiresAtUtc { get; init; }
    public Guid? DecidedBy { get; init; }
    public string? DecidedByName { get; init; }
    public DateTime? DecidedAtUtc { get; init; }
    public string? Reason { get; init; }
}

/// <summary>A note on a case.</summary>
public sealed record ScreeningNoteView(Guid PersonId, string PersonName, string Text, DateTime AtUtc);

/// <summary>A reason as it is stored with a release that waits.</summary>
public sealed record ScreeningRelease(string? Reason);

/// <summary>Cases of screening: claimed, noted on, let pass by two, or refused by one. Merchants learn nothing of them.</summary>
public sealed class ScreeningDesk(DeskTransaction transaction, DeskGate gate, PolicyGate policy, ScreeningGate subjects, IScreening house,
    DeskSettings settings,
    TimeProvider clock)
{
    /// <summary>The counter of cases that wait.</summary>
    public const string OpenCounter = "screening_cases:open";

    private const int NoteLengthMax = 4_000;

    /// <summary>Who is asked, for pages of treasury.</summary>
    public string Provider => house.Provider;

    /// <summary>Whether nothing is screened because somebody chose so.</summary>
    public bool IsOff => house.IsOff;

    /// <summary>A page of the answers, newest first.</summary>
    public async Task<Result<Page<ScreeningVerdictView>>> VerdictsAsync(ScreeningVerdict? only, Guid? recordId, string? cursorText,
        int size, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ScreeningRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        if (Cursor.Decode(cursorText).Failed(out var malformed))
        {
            return malformed;
        }
        var rows = reading.Db.ScreeningVerdicts.AsNoTracking()
            .Where(row => (only == null || row.Verdict == only) && (recordId == null || row.RecordId == recordId));
        if (Cursor.Decode(cursorText).Value is { } edge)
        {
            var (time, id) = (Data.Conventions.UtcMillis.To(edge.Millis), edge.Id);
            rows = rows.Where(row => row.AskedAtUtc <= time && (row.AskedAtUtc < time || row.Id < id));
        }
        var take = Math.Clamp(size, 1, Cursor.SizeMax);
        var found = await rows.OrderByDescending(row => row.AskedAtUtc).ThenByDescending(row => row.Id).Take(take + 1)
            .ToListAsync(cancellation);
        var page = found.Take(take).ToList();
        var next = found.Count > take ? new Cursor(Data.Conventions.UtcMillis.From(page[^1].AskedAtUtc), page[^1].Id).Encode() : null;
        return new Page<ScreeningVerdictView>(page.ConvertAll(View), next);
    }

    /// <summary>A page of the cases, newest first; all, or those that stand so.</summary>
    public async Task<Result<Page<ScreeningCaseView>>> CasesAsync(string? status, string? cursorText, int size,
        CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ScreeningRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        if (Cursor.Decode(cursorText).Failed(out var malformed))
        {
            return malformed;
        }
        var now = clock.UtcNowMillis();
        var rows = reading.Db.ScreeningCases.AsNoTracking();
        rows = status switch
        {
            "open" => rows.Where(row => row.Status == ScreeningCaseStatus.Open
                && !(row.AssigneeUserId != null && row.ClaimExpiresAtUtc > now)),
            "claimed" => rows.Where(row => row.Status == ScreeningCaseStatus.Open && row.AssigneeUserId != null
                && row.ClaimExpiresAtUtc > now),
            "released" => rows.Where(row => row.Status == ScreeningCaseStatus.Released),
            "refused" => rows.Where(row => row.Status == ScreeningCaseStatus.Refused),
            _ => rows,
        };
        if (Cursor.Decode(cursorText).Value is { } edge)
        {
            var (time, id) = (Data.Conventions.UtcMillis.To(edge.Millis), edge.Id);
            rows = rows.Where(row => row.OpenedAtUtc <= time && (row.OpenedAtUtc < time || row.Id < id));
        }
        var take = Math.Clamp(size, 1, Cursor.SizeMax);
        var found = await rows.OrderByDescending(row => row.OpenedAtUtc).ThenByDescending(row => row.Id).Take(take + 1)
            .ToListAsync(cancellation);
        var page = found.Take(take).ToList();
        var next = found.Count > take ? new Cursor(Data.Conventions.UtcMillis.From(page[^1].OpenedAtUtc), page[^1].Id).Encode() : null;
        return new Page<ScreeningCaseView>(await ViewsAsync(reading.Db, page, now, cancellation), next);
    }

    /// <summary>One case.</summary>
    public async Task<Result<ScreeningCaseView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ScreeningRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await reading.Db.ScreeningCases.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation) is { } found
            ? (await ViewsAsync(reading.Db, [found], clock.UtcNowMillis(), cancellation))[0]
            : DomainError.Missing("screening case");
    }

    /// <summary>Takes a case, or renews the actor's own claim.</summary>
    public Task<Result<ScreeningCaseView>> ClaimAsync(Guid id, CancellationToken cancellation) =>
        transaction.RunAsync<ScreeningCaseView>(new DeskCommand(Permission.ScreeningDecide), async (work, token) =>
        {
            var lease = (await LimitsReader.ReadAsync(work, settings.Limits, token)).ClaimLeaseSeconds;
            return await ChangeAsync(work, id, "claim", null, one => one.Take(work.Actor, lease, work.Now), token);
        }, cancellation);

    /// <summary>Writes something down about a case; decided ones too.</summary>
    public Task<Result<ScreeningCaseView>> NoteAsync(Guid id, string? text, CancellationToken cancellation) =>
        transaction.RunAsync<ScreeningCaseView>(new DeskCommand(Permission.ScreeningDecide), async (work, token) =>
        {
            if (text?.Trim() is not { Length: > 0 and <= NoteLengthMax } said)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "note", $"note must have 1 to {NoteLengthMax} characters.");
            }
            if (await work.Db.ScreeningCases.FirstOrDefaultAsync(row => row.Id == id, token) is not { } found)
            {
                return DomainError.Missing("screening case");
            }
            work.Db.ScreeningCaseNotes.Add(new ScreeningCaseNote
            {
                Id = work.NewId(), CaseId = id, PersonId = work.Actor.PersonId, PersonName = work.Actor.DisplayName, Text = said,
                AtUtc = work.Now,
            });
            work.Audit(new AuditNote("screening.note", "screening_case", id) { Reason = said });
            work.Touch(Topics.Screening, id);
            await work.Db.SaveChangesAsync(token);
            return (await ViewsAsync(work.Db, [found], work.Now, token))[0];
        }, cancellation);

    /// <summary>Nothing is paid to the subject.</summary>
    public Task<Result<ScreeningCaseView>> RefuseAsync(Guid id, string? reason, CancellationToken cancellation) =>
        transaction.RunAsync<ScreeningCaseView>(new DeskCommand(Permission.ScreeningDecide), (work, token) =>
            ChangeAsync(work, id, "refuse", reason, one => one.Decide(ScreeningCaseAction.Refuse, work.Actor, reason, work.Now), token),
                cancellation);

    /// <summary>Lets the records of the case pass; it needs a second person.</summary>
    public Task<Result<Decided<ScreeningCaseView>>> ReleaseAsync(Guid id, string? reason, CancellationToken cancellation) =>
        transaction.RunAsync<Decided<ScreeningCaseView>>(new DeskCommand(Permission.ScreeningDecide) { NeedsFreshSignIn = true },
            (work, token) => ReleaseAsync(work, id, new ScreeningRelease(reason), token), cancellation);

    /// <summary>How a release runs when a second person has agreed.</summary>
    internal CommandReplay Replay =>
        CommandReplay.Of<ScreeningRelease, Decided<ScreeningCaseView>>(ApprovalOperation.ScreeningRelease, Permission.ScreeningDecide,
        async (work, id, token) =>
            await work.Db.ScreeningCases.FirstOrDefaultAsync(row => row.Id == id, token) is { } found ? VersionOf(found) : null,
            ReleaseAsync);

    private async Task<Result<Decided<ScreeningCaseView>>> ReleaseAsync(DeskWork work, Guid id, ScreeningRelease command,
        CancellationToken cancellation)
    {
        if (await work.Db.ScreeningCases.FirstOrDefaultAsync(row => row.Id == id, cancellation) is not { } found)
        {
            return DomainError.Missing("screening case");
        }
        if (found.DecisionFault(ScreeningCaseAction.Release, work.Actor, command.Reason, work.Now) is { } impossible)
        {
            return impossible;
        }
        var records = await work.Db.ScreeningCaseRecords.Where(row => row.CaseId == id).Select(row => row.RecordNumber)
            .ToListAsync(cancellation);
        var ruled = await policy.RuleAsync(work,
            new PolicyCase(ApprovalOperation.ScreeningRelease, "screening_case", id, VersionOf(found), found.HumanId)
        {
            Summary = $"{found.HumanId}: let {string.Join(", ", records)} pass. {command.Reason}",
            Command = command,
        }, cancellation);
        if (ruled.Failed(out var denied))
        {
            return denied;
        }
        if (ruled.Value is { } waiting)
        {
            return Decided<ScreeningCaseView>.Later(waiting);
        }
        var released = await ChangeAsync(work, id, "release", command.Reason,
            one => one.Decide(ScreeningCaseAction.Release, work.Actor, command.Reason, work.Now), cancellation);
        return released.Failed(out var refused) ? refused : Decided<ScreeningCaseView>.Now(released.Value);
    }

    private async Task<Result<ScreeningCaseView>> ChangeAsync(
        DeskWork work, Guid id, string action, string? reason, Func<ScreeningCase, Result<ScreeningCase>> change,
        CancellationToken cancellation)
    {
        if (await work.Db.ScreeningCases.FirstOrDefaultAsync(row => row.Id == id, cancellation) is not { } found)
        {
            return DomainError.Missing("screening case");
        }
        var from = found.StatusAt(work.Now);
        if (change(found).Failed(out var refused))
        {
            return refused;
        }
        if (found.Status != ScreeningCaseStatus.Open)
        {
            work.Count(OpenCounter, -1);
        }
        work.Audit(new AuditNote($"screening.{action}", "screening_case", id)
        {
            FromStatus = from, ToStatus = found.StatusAt(work.Now), Reason = reason?.Trim(), Changes = work.Agreement,
        });
        work.Touch(Topics.Screening, id);
        return (await ViewsAsync(work.Db, [found], work.Now, cancellation))[0];
    }

    private static string VersionOf(ScreeningCase found) => found.Version.ToString(CultureInfo.InvariantCulture);

    private ScreeningVerdictView View(ScreeningVerdictRow row) =>
        new(row.Id, row.Provider, row.Reference, row.Verdict, row.Kind, subjects.Open(row.SealedSubject), row.Reason,
        new ScreenedRecord(row.RecordKind, row.RecordId, row.RecordNumber), row.AskedAtUtc, row.ExpiresAtUtc);

    private async Task<List<ScreeningCaseView>> ViewsAsync(BackofficeDbContext db, List<ScreeningCase> cases, DateTime now,
        CancellationToken cancellation)
    {
        var ids = cases.ConvertAll(one => one.Id);
        var records = await db.ScreeningCaseRecords.AsNoTracking().Where(row => ids.Contains(row.CaseId)).OrderBy(row => row.AtUtc)
            .ToListAsync(cancellation);
        var notes = await db.ScreeningCaseNotes.AsNoTracking().Where(row => ids.Contains(row.CaseId)).OrderBy(row => row.AtUtc)
            .ToListAsync(cancellation);
        var people = cases.SelectMany(one => new[] { one.AssigneeUserId, one.DecidedBy }).OfType<Guid>().Distinct().ToList();
        var names = await db.Users.Where(user => people.Contains(user.Id))
            .ToDictionaryAsync(user => user.Id, user => user.DisplayName, cancellation);
        return cases.ConvertAll(one =>
            new ScreeningCaseView(one.Id, one.HumanId, one.StatusAt(now), one.Kind, subjects.Open(one.SealedSubject), one.OpenedAtUtc)
        {
            Records = [.. records.Where(row => row.CaseId == one.Id)
                .Select(row => new ScreenedRecord(row.RecordKind, row.RecordId, row.RecordNumber))],
            Notes = [.. notes.Where(row => row.CaseId == one.Id)
                .Select(row => new ScreeningNoteView(row.PersonId, row.PersonName, row.Text, row.AtUtc))],
            ClaimedBy = one.Claimed.IsHeldAt(now) ? one.AssigneeUserId : null,
            ClaimedByName = one.Claimed.IsHeldAt(now) ? names.GetValueOrDefault(one.AssigneeUserId!.Value) : null,
            ClaimExpiresAtUtc = one.Claimed.IsHeldAt(now) ? one.ClaimExpiresAtUtc : null,
            DecidedBy = one.DecidedBy,
            DecidedByName = one.DecidedBy is { } by ? names.GetValueOrDefault(by) : null,
            DecidedAtUtc = one.DecidedAtUtc,
            Reason = one.Reason,
        });
    }
}
