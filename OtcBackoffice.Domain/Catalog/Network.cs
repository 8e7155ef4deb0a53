namespace OtcBackoffice.Domain.Catalog;

/// <summary>A chain on which assets move.</summary>
/// <param name="Code">The canonical lower-case name: <c>tron</c>.</param>
/// <param name="DisplayName">What people call it.</param>
/// <param name="BlockDepth">Blocks above a transfer's own, inclusive, at which the desk calls it final.</param>
/// <param name="Aliases">Every other spelling that the surfaces use.</param>
public sealed record Network(string Code, string DisplayName, int BlockDepth, IReadOnlyList<string> Aliases)
{
    /// <summary>How many seconds a block of it takes, as a rule.</summary>
    public required int BlockSeconds { get; init; }

    /// <summary>TRON.</summary>
    public static readonly Network Tron = new("tron", "TRON", 19, ["TRX", "TRC20"]) { BlockSeconds = 3 };

    /// <summary>Ethereum.</summary>
    public static readonly Network Ethereum = new("ethereum", "Ethereum", 12, ["ETH", "ERC20"]) { BlockSeconds = 12 };

    /// <summary>Bitcoin.</summary>
    public static readonly Network Bitcoin = new("bitcoin", "Bitcoin", 3, ["BTC"]) { BlockSeconds = 600 };

    /// <summary>Every network the desk knows.</summary>
    public static readonly IReadOnlyList<Network> All = [Tron, Ethereum, Bitcoin];

    /// <summary>Finds a network by any spelling in any case, or null.</summary>
    public static Network? Find(string? text) => text is null ? null : All.FirstOrDefault(network =>
        network.Code.Equals(text, StringComparison.OrdinalIgnoreCase)
        || network.Aliases.Any(alias => alias.Equals(text, StringComparison.OrdinalIgnoreCase)));
}
