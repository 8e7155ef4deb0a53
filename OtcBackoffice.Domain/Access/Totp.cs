using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OtcBackoffice.Domain.Access;

/// <summary>
/// Codes of authenticator applications (RFC 6238): six digits, thirty seconds, HMAC-SHA1, because those are the parameters
/// that every application knows.
/// </summary>
public static class Totp
{
    /// <summary>Bytes of a new seed, as RFC 4226 recommends.</summary>
    public const int SecretBytes = 20;

    private const int StepSeconds = 30, Digits = 6, Modulus = 1_000_000;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The time step of an instant.</summary>
    public static long StepAt(DateTime utc) => (long)(utc - DateTime.UnixEpoch).TotalSeconds / StepSeconds;

    /// <summary>The code of a step.</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // The standard prescribes SHA-1; as the core of an HMAC over a counter it is not broken.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var offset = hash[19] & 0xf;
        var number = (BinaryPrimitives.ReadInt32BigEndian(hash[offset..]) & int.MaxValue) % Modulus;
        return number.ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0');
    }

    /// <summary>
    /// The step whose code this is, one step early or late allowed for clocks that differ, or null. Steps up to
    /// <paramref name="lastStep"/> are spent, so that an overheard code is worth nothing.
    /// </summary>
    public static long? Match(ReadOnlySpan<byte> secret, string? code, DateTime utc, long lastStep)
    {
        var digits = code?.Replace(" ", "", StringComparison.Ordinal) ?? "";
        if (digits.Length != Digits)
        {
            return null;
        }
        var now = StepAt(utc);
        long? found = null;
        for (var step = now - 1; step <= now + 1; step++)
        {
            var isSame = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(secret, step)),
                Encoding.UTF8.GetBytes(digits));
            found = isSame && step > lastStep ? step : found;
        }
        return found;
    }

    /// <summary>A seed as people and applications write it (RFC 4648 base 32).</summary>
    public static string ToText(ReadOnlySpan<byte> secret)
    {
        var text = new StringBuilder(secret.Length * 8 / 5 + 1);
        var (buffer, bits) = (0, 0);
        foreach (var one in secret)
        {
            buffer = (buffer << 8) | one;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Alphabet[(buffer >> bits) & 31]);
            }
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0)
        {
            text.Append(Alphabet[(buffer << (5 - bits)) & 31]);
        }
        return text.ToString();
    }
}
