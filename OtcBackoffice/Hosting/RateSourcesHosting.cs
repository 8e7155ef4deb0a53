using OtcBackoffice.Desks.Exchanges;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Rates;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Integrations.Egress;
using OtcBackoffice.Integrations.Rates;
using OtcBackoffice.Integrations.Sandbox;

namespace OtcBackoffice.Hosting;

/// <summary>Reads where market rates come from (section <c>Rates</c>); every fault is told at once, when the product starts.</summary>
public static class RateSourcesHosting
{
    private const string EcbAddress = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml";
    // In the sandbox a market is moved by hand, in steps that no market takes.
    private const int JumpBps = 500, SandboxJumpBps = 2_000;

    private const int AgeSecondsMost = 2_592_000, DeskAgeSeconds = 3_600, EcbAgeSeconds = 259_200, EcbIntervalSeconds = 3_600,
        HttpIntervalSeconds = 15;

    private static readonly string[] Names = [RateSettings.Desk, RateSettings.Sandbox, RateSettings.Ecb, RateSettings.Http];

    /// <summary>Registers the sources in the configured order, and the feeds among them.</summary>
    public static IServiceCollection AddRateSources(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reading = new Reading(configuration.GetSection("Rates"),
            configuration.GetSection(EgressOptions.Section).Get<EgressOptions>() ?? new EgressOptions(), []);
        var isSandbox = configuration.GetValue<bool>($"{SandboxOptions.Section}:{nameof(SandboxOptions.Enabled)}");
        var order = Order(reading, isSandbox);
        var live = configuration.GetValue("Exchange:RateAgeSecondsMax", new ExchangeSettings().RateAgeSecondsMax);
        var sources = order.Select(name => name switch
        {
            RateSettings.Desk => new RateSource(name, reading.Whole("Desk:AgeSecondsMax", DeskAgeSeconds, 1, AgeSecondsMost), 0),
            RateSettings.Ecb => new RateSource(name, reading.Whole("Ecb:AgeSecondsMax", EcbAgeSeconds, 1, AgeSecondsMost),
                reading.Whole("Ecb:IntervalSeconds", EcbIntervalSeconds, 1, 86_400)),
            RateSettings.Http => new RateSource(name, reading.Whole("Http:AgeSecondsMax", live, 1, AgeSecondsMost),
                reading.Whole("Http:IntervalSeconds", HttpIntervalSeconds, 1, 86_400)),
            _ => new RateSource(name, live, 0),
        }).ToList();
        var jump = new JumpLimits(reading.Whole("JumpBps", isSandbox ? SandboxJumpBps : JumpBps, 1, 100_000),
            reading.Whole("JumpMinutes", 60, 1, 10_080));
        var ecb = order.Contains(RateSettings.Ecb) ? reading.Address("Ecb:Url", EcbAddress) : null;
        var json = order.Contains(RateSettings.Http) ? Terms(reading) : null;
        if (reading.Faults.Count > 0)
        {
            throw new SettingsException(reading.Faults);
        }
        services.AddSingleton(new RateSettings(sources, jump));
        if (ecb is not null)
        {
            services.AddSingleton<IRateFeed>(provider =>
                new EcbFeed(RateSettings.Ecb, ecb, provider.GetRequiredService<IOutboundHttp>(),
                provider.GetRequiredService<TimeProvider>()));
        }
        if (json is not null)
        {
            services.AddSingleton<IRateFeed>(provider => new JsonFeed(
                RateSettings.Http, RateSettings.WatchedBase, RateSettings.WatchedQuote, json, provider.GetRequiredService<IOutboundHttp>(),
                    provider.GetRequiredService<TimeProvider>()));
        }
        return services;
    }

    private static List<string> Order(Reading reading, bool isSandbox)
    {
        var text = reading.Section["Order"] ?? (isSandbox ? $"{RateSettings.Desk},{RateSettings.Sandbox}" : RateSettings.Desk);
        var order = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();
        if (order.Count == 0 || order.Distinct(StringComparer.Ordinal).Count() != order.Count
            || order.Except(Names, StringComparer.Ordinal).Any())
        {
            reading.Faults.Add($"Rates:Order must name some of {string.Join(", ", Names)}, each once, parted by commas.");
        }
        if (!isSandbox && order.Contains(RateSettings.Sandbox))
        {
            reading.Faults.Add("Rates:Order names the sandbox, which is off.");
        }
        return order;
    }

    private static JsonFeedTerms? Terms(Reading reading)
    {
        var (address, rate, time) =
            (reading.Address("Http:Url", null), reading.Path("Http:RatePath", isRequired: true),
            reading.Path("Http:TimePath", isRequired: false));
        return address is null || rate is null ? null
            : new JsonFeedTerms(address, rate, time, reading.Section.GetValue("Http:IsInverted", false));
    }

    private sealed record Reading(IConfigurationSection Section, EgressOptions Egress, List<string> Faults)
    {
        public int Whole(string name, int fallback, int least, int most)
        {
            var value = Section.GetValue(name, fallback);
            if (value < least || value > most)
            {
                Faults.Add($"Rates:{name} must be {least} to {most}.");
            }
            return value;
        }

        public Uri? Address(string name, string? fallback)
        {
            var text = Section[name] ?? fallback ?? "";
            if (EgressTarget.Refusal(text, Egress.AllowLoopback) is { } refusal)
            {
                Faults.Add($"Rates:{name}: {refusal}");
                return null;
            }
            return new Uri(text);
        }

        public string? Path(string name, bool isRequired)
        {
            var text = Section[name];
            if (isRequired ? string.IsNullOrWhiteSpace(text) : text is { Length: 0 })
            {
                Faults.Add($"Rates:{name} must say where in the document to look, such as data.0.price.");
                return null;
            }
            return text;
        }
    }
}
