using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Catalog;

/// <summary>A crypto asset on one network, with the fixed scale of the books.</summary>
/// <param name="Code">The canonical code: <c>USDT.TRON</c>.</param>
/// <param name="Symbol">The symbol that people and surfaces use: <c>USDT</c>.</param>
/// <param name="Network">Where it lives.</param>
/// <param name="Scale">Decimals in the books; finer input is refused.</param>
/// <param name="IsUsdStable">Whether one unit counts as one US dollar for limits.</param>
/// <param name="Aliases">Composite spellings that name asset and network at once.</param>
public sealed record Asset(AssetCode Code, string Symbol, Network Network, int Scale, bool IsUsdStable, IReadOnlyList<string> Aliases)
{
    /// <summary>The address of the token's contract in the network's own spelling; null for the coin of the network itself.</summary>
    public string? Contract { get; init; }

    /// <summary>Every asset the desk deals in.</summary>
    public static readonly IReadOnlyList<Asset> All =
    [
        Of("USDT", Network.Tron, 6, true, "USDTTRC20") with { Contract = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t" },
        Of("USDC", Network.Tron, 6, true, "USDCTRC20") with { Contract = "TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8" },
        Of("USDT", Network.Ethereum, 6, true, "USDTERC20") with { Contract = "0xdAC17F958D2ee523a2206206994597C13D831ec7" },
        Of("USDC", Network.Ethereum, 6, true, "USDCERC20") with { Contract = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48" },
        Of("BTC", Network.Bitcoin, 8, false),
        Of("ETH", Network.Ethereum, 9, false),
    ];

    /// <summary>Finds an asset by symbol and any spelling of its network, or null.</summary>
    public static Asset? Find(string? symbol, string? network) => symbol is null || Network.Find(network) is not { } chain
        ? null
        : All.FirstOrDefault(asset => asset.Network == chain && asset.Symbol.Equals(symbol, StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds an asset by its canonical code; an unknown one is a defect.</summary>
    public static Asset ByCode(string code) => All.First(asset => asset.Code.Text == code);

    /// <summary>Writes an amount with all decimals of the books.</summary>
    public string Format(long minorUnits) => DecimalText.Format(minorUnits, Scale);

    private static Asset Of(string symbol, Network network, int scale, bool isUsdStable, params string[] aliases) =>
        new(new AssetCode($"{symbol}.{network.Code.ToUpperInvariant()}"), symbol, network, scale, isUsdStable, aliases);
}
