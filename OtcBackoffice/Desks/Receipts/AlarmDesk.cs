using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>An alarm as it is shown.</summary>
public sealed record AlarmView(Guid Id, string Kind, string Subject, Guid? SubjectId, DateTime OpenedAtUtc, string Message)
{
    public Guid? AcknowledgedBy { get; init; }
    public string? AcknowledgedByName { get; init; }
    public DateTime? AcknowledgedAtUtc { get; init; }
    public string? Note { get; init; }

    internal static AlarmView Of(Alarm alarm) => new(alarm.Id, alarm.Kind, alarm.Subject, alarm.SubjectId, alarm.OpenedAtUtc, alarm.Message)
    {
        AcknowledgedBy = alarm.AcknowledgedBy, AcknowledgedByName = alarm.AcknowledgedByName, AcknowledgedAtUtc = alarm.AcknowledgedAtUtc,
        Note = alarm.Note,
    };
}

/// <summary>Alarms of all kinds: read by staff, acknowledged with a note by treasury and admins.</summary>
public sealed class AlarmDesk(DeskTransaction transaction, DeskGate gate)
{
    private const int NoteLengthMax = 1_000;

    /// <summary>A page of alarms, newest first; open ones, acknowledged ones, or both.</summary>
    public async Task<Result<Page<AlarmView>>> ListAsync(bool? isOpen, string? cursorText, int size, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ReceiptRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var cursor = Cursor.Decode(cursorText);
        if (cursor.Failed(out var malformed))
        {
            return malformed;
        }
        var rows = reading.Db.Alarms.AsQueryable();
        rows = isOpen is { } open ? rows.Where(row => row.AcknowledgedAtUtc == null == open) : rows;
        if (cursor.Value is { } edge)
        {
            var (time, id) = (Data.Conventions.UtcMillis.To(edge.Millis), edge.Id);
            rows = rows.Where(row => row.OpenedAtUtc <= time && (row.OpenedAtUtc < time || row.Id < id));
        }
        var take = Math.Clamp(size, 1, Cursor.SizeMax);
        var found = await rows.OrderByDescending(row => row.OpenedAtUtc).ThenByDescending(row => row.Id).Take(take + 1)
            .ToListAsync(cancellation);
        var page = found.Take(take).ToList();
        var next = found.Count > take ? new Cursor(Data.Conventions.UtcMillis.From(page[^1].OpenedAtUtc), page[^1].Id).Encode() : null;
        return new Page<AlarmView>(page.ConvertAll(AlarmView.Of), next);
    }

    /// <summary>Says that somebody has looked at it, with what follows.</summary>
    public Task<Result<AlarmView>> AcknowledgeAsync(Guid id, string? note, CancellationToken cancellation) =>
        transaction.RunAsync<AlarmView>(new DeskCommand(Permission.AlarmClose), async (work, token) =>
        {
            if (await work.Db.Alarms.FirstOrDefaultAsync(row => row.Id == id, token) is not { } alarm)
            {
                return DomainError.Missing("alarm");
            }
            if (note?.Trim() is not { Length: > 0 and <= NoteLengthMax } text)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "note", $"note must have 1 to {NoteLengthMax} characters.");
            }
            if (alarm.AcknowledgedAtUtc is not null)
            {
                return new DomainError(ErrorCode.WrongState, $"{alarm.AcknowledgedByName} has acknowledged this alarm already.");
            }
            (alarm.AcknowledgedBy, alarm.AcknowledgedByName, alarm.AcknowledgedAtUtc, alarm.Note) =
                (work.Actor.PersonId, work.Actor.DisplayName, work.Now, text);
            work.Count(Alarms.Counter, -1);
            work.Audit(new AuditNote("alarm.acknowledge", "alarm", alarm.Id) { Reason = text });
            work.Touch(Topics.Alarms, alarm.Id);
            return AlarmView.Of(alarm);
        }, cancellation);
}
