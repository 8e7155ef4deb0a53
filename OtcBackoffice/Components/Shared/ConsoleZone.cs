using System.Globalization;

namespace OtcBackoffice.Components.Shared;

/// <summary>The time zone a person reads the console in. Every instant is stored in UTC; this only decides how it is shown.</summary>
public sealed class ConsoleZone
{
    public const string UtcId = "UTC";

    public static readonly ConsoleZone Utc = new(TimeZoneInfo.Utc, UtcId);

    // The platform offers no short names, and desks speak in short names.
    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        ["UTC"] = "UTC",
        ["Africa/Nairobi"] = "EAT",
        ["Africa/Kampala"] = "EAT",
        ["Africa/Dar_es_Salaam"] = "EAT",
        ["Africa/Addis_Ababa"] = "EAT",
        ["Africa/Lagos"] = "WAT",
        ["Africa/Kigali"] = "CAT",
        ["Africa/Lusaka"] = "CAT",
        ["Africa/Johannesburg"] = "SAST",
        ["Africa/Accra"] = "GMT",
        ["Asia/Kolkata"] = "IST",
        ["Asia/Tokyo"] = "JST",
    };

    private readonly TimeZoneInfo _zone;

    private ConsoleZone(TimeZoneInfo zone, string id)
    {
        _zone = zone;
        Id = id;
    }

    public string Id { get; }

    /// <summary>The named zone, or UTC where the name is not one this machine knows.</summary>
    public static ConsoleZone Find(string? id)
    {
        if (string.IsNullOrWhiteSpace(id) || id.Length > 64 || !TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
        {
            return Utc;
        }

        return new ConsoleZone(zone, id);
    }

    public DateTime ToLocal(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), _zone);

    /// <summary>Midnight of a local day as an instant, for turning a picked date into a half-open range.</summary>
    public DateTime StartOfDayUtc(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);

        // Where the clocks jump at midnight the day begins at the first minute that exists.
        while (_zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        return TimeZoneInfo.ConvertTimeToUtc(local, _zone);
    }

    /// <summary>A clock time of this zone as an instant; null where the clocks jump over it.</summary>
    public DateTime? ToUtc(DateTime local)
    {
        var unspecified = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return _zone.IsInvalidTime(unspecified) ? null : TimeZoneInfo.ConvertTimeToUtc(unspecified, _zone);
    }

    /// <summary>What the zone is called at that instant, for example EAT or UTC+2.</summary>
    public string LabelAt(DateTime utc)
    {
        if (ShortNames.TryGetValue(Id, out var name))
        {
            return name;
        }

        var offset = _zone.GetUtcOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
        if (offset == TimeSpan.Zero)
        {
            return "UTC";
        }

        var sign = offset < TimeSpan.Zero ? '−' : '+';
        var minutes = Math.Abs(offset.Minutes);
        var tail = minutes == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{minutes:00}");
        return string.Create(CultureInfo.InvariantCulture, $"UTC{sign}{Math.Abs(offset.Hours)}{tail}");
    }
}
