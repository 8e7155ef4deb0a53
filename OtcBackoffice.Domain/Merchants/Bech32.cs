namespace OtcBackoffice.Domain.Merchants;

/// <summary>
/// Segregated-witness addresses of Bitcoin (BIP 173, and BIP 350 for versions above zero). Only reading is needed: the desk
/// derives its own addresses elsewhere.
/// </summary>
internal static class Bech32
{
    private const string Charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const int CheckLength = 6, LengthMax = 90;
    private const uint PlainCheck = 1, ModernCheck = 0x2bc830a3;

    private static readonly uint[] Generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>Reads an address; false when its form or checksum does not hold.</summary>
    /// <param name="address">All lower or all upper case; mixed case is refused.</param>
    /// <param name="prefix">The network's prefix, in lower case.</param>
    public static bool IsSegwit(string address, string prefix)
    {
        var text = address.ToLowerInvariant();
        if (address.Length > LengthMax || (address.Any(char.IsAsciiLetterLower) && address.Any(char.IsAsciiLetterUpper))
            || !text.StartsWith(prefix + "1", StringComparison.Ordinal) || text.Length < prefix.Length + 1 + CheckLength + 1)
        {
            return false;
        }
        var data = text[(prefix.Length + 1)..].Select(letter => Charset.IndexOf(letter, StringComparison.Ordinal)).ToArray();
        if (data.Contains(-1))
        {
            return false;
        }
        var version = data[0];
        var check = Polymod([.. prefix.Select(letter => letter >> 5), 0, .. prefix.Select(letter => letter & 31), .. data]);
        return version <= 16 && check == (version == 0 ? PlainCheck : ModernCheck) && Program(data[1..^CheckLength]) is { } length
            && (version == 0 ? length is 20 or 32 : length is >= 2 and <= 40);
    }

    // The bytes that groups of five bits make; null when what is left over is more than padding.
    private static int? Program(int[] groups)
    {
        var (bits, value, bytes) = (0, 0, 0);
        foreach (var group in groups)
        {
            value = ((value << 5) | group) & 0xfff;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes++;
            }
        }
        return bits < 5 && (value & ((1 << bits) - 1)) == 0 ? bytes : null;
    }

    private static uint Polymod(IEnumerable<int> values)
    {
        uint check = 1;
        foreach (var value in values)
        {
            var top = check >> 25;
            check = ((check & 0x1ffffff) << 5) ^ (uint)value;
            for (var i = 0; i < Generator.Length; i++)
            {
                check ^= ((top >> i) & 1) != 0 ? Generator[i] : 0;
            }
        }
        return check;
    }
}
