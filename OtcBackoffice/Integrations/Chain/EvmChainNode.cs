using System.Collections.Concurrent;
using System.Numerics;
using System.Text.Json;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Integrations.Chain;

/// <summary>
/// One network through the JSON-RPC interface that Ethereum nodes speak and TRON nodes offer as well. It holds no key and sends
/// nothing: signers send from their own wallet, and this tells what the chain says about it.
/// </summary>
public sealed class EvmChainNode : IChainNode
{
    private readonly Network _network;
    private readonly ChainNetworkOptions _node;
    private readonly ChainOptions _options;
    private readonly JsonRpc _rpc;
    private readonly TimeProvider _time;
    private readonly EvmLogs _logs;
    private readonly IReadOnlyList<Asset> _assets;
    private readonly Dictionary<string, Asset> _byContract;
    private readonly ConcurrentDictionary<string, bool> _measured = new(StringComparer.Ordinal);
    private AskedHead? _head;

    /// <summary>A network's node.</summary>
    /// <param name="network">The network's canonical name.</param>
    /// <param name="options">Valid options that hold an entry for it.</param>
    /// <param name="http">The guarded way out.</param>
    /// <param name="time">Real time: it paces the calls.</param>
    public EvmChainNode(string network, ChainOptions options, IOutboundHttp http, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _network = Network.All.First(one => one.Code == network);
        _node = options.Networks[network];
        _options = options;
        _time = time;
        _rpc = new JsonRpc(_node, options.RequestsPerSecond, http, time);
        _assets = [.. Asset.All.Where(asset => asset.Network == _network)];
        _byContract = _assets.Where(asset => asset.Contract is not null)
            .ToDictionary(asset => EvmText.Account(network, _node.Contracts.GetValueOrDefault(asset.Symbol, asset.Contract!)),
                StringComparer.Ordinal);
        _logs = new EvmLogs(network, _byContract);
    }

    /// <inheritdoc/>
    public ChainConnection Connection(string network) =>
        new(_network.Code, "evm", IsWatchOnly: true, new Uri(_node.Url).GetLeftPart(UriPartial.Authority), _node.ApiKey.Length > 0);

    /// <inheritdoc/>
    public string TreasuryAddress(string network)
    {
        Serve(network);
        return _node.TreasuryAddress;
    }

    /// <inheritdoc/>
    public async Task<ChainHead> HeadAsync(string network, CancellationToken cancellation)
    {
        Serve(network);
        if (_head is { } known && _time.GetElapsedTime(known.AskedAt) < TimeSpan.FromSeconds(_options.HeadSeconds))
        {
            return known.Head;
        }
        var asked = _time.GetTimestamp();
        var block = await AskAsync("eth_getBlockByNumber", ["latest", false], cancellation);
        var head = new ChainHead(_network.Code, EvmText.Long(Text(block, "number")),
            Text(block, "hash") ?? throw EvmText.Unreadable("a block"));
        _head = new AskedHead(asked, head);
        return head;
    }

    /// <inheritdoc/>
    public Task<ChainSubmission> SubmitAsync(ChainTransferOrder order, CancellationToken cancellation) =>
        Task.FromException<ChainSubmission>(
        new ChainRefusedException(
            $"{_network.DisplayName} is watch-only here: signers send from their own wallet, and treasury enters the transaction's hash."));

    /// <inheritdoc/>
    public Task<ChainTransfer?> FindByClientIdAsync(string network, string clientId, CancellationToken cancellation)
    {
        Serve(network);
        return Task.FromResult<ChainTransfer?>(null);
    }

    /// <inheritdoc/>
    public async Task<ChainTransfer?> FindByHashAsync(string network, string txHash, CancellationToken cancellation)
    {
        var seen = await TransactionAsync(network, txHash, cancellation);
        return seen is { Succeeded: true }
            && seen.Payments.FirstOrDefault(one => one is { Asset: not null, AmountMinor: not null }) is { } paid
            ? new ChainTransfer(seen.TxHash, null, _network.Code, paid.Asset!, paid.ToAddress, paid.AmountMinor!.Value,
                ScaleOf(paid.Asset!), seen.BlockNumber, seen.BlockDepth)
            : null;
    }

    /// <inheritdoc/>
    public async Task<ChainTransaction?> TransactionAsync(string network, string txHash, CancellationToken cancellation)
    {
        Serve(network);
        if (TransactionHash.Canonical(_network.Code, txHash) is not { } hash)
        {
            return null;
        }
        var receipt = await AskAsync("eth_getTransactionReceipt", [EvmText.Hash(hash)], cancellation);
        if (receipt.ValueKind == JsonValueKind.Null || Text(receipt, "blockNumber") is not { } height)
        {
            return null;
        }
        if (!string.Equals(Text(receipt, "transactionHash"), EvmText.Hash(hash), StringComparison.OrdinalIgnoreCase))
        {
            throw EvmText.Unreadable("the receipt of this transaction");
        }
        var number = EvmText.Long(height);
        var block = await AskAsync("eth_getBlockByNumber", [EvmText.Number(number), false], cancellation);
        // A node may still know the receipt of a block that the chain has dropped; only the block that stands at its height counts.
        if (block.ValueKind == JsonValueKind.Null
            || !string.Equals(Text(block, "hash"), Text(receipt, "blockHash"), StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        var head = await HeadAsync(network, cancellation);
        var time = DateTime.UnixEpoch.AddSeconds(Math.Min(EvmText.Long(Text(block, "timestamp")), uint.MaxValue));
        var succeeded = EvmText.Quantity(Text(receipt, "status")) == BigInteger.One;
        return new ChainTransaction(_network.Code, hash, succeeded, number, Math.Max(1, head.Height - number + 1), time,
            succeeded ? await PaymentsAsync(hash, receipt, cancellation) : []);
    }

    /// <inheritdoc/>
    public async Task<ChainBalance> BalanceAsync(string network, string asset, string address, CancellationToken cancellation)
    {
        Serve(network);
        var known = _assets.FirstOrDefault(one => one.Symbol == asset)
            ?? throw new ChainRefusedException($"{_network.DisplayName} carries no {asset} here.");
        var head = await HeadAsync(network, cancellation);
        BigInteger held;
        if (known.Contract is null)
        {
            held = EvmText.Quantity(
                Text(await AskAsync("eth_getBalance", [EvmText.Account(_network.Code, address), "latest"], cancellation))) / CoinUnit(
                known);
        }
        else
        {
            var contract = _byContract.First(pair => pair.Value == known).Key;
            await MeasureAsync(contract, known, cancellation);
            held = EvmText.Word(await CallAsync(contract, EvmText.BalanceOfSelector + EvmText.AccountWord(_network.Code, address)[2..],
                cancellation));
        }
        return held <= long.MaxValue
            ? new ChainBalance(_network.Code, asset, address, (long)held, 0, known.Scale, head.Height)
            : throw new ChainRefusedException($"{address} holds more {asset} than the books can count.");
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ChainTransfer>> IncomingAsync(ChainRange range, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(range);
        Serve(range.Network);
        if (range.Addresses is not { Count: > 0 } addresses)
        {
            return [];
        }
        var head = await HeadAsync(range.Network, cancellation);
        var last = Math.Min(range.ToBlock ?? head.Height, head.Height);
        var found = new List<EvmTransfer>();
        foreach (var part in addresses.Distinct(StringComparer.Ordinal).Chunk(EvmLogs.AddressesMax))
        {
            var width = (long)_options.LogBlocksMax;
            for (var from = Math.Max(0, range.FromBlock); from <= last;)
            {
                var to = Math.Min(last, from + width - 1);
                if (await LogsAsync(from, to, part, cancellation) is { } logs)
                {
                    found.AddRange(logs);
                    from = to + 1;
                }
                else
                {
                    width = width > 1 ? width / 2
                        : throw new ChainUnavailableException(
                        $"Block {from} of {_network.Code} holds more than the node's answer may be large.");
                }
            }
        }
        foreach (var transfer in found.DistinctBy(one => one.Contract))
        {
            await MeasureAsync(transfer.Contract, transfer.Asset!, cancellation);
        }
        return _logs.Incoming(found, [.. addresses, _node.TreasuryAddress], head.Height);
    }

    // Null when the answer would be too large, so that fewer blocks are asked for.
    private async Task<List<EvmTransfer>?> LogsAsync(long from, long to, string[] addresses, CancellationToken cancellation)
    {
        var filter = new Dictionary<string, object?>
        {
            ["fromBlock"] = EvmText.Number(from),
            ["toBlock"] = EvmText.Number(to),
            ["address"] = _byContract.Keys.ToArray(),
            ["topics"] = new object?[] { EvmText.TransferTopic, null,
                addresses.Select(one => EvmText.AccountWord(_network.Code, one)).ToArray() },
        };
        try
        {
            var logs = await _rpc.CallAsync("eth_getLogs", [filter], cancellation);
            return logs.ValueKind == JsonValueKind.Array
                ? [.. logs.EnumerateArray().Select(_logs.Read).OfType<EvmTransfer>()
                    .Where(one => one.Block >= from && one.Block <= to && one.Asset is not null)]
                : throw EvmText.Unreadable("a list of logs");
        }
        catch (AnswerTooLargeException)
        {
            return null;
        }
    }

    private async Task<List<ChainPayment>> PaymentsAsync(string hash, JsonElement receipt, CancellationToken cancellation)
    {
        var payments = new List<ChainPayment>();
        if (!receipt.TryGetProperty("logs", out var logs) || logs.ValueKind != JsonValueKind.Array)
        {
            throw EvmText.Unreadable("a receipt with logs");
        }
        // One log told twice is one payment.
        foreach (var moved in logs.EnumerateArray().Select(_logs.Read).OfType<EvmTransfer>().Distinct())
        {
            if (moved.Asset is { } asset)
            {
                await MeasureAsync(moved.Contract, asset, cancellation);
            }
            payments.Add(new ChainPayment(moved.Asset?.Symbol, moved.From, moved.To,
                moved.Amount <= long.MaxValue ? (long)moved.Amount : null));
        }
        var sent = await AskAsync("eth_getTransactionByHash", [EvmText.Hash(hash)], cancellation);
        if (Text(sent, "to") is { } to && EvmText.Quantity(Text(sent, "value")) is { IsZero: false } value)
        {
            var coin = _assets.FirstOrDefault(asset => asset.Contract is null);
            var whole = coin is null ? BigInteger.Zero : BigInteger.DivRem(value, CoinUnit(coin), out var finer) is var minor
                && finer.IsZero ? minor : BigInteger.MinusOne;
            payments.Add(new ChainPayment(coin?.Symbol, EvmText.Address(_network.Code, Text(sent, "from")),
                EvmText.Address(_network.Code, to),
                whole >= 0 && whole <= long.MaxValue ? (long)whole : null));
        }
        return payments;
    }

    // The books count a token in its own minor units; a contract that counts otherwise is not the one that the catalogue means.
    private async Task MeasureAsync(string contract, Asset asset, CancellationToken cancellation)
    {
        if (_measured.ContainsKey(contract))
        {
            return;
        }
        var decimals = EvmText.Word(await CallAsync(contract, EvmText.DecimalsSelector, cancellation));
        if (decimals != asset.Scale)
        {
            throw new ChainRefusedException(
                $"The contract of {asset.Symbol} on {_network.Code} counts {decimals} decimals, and the books {asset.Scale}.");
        }
        _measured[contract] = true;
    }

    private async Task<string?> CallAsync(string contract, string data, CancellationToken cancellation) =>
        Text(await AskAsync("eth_call", [new Dictionary<string, string> { ["to"] = contract, ["data"] = data }, "latest"], cancellation));

    private async Task<JsonElement> AskAsync(string method, object?[] parameters, CancellationToken cancellation)
    {
        try
        {
            return await _rpc.CallAsync(method, parameters, cancellation);
        }
        catch (AnswerTooLargeException fault)
        {
            throw new ChainUnavailableException(fault.Message, fault);
        }
    }

    private void Serve(string network)
    {
        if (network != _network.Code)
        {
            throw new ChainRefusedException($"This node does not serve {network}.");
        }
    }

    private sealed record AskedHead(long AskedAt, ChainHead Head);

    private int ScaleOf(string symbol) => _assets.First(asset => asset.Symbol == symbol).Scale;

    // Nodes count the network's own coin in 18 decimals, the books in fewer.
    private static BigInteger CoinUnit(Asset coin) => BigInteger.Pow(10, 18 - coin.Scale);

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? Text(value) : null;
}
