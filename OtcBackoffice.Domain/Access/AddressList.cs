using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Access;

/// <summary>
/// Network addresses from which a credential may be used: single addresses and CIDR ranges. An IPv4 address that arrives
/// wrapped in IPv6 is the IPv4 address, whichever way the list or the caller spells it.
/// </summary>
public sealed class AddressList
{
    /// <summary>Most entries of a list.</summary>
    public const int EntriesMax = 50;

    private const int ShownBitsOfIPv4 = 24, ShownBitsOfIPv6 = 48;

    private readonly (byte[] Bytes, int Bits)[] _ranges;

    private AddressList((byte[] Bytes, int Bits)[] ranges) => _ranges = ranges;

    /// <summary>A list without entries; what that means the surface decides.</summary>
    public static AddressList Empty { get; } = new([]);

    /// <summary>Whether nothing was listed.</summary>
    public bool IsEmpty => _ranges.Length == 0;

    /// <summary>The entries in their one spelling, such as <c>203.0.113.0/24</c>.</summary>
    public IReadOnlyList<string> Entries => [.. _ranges.Select(Write)];

    /// <summary>An address in its one spelling: IPv4 that arrives wrapped in IPv6 is unwrapped, and scopes are dropped.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());
    }

    /// <summary>
    /// The range that an address lies in, as a list of keys may show it: <c>203.0.113.0/24</c> tells a key that is used from a strange
    /// place, and not which machine of somebody's network it was.
    /// </summary>
    public static string RangeOf(IPAddress address)
    {
        var bytes = Plain(address).GetAddressBytes();
        var bits = bytes.Length == 4 ? ShownBitsOfIPv4 : ShownBitsOfIPv6;
        return Write((Masked(bytes, bits), bits));
    }

    /// <summary>Reads a list; every entry must be an address or a range, and none may let everybody in.</summary>
    public static Result<AddressList> Parse(IEnumerable<string?>? entries)
    {
        var texts = (entries ?? []).Select(entry => entry?.Trim() ?? "").ToList();
        if (texts.Count > EntriesMax)
        {
            return Refused($"ip_allow_list may have {EntriesMax} entries at most.");
        }
        var ranges = new List<(byte[] Bytes, int Bits)>();
        foreach (var text in texts)
        {
            if (Read(text) is not { } range)
            {
                return Refused($"'{(text.Length > 60 ? text[..60] : text)}' is neither an address nor a range such as 203.0.113.0/24.");
            }
            if (range.Bits == 0)
            {
                return Refused("A range of every address is no allow list.");
            }
            if (!ranges.Any(known => known.Bits == range.Bits && known.Bytes.AsSpan().SequenceEqual(range.Bytes)))
            {
                ranges.Add(range);
            }
        }
        return new AddressList([.. ranges]);
    }

    /// <summary>Whether an address is listed.</summary>
    public bool Contains(IPAddress? address)
    {
        if (address is null)
        {
            return false;
        }
        var bytes = Plain(address).GetAddressBytes();
        return _ranges.Any(range => range.Bytes.Length == bytes.Length && Masked(bytes, range.Bits).AsSpan().SequenceEqual(range.Bytes));
    }

    private static (byte[] Bytes, int Bits)? Read(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var head = slash < 0 ? text : text[..slash];
        // The parser of the platform also takes "1", "0x7f.1" and scopes; an allow list has no room for riddles.
        if (!head.All(one => char.IsAsciiHexDigit(one) || one is '.' or ':') || !IPAddress.TryParse(head, out var address)
            || (address.AddressFamily == AddressFamily.InterNetwork && head.Split('.').Length != 4))
        {
            return null;
        }
        var width = address.GetAddressBytes().Length * 8;
        var bits = width;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out bits)
            || bits > width))
        {
            return null;
        }
        if (address.IsIPv4MappedToIPv6)
        {
            if (bits < 96)
            {
                return null;
            }
            (address, bits) = (address.MapToIPv4(), bits - 96);
        }
        return (Masked(address.GetAddressBytes(), bits), bits);
    }

    private static byte[] Masked(byte[] bytes, int bits)
    {
        var masked = new byte[bytes.Length];
        for (var index = 0; index < bytes.Length; index++)
        {
            var kept = Math.Clamp(bits - (index * 8), 0, 8);
            masked[index] = (byte)(bytes[index] & (0xFF << (8 - kept)));
        }
        return masked;
    }

    private static string Write((byte[] Bytes, int Bits) range) => range.Bits == range.Bytes.Length * 8
        ? new IPAddress(range.Bytes).ToString()
        : string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(range.Bytes)}/{range.Bits}");

    private static DomainError Refused(string message) => DomainError.Of(ErrorCode.InvalidRequest, "ip_allow_list", message);
}
