namespace OtcBackoffice.Desks.Pipeline;

/// <summary>
/// How often somebody was refused the same thing on the same record within one minute. The first time is a line of the audit
/// record; the others are counted beside it, because a line cannot be changed and a flood of lines would bury what matters.
/// </summary>
internal static class RefusalCounts
{
    private const int CommandLengthMax = 200;

    /// <summary>Counts a refusal; true for the first of its minute, which the caller writes down.</summary>
    public static async Task<bool> IsFirstAsync(DeskWork work, string command, Guid entityId, CancellationToken cancellation)
    {
        var minute = new DateTime(work.Now.Ticks - (work.Now.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);
        return await work.Session.ScalarAsync(
            "INSERT INTO refusal_counts (actor_id, command, entity_id, minute_utc, at_utc, count) VALUES (@p0, @p1, @p2, @p3, @p4, 1) "
            + "ON CONFLICT (actor_id, command, entity_id, minute_utc) DO UPDATE SET count = refusal_counts.count + 1 RETURNING count",
            cancellation, work.Actor.PersonId, command.Length <= CommandLengthMax ? command : command[..CommandLengthMax], entityId, minute,
                work.Now) == 1;
    }
}
