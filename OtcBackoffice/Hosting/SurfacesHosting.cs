using Microsoft.AspNetCore.Server.Kestrel.Core;
using OtcBackoffice.Api.BlockTrade;
using OtcBackoffice.Api.DepositDesk;
using OtcBackoffice.Api.Exchange;
using OtcBackoffice.Api.Gateway;
using OtcBackoffice.Api.MobileMoney;
using OtcBackoffice.Api.Platform;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Api.Staff;

namespace OtcBackoffice.Hosting;

/// <summary>
/// Puts the API surfaces on the desks.
/// </summary>
public static class SurfacesHosting
{
    /// <summary>More than any request of ours needs, and little enough to be no target.</summary>
    private const int HeadersBytesMax = 16 * 1024, HeaderCountMax = 60, RequestLineBytesMax = 8 * 1024;

    /// <summary>Every surface; the one place outside its room that names it.</summary>
    private static readonly SurfaceList All = new(
        [DepositDeskApi.Surface, StaffApi.Surface, ExchangeApi.Surface, BlockTradeApi.Surface, GatewayApi.Surface, PlatformApi.Surface,
            MobileMoneyApi.Surface]);

    /// <summary>What the surfaces need.</summary>
    public static IServiceCollection AddSurfaces(this IServiceCollection services)
    {
        services.AddSingleton(All).AddExceptionHandler<SurfaceDefects>().AddExceptionHandler<ConsoleOutages>();
        return services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.Limits.MaxRequestHeadersTotalSize = HeadersBytesMax;
            kestrel.Limits.MaxRequestHeaderCount = HeaderCountMax;
            kestrel.Limits.MaxRequestLineSize = RequestLineBytesMax;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
    }

    /// <summary>Middleware of the surfaces; it comes before the console's.</summary>
    public static void UseSurfaces(this WebApplication app)
    {
        app.UseMiddleware<SurfaceFaults>();
        app.Use(DrainHosting.RefuseAsync);
        app.Use(Nodes.NodeHosting.RefuseAsync);
        app.Use(app.Services.GetRequiredService<RateLimits>().CountAddressAsync);
        app.Use(Escapes.RefuseAsync);
        app.Use(Endings.TellAsync);
        app.Use(SurfaceFaults.AnswerUnroutedAsync);
    }

    /// <summary>Routes of the surfaces.</summary>
    public static void MapSurfaces(this WebApplication app)
    {
        foreach (var surface in All.All)
        {
            surface.Map(app, surface);
        }
        app.MapGatewayOAuth();
        app.MapCheckout();
        app.MapReference();
        app.MapStatus();
        app.MapCentre();
        app.MapAccess();
        app.MapRequestReplay();
        app.MapConsoleFiles();
    }
}
