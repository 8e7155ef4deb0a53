using Microsoft.Extensions.Options;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Integrations.Chain;

/// <summary>The section <c>Chain</c>: which networks are watched through a real node. A network without an entry has none.</summary>
public sealed class ChainOptions : IValidateOptions<ChainOptions>
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Chain";

    /// <summary>Networks by their canonical names, <c>tron</c> and <c>ethereum</c>.</summary>
    public Dictionary<string, ChainNetworkOptions> Networks { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Calls a second to one node at most, 1 to 200; further ones wait their turn.</summary>
    public int RequestsPerSecond { get; set; } = 20;

    /// <summary>Blocks that one call for logs may span, 1 to 10,000; nodes refuse wider ones.</summary>
    public int LogBlocksMax { get; set; } = 500;

    /// <summary>The largest answer of a node in kilobytes, 64 to 16,384.</summary>
    public int AnswerKilobytesMax { get; set; } = 4_096;

    /// <summary>Seconds for which the newest block is not asked for again, 0 to 60.</summary>
    public int HeadSeconds { get; set; } = 2;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ChainOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        Bound(faults, options.RequestsPerSecond, nameof(RequestsPerSecond), 1, 200);
        Bound(faults, options.LogBlocksMax, nameof(LogBlocksMax), 1, 10_000);
        Bound(faults, options.AnswerKilobytesMax, nameof(AnswerKilobytesMax), 64, 16_384);
        Bound(faults, options.HeadSeconds, nameof(HeadSeconds), 0, 60);
        foreach (var (network, node) in options.Networks)
        {
            faults.AddRange(Faults(network, node).Select(fault => $"{Section}:Networks:{network}:{fault}"));
        }
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    private static void Bound(List<string> faults, int value, string setting, int least, int most)
    {
        if (value < least || value > most)
        {
            faults.Add($"{Section}:{setting} is from {least} to {most}.");
        }
    }

    private static IEnumerable<string> Faults(string network, ChainNetworkOptions node)
    {
        if (EvmText.Served.All(one => one.Code != network))
        {
            yield return $"Url names no network that a node can serve; these are "
                + $"{string.Join(" and ", EvmText.Served.Select(one => one.Code))}.";
            yield break;
        }
        var treasury = AddressFormat.Check(network, node.TreasuryAddress);
        if (treasury.Canonical != node.TreasuryAddress)
        {
            yield return $"TreasuryAddress is not an address as {network} writes it. {treasury.Reason}".TrimEnd();
        }
        if (node.ApiKey.Length > 0 != node.ApiKeyHeader.Length > 0)
        {
            yield return "ApiKeyHeader and ApiKey are set together or not at all.";
        }
        if (node.ApiKeyHeader.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '-') || node.ApiKey.Any(char.IsControl))
        {
            yield return "ApiKeyHeader is a header's name, and ApiKey holds no line break.";
        }
        foreach (var (symbol, contract) in node.Contracts)
        {
            if (Asset.Find(symbol, network)?.Contract is null || AddressFormat.Check(network, contract).Canonical != contract)
            {
                yield return $"Contracts:{symbol} is not a token of {network} with an address as it writes them.";
            }
        }
    }
}

/// <summary>One network's node. A setting that is null counts as one that is not there.</summary>
public sealed class ChainNetworkOptions
{
    /// <summary>Where the node answers JSON-RPC calls.</summary>
    public string Url { get; set => field = value ?? ""; } = "";

    /// <summary>The address that the desk pays from, in the network's own spelling.</summary>
    public string TreasuryAddress { get; set => field = value ?? ""; } = "";

    /// <summary>The name of the header that carries the key, for example <c>TRON-PRO-API-KEY</c>; empty without a key.</summary>
    public string ApiKeyHeader { get; set => field = value ?? ""; } = "";

    /// <summary>The key; never shown.</summary>
    public string ApiKey { get; set => field = value ?? ""; } = "";

    /// <summary>Token contracts by ticker where they are others than the catalogue's, as on a test network. Production refuses
    /// them.</summary>
    public Dictionary<string, string> Contracts { get; } = new(StringComparer.OrdinalIgnoreCase);
}
