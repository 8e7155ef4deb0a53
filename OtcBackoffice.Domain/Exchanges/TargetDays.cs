namespace OtcBackoffice.Domain.Exchanges;

/// <summary>
/// The days on which the Eurosystem's settlement system is open, and on which the ECB publishes its rates: no Saturday, no
/// Sunday, and none of its six closing days. They are the same every year since 2002, in all its countries.
/// </summary>
public static class TargetDays
{
    /// <summary>Whether the system is open on a day.</summary>
    public static bool IsOpen(DateOnly day)
    {
        if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || (day.Month, day.Day) is (1, 1) or (5, 1) or (12, 25) or (12, 26))
        {
            return false;
        }
        var easter = EasterSunday(day.Year);
        return day != easter.AddDays(-2) && day != easter.AddDays(1);
    }

    /// <summary>The seconds from one moment to a later one, without those of closed days; a daily rate does not age while nobody
    /// publishes.</summary>
    public static long OpenSeconds(DateTime fromUtc, DateTime toUtc)
    {
        var seconds = 0L;
        for (var day = DateOnly.FromDateTime(fromUtc); toUtc > fromUtc && day <= DateOnly.FromDateTime(toUtc); day = day.AddDays(1))
        {
            // A row from years ago is old in any calendar.
            if (day.DayNumber - DateOnly.FromDateTime(fromUtc).DayNumber > 400)
            {
                return (long)(toUtc - fromUtc).TotalSeconds;
            }
            var (begin, end) = (day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
                day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddDays(1));
            seconds += IsOpen(day) ? (long)((toUtc < end ? toUtc : end) - (fromUtc > begin ? fromUtc : begin)).TotalSeconds : 0;
        }
        return seconds;
    }

    /// <summary>Easter Sunday of a year of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher).</summary>
    public static DateOnly EasterSunday(int year)
    {
        var (golden, century, rest) = (year % 19, year / 100, year % 100);
        var epact = ((19 * golden) + century - (century / 4) - ((century - ((century + 8) / 25) + 1) / 3) + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (rest / 4)) - epact - (rest % 4)) % 7;
        var shift = (golden + (11 * epact) + (22 * weekday)) / 451;
        var march = epact + weekday - (7 * shift) + 114;
        return new DateOnly(year, march / 31, (march % 31) + 1);
    }
}
