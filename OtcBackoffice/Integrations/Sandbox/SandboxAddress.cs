using System.Security.Cryptography;
using System.Text;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>
/// Addresses of the simulated world: valid in form, the same for the same seed on every machine, and derived from a
/// digest so that nobody holds a key for them.
/// </summary>
public static class SandboxAddress
{
    private const int AccountBytes = 20;
    private const byte BitcoinScript = 0xc4;
    private const string TreasurySeed = "treasury";

    /// <summary>A TRON address for a seed.</summary>
    public static string Tron(string seed) => AddressFormat.WriteTron(Account(SandboxNetworks.Tron, seed));

    /// <summary>An Ethereum address for a seed, in the EIP-55 form.</summary>
    public static string Ethereum(string seed) => AddressFormat.WriteEvm(Account(SandboxNetworks.Ethereum, seed));

    /// <summary>A Bitcoin address of the test networks for a seed: the payment to a script in Base58Check.</summary>
    public static string Bitcoin(string seed) => Base58Check.Encode([BitcoinScript, .. Account(SandboxNetworks.Bitcoin, seed)]);

    /// <summary>An address on a named network for a seed.</summary>
    /// <exception cref="ChainRefusedException">The network is not simulated.</exception>
    public static string On(string network, string seed) => network switch
    {
        SandboxNetworks.Tron => Tron(seed),
        SandboxNetworks.Ethereum => Ethereum(seed),
        SandboxNetworks.Bitcoin => Bitcoin(seed),
        _ => throw SandboxNetworks.Unknown(network),
    };

    /// <summary>The address that the simulated custody account pays from.</summary>
    /// <exception cref="ChainRefusedException">The network is not simulated.</exception>
    public static string Treasury(string network) => On(network, TreasurySeed);

    private static ReadOnlySpan<byte> Account(string network, string seed) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"sandbox address|{network}|{seed}")).AsSpan(0, AccountBytes);
}
