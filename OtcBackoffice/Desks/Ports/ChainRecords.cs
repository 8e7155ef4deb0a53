namespace OtcBackoffice.Desks.Ports;

/// <summary>A transfer to be sent from the treasury of a network, or from a customer's address that the same custody account holds.</summary>
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
    long BlockDepth);

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
