namespace OtcBackoffice.Components.Shared;

/// <summary>How one person wants the console drawn. Kept in plain cookies so that the first paint is already right.</summary>
public sealed record ConsolePreferences(string Theme, string Density, string ZoneId, bool SingleKeys)
{
    public const string Auto = "auto";
    public const string Light = "light";
    public const string Dark = "dark";
    public const string Comfortable = "comfortable";
    public const string Compact = "compact";

    public static readonly ConsolePreferences Default = new(Auto, Comfortable, ConsoleZone.UtcId, true);

    /// <summary>Whether the first steps were put away.</summary>
    public bool HidesFirstSteps { get; init; }

    /// <summary>Cookies come from outside: anything not known falls back to the default.</summary>
    public static ConsolePreferences Read(IRequestCookieCollection cookies) => new(
        cookies["theme"] is Light or Dark ? cookies["theme"]! : Auto,
        cookies["density"] is Compact ? Compact : Comfortable,
        ConsoleZone.Find(cookies["tz"]).Id,
        cookies["keys"] is not "off")
    {
        HidesFirstSteps = cookies["first-steps"] is "hidden",
    };
}
