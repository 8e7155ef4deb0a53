using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Hosting;

/// <summary>The section <c>TravelRule</c>: who the desk is in its transfers, and from which value on they must say it.</summary>
internal static class TravelHosting
{
    private const string Section = "TravelRule", UsualThreshold = "1000.00";

    /// <summary>Reads the settings; a demo desk has an originator of its own.</summary>
    public static TravelSettings ReadSettings(IConfiguration configuration, HostSettings host, StartFaults faults)
    {
        var section = configuration.GetSection(Section);
        var from = section.GetSection("Originator");
        var originator = new TravelPerson
        {
            Name = from["Name"], Address = from["Address"], Town = from["Town"], Country = from["Country"], Identifier = from["Identifier"],
        };
        if (originator.Name is null && host.DemoEnabled)
        {
            originator = new TravelPerson { Name = "Demo OTC Desk Ltd", Address = "1 Kenyatta Avenue", Town = "Nairobi", Country = "KE",
                Identifier = "CPR/2019/100001" };
        }
        var usual = Cents(section["ThresholdUsd"] ?? UsualThreshold, $"{Section}:ThresholdUsd", faults);
        var byCountry = section.GetSection("Thresholds").GetChildren()
            .ToDictionary(one => one.Key.ToUpperInvariant(), one => Cents(one.Value, $"{Section}:Thresholds:{one.Key}", faults),
                StringComparer.Ordinal);
        return new TravelSettings(originator, new TravelThresholds(usual, byCountry));
    }

    private static long Cents(string? text, string name, StartFaults faults)
    {
        if (DecimalText.TryParse(text, 2, out var cents))
        {
            return cents;
        }
        faults.Add($"{name} must be an amount in US dollars.");
        return 0;
    }
}
