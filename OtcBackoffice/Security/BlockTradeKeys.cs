using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Security;

/// <summary>
/// Signed requests of the block-trade API: key in <c>X-BH-APIKEY</c>, signature over the raw request. A request that passes
/// leaves a <see cref="SignedCall"/> behind, which the desk spends with the effect. Whatever is wrong with key or signature
/// gets the same 401; a timestamp outside its window is told apart only to whoever holds the secret.
/// </summary>
public sealed class BlockTradeKeys(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, CredentialLookup lookup,
    IDataProtectionProvider protection,
    TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = SchemeNames.BlockTradeKey;

    /// <summary>The header of the key.</summary>
    public const string HeaderName = "X-BH-APIKEY";

    /// <summary>Largest body that is read to check a signature, in bytes.</summary>
    public const int BodyBytesMax = 256 * 1_024;

    // Checked against when there is no such key, so that an unknown key takes as long as a wrong signature.
    private static readonly string Dummy = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private readonly IDataProtector _protector = protection.CreateProtector(ApiCredential.SecretPurpose);

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers[HeaderName];
        if (header.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }
        if (header.Count != 1 || header[0] is not { Length: > 0 } keyId || await ReadAsync() is not { } signature)
        {
            return Refused();
        }
        var known = await lookup.FindKeyAsync(CredentialSurface.BlockTrade, keyId, Context.RequestAborted);
        var now = clock.GetUtcNow();
        if (!IsSigned(known, signature, now.UtcDateTime) || known is null || !lookup.Admits(known, ClientAddress.Of(Context), now.UtcDateTime))
        {
            return Refused();
        }
        if (!signature.IsTimely(now))
        {
            Context.Features.Set(new SignatureFault("The timestamp is outside of recvWindow, or ahead of the server's time."));
            return Refused();
        }
        Context.Features.Set(new SignedCall(known.Row.Id, signature.Hex, signature.TimestampMs));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(known.Identity), Scheme.Name));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = SchemeName;
        return Task.CompletedTask;
    }

    private static AuthenticateResult Refused() => AuthenticateResult.Fail("The key or its signature is not valid.");

    private bool IsSigned(KnownCredential? known, RequestSignature signature, DateTime now)
    {
        var present = signature.IsBy(known?.Row.ProtectedSecret is { } secret ? _protector.Unprotect(secret) : Dummy);
        var previous = known?.Row is { PreviousProtectedSecret: { } old } row && row.PreviousHoldsAt(now)
            && signature.IsBy(_protector.Unprotect(old));
        return known is not null && (present | previous);
    }

    private async Task<RequestSignature?> ReadAsync()
    {
        var kind = Request.ContentType switch
        {
            null => SignedBody.Whole,
            var type when type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) => SignedBody.Form,
            var type when type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) => SignedBody.Nothing,
            _ => SignedBody.Whole,
        };
        var body = kind == SignedBody.Nothing ? [] : await BodyAsync();
        return body is null ? null : RequestSignature.Read(RawQuery(), body, kind);
    }

    // The target as it stood in the request line; what the framework parsed of it may be spelled otherwise.
    private string RawQuery()
    {
        var target = Context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()?.RawTarget ?? "";
        var start = target.IndexOf('?', StringComparison.Ordinal);
        return start < 0 ? "" : target[(start + 1)..];
    }

    private async Task<byte[]?> BodyAsync()
    {
        if (Request.ContentLength > BodyBytesMax)
        {
            return null;
        }
        Request.EnableBuffering(BodyBytesMax, BodyBytesMax + 1);
        using var gathered = new MemoryStream();
        var buffer = new byte[8_192];
        int read;
        while ((read = await Request.Body.ReadAsync(buffer, Context.RequestAborted)) > 0)
        {
            gathered.Write(buffer, 0, read);
            if (gathered.Length > BodyBytesMax)
            {
                return null;
            }
        }
        Request.Body.Position = 0;
        return gathered.ToArray();
    }
}
