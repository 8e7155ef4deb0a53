using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>
/// A block chain and a custody account that exist only on this machine: deterministic, offline, and as lasting as the
/// real ones, since everything is in a journal that survives <c>kill -9</c>. Blocks are found when somebody asks for
/// them. Opened at first use, so that a command verb does not disturb a serving process.
/// </summary>
public sealed class SandboxChain : IChainNode, IDisposable
{
    private const int MaxBlocksPerCall = 10_000;
    private const int MaxClientIdLetters = 128;
    private const string OutsideSender = "outside";

    private readonly FaultPoints _faults;
    private readonly SandboxWorld _world;

    /// <summary>A world that lives in a folder.</summary>
    /// <param name="folder">Where the journal is; made when missing.</param>
    /// <param name="faults">The fault points that custody passes.</param>
    /// <param name="shelf">Where the world lies instead when nodes share it; a journal in the folder is taken over once.</param>
    public SandboxChain(string folder, FaultPoints faults, ISandboxShelf? shelf = null)
    {
        _faults = faults;
        _world = new SandboxWorld(folder, shelf);
    }

    /// <summary>The simulated networks.</summary>
    public static IReadOnlyList<string> Networks { get; } = [SandboxNetworks.Tron, SandboxNetworks.Ethereum, SandboxNetworks.Bitcoin];

    /// <summary>The number of decimals that amounts of an asset have here.</summary>
    /// <exception cref="ChainRefusedException">The network does not carry the asset.</exception>
    public static int Scale(string network, string asset) => SandboxNetworks.Scale(network, asset);

    /// <inheritdoc/>
    public ChainConnection Connection(string network) =>
        new(network, SandboxNetworks.OpeningHeights.ContainsKey(network) ? "sandbox" : "none", IsWatchOnly: false);

    /// <inheritdoc/>
    public string TreasuryAddress(string network) => SandboxAddress.Treasury(network);

    /// <inheritdoc/>
    public Task<ChainHead> HeadAsync(string network, CancellationToken cancellation) => Read(network, ledger => Head(network, ledger));

    /// <inheritdoc/>
    public async Task<ChainSubmission> SubmitAsync(ChainTransferOrder order, CancellationToken cancellation)
    {
        try
        {
            await _faults.PassAsync(FaultPoints.CustodyBeforeSend, cancellation);
        }
        catch (InjectedFaultException fault)
        {
            throw new ChainUnavailableException("Custody did not take the order.", fault);
        }
        catch (TimeoutException fault)
        {
            throw new ChainOutcomeUnknownException("Custody did not answer in time.", fault);
        }

        var txHash = Send(order);

        try
        {
            await _faults.PassAsync(FaultPoints.CustodyAfterSend, cancellation);
        }
        catch (Exception fault) when (fault is InjectedFaultException or TimeoutException)
        {
            throw new ChainOutcomeUnknownException("The answer of custody was lost.", fault);
        }
        return new ChainSubmission(txHash);
    }

    /// <inheritdoc/>
    public Task<ChainTransfer?> FindByClientIdAsync(string network, string clientId, CancellationToken cancellation) =>
        Read(network, ledger =>
        _world.Sent(clientId) is { } sent && sent.Network == network ? ledger.Find(sent.TxHash) : null);

    /// <inheritdoc/>
    public Task<ChainTransfer?> FindByHashAsync(string network, string txHash, CancellationToken cancellation) =>
        Read(network, ledger => ledger.Find(txHash));

    /// <inheritdoc/>
    public async Task<ChainBalance> BalanceAsync(string network, string asset, string address, CancellationToken cancellation)
    {
        try
        {
            await _faults.PassAsync(FaultPoints.CustodyBalance, cancellation);
        }
        catch (Exception fault) when (fault is InjectedFaultException or TimeoutException)
        {
            throw new ChainUnavailableException("The node did not tell the balance.", fault);
        }
        return await Read(network, ledger =>
        {
            var holder = Canonical(network, address);
            var pendingMinor = ledger.PendingOutMinor(asset, holder);
            var scale = SandboxNetworks.Scale(network, asset);
            return new ChainBalance(network, asset, holder, ledger.ConfirmedMinor(asset, holder), pendingMinor, scale, ledger.Height);
        });
    }

    /// <inheritdoc/>
    public Task<ChainTransaction?> TransactionAsync(string network, string txHash, CancellationToken cancellation) =>
        Read(network, ledger =>
        ledger.Find(txHash) is { BlockNumber: { } block } found
            ? new ChainTransaction(network, found.TxHash, true, block, found.BlockDepth, null,
                [new ChainPayment(found.Asset, ledger.PayerOf(found.TxHash) ?? "", found.ToAddress, found.AmountMinor)])
            : null);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChainTransfer>> IncomingAsync(ChainRange range, CancellationToken cancellation) =>
        Read<IReadOnlyList<ChainTransfer>>(range.Network, ledger =>
        [
            .. ledger.Incoming(range.FromBlock).Where(one => (range.ToBlock is not { } last || one.BlockNumber <= last)
                && (range.Addresses is not { } paid || paid.Contains(one.ToAddress, StringComparer.Ordinal))),
        ]);

    /// <summary>Finds blocks; the first of them takes in what waits in the mempool.</summary>
    /// <exception cref="ChainRefusedException">The network is unknown, or the count is not from 1 to 10,000.</exception>
    public ChainHead Mine(string network, int count) => _world.Change(network, ledger =>
    {
        Refuse(count is < 1 or > MaxBlocksPerCall, $"The number of blocks is from 1 to {MaxBlocksPerCall}.");
        _world.Record(new SandboxEntry(SandboxEntryKind.Mined, network) { Blocks = count });
        return Head(network, ledger);
    });

    /// <summary>Finds one block where a transfer still waits to become this deep; an idle network stands still.</summary>
    public void MineWhereAwaited(int depth)
    {
        foreach (var network in Networks.Where(network => _world.Look(network, ledger => ledger.IsAwaited(depth))))
        {
            _world.Change(network, ledger =>
            {
                if (ledger.IsAwaited(depth))
                {
                    _world.Record(new SandboxEntry(SandboxEntryKind.Mined, network) { Blocks = 1 });
                }
                return 0;
            });
        }
    }

    /// <summary>
    /// Drops the newest blocks. Transfers of ours in them go back to the mempool and are taken into a later block;
    /// payments from outside vanish, as after a payer spent the same money elsewhere.
    /// </summary>
    /// <exception cref="ChainRefusedException">The network is unknown, or fewer blocks than that were found here.</exception>
    public ChainHead Reorg(string network, int depth) => _world.Change(network, ledger =>
    {
        Refuse(depth < 1 || depth > ledger.MinedBlocks,
            $"At most the {ledger.MinedBlocks} blocks that were found here can be dropped, and at least one.");
        _world.Record(new SandboxEntry(SandboxEntryKind.Reorganised, network) { Blocks = depth });
        return Head(network, ledger);
    });

    /// <summary>Somebody outside sends a payment; it waits in the mempool for the next block.</summary>
    /// <returns>The transaction's hash.</returns>
    /// <exception cref="ChainRefusedException">The network, the asset, the address or the amount is not possible.</exception>
    public string PayFromOutside(string network, string asset, string toAddress, long amountMinor, string? fromAddress = null) =>
        _world.Change(network, ledger =>
    {
        _ = SandboxNetworks.Scale(network, asset);
        var sender = fromAddress is null ? null : Canonical(network, fromAddress);
        var receiver = Canonical(network, toAddress);
        Refuse(amountMinor <= 0, "The amount is more than zero.");
        var txHash = NewHash(network, OutsideSender);
        _world.Record(new SandboxEntry(SandboxEntryKind.Paid, network)
        {
            TxHash = txHash,
            Asset = asset,
            Address = receiver,
            Sender = sender,
            AmountMinor = amountMinor,
        });
        return txHash;
    });

    /// <summary>Gives an address a holding from before the first block; a second call for the same holding changes nothing.</summary>
    /// <exception cref="ChainRefusedException">The network, the asset, the address or the amount is not possible.</exception>
    public void OpenWith(string network, string asset, string address, long amountMinor) => _world.Change(network, ledger =>
    {
        _ = SandboxNetworks.Scale(network, asset);
        var holder = Canonical(network, address);
        Refuse(amountMinor <= 0, "The amount is more than zero.");
        if (!ledger.IsOpened(asset, holder))
        {
            _world.Record(SandboxWorld.Opening(network, asset, holder, amountMinor));
        }
        return 0;
    });

    /// <summary>Closes the journal; the world goes on when it is opened again.</summary>
    public void Dispose() => _world.Dispose();

    private string Send(ChainTransferOrder order) => _world.Change(order.Network, ledger =>
    {
        Refuse(order.ClientId.Length is 0 or > MaxClientIdLetters, $"A client id has 1 to {MaxClientIdLetters} characters.");
        Refuse(order.Scale != SandboxNetworks.Scale(order.Network, order.Asset), $"{order.Asset} has another scale on {order.Network}.");
        Refuse(order.AmountMinor <= 0, "The amount is more than zero.");
        var receiver = Canonical(order.Network, order.ToAddress);
        if (_world.Sent(order.ClientId) is { } sent)
        {
            var before = _world.LedgerOf(sent.Network).Find(sent.TxHash)!;
            var same = (before.Network, before.Asset, before.ToAddress, before.AmountMinor)
                == (order.Network, order.Asset, receiver, order.AmountMinor);
            Refuse(!same, "The client id was used for another transfer.");
            return before.TxHash;
        }
        var payer = order.FromAddress is { } named ? Canonical(order.Network, named) : TreasuryAddress(order.Network);
        var availableMinor = ledger.ConfirmedMinor(order.Asset, payer) - ledger.PendingOutMinor(order.Asset, payer);
        Refuse(availableMinor < order.AmountMinor,
            $"The {(order.FromAddress is null ? "treasury" : "wallet")} holds too little {order.Asset} on {order.Network}.");
        var txHash = NewHash(order.Network, order.ClientId);
        _world.Record(new SandboxEntry(SandboxEntryKind.Sent, order.Network)
        {
            TxHash = txHash,
            ClientId = order.ClientId,
            Asset = order.Asset,
            Address = receiver,
            Payer = order.FromAddress is null ? null : payer,
            AmountMinor = order.AmountMinor,
        });
        return txHash;
    });

    private Task<TAnswer> Read<TAnswer>(string network, Func<SandboxLedger, TAnswer> read)
    {
        try
        {
            return Task.FromResult(_world.Look(network, read));
        }
        catch (Exception fault) when (fault is ChainRefusedException or ChainUnavailableException)
        {
            return Task.FromException<TAnswer>(fault);
        }
    }

    // The number of the entry makes the hash unique; the same journal always gives the same hashes.
    private string NewHash(string network, string sender) =>
        (network == SandboxNetworks.Ethereum ? SandboxNetworks.TxPrefixOnEthereum : "")
            + SandboxLedger.Digest($"tx|{network}|{sender}|{_world.Entries}");

    private static ChainHead Head(string network, SandboxLedger ledger) => new(network, ledger.Height, ledger.HeadHash);

    private static string Canonical(string network, string address)
    {
        var check = AddressFormat.Check(network, address);
        return check.Canonical ?? throw new ChainRefusedException(check.Reason!);
    }

    private static void Refuse(bool refused, string reason)
    {
        if (refused)
        {
            throw new ChainRefusedException(reason);
        }
    }
}
