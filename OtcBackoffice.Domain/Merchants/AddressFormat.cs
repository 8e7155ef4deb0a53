using System.Text;

namespace OtcBackoffice.Domain.Merchants;

/// <summary>
/// Decides whether a text can be an address on a network, and how it is written there. A payment to a wrong address
/// cannot be called back, so a checksum that does not hold is always refused and nothing is trimmed or mended.
/// Format only: who owns the address, and whether it may be paid, is for screening and for people.
/// </summary>
public static class AddressFormat
{
    private const string TronNetwork = "tron";
    private const string EthereumNetwork = "ethereum";
    private const string BitcoinNetwork = "bitcoin";
    private const byte TronPrefix = 0x41;
    private const int TronLetters = 34;
    private const int EvmBytes = 20;
    private const int EvmLetters = 2 + (EvmBytes * 2);
    private const int FirstRaisedNibble = 8;

    private static readonly string[] SegwitPrefixes = ["bcrt", "bc", "tb"];

    // Payments to a key and to a script, of the main and of the test networks.
    private static readonly byte[] BitcoinVersions = [0x00, 0x05, 0x6f, 0xc4];

    private static readonly byte[] DeadEnd = Convert.FromHexString("000000000000000000000000000000000000DEAD");

    /// <summary>Checks an address of the named network (<c>tron</c>, <c>ethereum</c> or <c>bitcoin</c>, the canonical spelling).</summary>
    public static AddressCheck Check(string network, string? address) => network switch
    {
        TronNetwork => Tron(address),
        EthereumNetwork => Evm(address),
        BitcoinNetwork => Bitcoin(address),
        _ => AddressCheck.Refused("Addresses of this network are not known here."),
    };

    /// <summary>Checks a TRON address: Base58Check with the prefix 0x41, which always reads as 34 letters from T on.</summary>
    public static AddressCheck Tron(string? address)
    {
        if (Unreadable(address) is { } reason)
        {
            return AddressCheck.Refused(reason);
        }
        if (address!.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return AddressCheck.Refused("This is an Ethereum address; the payment goes over tron.");
        }
        if (address.Length != TronLetters || address[0] != 'T')
        {
            return AddressCheck.Refused("A tron address starts with T and has 34 characters.");
        }
        if (!Base58Check.TryDecode(address, out var payload))
        {
            return AddressCheck.Refused("The checksum of the address does not hold: at least one character is wrong.");
        }
        if (payload[0] != TronPrefix)
        {
            return AddressCheck.Refused("The address belongs to another network.");
        }
        return Unspendable(payload.AsSpan(1)) ? NobodyHoldsIt : AddressCheck.Valid(address);
    }

    /// <summary>
    /// Checks an address of Ethereum or of a network with the same addresses. Mixed case carries the EIP-55 checksum and
    /// must match it; all lower or all upper case carries none and is taken. The canonical form is always EIP-55.
    /// </summary>
    public static AddressCheck Evm(string? address)
    {
        if (Unreadable(address) is { } reason)
        {
            return AddressCheck.Refused(reason);
        }
        if (address!.Length == TronLetters && address[0] == 'T')
        {
            return AddressCheck.Refused("This looks like a tron address; the payment goes over Ethereum.");
        }
        if (address.Length != EvmLetters || !address.StartsWith("0x", StringComparison.Ordinal)
            || !address.Skip(2).All(char.IsAsciiHexDigit))
        {
            return AddressCheck.Refused("An Ethereum address is 0x and 40 hexadecimal digits.");
        }
        var account = Convert.FromHexString(address.AsSpan(2));
        var canonical = WriteEvm(account);
        var digits = address[2..];
        var mixed = digits.Any(char.IsAsciiLetterLower) && digits.Any(char.IsAsciiLetterUpper);
        if (mixed && !string.Equals(address, canonical, StringComparison.Ordinal))
        {
            return AddressCheck.Refused("The checksum of the address does not hold: a digit or the case of a letter is wrong.");
        }
        return Unspendable(account) ? NobodyHoldsIt : AddressCheck.Valid(canonical);
    }

    /// <summary>
    /// Checks a Bitcoin address: segregated witness (<c>bc1</c>, and <c>tb1</c> and <c>bcrt1</c> of the test networks) or
    /// Base58Check. The canonical form of the first is lower case.
    /// </summary>
    public static AddressCheck Bitcoin(string? address)
    {
        if (Unreadable(address) is { } reason)
        {
            return AddressCheck.Refused(reason);
        }
        if (SegwitPrefixes.FirstOrDefault(prefix => address!.StartsWith(prefix + "1", StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return Bech32.IsSegwit(address!, known) ? AddressCheck.Valid(address!.ToLowerInvariant())
                : AddressCheck.Refused("The checksum of the address does not hold: at least one character is wrong.");
        }
        if (address!.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || address.Length is < 26 or > 35)
        {
            return AddressCheck.Refused("A bitcoin address starts with bc1, 1 or 3 and has 26 to 62 characters.");
        }
        if (!Base58Check.TryDecode(address, out var payload))
        {
            return AddressCheck.Refused("The checksum of the address does not hold: at least one character is wrong.");
        }
        return payload.Length == 21 && BitcoinVersions.Contains(payload[0]) ? AddressCheck.Valid(address)
            : AddressCheck.Refused("The address belongs to another network.");
    }

    /// <summary>Writes 20 account bytes as a TRON address.</summary>
    public static string WriteTron(ReadOnlySpan<byte> account) => Base58Check.Encode([TronPrefix, .. account]);

    /// <summary>Writes 20 account bytes in the EIP-55 form.</summary>
    /// <exception cref="ArgumentException">The account has another length.</exception>
    public static string WriteEvm(ReadOnlySpan<byte> account)
    {
        if (account.Length != EvmBytes)
        {
            throw new ArgumentException($"An account has {EvmBytes} bytes.", nameof(account));
        }
        var digits = Convert.ToHexStringLower(account);
        var digest = Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(digits)));
        var text = new StringBuilder("0x", EvmLetters);
        for (var i = 0; i < digits.Length; i++)
        {
            var raised = Convert.ToInt32(digest[i].ToString(), 16) >= FirstRaisedNibble;
            text.Append(raised ? char.ToUpperInvariant(digits[i]) : digits[i]);
        }
        return text.ToString();
    }

    private static AddressCheck NobodyHoldsIt => AddressCheck.Refused("Nobody holds the key of this address: what is sent there is lost.");

    private static bool Unspendable(ReadOnlySpan<byte> account) => !account.ContainsAnyExcept((byte)0) || account.SequenceEqual(DeadEnd);

    private static string? Unreadable(string? address)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            return "An address is required.";
        }
        // A letter of another script that looks Latin, or an invisible one, means the text was tampered with or mistyped.
        return address.All(char.IsAsciiLetterOrDigit) ? null : "The address holds a space or a character that no address has.";
    }
}
