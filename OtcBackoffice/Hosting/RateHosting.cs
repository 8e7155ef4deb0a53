using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>Limits, bans, and whose word about a caller's address is believed.</summary>
public static class RateHosting
{
    /// <summary>Registers counters, bans and the trusted proxies; every fault of the settings is told at once.</summary>
    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration, StartFaults faults)
    {
        services.AddSingleton(ReadLimits(configuration, faults));
        services.AddSingleton(provider => new RateCounters(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<BanBook>().AddSingleton<RateLimits>().AddScoped<BanDesk>();
        return services.AddSingleton(ReadProxies(configuration, faults));
    }

    /// <summary>
    /// Takes the caller's address from forwarded headers, only as far as every hop on the way is on the lists. Without a list
    /// any caller could write the address that limits, allow lists and the audit record go by, so without one this is off.
    /// </summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<TrustedProxies>();
        if (proxies.Addresses.Count + proxies.Networks.Count == 0)
        {
            return;
        }
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var address in proxies.Addresses)
        {
            options.KnownProxies.Add(address);
        }
        foreach (var network in proxies.Networks)
        {
            options.KnownIPNetworks.Add(network);
        }
        app.UseForwardedHeaders(options);
    }

    private static RateLimitSettings ReadLimits(IConfiguration configuration, StartFaults faults)
    {
        var defaults = new RateLimitSettings();
        int Read(string name, int fallback, int most)
        {
            var value = faults.Value(configuration, "RateLimits:" + name, fallback);
            if (value < 1 || value > most)
            {
                faults.Add($"RateLimits:{name} must be 1 to {most}.");
            }
            return value;
        }
        var terms = new BanTerms(
            TimeSpan.FromSeconds(Read("Ban:FirstSeconds", (int)BanTerms.Default.First.TotalSeconds, 86_400)),
            TimeSpan.FromSeconds(Read("Ban:LongestSeconds", (int)BanTerms.Default.Longest.TotalSeconds, 31_536_000)));
        return new RateLimitSettings
        {
            PerMinute = Read("PerMinute", defaults.PerMinute, 10_000_000),
            PerMerchantPerMinute = Read("PerMerchantPerMinute",
                Math.Max(defaults.PerMerchantPerMinute, 10 * faults.Value(configuration, "RateLimits:PerMinute", 0)), 100_000_000),
            PerAddressPerMinute = Read("PerAddressPerMinute",
                Math.Max(defaults.PerAddressPerMinute, 10 * faults.Value(configuration, "RateLimits:PerMinute", 0)), 100_000_000),
            BanAfter = Read("Ban:After", defaults.BanAfter, 1_000_000),
            Ban = terms,
        };
    }

    private static TrustedProxies ReadProxies(IConfiguration configuration, StartFaults faults)
    {
        var addresses = new List<IPAddress>();
        foreach (var text in configuration.GetSection("Edges:KnownProxies").Get<string[]>() ?? [])
        {
            if (IPAddress.TryParse(text, out var address))
            {
                addresses.Add(AddressList.Plain(address));
            }
            else
            {
                faults.Add($"Edges:KnownProxies: '{text}' is no address.");
            }
        }
        var networks = new List<System.Net.IPNetwork>();
        foreach (var text in configuration.GetSection("Edges:KnownNetworks").Get<string[]>() ?? [])
        {
            if (System.Net.IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0)
            {
                networks.Add(network);
            }
            else
            {
                faults.Add($"Edges:KnownNetworks: '{text}' is no network such as 10.0.0.0/8.");
            }
        }
        return new TrustedProxies(addresses, networks);
    }
}

/// <summary>Proxies whose word about a caller's address is believed.</summary>
public sealed record TrustedProxies(IReadOnlyList<IPAddress> Addresses, IReadOnlyList<System.Net.IPNetwork> Networks);
