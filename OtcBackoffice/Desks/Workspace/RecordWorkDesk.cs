using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Workspace;

/// <summary>What staff do around a record of any kind without changing it: put it aside, write notes, follow it.</summary>
public sealed class RecordWorkDesk(DeskTransaction transaction, DeskGate gate, IDbContextFactory<BackofficeDbContext> contexts,
    TimeProvider clock)
{
    /// <summary>The longest note, and the longest time that something can be put aside, in days.</summary>
    public const int TextMax = 2_000, SnoozeDaysMax = 30;

    private const int BatchMax = 200;

    /// <summary>Puts a record aside until a moment, or takes it out again when there is none. Its due time goes on.</summary>
    public Task<Result<SnoozeView>> SnoozeAsync(string kind, Guid id, DateTime? until, CancellationToken cancellation) =>
        ChangeAsync<SnoozeView>(kind, id, one => one.Decide, async (work, record, token) =>
        {
            if (until is { } moment && (moment <= work.Now || moment > work.Now.AddDays(SnoozeDaysMax)))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "until", $"until must lie ahead, by {SnoozeDaysMax} days at most.");
            }
            if (until is not null && Closed(kind, record) is { } ended)
            {
                return ended;
            }
            if (record.Claimed.DecisionFault(work.Actor, work.Now, record.Number) is { } held)
            {
                return held;
            }
            var row = await work.Db.RecordSnoozes.FirstOrDefaultAsync(one => one.RecordId == id, token);
            if (until is null)
            {
                if (row is not null)
                {
                    work.Db.RecordSnoozes.Remove(row);
                }
            }
            else
            {
                if (row is null)
                {
                    row = new RecordSnooze { RecordId = id, Kind = kind, RecordNumber = record.Number };
                    work.Db.RecordSnoozes.Add(row);
                }
                (row.PersonId, row.UntilUtc, row.AtUtc, row.WokenAtUtc) = (work.Actor.PersonId, until.Value, work.Now, null);
                work.WakeAt(Topics.WorkDue, id, until.Value);
            }
            Trail(work, kind, record, until is null ? "wake" : "snooze", until is null ? null : new { Until = until });
            return new SnoozeView(id, record.Number, until);
        }, cancellation);

    /// <summary>Writes a note that merchants never see. Who is named in it, by @name, @address or id, is told.</summary>
    public Task<Result<NoteView>> NoteAsync(string kind, Guid id, string? text, IReadOnlyList<Guid>? mentions,
        CancellationToken cancellation) =>
        ChangeAsync<NoteView>(kind, id, one => one.Decide, async (work, record, token) =>
        {
            var said = text?.Trim();
            if (said is not { Length: > 0 and <= TextMax })
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "text", $"text must have 1 to {TextMax} characters.");
            }
            var staff = await ColleaguesAsync(work.Db, token);
            if (mentions?.FirstOrDefault(one => staff.TrueForAll(person => person.Id != one)) is { } stranger && stranger != Guid.Empty)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "mentions", "mentions must be people who work at this desk.");
            }
            var named = staff.Where(person => mentions?.Contains(person.Id) == true || NoteText.Names(said, person,
                staff)).Select(person => person.Id).ToList();
            var row = new RecordNote
            {
                Id = work.NewId(),
                Kind = kind,
                RecordId = id,
                AuthorId = work.Actor.PersonId,
                AuthorName = work.Actor.DisplayName,
                Text = said,
                Mentions = string.Join(',', named),
                AtUtc = work.Now,
            };
            work.Db.RecordNotes.Add(row);
            Trail(work, kind, record, "note", new { NoteId = row.Id, Mentions = named });
            var href = RecordBook.HrefOf(kind, id);
            var sentence = $"{row.AuthorName} named you on {record.Number}: {NoteText.Short(said)}";
            await NotificationBook.NotifyAsync(work, new NotificationNote(NotificationKinds.Mention, record.Number, id, href, sentence),
                named, token);
            return View(row);
        }, cancellation);

    /// <summary>Begins to follow a record, or ends it.</summary>
    public Task<Result<FollowView>> FollowAsync(string kind, Guid id, bool isFollowed, CancellationToken cancellation) =>
        ChangeAsync<FollowView>(kind, id, one => one.Read, async (work, record, token) =>
        {
            var me = work.Actor.PersonId;
            var row = await work.Db.RecordFollows.FirstOrDefaultAsync(one => one.RecordId == id && one.PersonId == me, token);
            if (isFollowed && row is null)
            {
                work.Db.RecordFollows.Add(new RecordFollow { RecordId = id, PersonId = me, Kind = kind, AtUtc = work.Now });
            }
            else if (!isFollowed && row is not null)
            {
                work.Db.RecordFollows.Remove(row);
            }
            work.Touch(RecordBook.Kinds[kind].Kind.Queue, id);
            return new FollowView(id, record.Number, isFollowed);
        }, cancellation);

    /// <summary>The notes on a record, oldest first.</summary>
    public async Task<Result<IReadOnlyList<NoteView>>> NotesAsync(string kind, Guid id, CancellationToken cancellation)
    {
        if (!RecordBook.Kinds.TryGetValue(kind, out var known))
        {
            return DomainError.Missing("record");
        }
        var opened = await gate.OpenAsync(known.Read, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await RecordBook.FindAsync(reading.Db, kind, id, cancellation) is null ? DomainError.Missing(kind)
            : (Result<IReadOnlyList<NoteView>>)await WorkAround.NotesAsync(reading.Db, id, cancellation);
    }

    /// <summary>What stands around a record for whoever reads it: until when it is put aside, whether they follow it, the notes.</summary>
    public async Task<Result<RecordWorkView>> AroundAsync(string kind, Guid id, CancellationToken cancellation)
    {
        if (!RecordBook.Kinds.TryGetValue(kind, out var known))
        {
            return DomainError.Missing("record");
        }
        var opened = await gate.OpenAsync(known.Read, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        if (await RecordBook.FindAsync(reading.Db, kind, id, cancellation) is not { } record)
        {
            return DomainError.Missing(kind);
        }
        var around = await WorkAround.ReadAsync(reading.Db, id, reading.Actor.PersonId, clock.UtcNowMillis(), cancellation);
        var works = reading.Actor.May(known.Decide) ? null : "Your roles do not include this.";
        var waits = works ?? (known.Open.Contains(record.Status) ? null : "Nothing waits for anybody.");
        return new RecordWorkView(record.Number, around.SnoozedUntilUtc, around.IsFollowed, around.Notes,
            [new("snooze", "H", waits is null, waits), new("note", "N", works is null, works), new("follow", "F", true, null)]);
    }

    /// <summary>Everybody at the desk who may decide a kind of record, by name.</summary>
    public async Task<Result<IReadOnlyList<Colleague>>> ColleaguesAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.DepositReadAll, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await ColleaguesAsync(reading.Db, cancellation);
    }

    /// <summary>Tells people that what they had put aside is back; answers how many.</summary>
    public async Task<int> WakeDueAsync(CancellationToken cancellation)
    {
        List<Guid> due;
        var now = clock.UtcNowMillis();
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            due = await db.RecordSnoozes.Where(row => row.WokenAtUtc == null && row.UntilUtc <= now)
                .OrderBy(row => row.UntilUtc).Select(row => row.RecordId).Take(BatchMax).ToListAsync(cancellation);
        }
        var woken = 0;
        foreach (var id in due)
        {
            woken += await WakeAsync(id, cancellation) is { IsSuccess: true, Value: true } ? 1 : 0;
        }
        return woken;
    }

    internal static NoteView View(RecordNote row) => new(row.Id, row.AuthorId, row.AuthorName, row.Text,
        [.. row.Mentions.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)], row.AtUtc);

    private Task<Result<bool>> WakeAsync(Guid id, CancellationToken cancellation) =>
        transaction.RunAsAsync<bool>(Actor.System("work_clock"), new DeskCommand(null), async (work, token) =>
        {
            var row = await work.Db.RecordSnoozes.FirstOrDefaultAsync(one => one.RecordId == id, token);
            if (row is not { WokenAtUtc: null } || row.UntilUtc > work.Now)
            {
                return false;
            }
            row.WokenAtUtc = work.Now;
            work.Touch(RecordBook.Kinds[row.Kind].Kind.Queue, id);
            var record = await RecordBook.FindAsync(work.Db, row.Kind, id, token);
            if (record is not null && Closed(row.Kind, record) is null)
            {
                await NotificationBook.NotifyAsync(work, new NotificationNote(NotificationKinds.SnoozeOver, row.RecordNumber, id,
                    RecordBook.HrefOf(row.Kind, id),
                    $"{row.RecordNumber} is back: you had put it aside until now."), [row.PersonId], token);
            }
            return true;
        }, cancellation);

    private Task<Result<T>> ChangeAsync<T>(string kind, Guid id, Func<WorkKind, Permission> permission,
        Func<DeskWork, WorkRecord, CancellationToken, Task<Result<T>>> act, CancellationToken cancellation) =>
        RecordBook.Kinds.TryGetValue(kind, out var known)
            ? transaction.RunAsync<T>(new DeskCommand(permission(known)), async (work, token) =>
                await RecordBook.FindAsync(work.Db, kind, id, token) is { } record ? await act(work, record, token)
                    : DomainError.Missing(kind), cancellation)
            : Task.FromResult<Result<T>>(DomainError.Missing("record"));

    private static void Trail(DeskWork work, string kind, WorkRecord record, string action, object? changes)
    {
        var known = RecordBook.Kinds[kind].Kind;
        work.Audit(new AuditNote($"{kind}.{action}", known.Entity, record.Id) { MerchantId = record.MerchantId, Changes = changes });
        work.Touch(known.Queue, record.Id);
    }

    private static DomainError? Closed(string kind, WorkRecord record) => RecordBook.Kinds[kind].Open.Contains(record.Status) ? null
        : new DomainError(ErrorCode.WrongState, $"{record.Number} is {record.Status.Replace('_', ' ')}; nothing waits for anybody.")
        {
            Facts = new Dictionary<string, string> { ["status"] = record.Status, ["action"] = "snooze" },
        };

    private static Task<List<Colleague>> ColleaguesAsync(BackofficeDbContext db, CancellationToken cancellation) => db.Users.AsNoTracking()
        .Where(user => !user.IsDisabled && user.MerchantId == null && db.UserRoles.Any(held => held.UserId == user.Id))
        .OrderBy(user => user.DisplayName).ThenBy(user => user.Id).Select(user => new Colleague(user.Id, user.DisplayName,
            user.Email ?? "")).ToListAsync(cancellation);
}
