using OtcBackoffice.Desks.Exchanges;

namespace OtcBackoffice.Hosting;

/// <summary>Reads how exchanges are quoted and decided.</summary>
internal static class ExchangeHosting
{
    /// <summary>The section <c>Exchange</c>; every fault is told at once.</summary>
    public static ExchangeSettings ReadSettings(IConfiguration configuration, StartFaults faults)
    {
        var defaults = new ExchangeSettings();
        int Read(string name, int fallback, int least, int most)
        {
            var value = faults.Value(configuration, "Exchange:" + name, fallback);
            if (value < least || value > most)
            {
                faults.Add($"Exchange:{name} must be {least} to {most}.");
            }
            return value;
        }
        return new ExchangeSettings
        {
            TtlSeconds = Read(nameof(ExchangeSettings.TtlSeconds), defaults.TtlSeconds, 5, 3_600),
            SpreadBps = Read(nameof(ExchangeSettings.SpreadBps), defaults.SpreadBps, 0, 1_000),
            SlippageBps = Read(nameof(ExchangeSettings.SlippageBps), defaults.SlippageBps, 0, 2_000),
            RateAgeSecondsMax = Read(nameof(ExchangeSettings.RateAgeSecondsMax), defaults.RateAgeSecondsMax, 1, 604_800),
        };
    }
}
