using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Security;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreHandlers;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace OtcBackoffice.Hosting;

/// <summary>
/// The OAuth of the gateway: OpenIddict speaks the protocol (RFC 6749, 7009, 8414), and the desk's own credentials say who a
/// client is and what it may be allowed. Tokens are signed and not stored: what ends a token is the end of its credential.
/// </summary>
internal static class GatewayOAuth
{
    private const int WrongSecretsPerMinute = 20;
    private const string KeyPurpose = "gateway-tokens-v1", KeyFile = "gateway-signing.key", Wait = "otc:wait";

    /// <summary>Registers the server and its key.</summary>
    public static IServiceCollection AddGatewayOAuth(this IServiceCollection services)
    {
        services.AddSingleton(provider => new GatewayTokenKey(
            TokenKeys.Open(provider, KeyPurpose, KeyFile), provider.GetRequiredService<TimeProvider>()));
        services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode().AllowClientCredentialsFlow().DisableAccessTokenEncryption().DisableScopeValidation();
            server.SetTokenEndpointUris("gateway/o/token/", "gateway/o/token").SetRevocationEndpointUris("gateway/o/revoke/", "gateway/o/revoke");
            server.SetConfigurationEndpointUris(".well-known/oauth-authorization-server/gateway").SetJsonWebKeySetEndpointUris("gateway/o/jwks/");
            server.RegisterScopes([.. CredentialScopes.Of(CredentialSurface.Gateway)]).SetAccessTokenLifetime(GatewayTokenKey.Lifetime);
            server.AddEphemeralEncryptionKey();
            server.UseAspNetCore().DisableTransportSecurityRequirement();
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseSingletonHandler<ClientCheck>());
            server.AddEventHandler<ValidateRevocationRequestContext>(handler => handler.UseSingletonHandler<RevocationCheck>());
            server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseSingletonHandler<TokenGrant>());
            server.AddEventHandler<HandleConfigurationRequestContext>(handler => handler.UseSingletonHandler<IssuerName>()
                .SetOrder(OpenIddict.Server.OpenIddictServerHandlers.Discovery.AttachIssuer.Descriptor.Order + 500));
            server.AddEventHandler<ApplyTokenResponseContext>(handler => handler.UseSingletonHandler<ResponseShape>()
                .SetOrder(AttachHttpResponseCode<ApplyTokenResponseContext>.Descriptor.Order + 500));
        });
        services.AddOptions<OpenIddictServerOptions>().Configure<GatewayTokenKey, TimeProvider>((options, key, clock) =>
        {
            options.TimeProvider = clock;
            options.SigningCredentials.Add(new(key.Signing, Microsoft.IdentityModel.Tokens.SecurityAlgorithms.EcdsaSha256));
        });
        return services;
    }

    /// <summary>Names the addresses that the server answers, so that routing knows them; it answers before any of these runs.</summary>
    public static void MapGatewayOAuth(this WebApplication app)
    {
        foreach (var path in new[] { "/gateway/o/token", "/gateway/o/revoke" })
        {
            app.MapPost(path, () => Results.NotFound()).AllowAnonymous().WithMetadata(Api.Gateway.GatewayApi.Surface);
        }
        app.MapGet("/gateway/o/jwks", () => Results.NotFound()).AllowAnonymous();
        app.MapGet("/.well-known/oauth-authorization-server/gateway", () => Results.NotFound()).AllowAnonymous();
    }

    private static HttpContext HttpOf(BaseContext context) => context.Transaction.GetHttpRequest()!.HttpContext;

    // Who a client is; every way in which it can be wrong has one answer, which takes as long for a client that exists as for one
    // that does not.
    private static async Task<KnownCredential?> FindAsync(BaseContext context, CredentialLookup lookup, string? clientId, string? secret)
    {
        var http = HttpOf(context);
        var identity = await lookup.FindAsync(CredentialSurface.Gateway, clientId ?? "", secret ?? "", ClientAddress.Of(http), http.RequestAborted);
        var known = identity is null ? null : await lookup.FindKeyAsync(CredentialSurface.Gateway, clientId!, http.RequestAborted);
        // Below a tenant's own path there are no clients but its own.
        return known is not null && http.Features.Get<TenantBase>() is { } own && own.MerchantId != known.Row.MerchantId ? null : known;
    }

    // The server's own name is the address that its metadata is found by (RFC 8414, section 3.3): the origin and the path below it.
    private sealed class IssuerName : IOpenIddictServerHandler<HandleConfigurationRequestContext>
    {
        public ValueTask HandleAsync(HandleConfigurationRequestContext context)
        {
            if (context.BaseUri is { } origin)
            {
                context.Issuer = new Uri(origin, "/gateway");
            }
            return default;
        }
    }

    private sealed class ClientCheck(CredentialLookup lookup, RateCounters counters) : IOpenIddictServerHandler<ValidateTokenRequestContext>
    {
        public async ValueTask HandleAsync(ValidateTokenRequestContext context)
        {
            var http = HttpOf(context);
            var attempts = $"gateway-secret:{RateCounters.KeyOf(ClientAddress.Of(http))}:{context.ClientId}";
            if (counters.Waits(attempts, WrongSecretsPerMinute) is { } wait)
            {
                Refuse(context, http, wait);
                return;
            }
            if (await FindAsync(context, lookup, context.ClientId, context.ClientSecret) is null)
            {
                counters.Take(attempts, WrongSecretsPerMinute);
                context.Reject(Errors.InvalidClient, "The client is not known, or its secret is wrong.");
                return;
            }
            var known = (await lookup.FindKeyAsync(CredentialSurface.Gateway, context.ClientId!, http.RequestAborted))!;
            var allowed = known.Row.ScopeList();
            if (context.Request.GetScopes().FirstOrDefault(scope => !allowed.Contains(scope, StringComparer.Ordinal)) is { } more)
            {
                context.Reject(Errors.InvalidScope, $"The scope {(more.Length > 40 ? more[..40] : more)} is not this client's.");
            }
        }

        private static void Refuse(ValidateTokenRequestContext context, HttpContext http, TimeSpan wait)
        {
            context.Transaction.SetProperty(Wait, new WaitTold(wait));
            http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            context.Reject(Errors.SlowDown, "Too many wrong secrets; wait as told.");
        }
    }

    private sealed record WaitTold(TimeSpan Wait);

    private sealed class RevocationCheck(CredentialLookup lookup) : IOpenIddictServerHandler<ValidateRevocationRequestContext>
    {
        public async ValueTask HandleAsync(ValidateRevocationRequestContext context)
        {
            if (await FindAsync(context, lookup, context.ClientId, context.ClientSecret) is null)
            {
                context.Reject(Errors.InvalidClient, "The client is not known, or its secret is wrong.");
            }
        }
    }

    private sealed class TokenGrant(CredentialLookup lookup) : IOpenIddictServerHandler<HandleTokenRequestContext>
    {
        public async ValueTask HandleAsync(HandleTokenRequestContext context)
        {
            var known = (await lookup.FindKeyAsync(CredentialSurface.Gateway, context.ClientId!, HttpOf(context).RequestAborted))!;
            var asked = context.Request.GetScopes();
            // Nobody who names no scope means the one that only an admin gives.
            var scopes = asked.Length > 0 ? [.. asked] : known.Row.ScopeList().Where(scope => scope != CredentialScopes.GatewayAdmin).ToList();
            var identity = new ClaimsIdentity("gateway");
            identity.AddClaim(new Claim(JwtRegisteredClaimNames.Sub, context.ClientId!).SetDestinations(Destinations.AccessToken));
            var principal = new ClaimsPrincipal(identity);
            principal.SetScopes(scopes);
            context.SignIn(principal, new Dictionary<string, OpenIddictParameter> { ["scope"] = string.Join(' ', scopes) });
        }
    }

    // What answers say beside the library's own: no links to elsewhere, and 429 where that is meant.
    private sealed class ResponseShape : IOpenIddictServerHandler<ApplyTokenResponseContext>
    {
        public ValueTask HandleAsync(ApplyTokenResponseContext context)
        {
            context.Response.ErrorUri = null;
            // The life that the token was given; the library says what is left of it a moment later.
            context.Response.ExpiresIn = context.Response.ExpiresIn is null ? null : (long)GatewayTokenKey.Lifetime.TotalSeconds;
            if (context.Transaction.GetProperty<WaitTold>(Wait) is not null)
            {
                HttpOf(context).Response.StatusCode = StatusCodes.Status429TooManyRequests;
            }
            return default;
        }
    }
}
