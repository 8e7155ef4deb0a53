namespace OtcBackoffice.Domain.Merchants;

/// <summary>
/// Addresses that people take for one another: they compare the ends only, and whoever wants to be paid instead makes an
/// address with the same ends.
/// </summary>
public static class AddressLook
{
    private const int EndLength = 4;
    private const string HexPrefix = "0x";

    /// <summary>The beginning, with the prefix that all addresses of its network share, and the end.</summary>
    public static (string Head, string Tail) Ends(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var head = EndLength + (address.StartsWith(HexPrefix, StringComparison.Ordinal) ? HexPrefix.Length : 0);
        return address.Length <= head + EndLength ? (address, address) : (address[..head], address[^EndLength..]);
    }

    /// <summary>Whether two different addresses have the same first and last four characters.</summary>
    public static bool IsAlike(string one, string other) => one != other && Ends(one) == Ends(other);
}
