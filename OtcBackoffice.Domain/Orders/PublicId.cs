using System.Buffers.Binary;

namespace OtcBackoffice.Domain.Orders;

/// <summary>
/// Ids as the platform API writes them: a prefix and a ULID (specification 000, example object). The 128 bits are those of the
/// record's own id, which begins with its time as a ULID does, so nothing is stored twice and the order of ids is that of time.
/// </summary>
public static class PublicId
{
    /// <summary>The prefixes of orders and customers.</summary>
    public const string Order = "ord_", Customer = "cus_";

    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 26, BitsPerDigit = 5;

    /// <summary>Writes an id.</summary>
    public static string Write(string prefix, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var number = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        Span<char> text = stackalloc char[Length];
        for (var place = Length - 1; place >= 0; place--)
        {
            text[place] = Digits[(int)(number & 31)];
            number >>= BitsPerDigit;
        }
        return string.Concat(prefix, text);
    }

    /// <summary>Reads an id exactly as it was written; null for everything else.</summary>
    public static Guid? Read(string prefix, string? text)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (text is null || text.Length != prefix.Length + Length || !text.StartsWith(prefix, StringComparison.Ordinal)
            || text[prefix.Length] > '7')
        {
            return null;
        }
        UInt128 number = 0;
        foreach (var digit in text.AsSpan(prefix.Length))
        {
            var value = Digits.IndexOf(digit, StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }
            number = (number << BitsPerDigit) | (uint)value;
        }
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new Guid(bytes, bigEndian: true);
    }
}
