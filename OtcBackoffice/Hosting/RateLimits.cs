using System.Globalization;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>
/// Keeps machines to their limits. Addresses are counted before anybody has said who they are, credentials after; the pages
/// of people are on neither counter. On the block-trade surface whoever goes on after 429 is banned for a while, 418.
/// </summary>
public sealed class RateLimits(RateCounters counters, RateLimitSettings settings, BanBook book)
{
    private static readonly PathString BlockTrade = "/openapi/v1/otc";

    private static readonly PathString[] Surfaces =
        ["/api", "/otc-deposits-proof", "/v1", BlockTrade, "/gateway", "/otc-exchanges"];

    /// <summary>Counts the address. Runs before authentication.</summary>
    public async Task CountAddressAsync(HttpContext http, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (!Covers(http.Request.Path))
        {
            await next(http);
            return;
        }
        var address = RateCounters.KeyOf(ClientAddress.Of(http));
        if (IsBlockTrade(http) && await book.RemainingAsync(address, http.RequestAborted) is { } banned)
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

    /// <summary>Counts the credential, and all credentials of its merchant together. Runs after authentication.</summary>
    public async Task CountCredentialAsync(HttpContext http, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (Covers(http.Request.Path) && http.User.FindFirst(DeskClaims.Credential)?.Value is { } credential)
        {
            var merchant = http.User.FindFirst(DeskClaims.Merchant)?.Value;
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

    private static bool Covers(PathString path) => Surfaces.Any(surface => path.StartsWithSegments(surface, StringComparison.OrdinalIgnoreCase));

    private static bool IsBlockTrade(HttpContext http) => http.Request.Path.StartsWithSegments(BlockTrade, StringComparison.OrdinalIgnoreCase);

    // Only refused requests bring a ban closer: others behind the same address who keep to their limits do not.
    private async Task RefuseAsync(HttpContext http, string address, TimeSpan wait)
    {
        var strikes = "strikes:" + address;
        if (!IsBlockTrade(http) || counters.Take(strikes, settings.BanAfter) is null)
        {
            await RefuseAsync(http, new RateRefusal(IsBanned: false, wait));
            return;
        }
        counters.Forget(strikes);
        var banned = await http.RequestServices.GetRequiredService<BanDesk>().ImposeAsync(address, settings.Ban, CancellationToken.None);
        var remaining = banned.IsSuccess ? await book.RemainingAsync(address, http.RequestAborted) : null;
        await RefuseAsync(http, remaining is { } until ? new RateRefusal(IsBanned: true, until) : new RateRefusal(IsBanned: false, wait));
    }

    private static Task RefuseAsync(HttpContext http, RateRefusal refusal)
    {
        http.Features.Set(refusal);
        http.Response.StatusCode = refusal.IsBanned ? StatusCodes.Status418ImATeapot : StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = refusal.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.CacheControl = "no-store";
        return RateForms.WriteAsync(http, refusal);
    }
}

/// <summary>
/// What a refused caller reads, in the form of its surface. The deposit desk, exchange and block trade write their own; a surface that has a dialect of
/// its own reads <see cref="RateRefusal"/> from the request's features and leaves this list.
/// </summary>
internal static class RateForms
{
    private const string Sentence = "Too many requests; wait as told.";

    /// <summary>Writes the body, where this is the place for it.</summary>
    public static Task WriteAsync(HttpContext http, RateRefusal refusal)
    {
        return First(http.Request.Path) switch
        {
            "v1" => http.Response.WriteAsJsonAsync(
                new { error = new { code = "rate_limited", message = Sentence, retry_after_ms = refusal.RetryAfterMs } }, ApiJson.Writing, http.RequestAborted),
            "gateway" => http.Response.WriteAsJsonAsync(
                new { error = new { code = "rate_limited", message = Sentence, details = new { retry_after_ms = refusal.RetryAfterMs } } }, ApiJson.Writing, http.RequestAborted),
            _ => Task.CompletedTask,
        };
    }

    private static string First(PathString path) => (path.Value ?? "").TrimStart('/').Split('/')[0].ToLowerInvariant();
}
