using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>
/// Keeps machines to their limits. Addresses are counted before anybody has said who they are, credentials after; the pages
/// of people are on neither counter. On the block-trade surface whoever goes on after 429 is banned for a while, 418.
/// </summary>
public sealed class RateLimits(RateCounters counters, RateLimitSettings settings, BanBook book, SurfaceList surfaces)
{
    /// <summary>Counts the address. Runs before authentication.</summary>
    public async Task CountAddressAsync(HttpContext http, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (surfaces.At(http.Request.Path) is null)
        {
            await next(http);
            return;
        }
        var address = RateCounters.KeyOf(ClientAddress.Of(http));
        if (ShutsOut(http) && await book.RemainingAsync(address, http.RequestAborted) is { } banned)
        {
            await RefuseAsync(http, new RateRefusal(IsBanned: true, banned));
        }
        else if (counters.Take("address:" + address, settings.PerAddressPerMinute) is { } wait)
        {
            await RefuseAsync(http, address, wait);
        }
        else
        {
            await next(http);
        }
    }

    /// <summary>
    /// Counts the credential, and all credentials of its merchant together. Runs before anybody asks whether the credential may
    /// do what it wants: whoever is refused is counted like whoever is served.
    /// </summary>
    public async Task CountCredentialAsync(HttpContext http, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (surfaces.At(http.Request.Path) is not null && await WhoAsync(http) is { } caller
            && caller.FindFirst(DeskClaims.Credential)?.Value is { } credential)
        {
            var merchant = caller.FindFirst(DeskClaims.Merchant)?.Value;
            var wait = counters.Take("credential:" + credential, settings.PerMinute)
                ?? (merchant is null ? null : counters.Take("merchant:" + merchant, settings.PerMerchantPerMinute));
            if (wait is { } told)
            {
                await RefuseAsync(http, RateCounters.KeyOf(ClientAddress.Of(http)), told);
                return;
            }
        }
        await next(http);
    }

    // The schemes of the route are asked here already; they answer once a request, so the authorisation that follows costs nothing.
    private static async Task<ClaimsPrincipal?> WhoAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata is not { } route || route.GetMetadata<IAllowAnonymous>() is not null)
        {
            return null;
        }
        var schemes = route.GetOrderedMetadata<IAuthorizeData>()
            .SelectMany(rule => (rule.AuthenticationSchemes ?? "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal);
        foreach (var scheme in schemes)
        {
            if (await http.AuthenticateAsync(scheme) is { Succeeded: true, Principal: { } caller }
                && caller.HasClaim(claim => claim.Type == DeskClaims.Credential))
            {
                return caller;
            }
        }
        return null;
    }

    // Only refused requests bring a ban closer: others behind the same address who keep to their limits do not.
    private async Task RefuseAsync(HttpContext http, string address, TimeSpan wait)
    {
        var strikes = "strikes:" + address;
        if (!ShutsOut(http) || counters.Take(strikes, settings.BanAfter) is null)
        {
            await RefuseAsync(http, new RateRefusal(IsBanned: false, wait));
            return;
        }
        counters.Forget(strikes);
        var banned = await http.RequestServices.GetRequiredService<BanDesk>().ImposeAsync(address, settings.Ban, CancellationToken.None);
        var remaining = banned.IsSuccess ? await book.RemainingAsync(address, http.RequestAborted) : null;
        await RefuseAsync(http, remaining is { } until ? new RateRefusal(IsBanned: true, until) : new RateRefusal(IsBanned: false, wait));
    }

    private bool ShutsOut(HttpContext http) => surfaces.At(http.Request.Path) is { ShutsOut: true };

    private static Task RefuseAsync(HttpContext http, RateRefusal refusal)
    {
        http.Features.Set(refusal);
        http.Response.StatusCode = refusal.IsBanned ? StatusCodes.Status418ImATeapot : StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = refusal.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.CacheControl = "no-store";
        // The surface writes the body.
        return Task.CompletedTask;
    }
}
