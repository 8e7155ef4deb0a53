namespace OtcBackoffice.Domain.Treasury;

/// <summary>The one spelling of a transaction's hash under which it is stored and compared: lower case, with 0x before it on Ethereum
/// only.</summary>
public static class TransactionHash
{
    private const int Digits = 64;
    private const string Prefix = "0x";
    private const string PrefixedNetwork = "ethereum";

    /// <summary>The canonical hash, taken with or without 0x and in any case, or null when the text is no hash.</summary>
    public static string? Canonical(string network, string? text)
    {
        if (text is null)
        {
            return null;
        }
        var digits = text.Trim();
        digits = digits.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? digits[Prefix.Length..] : digits;
        return digits.Length == Digits && digits.All(char.IsAsciiHexDigit)
            ? (network == PrefixedNetwork ? Prefix : "") + digits.ToLowerInvariant()
            : null;
    }
}
