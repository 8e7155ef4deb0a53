using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OtcBackoffice.Api.Gateway;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Security;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreHandlers;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace OtcBackoffice.Hosting;

/// <summary>
/// The OAuth of the gateway: OpenIddict speaks the protocol (RFC 6749, 7009, 8414), and the desk's own credentials say who a
/// client is and what it may be allowed. Tokens are signed and not stored: what ends a token is the end of its credential, or that it is
/// given back
/// (RFC 7009), which is remembered until it would have ended anyhow.
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
        services.AddSingleton<RevokedTokens>();
        services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode().AllowClientCredentialsFlow().DisableAccessTokenEncryption().DisableScopeValidation();
            server.SetTokenEndpointUris("gateway/o/token/", "gateway/o/token")
                .SetRevocationEndpointUris("gateway/o/revoke/", "gateway/o/revoke");
            server.SetConfigurationEndpointUris(".well-known/oauth-authorization-server/gateway")
                .SetJsonWebKeySetEndpointUris("gateway/o/jwks/");
            server.RegisterScopes([.. CredentialScopes.Of(CredentialSurface.Gateway)]).SetAccessTokenLifetime(GatewayTokenKey.Lifetime);
            server.AddEphemeralEncryptionKey();
            server.UseAspNetCore().DisableTransportSecurityRequirement().SetRealm("gateway");
            server.AddEventHandler<ExtractTokenRequestContext>(handler => handler.UseSingletonHandler<OwnParameters>()
                .SetOrder(ExtractPostRequest<ExtractTokenRequestContext>.Descriptor.Order + 1));
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseSingletonHandler<ClientCheck>());
            server.AddEventHandler<ValidateRevocationRequestContext>(handler => handler.UseSingletonHandler<RevocationCheck>());
            server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseSingletonHandler<TokenGrant>());
            server.AddEventHandler<HandleConfigurationRequestContext>(handler => handler.UseSingletonHandler<OwnMetadata>()
                .SetOrder(OpenIddict.Server.OpenIddictServerHandlers.Discovery.AttachAdditionalMetadata.Descriptor.Order + 500));
            server.AddEventHandler<ProcessSignInContext>(handler => handler.UseSingletonHandler<TokenIssuer>()
                .SetOrder(OpenIddict.Server.OpenIddictServerHandlers.PrepareAccessTokenPrincipal.Descriptor.Order + 500));
            server.AddEventHandler<ValidateTokenContext>(handler => handler.UseSingletonHandler<AnyIssuer>()
                .SetOrder(OpenIddict.Server.OpenIddictServerHandlers.Protection.ResolveTokenValidationParameters.Descriptor.Order + 500));
            server.AddEventHandler<ApplyTokenResponseContext>(handler => handler.UseSingletonHandler<ResponseShape>()
                .SetOrder(AttachHttpResponseCode<ApplyTokenResponseContext>.Descriptor.Order + 500));
            server.AddEventHandler<ApplyRevocationResponseContext>(handler => handler.UseInlineHandler(context =>
            {
                context.Response.ErrorUri = null;
                return default;
            }).SetOrder(AttachHttpResponseCode<ApplyRevocationResponseContext>.Descriptor.Order + 500));
            server.AddEventHandler<ApplyConfigurationResponseContext>(handler => handler.UseInlineHandler(context =>
            {
                // RFC 8414, section 2 wants the member of every server; nobody is sent to this one to agree to anything.
                context.Response.AddParameter(Metadata.ResponseTypesSupported, new OpenIddictParameter(JsonSerializer.SerializeToElement(
                    Array.Empty<string>())));
                return default;
            }).SetOrder(AttachHttpResponseCode<ApplyConfigurationResponseContext>.Descriptor.Order + 500));
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
        foreach (var (path, document) in new[]
        {
            ("/gateway/o/token", GatewayDocument.Token), ("/gateway/o/revoke", GatewayDocument.Revoke),
        })
        {
            app.MapPost(path, () => Results.NotFound()).AllowAnonymous().WithMetadata(GatewayApi.Surface, document);
        }
        app.MapGet("/gateway/o/jwks", () => Results.NotFound()).AllowAnonymous();
        app.MapGet("/.well-known/oauth-authorization-server/gateway", () => Results.NotFound()).AllowAnonymous();
    }

    /// <summary>Whether a path is one that the server answers to forms.</summary>
    public static bool IsOwn(PathString path) => path.StartsWithSegments("/gateway/o/token", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/gateway/o/revoke", StringComparison.OrdinalIgnoreCase);

    private static HttpContext HttpOf(BaseContext context) => context.Transaction.GetHttpRequest()!.HttpContext;

    // Who a client is; every way in which it can be wrong has one answer, which takes as long for a client that exists as for one
    // that does not.
    private static async Task<KnownCredential?> FindAsync(BaseContext context, CredentialLookup lookup, string? clientId, string? secret)
    {
        var http = HttpOf(context);
        var identity = await lookup.FindAsync(CredentialSurface.Gateway, clientId ?? "", secret ?? "", ClientAddress.Of(http),
            http.RequestAborted);
        var known = identity is null ? null : await lookup.FindKeyAsync(CredentialSurface.Gateway, clientId!, http.RequestAborted);
        // Below a tenant's own path there are no clients but its own.
        return known is not null && http.Features.Get<TenantBase>() is { } own && own.MerchantId != known.Row.MerchantId ? null : known;
    }

    // The server's own name: the origin and the path that the caller came by, the tenant's own or the one of all.
    private static Uri? IssuerOf(BaseContext context) => context.BaseUri is { } origin
        ? new Uri(origin, "/" + (HttpOf(context).Features.Get<TenantBase>()?.Segment ?? "gateway")) : null;

    // What the metadata says (RFC 8414): its issuer is the address that it is found by (section 3.3), its endpoints lie below that, and
    // nothing is named that
    // belongs to signing in people.
    private sealed class OwnMetadata : IOpenIddictServerHandler<HandleConfigurationRequestContext>
    {
        private static readonly string[] Methods = [ClientAuthenticationMethods.ClientSecretPost,
            ClientAuthenticationMethods.ClientSecretBasic];

        public ValueTask HandleAsync(HandleConfigurationRequestContext context)
        {
            if (IssuerOf(context) is not { } issuer)
            {
                return default;
            }
            var root = issuer.AbsoluteUri;
            context.Issuer = issuer;
            (context.TokenEndpoint, context.RevocationEndpoint, context.JsonWebKeySetEndpoint) = (new($"{root}/o/token/"),
                new($"{root}/o/revoke/"), new($"{root}/o/jwks/"));
            context.Scopes.Remove(Scopes.OpenId);
            context.Claims.Clear();
            context.SubjectTypes.Clear();
            context.IdTokenSigningAlgorithms.Clear();
            context.PromptValues.Clear();
            context.TokenEndpointAuthenticationMethods.IntersectWith(Methods);
            context.RevocationEndpointAuthenticationMethods.IntersectWith(Methods);
            context.Metadata.Remove(Metadata.AuthorizationResponseIssParameterSupported);
            return default;
        }
    }

    // RFC 6749, section 3.2: what the server does not know is ignored, and nothing is sent twice. The library knows more parameters
    // than this server, and refuses those of flows that it does not have.
    private sealed class OwnParameters : IOpenIddictServerHandler<ExtractTokenRequestContext>
    {
        private static readonly string[] Known = [Parameters.GrantType, Parameters.ClientId, Parameters.ClientSecret, Parameters.Scope];

        public ValueTask HandleAsync(ExtractTokenRequestContext context)
        {
            foreach (var (name, value) in context.Request?.GetParameters().ToList() ?? [])
            {
                if (!Known.Contains(name, StringComparer.Ordinal))
                {
                    context.Request!.RemoveParameter(name);
                }
                else if (value.Count > 1)
                {
                    context.Reject(Errors.InvalidRequest, $"{name} was sent more than once.");
                    return default;
                }
            }
            return default;
        }
    }

    // A token names the issuer of the metadata that its client read.
    private sealed class TokenIssuer : IOpenIddictServerHandler<ProcessSignInContext>
    {
        public ValueTask HandleAsync(ProcessSignInContext context)
        {
            context.AccessTokenPrincipal?.SetClaim(Claims.Private.Issuer, IssuerOf(context)?.AbsoluteUri);
            return default;
        }
    }

    // A token is given back at whichever of the tenant's addresses; its signature says that it is ours.
    private sealed class AnyIssuer : IOpenIddictServerHandler<ValidateTokenContext>
    {
        public ValueTask HandleAsync(ValidateTokenContext context)
        {
            context.TokenValidationParameters.ValidateIssuer = false;
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

    private sealed class RevocationCheck(CredentialLookup lookup, GatewayTokenKey key, RevokedTokens revoked, IServiceScopeFactory scopes)
        : IOpenIddictServerHandler<ValidateRevocationRequestContext>
    {
        public async ValueTask HandleAsync(ValidateRevocationRequestContext context)
        {
            if (await FindAsync(context, lookup, context.ClientId, context.ClientSecret) is not { } known)
            {
                context.Reject(Errors.InvalidClient, "The client is not known, or its secret is wrong.");
                return;
            }
            // What is no token of this client, or is over, needs nothing (RFC 7009, section 2.2).
            var token = context.Request.Token ?? "";
            var read = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, key.Rules());
            if (read.IsValid && read.ClaimsIdentity.FindFirst(JwtRegisteredClaimNames.Sub)?.Value == context.ClientId)
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<CredentialUpkeep>()
                    .EndTokenAsync(known.Row.Id, RevokedTokens.NameOf(token), read.SecurityToken.ValidTo, HttpOf(context).RequestAborted);
                revoked.Forget();
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
            var scopes = asked.Length > 0 ? [.. asked]
                : known.Row.ScopeList().Where(scope => scope != CredentialScopes.GatewayAdmin).ToList();
            var identity = new ClaimsIdentity("gateway");
            identity.AddClaim(new Claim(JwtRegisteredClaimNames.Sub, context.ClientId!).SetDestinations(Destinations.AccessToken));
            var principal = new ClaimsPrincipal(identity);
            principal.SetScopes(scopes);
            context.SignIn(principal, new Dictionary<string, OpenIddictParameter> { ["scope"] = string.Join(' ', scopes) });
        }
    }

    // What answers say beside the library's own: no links to elsewhere, 429 where that is meant, and 401 to who did not say who it is
    // (RFC 6749, section 5.2), which the library takes for a fault of the request.
    private sealed class ResponseShape : IOpenIddictServerHandler<ApplyTokenResponseContext>
    {
        public ValueTask HandleAsync(ApplyTokenResponseContext context)
        {
            context.Response.ErrorUri = null;
            // The life that the token was given; the library says what is left of it a moment later.
            context.Response.ExpiresIn = context.Response.ExpiresIn is null ? null : (long)GatewayTokenKey.Lifetime.TotalSeconds;
            if (context.Response.Error == Errors.InvalidRequest && IsNobody(context.Request))
            {
                (context.Response.Error, context.Response.ErrorDescription) = (Errors.InvalidClient,
                    "Send client_id and client_secret in the form, or as Basic.");
                HttpOf(context).Response.StatusCode = StatusCodes.Status401Unauthorized;
            }
            if (context.Transaction.GetProperty<WaitTold>(Wait) is not null)
            {
                HttpOf(context).Response.StatusCode = StatusCodes.Status429TooManyRequests;
            }
            return default;
        }

        private static bool IsNobody(OpenIddictRequest? request) => request is { GrantType: GrantTypes.ClientCredentials }
            && (string.IsNullOrEmpty((string?)request[Parameters.ClientId])
                || string.IsNullOrEmpty((string?)request[Parameters.ClientSecret]))
            && request.GetParameters().All(one => one.Value.Count <= 1);
    }
}
