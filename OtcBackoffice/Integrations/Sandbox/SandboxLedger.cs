using System.Security.Cryptography;
using System.Text;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>A transfer of the simulated world; its block changes as blocks are found and dropped.</summary>
internal sealed class SandboxTransfer(SandboxEntry entry)
{
    internal string TxHash { get; } = entry.TxHash!;

    internal string? ClientId { get; } = entry.ClientId;

    internal string Asset { get; } = entry.Asset!;

    internal string ToAddress { get; } = entry.Address!;

    internal string? Payer { get; } = entry.Payer;

    internal string? Sender { get; } = entry.Sender;

    internal long AmountMinor { get; } = entry.AmountMinor;

    internal bool IsOurs => ClientId is not null;

    internal long? Block { get; set; }
}

/// <summary>
/// One network of the simulated world, rebuilt from the journal at start. It only ever follows entries, so the same
/// journal gives the same world. Not safe for use by two threads; <see cref="SandboxChain"/> sees to that.
/// </summary>
internal sealed class SandboxLedger(string network, long openingHeight)
{
    private readonly List<SandboxTransfer> _mempool = [];
    private readonly List<SandboxTransfer> _inBlocks = [];
    private readonly Dictionary<string, SandboxTransfer> _byHash = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Asset, string Address), long> _confirmedMinor = [];
    private readonly HashSet<(string Asset, string Address)> _opened = [];
    private readonly Stack<(long FromHeight, int Branch)> _branches = new([(0, 0)]);
    private readonly string _treasury = SandboxAddress.Treasury(network);
    private int _branchCount;

    internal long Height => openingHeight + MinedBlocks;

    internal long MinedBlocks { get; private set; }

    /// <summary>A hash that depends on the branch, so that a replaced block is seen to be another one.</summary>
    internal string HeadHash => Digest($"block|{network}|{Height}|{_branches.Peek().Branch}");

    internal static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    internal bool IsOpened(string asset, string address) => _opened.Contains((asset, address));

    internal void Apply(SandboxEntry entry)
    {
        switch (entry.Kind)
        {
            case SandboxEntryKind.Opened:
                _opened.Add((entry.Asset!, entry.Address!));
                Book(entry.Asset!, entry.Address!, entry.AmountMinor);
                break;
            case SandboxEntryKind.Sent or SandboxEntryKind.Paid:
                var transfer = new SandboxTransfer(entry);
                _mempool.Add(transfer);
                _byHash.Add(transfer.TxHash, transfer);
                break;
            case SandboxEntryKind.Mined:
                Mine(entry.Blocks);
                break;
            case SandboxEntryKind.Reorganised:
                Reorganise(entry.Blocks);
                break;
            default:
                throw new InvalidDataException($"The sandbox journal holds an entry of the unknown kind {entry.Kind}.");
        }
    }

    internal long ConfirmedMinor(string asset, string address) => _confirmedMinor.GetValueOrDefault((asset, address));

    internal long PendingOutMinor(string asset, string holder) =>
        _mempool.Where(one => one.IsOurs && one.Asset == asset && PayerOf(one) == holder).Sum(one => one.AmountMinor);

    internal ChainTransfer? Find(string txHash) => _byHash.TryGetValue(txHash, out var transfer) ? Show(transfer) : null;

    internal List<ChainTransfer> Incoming(long fromBlock)
    {
        // Blocks are only ever added at the end, so the list is in block order and the newest part is found from behind.
        var first = _inBlocks.Count;
        while (first > 0 && _inBlocks[first - 1].Block >= fromBlock)
        {
            first--;
        }
        return [.. _inBlocks.Skip(first).Concat(_mempool).Where(one => !one.IsOurs).Select(Show)];
    }

    /// <summary>Whether somebody still waits for blocks: a transfer is in the mempool or not yet this deep.</summary>
    internal bool IsAwaited(int depth) => _mempool.Count > 0 || (_inBlocks.Count > 0 && Height - _inBlocks[^1].Block!.Value + 1 < depth);

    internal ChainTransfer Show(SandboxTransfer transfer) => new(
        transfer.TxHash,
        transfer.ClientId,
        network,
        transfer.Asset,
        transfer.ToAddress,
        transfer.AmountMinor,
        SandboxNetworks.Scale(network, transfer.Asset),
        transfer.Block,
        transfer.Block is { } block ? Height - block + 1 : 0)
    {
        FromAddress = transfer.Sender,
    };

    /// <summary>Who paid a transfer of ours, or null when somebody outside did.</summary>
    internal string? PayerOf(string txHash) => _byHash.TryGetValue(txHash, out var transfer) && transfer.IsOurs ? PayerOf(transfer) : null;

    private string PayerOf(SandboxTransfer transfer) => transfer.Payer ?? _treasury;

    private void Mine(int blocks)
    {
        var next = Height + 1;
        foreach (var transfer in _mempool.ToList())
        {
            // After a reorganisation the money that a transfer was paid from may be gone; then it waits.
            if (transfer.IsOurs && ConfirmedMinor(transfer.Asset, PayerOf(transfer)) < transfer.AmountMinor)
            {
                continue;
            }
            _mempool.Remove(transfer);
            transfer.Block = next;
            _inBlocks.Add(transfer);
            Settle(transfer, 1);
        }
        MinedBlocks += blocks;
    }

    private void Reorganise(int blocks)
    {
        MinedBlocks -= blocks;
        var kept = _inBlocks.FindIndex(one => one.Block > Height);
        var dropped = kept < 0 ? [] : _inBlocks[kept..];
        _inBlocks.RemoveRange(_inBlocks.Count - dropped.Count, dropped.Count);
        foreach (var transfer in dropped)
        {
            Settle(transfer, -1);
            transfer.Block = null;
            if (!transfer.IsOurs)
            {
                _byHash.Remove(transfer.TxHash);
            }
        }
        _mempool.InsertRange(0, dropped.Where(one => one.IsOurs));
        while (_branches.Peek().FromHeight > Height)
        {
            _branches.Pop();
        }
        _branches.Push((Height + 1, ++_branchCount));
    }

    private void Settle(SandboxTransfer transfer, int direction)
    {
        Book(transfer.Asset, transfer.ToAddress, direction * transfer.AmountMinor);
        if (transfer.IsOurs)
        {
            Book(transfer.Asset, PayerOf(transfer), -direction * transfer.AmountMinor);
        }
    }

    private void Book(string asset, string address, long amountMinor) =>
        _confirmedMinor[(asset, address)] = checked(ConfirmedMinor(asset, address) + amountMinor);
}
