namespace OtcBackoffice.Desks.Pipeline;

/// <summary>The desk's time: UTC, in whole milliseconds, as the database keeps it.</summary>
public static class Clocks
{
    /// <summary>Now, without the part of a millisecond that would not survive a round trip.</summary>
    public static DateTime UtcNowMillis(this TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var ticks = clock.GetUtcNow().UtcTicks;
        return new DateTime(ticks - (ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
    }
}
