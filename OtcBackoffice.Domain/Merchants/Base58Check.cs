using System.Security.Cryptography;

namespace OtcBackoffice.Domain.Merchants;

/// <summary>
/// The text form of a TRON address: 21 payload bytes and 4 checksum bytes written in base 58. Only this one length is
/// handled, since no other network of the desk writes addresses so.
/// </summary>
public static class Base58Check
{
    /// <summary>The number of payload bytes: one prefix byte and the 20 bytes of the account.</summary>
    public const int PayloadBytes = 21;

    private const int ChecksumBytes = 4;
    private const int TotalBytes = PayloadBytes + ChecksumBytes;
    private const int Base = 58;
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /// <summary>Writes a payload of <see cref="PayloadBytes"/> bytes with its checksum.</summary>
    /// <exception cref="ArgumentException">The payload has another length.</exception>
    public static string Encode(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != PayloadBytes)
        {
            throw new ArgumentException($"A payload has {PayloadBytes} bytes.", nameof(payload));
        }
        var number = new byte[TotalBytes];
        payload.CopyTo(number);
        Checksum(payload).CopyTo(number.AsSpan(PayloadBytes));

        var leadingZeros = number.TakeWhile(part => part == 0).Count();
        var digits = new List<char>();
        while (Array.Exists(number, part => part != 0))
        {
            digits.Add(Alphabet[DivideInPlace(number)]);
        }
        digits.AddRange(Enumerable.Repeat(Alphabet[0], leadingZeros));
        digits.Reverse();
        return new string([.. digits]);
    }

    /// <summary>Reads the payload, or tells that a character, the length or the checksum is wrong.</summary>
    public static bool TryDecode(string text, out byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(text);
        payload = [];
        var number = new byte[TotalBytes];
        foreach (var letter in text)
        {
            var digit = Alphabet.IndexOf(letter, StringComparison.Ordinal);
            if (digit < 0 || !MultiplyInPlace(number, digit))
            {
                return false;
            }
        }
        var head = number.AsSpan(0, PayloadBytes);
        if (!number.AsSpan(PayloadBytes).SequenceEqual(Checksum(head)))
        {
            return false;
        }
        payload = head.ToArray();
        return true;
    }

    private static bool MultiplyInPlace(byte[] number, int digit)
    {
        var carry = digit;
        for (var i = TotalBytes - 1; i >= 0; i--)
        {
            carry += number[i] * Base;
            number[i] = (byte)(carry & 0xFF);
            carry >>= 8;
        }
        return carry == 0;
    }

    private static int DivideInPlace(byte[] number)
    {
        var remainder = 0;
        for (var i = 0; i < TotalBytes; i++)
        {
            var part = (remainder << 8) + number[i];
            number[i] = (byte)(part / Base);
            remainder = part % Base;
        }
        return remainder;
    }

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> payload) =>
        SHA256.HashData(SHA256.HashData(payload)).AsSpan(0, ChecksumBytes);
}
