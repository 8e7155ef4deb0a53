using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OtcBackoffice.Domain.Events;

/// <summary>
/// How a delivery proves where it comes from. Both forms cover the exact bytes that are sent, so sign what goes out and
/// never a body that was written again from its parts. One secret is one key: both forms use the same bytes.
/// </summary>
public static class WebhookSignature
{
    /// <summary>The header of <see cref="SignBody"/>.</summary>
    public const string BodyHeader = "X-OTC-Signature";

    /// <summary>The Standard Webhooks header of the message's id, the same on every attempt.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The Standard Webhooks header of the attempt's time, in unix seconds.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The Standard Webhooks header of <see cref="Sign"/>.</summary>
    public const string SignatureHeader = "webhook-signature";

    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";

    /// <summary>
    /// The key bytes of a secret: <c>whsec_</c> and base 64 is decoded, every other text is used as its UTF-8 bytes.
    /// </summary>
    public static byte[] Key(string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        if (secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            var encoded = secret.AsSpan(SecretPrefix.Length);
            var key = new byte[encoded.Length];
            if (Convert.TryFromBase64Chars(encoded, key, out var written) && written > 0)
            {
                return key[..written];
            }
        }
        return Encoding.UTF8.GetBytes(secret);
    }

    /// <summary>Writes key bytes as a secret of the form <c>whsec_...</c>.</summary>
    public static string WriteSecret(ReadOnlySpan<byte> key) => SecretPrefix + Convert.ToBase64String(key);

    /// <summary>
    /// The Standard Webhooks signature, <c>v1,</c> and base 64. While a secret is being replaced, the header carries the
    /// signatures under the old and the new one with a space between them.
    /// </summary>
    /// <param name="secret">The endpoint's secret.</param>
    /// <param name="messageId">What goes into <see cref="IdHeader"/>; it must not contain a full stop.</param>
    /// <param name="unixSeconds">What goes into <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The exact bytes that are sent.</param>
    public static string Sign(string secret, string messageId, long unixSeconds, ReadOnlySpan<byte> body)
    {
        ArgumentException.ThrowIfNullOrEmpty(messageId);
        if (messageId.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException("A full stop in the id would let it run into the timestamp.", nameof(messageId));
        }
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Key(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{messageId}.{unixSeconds}.")));
        hmac.AppendData(body);
        return Version + Convert.ToBase64String(hmac.GetHashAndReset());
    }

    /// <summary>The desk's own signature of the raw body alone: <c>sha256=</c> and 64 lower-case hexadecimal digits.</summary>
    public static string SignBody(string secret, ReadOnlySpan<byte> body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Key(secret), body));
}
