using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Chain;

/// <summary>Takes each network to its own node, and those without one to the sandbox or to nobody.</summary>
/// <param name="nodes">Nodes by the network's canonical name.</param>
/// <param name="others">Serves every other network.</param>
public sealed class ChainRouter(IReadOnlyDictionary<string, IChainNode> nodes, IChainNode others) : IChainNode
{
    /// <inheritdoc/>
    public ChainConnection Connection(string network) => On(network).Connection(network);

    /// <inheritdoc/>
    public string TreasuryAddress(string network) => On(network).TreasuryAddress(network);

    /// <inheritdoc/>
    public Task<ChainHead> HeadAsync(string network, CancellationToken cancellation) => On(network).HeadAsync(network, cancellation);

    /// <inheritdoc/>
    public Task<ChainSubmission> SubmitAsync(ChainTransferOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        return On(order.Network).SubmitAsync(order, cancellation);
    }

    /// <inheritdoc/>
    public Task<ChainTransfer?> FindByClientIdAsync(string network, string clientId, CancellationToken cancellation) =>
        On(network).FindByClientIdAsync(network, clientId, cancellation);

    /// <inheritdoc/>
    public Task<ChainTransfer?> FindByHashAsync(string network, string txHash, CancellationToken cancellation) =>
        On(network).FindByHashAsync(network, txHash, cancellation);

    /// <inheritdoc/>
    public Task<ChainTransaction?> TransactionAsync(string network, string txHash, CancellationToken cancellation) =>
        On(network).TransactionAsync(network, txHash, cancellation);

    /// <inheritdoc/>
    public Task<ChainBalance> BalanceAsync(string network, string asset, string address, CancellationToken cancellation) =>
        On(network).BalanceAsync(network, asset, address, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChainTransfer>> IncomingAsync(ChainRange range, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(range);
        return On(range.Network).IncomingAsync(range, cancellation);
    }

    private IChainNode On(string network) => nodes.GetValueOrDefault(network, others);
}
