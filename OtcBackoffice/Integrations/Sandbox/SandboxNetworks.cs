using System.Collections.Frozen;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>What the simulated world is made of: its networks, their assets, and what the treasury holds at first.</summary>
internal static class SandboxNetworks
{
    internal const string Tron = "tron";
    internal const string Ethereum = "ethereum";
    internal const string Bitcoin = "bitcoin";
    internal const string TxPrefixOnEthereum = "0x";

    /// <summary>The networks with the height before the first block that is mined here.</summary>
    internal static readonly FrozenDictionary<string, long> OpeningHeights = new Dictionary<string, long>
    {
        [Tron] = 70_000_000,
        [Ethereum] = 23_000_000,
        [Bitcoin] = 900_000,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What the demo desk's treasury holds on the chain before anything happens, in minor units.</summary>
    internal static readonly (string Network, string Asset, long AmountMinor)[] OpeningTreasury =
    [
        (Tron, "USDT", 5_000_000_000_000),
        (Ethereum, "USDC", 2_000_000_000_000),
    ];

    private static readonly FrozenDictionary<(string Network, string Asset), int> Scales = new Dictionary<(string, string), int>
    {
        [(Tron, "USDT")] = 6,
        [(Tron, "USDC")] = 6,
        [(Tron, "TRX")] = 6,
        [(Ethereum, "USDT")] = 6,
        [(Ethereum, "USDC")] = 6,
        [(Ethereum, "ETH")] = 9,
        [(Bitcoin, "BTC")] = 8,
    }.ToFrozenDictionary();

    /// <summary>The book scale of an asset, which the simulation counts in as well.</summary>
    internal static int Scale(string network, string asset) => Scales.TryGetValue((network, asset), out var scale)
        ? scale
        : throw new ChainRefusedException($"The sandbox has no {asset} on {network}.");

    internal static ChainRefusedException Unknown(string network) => new($"The sandbox has no network {network}.");
}
