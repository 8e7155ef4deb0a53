using System.Numerics;
using System.Text.Json;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Integrations.Chain;

/// <summary>A token transfer out of a log; <paramref name="Asset"/> is null for a token outside the catalogue.</summary>
internal sealed record EvmTransfer(string TxHash, long Block, string Contract, Asset? Asset, string From, string To, BigInteger Amount)
{
    /// <summary>The hash of the block that holds the log.</summary>
    public string? BlockHash { get; init; }

    /// <summary>The log's place in its block; with block and transaction it is the log's identity.</summary>
    public long LogIndex { get; init; }
}

/// <summary>Reads the logs that token contracts leave behind.</summary>
internal sealed class EvmLogs(string network, IReadOnlyDictionary<string, Asset> byContract)
{
    /// <summary>The most addresses that one call asks for.</summary>
    internal const int AddressesMax = 100;

    private const int TopicsOfTransfer = 3;

    /// <summary>The transfer that a log tells of, or null when it tells of something else or was taken back.</summary>
    internal EvmTransfer? Read(JsonElement log)
    {
        if (log.ValueKind != JsonValueKind.Object
            || (log.TryGetProperty("removed", out var removed) && removed.ValueKind == JsonValueKind.True))
        {
            return null;
        }
        // A transfer of a single numbered thing (ERC-721) has the same first topic and one more.
        if (!log.TryGetProperty("topics", out var topics) || topics.ValueKind != JsonValueKind.Array
            || topics.GetArrayLength() != TopicsOfTransfer
            || !string.Equals(Text(topics[0]), EvmText.TransferTopic, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        var contract = Field(log, "address")?.ToLowerInvariant() ?? throw EvmText.Unreadable("the address of a log");
        var (from, to) = (EvmText.AddressInWord(network, Text(topics[1])), EvmText.AddressInWord(network, Text(topics[2])));
        var asset = byContract.GetValueOrDefault(contract);
        if (asset is null)
        {
            // Anybody may write a contract that says anything; what it says counts only as being another token.
            return from is null || to is null ? null : new EvmTransfer(Hash(log), 0, contract, null, from, to, 0);
        }
        return from is null || to is null
            ? throw EvmText.Unreadable("a transfer between two accounts")
            : new EvmTransfer(Hash(log), EvmText.Long(Field(log, "blockNumber")), contract, asset, from, to,
                EvmText.Word(Field(log, "data")))
            {
                BlockHash = Field(log, "blockHash")?.ToLowerInvariant(),
                LogIndex = EvmText.Long(Field(log, "logIndex")),
            };
    }

    /// <summary>
    /// What came in from others, one for each log, oldest first. Nodes tell one log twice; a log is known by its block,
    /// transaction and place, and counts once. Two logs of one transaction are two.
    /// </summary>
    internal List<ChainTransfer> Incoming(IEnumerable<EvmTransfer> found, IReadOnlyCollection<string> own, long height) =>
    [
        .. found.Where(one => !own.Contains(one.From)).Distinct().OrderBy(one => one.Block).ThenBy(one => one.LogIndex)
            .Select(one => new ChainTransfer(one.TxHash, null, network, one.Asset!.Symbol, one.To,
                one.Amount <= long.MaxValue ? (long)one.Amount
                    : throw new ChainRefusedException($"{one.TxHash} pays more than the books can count."),
                one.Asset.Scale, one.Block, Math.Max(0, height - one.Block + 1))
            {
                LogIndex = one.LogIndex,
                BlockHash = one.BlockHash,
                FromAddress = one.From,
            }),
    ];

    private string Hash(JsonElement log) =>
        TransactionHash.Canonical(network, Field(log, "transactionHash")) ?? throw EvmText.Unreadable("a transaction's hash");

    private static string? Field(JsonElement log, string name) => log.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
