using System.Globalization;
using System.Numerics;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Integrations.Chain;

/// <summary>
/// How EVM nodes spell things: numbers, words of 32 bytes, and accounts of 20 bytes, which TRON writes as Base58Check.
/// Whatever is not spelled exactly so is a fault of the node, never a number.
/// </summary>
internal static class EvmText
{
    /// <summary>The first topic of every ERC-20 transfer: the digest of <c>Transfer(address,address,uint256)</c>.</summary>
    internal const string TransferTopic = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

    internal const string BalanceOfSelector = "0x70a08231";
    internal const string DecimalsSelector = "0x313ce567";

    /// <summary>The networks whose nodes speak this.</summary>
    internal static readonly IReadOnlyList<Network> Served = [Network.Tron, Network.Ethereum];

    private const string Prefix = "0x";
    private const int WordDigits = 64;
    private const int AccountDigits = 40;
    private const byte TronPrefix = 0x41;

    /// <summary>A number as nodes write it: 0x, no leading zero, at most 256 bits.</summary>
    internal static BigInteger Quantity(string? text)
    {
        var digits = Digits(text);
        return digits.Length is 0 or > WordDigits || (digits.Length > 1 && digits[0] == '0')
            ? throw Unreadable("a number")
            : BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    /// <summary>A block's number or another one that must fit 63 bits.</summary>
    internal static long Long(string? text) =>
        Quantity(text) is var number && number <= long.MaxValue ? (long)number : throw Unreadable("a block number");

    /// <summary>The one word of 32 bytes that an answer or the data of a log holds.</summary>
    internal static BigInteger Word(string? text)
    {
        var digits = Digits(text);
        return digits.Length == WordDigits ? BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : throw Unreadable("a word of 32 bytes");
    }

    /// <summary>The address in a word, in the network's spelling; null when the word holds more than an account.</summary>
    internal static string? AddressInWord(string network, string? word)
    {
        var digits = Digits(word);
        return digits.Length != WordDigits ? throw Unreadable("a word of 32 bytes")
            : digits[..(WordDigits - AccountDigits)].AsSpan().ContainsAnyExcept('0') ? null
            : Address(network, Prefix + digits[(WordDigits - AccountDigits)..]);
    }

    /// <summary>An account of 20 bytes in the network's spelling.</summary>
    internal static string Address(string network, string? account)
    {
        var digits = Digits(account);
        if (digits.Length != AccountDigits)
        {
            throw Unreadable("an address");
        }
        var bytes = Convert.FromHexString(digits);
        return network == Network.Tron.Code ? AddressFormat.WriteTron(bytes) : AddressFormat.WriteEvm(bytes);
    }

    /// <summary>A canonical address as the 20 bytes that nodes take, with 0x.</summary>
    /// <exception cref="ChainRefusedException">The text is no address of the network.</exception>
    internal static string Account(string network, string address)
    {
        if (AddressFormat.Check(network, address) is { IsValid: false, Reason: { } reason })
        {
            throw new ChainRefusedException(reason);
        }
        if (network != Network.Tron.Code)
        {
            return address.ToLowerInvariant();
        }
        return Base58Check.TryDecode(address, out var payload) && payload[0] == TronPrefix
            ? Prefix + Convert.ToHexStringLower(payload.AsSpan(1))
            : throw new ChainRefusedException("The address belongs to another network.");
    }

    /// <summary>A canonical address as a word, with 0x.</summary>
    internal static string AccountWord(string network, string address) =>
        Prefix + Account(network, address)[Prefix.Length..].PadLeft(WordDigits, '0');

    internal static string Number(long number) => Prefix + number.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>The hash as nodes take it: 0x and lower case on every network.</summary>
    internal static string Hash(string txHash) => txHash.StartsWith(Prefix, StringComparison.Ordinal) ? txHash : Prefix + txHash;

    internal static ChainUnavailableException Unreadable(string what) =>
        new($"The node answered something else where {what} was expected.");

    private static string Digits(string? text) =>
        text is not null && text.StartsWith(Prefix, StringComparison.Ordinal) && text.AsSpan(Prefix.Length).IndexOfAnyExcept(HexDigits) < 0
        ? text[Prefix.Length..].ToLowerInvariant()
        : throw Unreadable("hexadecimal digits");

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");
}
