using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OtcBackoffice.Domain.Access;

/// <summary>The key that session tokens are signed with; P-256. It may be used by many at once.</summary>
public sealed class SessionKey(ECDsa key)
{
    private readonly Lock _gate = new();

    internal byte[] Sign(byte[] text)
    {
        lock (_gate)
        {
            return key.SignData(text, HashAlgorithmName.SHA256);
        }
    }

    internal bool Verifies(byte[] text, byte[] signature)
    {
        lock (_gate)
        {
            return key.VerifyData(text, signature, HashAlgorithmName.SHA256);
        }
    }
}

/// <summary>
/// A short-lived token of somebody's session: a JWT signed with ES256 and nothing else. It only names the session, whose row
/// decides at every request, so ending the session ends the token as well.
/// </summary>
/// <param name="PersonId">Who signed in.</param>
/// <param name="SessionId">The session.</param>
/// <param name="Name">What to call the person.</param>
/// <param name="Scopes">What the session may do on the exchange surface.</param>
/// <param name="ExpiresAtUtc">When the token stops working.</param>
public sealed record SessionToken(Guid PersonId, Guid SessionId, string Name, IReadOnlyList<string> Scopes, DateTime ExpiresAtUtc)
{
    /// <summary>How long a token holds, in seconds.</summary>
    public const int LifetimeSeconds = 900;

    private const string Issuer = "otc-backoffice", Algorithm = "ES256";
    private const int LengthMax = 4_096;

    private static readonly string Header = Encode(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["alg"] = Algorithm, ["typ"] = "JWT" }));

    /// <summary>Writes the token.</summary>
    public string Write(SessionKey key, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(key);
        var body = Encode(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["aud"] = Issuer,
            ["sub"] = PersonId,
            ["sid"] = SessionId,
            ["name"] = Name,
            ["scope"] = string.Join(' ', Scopes),
            ["iat"] = Seconds(now),
            ["exp"] = Seconds(ExpiresAtUtc),
        }));
        var text = $"{Header}.{body}";
        return $"{text}.{Encode(key.Sign(Encoding.ASCII.GetBytes(text)))}";
    }

    /// <summary>Reads a token, or null when anything about it is wrong: form, algorithm, signature, issuer or time.</summary>
    public static SessionToken? Read(string? text, SessionKey key, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (text is not { Length: > 0 and <= LengthMax } || text.Split('.') is not [var header, var body, var signature] || header != Header)
        {
            return null;
        }
        try
        {
            if (!key.Verifies(Encoding.ASCII.GetBytes($"{header}.{body}"), Base64Url.DecodeFromChars(signature)))
            {
                return null;
            }
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(body));
            var root = claims.RootElement;
            var token = new SessionToken(root.GetProperty("sub").GetGuid(), root.GetProperty("sid").GetGuid(), root.GetProperty("name").GetString() ?? "",
                (root.GetProperty("scope").GetString() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), DateTime.UnixEpoch.AddSeconds(root.GetProperty("exp").GetInt64()));
            return root.GetProperty("iss").GetString() == Issuer && root.GetProperty("aud").GetString() == Issuer && token.ExpiresAtUtc > now ? token : null;
        }
        catch (Exception fault) when (fault is FormatException or JsonException or KeyNotFoundException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static long Seconds(DateTime time) => (long)(time - DateTime.UnixEpoch).TotalSeconds;

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
