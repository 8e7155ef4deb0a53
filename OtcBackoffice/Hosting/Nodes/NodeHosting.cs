using OtcBackoffice.Api.Shared;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Nodes;
using OtcBackoffice.Desks.Nodes;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting.Nodes;

/// <summary>Registers what makes several nodes on one database one desk. Beside the embedded database most of it is left out.</summary>
internal static class NodeHosting
{
    private const int LeaseSecondsDefault = 60, LeaseSecondsMin = 5, LeaseSecondsMax = 3_600;

    public static IServiceCollection AddNodes(
        this IServiceCollection services, IConfiguration configuration, HostSettings settings, StartFaults faults)
    {
        var self = NodeSelf.Read(configuration, faults);
        var seconds = faults.Value(configuration, "Leases:Seconds", LeaseSecondsDefault);
        if (seconds is < LeaseSecondsMin or > LeaseSecondsMax)
        {
            faults.Add($"Leases:Seconds must be {LeaseSecondsMin} to {LeaseSecondsMax}.");
        }
        services.AddSingleton(self).AddSingleton(new LeaseTerms(self.Instance, seconds)).AddSingleton<Leases>();
        services.AddSingleton(new NodeClock(TimeProvider.System)).AddScoped<NodeDesk>().AddSingleton<CacheDrops>();
        services.AddSingleton<NodePulse>().AddSingleton<INodeState>(provider => provider.GetRequiredService<NodePulse>());
        services.AddSingleton<IKeyRows, KeyRows>().AddHostedService<StorePulse>();
        if (settings.Provider == DatabaseProvider.Sqlite)
        {
            return services;
        }
        if (settings.SandboxEnabled)
        {
            services.AddSingleton<ISandboxShelf>(_ => new SandboxShelf(settings.ConnectionString!));
            services.AddSingleton<SandboxTime>().AddHostedService(provider => provider.GetRequiredService<SandboxTime>());
        }
        services.AddSingleton(_ => new NodeWire(settings.ConnectionString!));
        services.AddSingleton<NodeCounts>().AddSingleton<SignalRelay>();
        return services.AddHostedService(provider => provider.GetRequiredService<NodePulse>())
            .AddHostedService(provider => provider.GetRequiredService<SignalRelay>())
            .AddHostedService(provider => provider.GetRequiredService<NodeCounts>()).AddHostedService<PresenceKeeper>();
    }

    /// <summary>Refuses calls of machines while this node's clock is wrong: signatures, expirations and limits go by it.</summary>
    public static Task RefuseAsync(HttpContext http, RequestDelegate next)
    {
        var services = http.RequestServices;
        return services.GetRequiredService<NodePulse>().IsClockWrong
            && services.GetRequiredService<SurfaceList>().At(http.Request.Path) is { } surface
            ? surface.Dialect.WriteAsync(http, new DomainError(ErrorCode.NodeClock,
                "This node cannot act now; nothing was changed. Send it again, another node answers."))
            : next(http);
    }
}

/// <summary>Drops what this node remembers of credentials when anything about them or their people changed, here or elsewhere.</summary>
public sealed class CacheDrops : IDisposable
{
    private readonly IDisposable _listening;

    /// <summary>Begins to follow.</summary>
    public CacheDrops(DeskSignals signals, CredentialLookup credentials)
    {
        ArgumentNullException.ThrowIfNull(signals);
        _listening = signals.Listen(signal =>
        {
            if (signal.Topic is Topics.Credentials or Topics.People)
            {
                credentials.Forget();
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _listening.Dispose();
}
