using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OtcBackoffice.Tests.Support;

/// <summary>One request as it arrived, with the checks that a careful receiver makes.</summary>
public sealed record ReceivedWebhook(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body,
    int AnsweredStatus)
{
    private const string SecretPrefix = "whsec_";

    public string Id => Headers.GetValueOrDefault("webhook-id", "");

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    /// <summary>
    /// Whether <c>webhook-signature</c> holds a <c>v1</c> signature of id, timestamp and body under this secret, and the
    /// timestamp is no further than five minutes from <paramref name="now"/> where one is given.
    /// </summary>
    public bool HasStandardSignature(string secret, DateTimeOffset? now = null)
    {
        var (id, timestamp) = (Id, Headers.GetValueOrDefault("webhook-timestamp", ""));
        if (id.Length == 0 || !long.TryParse(timestamp, out var seconds))
        {
            return false;
        }
        if (now is { } moment && (moment - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > TimeSpan.FromMinutes(5))
        {
            return false;
        }
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. Body];
        var expected = Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret), signed));
        return Headers.GetValueOrDefault("webhook-signature", "").Split(' ').Contains("v1," + expected, StringComparer.Ordinal);
    }

    /// <summary>Whether <c>X-OTC-Signature</c> is <c>sha256=</c> and the lower-case hex HMAC of the raw body under this secret.</summary>
    public bool HasOtcSignature(string secret)
    {
        var expected = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(KeyOf(secret), Body));
        return Headers.GetValueOrDefault("X-OTC-Signature") == expected;
    }

    /// <summary>The bytes behind a secret: base64 after <c>whsec_</c>, else the text itself.</summary>
    public static byte[] KeyOf(string secret)
    {
        return secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
            ? Convert.FromBase64String(secret[SecretPrefix.Length..])
            : Encoding.UTF8.GetBytes(secret);
    }
}
