using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace OtcBackoffice.Security;

/// <summary>What of a request's body takes part in its signature.</summary>
public enum SignedBody
{
    /// <summary>All of it, as bytes: JSON.</summary>
    Whole,

    /// <summary>All of it, and its pairs are parameters, the signature possibly among them: form-urlencoded.</summary>
    Form,

    /// <summary>Nothing: files of a multipart upload are not signed.</summary>
    Nothing,
}

/// <summary>
/// The signature of a block-trade request, read from the raw bytes as they came: HMAC-SHA256 over the query and the body
/// without anything between them, less the one pair that holds the signature itself. Nothing is decoded first, so that no two
/// ways to spell a request share a signature.
/// </summary>
/// <param name="Message">What is signed.</param>
/// <param name="Hex">The signature that came, 64 lower-case hexadecimal digits.</param>
/// <param name="TimestampMs">When the caller says that it signed.</param>
/// <param name="RecvWindowMs">For how long the caller lets it be good.</param>
public sealed record RequestSignature(byte[] Message, string Hex, long TimestampMs, int RecvWindowMs)
{
    /// <summary>The window unless the caller names one, the longest, and how far ahead a timestamp may be.</summary>
    public const int RecvWindowDefaultMs = 5_000, RecvWindowMaxMs = 60_000, FutureMaxMs = 1_000;

    private const string SignatureName = "signature", TimestampName = "timestamp", WindowName = "recvWindow";

    /// <summary>Reads a request; null when it holds no signature that could be checked.</summary>
    /// <param name="rawQuery">The query as it came, without its question mark.</param>
    /// <param name="body">The body as it came.</param>
    /// <param name="kind">What of the body is signed.</param>
    public static RequestSignature? Read(string rawQuery, ReadOnlySpan<byte> body, SignedBody kind)
    {
        ArgumentNullException.ThrowIfNull(rawQuery);
        var query = Pairs.Split(rawQuery);
        var form = Pairs.Split(kind == SignedBody.Form ? Encoding.Latin1.GetString(body) : "");
        if (query is null || form is null || query.Signatures.Count + form.Signatures.Count != 1)
        {
            return null;
        }
        var hex = query.Signatures.Concat(form.Signatures).Single().ToLowerInvariant();
        var timestamp = query.Find(TimestampName) ?? form.Find(TimestampName);
        var window = query.Find(WindowName) ?? form.Find(WindowName);
        if (hex.Length != 64 || !hex.All(char.IsAsciiHexDigit) || query.IsDoubled || form.IsDoubled
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var timestampMs))
        {
            return null;
        }
        var windowMs = RecvWindowDefaultMs;
        if (window is not null && (!int.TryParse(window, NumberStyles.None, CultureInfo.InvariantCulture, out windowMs)
            || windowMs is < 1 or > RecvWindowMaxMs))
        {
            return null;
        }
        var head = Encoding.Latin1.GetBytes(query.Rest);
        byte[] message = kind switch
        {
            SignedBody.Form => [.. head, .. Encoding.Latin1.GetBytes(form.Rest)],
            SignedBody.Whole => [.. head, .. body],
            _ => head,
        };
        return new RequestSignature(message, hex, timestampMs, windowMs);
    }

    /// <summary>The signature of a message, lower-case hexadecimal.</summary>
    public static string Sign(string secret, ReadOnlySpan<byte> message) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message));

    /// <summary>Whether a secret made this signature, in a time that does not tell where they differ.</summary>
    public bool IsBy(string secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(secret, Message)), Encoding.ASCII.GetBytes(Hex));

    /// <summary>Whether it was signed within its window, and not for a time to come.</summary>
    public bool IsTimely(DateTimeOffset now)
    {
        var late = now.ToUnixTimeMilliseconds() - TimestampMs;
        return late <= RecvWindowMs && late >= -FutureMaxMs;
    }

    private sealed record Pairs(List<string> Signatures, string Rest, Dictionary<string, string> Named, bool IsDoubled)
    {
        // Latin-1 carries every byte as one character and back, so nothing is lost between splitting and signing.
        public static Pairs? Split(string raw)
        {
            var signatures = new List<string>();
            var rest = new List<string>();
            var named = new Dictionary<string, string>(StringComparer.Ordinal);
            var isDoubled = false;
            foreach (var part in raw.Length == 0 ? [] : raw.Split('&'))
            {
                var equals = part.IndexOf('=', StringComparison.Ordinal);
                var (name, value) = equals < 0 ? (part, "") : (part[..equals], part[(equals + 1)..]);
                var plain = WebUtility.UrlDecode(name);
                // A signature under a disguised name would be signed along by one reader and left out by the next.
                if (plain != name && plain is SignatureName or TimestampName or WindowName
                    && name is not (SignatureName or TimestampName or WindowName))
                {
                    return null;
                }
                if (name == SignatureName)
                {
                    signatures.Add(value);
                    continue;
                }
                rest.Add(part);
                if (name is TimestampName or WindowName)
                {
                    isDoubled |= !named.TryAdd(name, value);
                }
            }
            return new Pairs(signatures, string.Join('&', rest), named, isDoubled);
        }

        public string? Find(string name) => Named.GetValueOrDefault(name);
    }
}
