using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Desks.Workspace;

/// <summary>What stands around one record for a member of staff.</summary>
/// <param name="Held">The decision that is held, or null.</param>
/// <param name="SnoozedUntilUtc">Until when it was put aside, or null.</param>
/// <param name="IsFollowed">Whether the reader follows it.</param>
/// <param name="Notes">What was written about it, oldest first.</param>
internal sealed record AroundRecord(HeldDecisionView? Held, DateTime? SnoozedUntilUtc, bool IsFollowed, IReadOnlyList<NoteView> Notes);

/// <summary>Reads what stands around records, for the desks that show them.</summary>
internal static class WorkAround
{
    /// <summary>All of it, for one record.</summary>
    public static async Task<AroundRecord> ReadAsync(BackofficeDbContext db, Guid id, Guid reader, DateTime now,
        CancellationToken cancellation)
    {
        var held = await HeldAsync(db, [id], cancellation);
        var asleep = await SnoozedAsync(db, [id], now, cancellation);
        var follows = await db.RecordFollows.AnyAsync(row => row.RecordId == id && row.PersonId == reader, cancellation);
        return new AroundRecord(held.GetValueOrDefault(id), asleep.TryGetValue(id, out var until) ? until : null, follows,
            await NotesAsync(db, id, cancellation));
    }

    /// <summary>The decisions that are held on records.</summary>
    public static async Task<Dictionary<Guid, HeldDecisionView>> HeldAsync(BackofficeDbContext db, IReadOnlyList<Guid> ids,
        CancellationToken cancellation) =>
        await db.HeldDecisions.AsNoTracking().Where(row => ids.Contains(row.RecordId) && row.State == HeldDecisions.Held)
            .ToDictionaryAsync(row => row.RecordId, row => new HeldDecisionView(row.Action, row.ActorId, row.ActorName, row.UntilUtc),
                cancellation);

    /// <summary>Until when records were put aside.</summary>
    public static async Task<Dictionary<Guid, DateTime>> SnoozedAsync(BackofficeDbContext db, IReadOnlyList<Guid> ids, DateTime now,
        CancellationToken cancellation) =>
        await db.RecordSnoozes.AsNoTracking().Where(row => ids.Contains(row.RecordId) && row.UntilUtc > now)
            .ToDictionaryAsync(row => row.RecordId, row => row.UntilUtc, cancellation);

    /// <summary>The notes on a record, oldest first.</summary>
    public static async Task<List<NoteView>> NotesAsync(BackofficeDbContext db, Guid id, CancellationToken cancellation) =>
        (await db.RecordNotes.AsNoTracking().Where(row => row.RecordId == id).OrderBy(row => row.AtUtc).ThenBy(row =>
            row.Id).ToListAsync(cancellation))
            .ConvertAll(RecordWorkDesk.View);
}
