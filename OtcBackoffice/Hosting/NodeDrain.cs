using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Authorization;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>
/// Takes a node out without dropping anybody (issue 18, point 6): from the word on it is not ready, so that a balancer sends nobody
/// here; it serves for five seconds more, then refuses calls of machines with <c>DRAINING</c> until its circuits are gone, at most
/// <c>Node:DrainSeconds</c> in all, and ends with 0.
/// </summary>
public sealed partial class NodeDrain(IHostApplicationLifetime lifetime, CircuitSeats seats, IConfiguration configuration,
    ILogger<NodeDrain> log)
{
    private const int SecondsDefault = 30, SecondsMax = 3_600;

    private static readonly TimeSpan Served = TimeSpan.FromSeconds(5), Look = TimeSpan.FromMilliseconds(200);

    private int _begun;

    /// <summary>Whether this node takes no new work.</summary>
    public bool IsDraining => Volatile.Read(ref _begun) == 1;

    /// <summary>Whether calls are refused by now.</summary>
    public bool IsRefusing { get; private set; }

    /// <summary>Begins; a second word changes nothing.</summary>
    public void Begin()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            LogBegun(log, Seconds);
            _ = RunAsync();
        }
    }

    private int Seconds => int.TryParse(configuration["Node:DrainSeconds"], out var set) && set is > 0 and <= SecondsMax ? set
        : SecondsDefault;

    private async Task RunAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        await Task.Delay(Served, TimeProvider.System);
        IsRefusing = true;
        while (seats.Count > 0 && TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(Seconds))
        {
            await Task.Delay(Look, TimeProvider.System);
        }
        LogDone(log, seats.Count);
        lifetime.StopApplication();
    }

    [LoggerMessage(EventId = 1801, Level = LogLevel.Information,
        Message = "This node drains: it is not ready any more and ends within {Seconds} seconds.")]
    private static partial void LogBegun(ILogger log, int seconds);

    [LoggerMessage(EventId = 1802, Level = LogLevel.Information, Message = "This node is drained; {Circuits} pages were still open.")]
    private static partial void LogDone(ILogger log, int circuits);
}

/// <summary>Ends the process on a word of the system: SIGTERM drains first, an interrupt at the terminal does not wait.</summary>
internal sealed class DrainingLifetime(IHostApplicationLifetime lifetime, IServiceProvider services) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            services.GetRequiredService<NodeDrain>().Begin();
        }));
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGQUIT])
        {
            _signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                lifetime.StopApplication();
            }));
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals.ForEach(signal => signal.Dispose());
}

/// <summary>Draining over HTTP, and what a draining node says.</summary>
internal static class DrainHosting
{
    public static IServiceCollection AddDraining(this IServiceCollection services) =>
        services.AddSingleton<NodeDrain>().AddSingleton<IHostLifetime, DrainingLifetime>();

    /// <summary>Refuses calls of machines once a node no longer serves; health, pages and what is under way go on.</summary>
    public static Task RefuseAsync(HttpContext http, RequestDelegate next)
    {
        var services = http.RequestServices;
        return services.GetRequiredService<NodeDrain>().IsRefusing
            && services.GetRequiredService<SurfaceList>().At(http.Request.Path) is { } surface
            ? surface.Dialect.WriteAsync(http,
                new DomainError(ErrorCode.Draining, "This node is going away; nothing was changed. Send it again, another node answers."))
            : next(http);
    }

    public static void MapDraining(this WebApplication app) => app.MapPost("/system/drain", (NodeDrain drain) =>
    {
        drain.Begin();
        return Results.Json(new { state = "draining" }, statusCode: StatusCodes.Status202Accepted);
    }).RequireAuthorization(new AuthorizeAttribute(nameof(Permission.JobRun)) { AuthenticationSchemes = BearerTokens.SchemeName });
}
