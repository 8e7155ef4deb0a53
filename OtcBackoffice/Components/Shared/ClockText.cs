using System.Globalization;

namespace OtcBackoffice.Components.Shared;

/// <summary>Spelling of instants. Tables write it themselves, because a component per cell would be kept for every row.</summary>
public static class ClockText
{
    /// <summary>For a datetime attribute, to the millisecond.</summary>
    public static string Machine(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>For a datetime attribute of a table, to the second.</summary>
    public static string MachineSeconds(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>"14:05" today, "3 Mar 14:05" this year, with the year before that.</summary>
    public static string Short(ConsoleZone zone, DateTime utc, DateTime nowUtc)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var (local, today) = (zone.ToLocal(utc), zone.ToLocal(nowUtc));
        var format = local.Date == today.Date ? "HH:mm" : local.Year == today.Year ? "d MMM HH:mm" : "d MMM yyyy HH:mm";
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>"14:05 EAT" today, with the date on other days.</summary>
    public static string Near(ConsoleZone zone, DateTime utc, DateTime nowUtc)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return $"{Short(zone, utc, nowUtc)} {zone.LabelAt(utc)}";
    }

    /// <summary>"3 Mar 2026 14:05 EAT".</summary>
    public static string Full(ConsoleZone zone, DateTime utc)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone.ToLocal(utc).ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture) + " " + zone.LabelAt(utc);
    }

    /// <summary>"due 12:38, in 8 min", "due 12:21, 9 min late".</summary>
    public static string Due(ConsoleZone zone, DateTime utc, DateTime nowUtc)
    {
        var distance = RelativeTime.DescribeDue(nowUtc, utc);
        return $"due {Short(zone, utc, nowUtc)}, "
            + $"{(distance.EndsWith(" left", StringComparison.Ordinal) ? $"in {distance[..^5]}" : distance)}";
    }
}
