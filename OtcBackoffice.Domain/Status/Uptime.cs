namespace OtcBackoffice.Domain.Status;

/// <summary>What was measured of one part on one UTC day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Up">Minutes in which it worked.</param>
/// <param name="Slow">Of those, minutes in which it was degraded.</param>
/// <param name="Expected">Minutes that should have been measured: from the first probe ever to now.</param>
public sealed record DayOfProbes(DateOnly Day, int Up, int Slow, int Expected)
{
    /// <summary>Minutes in which it did not work, or in which nobody measured: a process that is gone writes nothing.</summary>
    public int Down => Math.Max(0, Expected - Up);
}

/// <summary>Uptime from probes of each minute. A minute without a probe counts as down, from the first probe on.</summary>
public static class Uptime
{
    private const int MinutesPerDay = 24 * 60, Digits = 3;

    /// <summary>How many minutes of a day should have been measured.</summary>
    /// <param name="day">The day.</param>
    /// <param name="firstMinute">The first minute that was ever measured.</param>
    /// <param name="until">The first minute that is not over yet, or the one after it when that is measured already.</param>
    public static int Expected(DateOnly day, DateTime firstMinute, DateTime until)
    {
        var from = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var to = from.AddMinutes(MinutesPerDay);
        var (begin, end) = (firstMinute > from ? firstMinute : from, until < to ? until : to);
        return end <= begin ? 0 : (int)(end - begin).TotalMinutes;
    }

    /// <summary>The share of minutes in which it worked, in percent with three digits, cut and never rounded up; null before anything was
    /// measured.</summary>
    public static decimal? Percent(IEnumerable<DayOfProbes> days)
    {
        var (up, expected) = (0L, 0L);
        foreach (var day in days)
        {
            (up, expected) = (up + Math.Min(day.Up, day.Expected), expected + day.Expected);
        }
        return expected == 0 ? null : Math.Round(100m * up / expected, Digits, MidpointRounding.ToZero);
    }
}
