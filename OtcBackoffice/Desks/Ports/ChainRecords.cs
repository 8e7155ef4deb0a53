namespace OtcBackoffice.Desks.Ports;

/// <summary>A transfer to be sent from the treasury of a network, or from a customer's address that the same custody account
/// holds.</summary>
/// <param name="ClientId">Our own id of the order, at most 128 characters; it makes the order safe to repeat.</param>
/// <param name="Network">The network's canonical name.</param>
/// <param name="Asset">The ticker without the network.</param>
/// <param name="ToAddress">The canonical address of the receiver.</param>
/// <param name="AmountMinor">The amount in minor units, more than zero.</param>
/// <param name="Scale">The number of decimals of the minor unit.</param>
public sealed record ChainTransferOrder(string ClientId, string Network, string Asset, string ToAddress, long AmountMinor, int Scale)
{
    /// <summary>The custodial address that pays, or null for the treasury.</summary>
    public string? FromAddress { get; init; }
}

/// <summary>The answer to an order that was accepted: the transaction waits in the mempool under this hash.</summary>
public sealed record ChainSubmission(string TxHash);

/// <summary>The newest block; a changed hash at the same height means the chain was reorganised.</summary>
public sealed record ChainHead(string Network, long Height, string BlockHash);

/// <summary>A transfer as the chain shows it now.</summary>
/// <param name="TxHash">The transaction's hash in canonical spelling (lower case; 0x before it on Ethereum).</param>
/// <param name="ClientId">The id under which we sent it, or null when somebody else did.</param>
/// <param name="Network">The network's canonical name.</param>
/// <param name="Asset">The ticker without the network.</param>
/// <param name="ToAddress">The canonical address of the receiver.</param>
/// <param name="AmountMinor">The amount in minor units.</param>
/// <param name="Scale">The number of decimals of the minor unit.</param>
/// <param name="BlockNumber">The block that holds it, or null while it waits in the mempool.</param>
/// <param name="BlockDepth">1 in the newest block, more below it, 0 in the mempool.</param>
public sealed record ChainTransfer(
    string TxHash,
    string? ClientId,
    string Network,
    string Asset,
    string ToAddress,
    long AmountMinor,
    int Scale,
    long? BlockNumber,
    long BlockDepth)
{
    /// <summary>The place among the payments of its block; with the hash it names the payment.</summary>
    public long LogIndex { get; init; }

    /// <summary>The hash of the block that holds it, where the node tells it.</summary>
    public string? BlockHash { get; init; }

    /// <summary>Who paid, where the node tells it.</summary>
    public string? FromAddress { get; init; }
}

/// <summary>What an address holds, as of a block.</summary>
/// <param name="Network">The network's canonical name.</param>
/// <param name="Asset">The ticker without the network.</param>
/// <param name="Address">The canonical address.</param>
/// <param name="ConfirmedMinor">The sum of what stands in blocks, in minor units.</param>
/// <param name="PendingOutMinor">What is on its way out and not in a block yet, in minor units.</param>
/// <param name="Scale">The number of decimals of the minor unit.</param>
/// <param name="AsOfBlock">The newest block that was counted.</param>
public sealed record ChainBalance(
    string Network,
    string Asset,
    string Address,
    long ConfirmedMinor,
    long PendingOutMinor,
    int Scale,
    long AsOfBlock)
{
    /// <summary>What can still be sent, in minor units.</summary>
    public long AvailableMinor => ConfirmedMinor - PendingOutMinor;
}

/// <summary>What a network is reached through.</summary>
/// <param name="Network">The network's canonical name.</param>
/// <param name="Kind"><c>sandbox</c>, <c>evm</c> or <c>none</c>.</param>
/// <param name="IsWatchOnly">Whether this desk only looks: signers send from their own wallet and enter the transaction's hash.</param>
/// <param name="Endpoint">Where the node answers, without path or key; null without a node.</param>
/// <param name="HasKey">Whether a key goes with every call.</param>
public sealed record ChainConnection(string Network, string Kind, bool IsWatchOnly, string? Endpoint = null, bool HasKey = false);

/// <summary>Which blocks to look through, and whose payments to look for.</summary>
/// <param name="Network">The network's canonical name.</param>
/// <param name="FromBlock">The first block.</param>
public sealed record ChainRange(string Network, long FromBlock)
{
    /// <summary>The last block, or null for all there are; a simulated chain then also tells what waits in its mempool.</summary>
    public long? ToBlock { get; init; }

    /// <summary>The canonical addresses that are paid to, or null for every one that the node can tell of.</summary>
    public IReadOnlyList<string>? Addresses { get; init; }
}

/// <summary>A transaction in a block, with everything it paid.</summary>
/// <param name="Network">The network's canonical name.</param>
/// <param name="TxHash">The hash in canonical spelling.</param>
/// <param name="Succeeded">False when the chain ran it and undid it; then it paid nothing.</param>
/// <param name="BlockNumber">The block that holds it.</param>
/// <param name="BlockDepth">1 in the newest block, more below it.</param>
/// <param name="BlockTimeUtc">When the block was made by its maker's clock, or null where blocks have no time.</param>
/// <param name="Payments">What it paid, in the order of the chain.</param>
public sealed record ChainTransaction(
    string Network, string TxHash, bool Succeeded, long BlockNumber, long BlockDepth, DateTime? BlockTimeUtc,
        IReadOnlyList<ChainPayment> Payments);

/// <summary>One payment inside a transaction.</summary>
/// <param name="Asset">The ticker, or null for a token outside the catalogue.</param>
/// <param name="FromAddress">The canonical address that paid.</param>
/// <param name="ToAddress">The canonical address of the receiver.</param>
/// <param name="AmountMinor">Minor units of the book scale; null when the amount is finer than that or larger than the books can
/// hold.</param>
public sealed record ChainPayment(string? Asset, string FromAddress, string ToAddress, long? AmountMinor);
