using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Security;

/// <summary>
/// A scheme whose credential is one secret that the caller sends along. Cookies mean nothing here, no scheme falls back on
/// another, and every way in which a secret can be wrong gets the same 401.
/// </summary>
public abstract class KeyScheme(
    CredentialSurface surface, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder,
    CredentialLookup lookup)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string BearerPrefix = "Bearer ";
    private const int SecretLengthMax = 512;

    /// <summary>What the request presents: null when nothing, empty when something that cannot be a secret.</summary>
    protected abstract string? Presented();

    /// <summary>The secret in <c>Authorization: Bearer</c>; null when there is no such header.</summary>
    protected string? Bearer()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return null;
        }
        return header.Count == 1 && header[0] is { Length: < SecretLengthMax } text
            && text.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase)
            ? text[BearerPrefix.Length..].Trim()
            : "";
    }

    /// <summary>The value of a header of its own; null when there is none.</summary>
    protected string? Header(string name)
    {
        var header = Request.Headers[name];
        return header.Count == 0 ? null : header.Count == 1 && header[0] is { Length: < SecretLengthMax } text ? text : "";
    }

    /// <summary>Whether the text alone says that the key belongs to the other kind of desk.</summary>
    protected virtual bool IsForeign(string secret) => false;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Presented() is not { } secret)
        {
            return AuthenticateResult.NoResult();
        }
        if (IsForeign(secret))
        {
            return AuthenticateResult.Fail("The key is for the other kind of desk.");
        }
        var identity = await lookup.FindAsync(surface, secret, ClientAddress.Of(Context), Context.RequestAborted);
        return identity is null
            ? AuthenticateResult.Fail("The credential is not valid.")
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}

/// <summary>Tokens of the deposit desk API in <c>Authorization: Bearer otc_pat_...</c>.</summary>
public sealed class BearerTokens(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder,
    CredentialLookup lookup)
    : KeyScheme(CredentialSurface.DepositDesk, options, loggers, encoder, lookup)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = SchemeNames.PersonalToken;

    /// <inheritdoc/>
    protected override string? Presented() => Bearer();
}

/// <summary>
/// Keys of the platform API in <c>Authorization: Bearer otc_sandbox_...</c> or <c>otc_live_...</c>. A key of the other kind of
/// desk is told by its text alone and never looked up (contracts, 000-10).
/// </summary>
public sealed class PlatformKeys(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, CredentialLookup lookup,
    HostedEnvironment desk)
    : KeyScheme(CredentialSurface.Platform, options, loggers, encoder, lookup)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = SchemeNames.PlatformKey;

    /// <inheritdoc/>
    protected override string? Presented() => Bearer();

    /// <inheritdoc/>
    protected override bool IsForeign(string secret)
    {
        if (CredentialText.EnvironmentOf(secret) is not { } kind || kind == desk.Kind)
        {
            return false;
        }
        Context.Features.Set(new ForeignKey(kind));
        return true;
    }
}

/// <summary>Keys of the exchange API in <c>x-api-key: sk_...</c> or <c>Authorization: Bearer sk_...</c>, not both.</summary>
public sealed class ExchangeKeys(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder,
    CredentialLookup lookup)
    : KeyScheme(CredentialSurface.Exchange, options, loggers, encoder, lookup)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = SchemeNames.ExchangeKey;

    /// <summary>The header.</summary>
    public const string HeaderName = "x-api-key";

    /// <inheritdoc/>
    protected override string? Presented() => (Header(HeaderName), Bearer()) switch
    {
        (null, var bearer) => bearer,
        (var key, null) => key,
        _ => "",
    };
}

/// <summary>Every scheme of machines, one per surface; a route names the one it takes.</summary>
public static class MachineSchemes
{
    /// <summary>Adds the schemes.</summary>
    public static AuthenticationBuilder AddMachineSchemes(this AuthenticationBuilder authentication)
    {
        ArgumentNullException.ThrowIfNull(authentication);
        return authentication
            .AddScheme<AuthenticationSchemeOptions, BearerTokens>(BearerTokens.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, PlatformKeys>(PlatformKeys.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, ExchangeKeys>(ExchangeKeys.SchemeName, null)
            .AddJwtBearer(SessionTokens.SchemeName, options =>
            {
                options.MapInboundClaims = false;
                options.Events = SessionTokens.Events();
            })
            .AddScheme<AuthenticationSchemeOptions, GatewayTokens>(SchemeNames.GatewayToken, null)
            .AddScheme<AuthenticationSchemeOptions, BlockTradeKeys>(BlockTradeKeys.SchemeName, null);
    }
}

/// <summary>From where a request comes.</summary>
public static class ClientAddress
{
    /// <summary>The address in its one spelling, or null when the connection has none.</summary>
    public static IPAddress? Of(HttpContext? http) =>
        http?.Connection.RemoteIpAddress is { } address ? AddressList.Plain(address) : null;

    /// <summary>
    /// Whether the caller sits at this machine. A forwarded address that nobody known has vouched for stays in the request: then it
    /// came through something that is not known, and its near end says nothing about the far one.
    /// </summary>
    public static bool IsLocal(HttpContext? http) =>
        http is not null && Of(http) is { } address && IPAddress.IsLoopback(address)
        && !http.Request.Headers.ContainsKey("X-Forwarded-For");
}
