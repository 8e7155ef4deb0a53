using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OtcBackoffice.Api.BlockTrade;
using OtcBackoffice.Api.DepositDesk;
using OtcBackoffice.Api.Exchange;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>
/// Puts the API surfaces on the desks.
/// </summary>
public static class SurfacesHosting
{
    /// <summary>More than any request of ours needs, and little enough to be no target.</summary>
    private const int HeadersBytesMax = 16 * 1024, HeaderCountMax = 60, RequestLineBytesMax = 8 * 1024;

    /// <summary>What the surfaces need.</summary>
    public static IServiceCollection AddSurfaces(this IServiceCollection services)
    {
        services.AddExceptionHandler<SurfaceFaults>();
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
        app.UseMiddleware<DepositDeskFaults>();
        app.UseMiddleware<ExchangeFaults>();
        app.UseMiddleware<BlockTradeFaults>();
        app.Use(app.Services.GetRequiredService<RateLimits>().CountAddressAsync);
        app.Use(BlockTradeFaults.AnswerUnroutedAsync);
    }

    /// <summary>Routes of the surfaces.</summary>
    public static void MapSurfaces(this WebApplication app)
    {
        app.MapDepositDesk(BearerTokens.SchemeName);
        app.MapExchange($"{ExchangeKeys.SchemeName},{SessionTokens.SchemeName}");
        app.MapMobileMoney();
        app.MapProofs(BearerTokens.SchemeName, IdentityConstants.ApplicationScheme);
        app.MapBlockTrade(BlockTradeKeys.SchemeName);
        app.MapConsoleFiles(IdentityConstants.ApplicationScheme);
    }
}
