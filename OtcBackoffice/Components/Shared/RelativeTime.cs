using System.Globalization;

namespace OtcBackoffice.Components.Shared;

/// <summary>Distances in time as people say them. time.mjs counts on in the browser with the same steps.</summary>
public static class RelativeTime
{
    /// <summary>"just now", "46 min ago", "in 3 h".</summary>
    public static string Describe(DateTime nowUtc, DateTime utc)
    {
        var distance = Distance(nowUtc - utc);
        if (distance is null)
        {
            return "just now";
        }

        return utc <= nowUtc ? $"{distance} ago" : $"in {distance}";
    }

    /// <summary>"8 min late", "12 min left", "due now".</summary>
    public static string DescribeDue(DateTime nowUtc, DateTime dueUtc)
    {
        var distance = Distance(nowUtc - dueUtc);
        if (distance is null)
        {
            return "due now";
        }

        return dueUtc <= nowUtc ? $"{distance} late" : $"{distance} left";
    }

    // Whole units, rounded down: a queue must not say "1 h late" after 31 minutes.
    private static string? Distance(TimeSpan span)
    {
        var seconds = (long)Math.Abs(span.TotalSeconds);
        return seconds switch
        {
            < 10 => null,
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds} s"),
            < 3600 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60} min"),
            < 86_400 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600} h"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 86_400} d"),
        };
    }
}
