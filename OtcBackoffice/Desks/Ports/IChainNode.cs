namespace OtcBackoffice.Desks.Ports;

/// <summary>
/// The desk's way to the block chains: a custody account that signs and sends, and a node that tells what stands in
/// which block. Networks are named <c>tron</c> and <c>ethereum</c>, assets by ticker (<c>USDT</c>); amounts are minor
/// units at the asset's book scale. Any method may throw <see cref="ChainUnavailableException"/>.
/// </summary>
public interface IChainNode
{
    /// <summary>What a network is reached through, and who sends there. It asks nobody and never throws; an unknown network is not
    /// connected.</summary>
    ChainConnection Connection(string network);

    /// <summary>The address on <paramref name="network"/> that transfers are paid from.</summary>
    /// <exception cref="ChainRefusedException">The network is not served.</exception>
    string TreasuryAddress(string network);

    /// <summary>The newest block of a network.</summary>
    Task<ChainHead> HeadAsync(string network, CancellationToken cancellation);

    /// <summary>
    /// Sends a transfer from the treasury, or from the custodial address that the order names. The client id makes it safe to ask again:
    /// the same order under the same id
    /// gives the same hash and never a second transfer. Never repeat an order under a new id.
    /// </summary>
    /// <exception cref="ChainOutcomeUnknownException">The answer was lost; ask <see cref="FindByClientIdAsync"/>.</exception>
    /// <exception cref="ChainRefusedException">Nothing was sent, and the same order will be refused again; so on every watch-only
    /// network.</exception>
    /// <exception cref="ChainUnavailableException">Nothing was sent; the same order may be tried again later.</exception>
    Task<ChainSubmission> SubmitAsync(ChainTransferOrder order, CancellationToken cancellation);

    /// <summary>The transfer that was sent under a client id, or null when none ever was.</summary>
    Task<ChainTransfer?> FindByClientIdAsync(string network, string clientId, CancellationToken cancellation);

    /// <summary>A transfer by its hash, or null when no block and no mempool holds it (any more).</summary>
    Task<ChainTransfer?> FindByHashAsync(string network, string txHash, CancellationToken cancellation);

    /// <summary>
    /// Everything that a transaction in a block paid, or null when no block of the chain holds it (any more). Tokens outside the
    /// catalogue are told without a name, so that a wrong token can be told from a wrong address.
    /// </summary>
    Task<ChainTransaction?> TransactionAsync(string network, string txHash, CancellationToken cancellation);

    /// <summary>What an address holds of an asset.</summary>
    Task<ChainBalance> BalanceAsync(string network, string asset, string address, CancellationToken cancellation);

    /// <summary>
    /// Payments from others in the blocks of a range, oldest first. A reorganisation may take back what an earlier call
    /// returned: look again at the blocks that are not final yet.
    /// </summary>
    Task<IReadOnlyList<ChainTransfer>> IncomingAsync(ChainRange range, CancellationToken cancellation);
}
