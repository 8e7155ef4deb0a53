using System.Net;
using System.Net.Sockets;

namespace OtcBackoffice.Integrations.Egress;

/// <summary>
/// Which addresses an outbound call may reach. In IPv4 everything but the special ranges, in IPv6 nothing but the
/// global range without those parts of it that lead back into IPv4 or nowhere.
/// </summary>
internal static class EgressAddresses
{
    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Refused =
    [
        IPNetwork.Parse("0.0.0.0/8"),          // this network; Linux takes 0.0.0.0 for itself
        IPNetwork.Parse("10.0.0.0/8"),         // private
        IPNetwork.Parse("100.64.0.0/10"),      // carrier-grade NAT, and one cloud's metadata
        IPNetwork.Parse("127.0.0.0/8"),        // loopback
        IPNetwork.Parse("168.63.129.16/32"),   // one cloud's platform channel, though the address is public
        IPNetwork.Parse("169.254.0.0/16"),     // link-local, and most clouds' metadata
        IPNetwork.Parse("172.16.0.0/12"),      // private
        IPNetwork.Parse("192.0.0.0/24"),       // protocol assignments, and one cloud's metadata
        IPNetwork.Parse("192.0.2.0/24"),       // documentation
        IPNetwork.Parse("192.88.99.0/24"),     // 6to4 relays
        IPNetwork.Parse("192.168.0.0/16"),     // private
        IPNetwork.Parse("198.18.0.0/15"),      // benchmarks
        IPNetwork.Parse("198.51.100.0/24"),    // documentation
        IPNetwork.Parse("203.0.113.0/24"),     // documentation
        IPNetwork.Parse("224.0.0.0/4"),        // multicast
        IPNetwork.Parse("240.0.0.0/4"),        // reserved, and broadcast
        IPNetwork.Parse("2001::/23"),          // protocol assignments: Teredo and others
        IPNetwork.Parse("2001:db8::/32"),      // documentation
        IPNetwork.Parse("2002::/16"),          // 6to4: an IPv4 address in disguise
        IPNetwork.Parse("3fff::/20"),          // documentation
    ];

    /// <summary>Whether a call may connect to the address.</summary>
    internal static bool MayReach(IPAddress address, bool allowLoopback)
    {
        // No honest name resolves to an IPv4 address in the guise of IPv6, not even to that of this machine.
        if (address.IsIPv4MappedToIPv6)
        {
            return false;
        }
        if (allowLoopback && IPAddress.IsLoopback(address))
        {
            return true;
        }
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && (!GlobalV6.Contains(address) || IsIsatap(address)))
        {
            return false;
        }
        return !Array.Exists(Refused, network => network.Contains(address));
    }

    // An interface id of 0:5efe or 200:5efe tunnels to the IPv4 address in the last four bytes.
    private static bool IsIsatap(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return (bytes[8] & 0xFD) == 0 && bytes[9] == 0 && bytes[10] == 0x5E && bytes[11] == 0xFE;
    }
}
