using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Tests.Simulation;

/// <summary>How the chain treats the desk in one run.</summary>
/// <param name="IsWatchOnly">Whether people send, and the desk only watches.</param>
/// <param name="LostPercent">How often the answer to a sent order is lost.</param>
/// <param name="AwayPercent">How often the node does not answer at all.</param>
internal sealed record SimChainManners(bool IsWatchOnly, int LostPercent, int AwayPercent);

/// <summary>
/// The chain as an actor: it delays, loses answers, is away, and drops blocks. It outlives the crashes of the desk. The plants that
/// send twice, or again under another id, live here, because the desk cannot see them.
/// </summary>
internal sealed class SimChain(SimChainManners manners, Func<int, int> dice, string? plant) : IChainNode
{
    private readonly List<Sent> _sent = [];
    private long _height = 1_000;
    private int _orders;

    /// <summary>Every payment that stands in a block or waits for one.</summary>
    public IReadOnlyList<Sent> Payments => _sent;

    /// <summary>How often the chain misbehaved.</summary>
    public int Faults { get; private set; }

    /// <summary>Whether it misbehaves; off while a run heals.</summary>
    public bool IsMoody { get; set; } = true;

    /// <inheritdoc/>
    public ChainConnection Connection(string network) => new(network, "simulated", manners.IsWatchOnly);

    /// <inheritdoc/>
    public string TreasuryAddress(string network) => "treasury-" + network;

    /// <inheritdoc/>
    public async Task<ChainHead> HeadAsync(string network, CancellationToken cancellation)
    {
        await MoodAsync();
        return new ChainHead(network, _height, $"block-{_height}");
    }

    /// <inheritdoc/>
    public async Task<ChainSubmission> SubmitAsync(ChainTransferOrder order, CancellationToken cancellation)
    {
        await MoodAsync();
        _orders++;
        var id = plant == SimPlants.RetryWithNewId ? $"{order.ClientId}-{_orders}" : order.ClientId;
        if (_sent.Find(one => one.ClientId == id) is not { } sent)
        {
            sent = Pay(id, order.Asset, order.ToAddress, order.AmountMinor);
            if (plant == SimPlants.DoubleCredit && _orders % 2 == 0)
            {
                Pay(id + "-again", order.Asset, order.ToAddress, order.AmountMinor);
            }
        }
        await Task.Yield();
        if (IsMoody && dice(100) < manners.LostPercent)
        {
            Faults++;
            throw new ChainOutcomeUnknownException("The answer was lost.", new TimeoutException());
        }
        return new ChainSubmission(sent.TxHash);
    }

    /// <inheritdoc/>
    public async Task<ChainTransfer?> FindByClientIdAsync(string network, string clientId, CancellationToken cancellation)
    {
        await MoodAsync();
        return _sent.Find(one => one.ClientId == clientId) is { } found ? Told(network, found) : null;
    }

    /// <inheritdoc/>
    public async Task<ChainTransfer?> FindByHashAsync(string network, string txHash, CancellationToken cancellation)
    {
        await MoodAsync();
        return _sent.Find(one => one.TxHash == txHash) is { } found ? Told(network, found) : null;
    }

    /// <inheritdoc/>
    public async Task<ChainTransaction?> TransactionAsync(string network, string txHash, CancellationToken cancellation)
    {
        await MoodAsync();
        return _sent.Find(one => one.TxHash == txHash) is { Block: { } block } found
            ? new ChainTransaction(network, txHash, true, block, _height - block + 1, null, [new ChainPayment(found.Asset, found.From,
                found.To, found.AmountMinor)])
            : null;
    }

    /// <inheritdoc/>
    public async Task<ChainBalance> BalanceAsync(string network, string asset, string address, CancellationToken cancellation)
    {
        await MoodAsync();
        return new ChainBalance(network, asset, address, 5_000_000_000_000, 0, 6, _height);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChainTransfer>> IncomingAsync(ChainRange range, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ChainTransfer>>([]);

    /// <summary>People send from their own wallet; answers the hash.</summary>
    public string PayByPeople(string from, string asset, string to, long amountMinor)
    {
        var sent = Pay(null, asset, to, amountMinor);
        sent.From = from;
        return sent.TxHash;
    }

    /// <summary>Blocks are found; the first of them takes in what waits.</summary>
    public void Mine(int blocks)
    {
        _height++;
        _sent.Where(one => one.Block is null).ToList().ForEach(one => one.Block = _height);
        _height += blocks - 1;
    }

    /// <summary>The newest blocks are dropped; their payments wait for a later one.</summary>
    public void Reorganise(int blocks)
    {
        Faults++;
        _height -= blocks;
        _sent.Where(one => one.Block > _height).ToList().ForEach(one => one.Block = null);
    }

    private Sent Pay(string? clientId, string asset, string to, long amountMinor)
    {
        var sent = new Sent(clientId, (_sent.Count + 1).ToString("x64", System.Globalization.CultureInfo.InvariantCulture), asset, to,
            amountMinor);
        _sent.Add(sent);
        return sent;
    }

    // A node answers after a while, so that others act between the question and the answer.
    private async Task MoodAsync()
    {
        await Task.Yield();
        if (IsMoody && dice(100) < manners.AwayPercent)
        {
            Faults++;
            throw new ChainUnavailableException("The node is away.", new TimeoutException());
        }
    }

    private ChainTransfer Told(string network, Sent sent) =>
        new(sent.TxHash, sent.ClientId, network, sent.Asset, sent.To, sent.AmountMinor, 6, sent.Block, sent.Block is { } block
            ? _height - block + 1 : 0);

    /// <summary>A payment out of the treasury.</summary>
    internal sealed record Sent(string? ClientId, string TxHash, string Asset, string To, long AmountMinor)
    {
        /// <summary>Who paid.</summary>
        public string From { get; set; } = "treasury-tron";

        /// <summary>The block that holds it.</summary>
        public long? Block { get; set; }
    }
}
