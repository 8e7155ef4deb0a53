using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Domain.Treasury;

/// <summary>Where an outgoing transfer stands.</summary>
public enum TransferStatus
{
    /// <summary>Approved and not yet handed to the chain.</summary>
    Queued,

    /// <summary>Handed over; the answer was lost. It is asked for by its client id, never sent anew.</summary>
    OutcomeUnknown,

    /// <summary>On its way or in a block that is not deep enough.</summary>
    Broadcast,

    /// <summary>Deep enough.</summary>
    Final,

    /// <summary>The chain refused it for good; nothing left the treasury.</summary>
    Failed,

    /// <summary>
    /// The network is watch-only: the signers send it from their own wallet, and treasury enters the transaction's hash. With a hash,
    /// the block that held that transaction is gone; it is looked for until it stands again or another one is entered.
    /// </summary>
    AwaitingTransaction,

    /// <summary>It was given up by two persons; no transaction is ever taken for it.</summary>
    Voided,
}

/// <summary>What may happen to a transfer.</summary>
public enum TransferAction
{
    /// <summary>The chain took it.</summary>
    Broadcast,

    /// <summary>The answer was lost.</summary>
    LoseAnswer,

    /// <summary>It was asked for and the chain never had it, so it may be sent with the same client id.</summary>
    Requeue,

    /// <summary>It is deep enough.</summary>
    Finalise,

    /// <summary>The chain refused it.</summary>
    Fail,

    /// <summary>The network is watch-only, so people send it.</summary>
    AwaitTransaction,

    /// <summary>The transaction no longer stands on a watched network as it was entered.</summary>
    TakeBack,

    /// <summary>Two persons give it up: nobody will send it, or the chain never had it or lost it.</summary>
    Void,
}

/// <summary>An outgoing payment on chain. Its id is the client id under which the chain knows it.</summary>
public sealed class Transfer
{
    /// <summary>Every allowed move.</summary>
    public static readonly TransitionTable<TransferStatus, TransferAction> Lifecycle = new("transfer",
        (TransferStatus.Queued, TransferAction.Broadcast, TransferStatus.Broadcast),
        (TransferStatus.Queued, TransferAction.LoseAnswer, TransferStatus.OutcomeUnknown),
        (TransferStatus.Queued, TransferAction.Fail, TransferStatus.Failed),
        (TransferStatus.OutcomeUnknown, TransferAction.Broadcast, TransferStatus.Broadcast),
        (TransferStatus.OutcomeUnknown, TransferAction.Requeue, TransferStatus.Queued),
        (TransferStatus.Broadcast, TransferAction.Finalise, TransferStatus.Final),
        (TransferStatus.Queued, TransferAction.AwaitTransaction, TransferStatus.AwaitingTransaction),
        (TransferStatus.AwaitingTransaction, TransferAction.Broadcast, TransferStatus.Broadcast),
        (TransferStatus.Broadcast, TransferAction.TakeBack, TransferStatus.AwaitingTransaction),
        (TransferStatus.AwaitingTransaction, TransferAction.Void, TransferStatus.Voided),
        (TransferStatus.OutcomeUnknown, TransferAction.Void, TransferStatus.Voided),
        (TransferStatus.Broadcast, TransferAction.Void, TransferStatus.Voided));

    private Transfer()
    {
    }

    /// <summary>The transfer's id and client id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The proposal that approved it.</summary>
    public Guid ProposalId { get; private set; }

    /// <summary>The deposit that it pays.</summary>
    public Guid DepositId { get; private set; }

    /// <summary>The asset's canonical code.</summary>
    public string Asset { get; private set; } = "";

    /// <summary>Minor units of the asset.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>The paying address.</summary>
    public string FromAddress { get; private set; } = "";

    /// <summary>The receiving address.</summary>
    public string ToAddress { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public TransferStatus Status { get; private set; }

    /// <summary>The chain's hash, once known.</summary>
    public string? TxHash { get; private set; }

    /// <summary>Block depth when last looked at.</summary>
    public int BlockDepth { get; private set; }

    /// <summary>When it was approved.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When it became final.</summary>
    public DateTime? FinalAtUtc { get; private set; }

    /// <summary>Why the chain refused it, or why it was taken back.</summary>
    public string? FailureReason { get; private set; }

    /// <summary>Changes with every write.</summary>
    public int Version { get; private set; }

    /// <summary>Queues the payment of an approved proposal.</summary>
    public static Transfer Queue(Guid id, Proposal proposal, TreasuryWallet wallet, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        ArgumentNullException.ThrowIfNull(wallet);
        return new Transfer
        {
            Id = id,
            ProposalId = proposal.Id,
            DepositId = proposal.DepositId,
            Asset = proposal.Asset,
            AmountMinor = proposal.AmountMinor,
            FromAddress = wallet.Address,
            ToAddress = proposal.ToAddress,
            CreatedAtUtc = now,
            Version = 1,
        };
    }

    /// <summary>The chain took it under this hash.</summary>
    public Result<Transfer> MarkBroadcast(string txHash)
    {
        var moved = Move(TransferAction.Broadcast);
        if (moved.IsSuccess)
        {
            (TxHash, FailureReason) = (txHash, null);
        }
        return moved;
    }

    /// <summary>The network is watch-only: people send it and enter the hash.</summary>
    public Result<Transfer> AwaitTransaction() => Move(TransferAction.AwaitTransaction);

    /// <summary>
    /// The transaction does not stand any more. Its hash stays, so that it is found should it come back and so that no other transfer
    /// is told to be paid by it; the money counts as not sent until then.
    /// </summary>
    public Result<Transfer> TakeBack(string reason)
    {
        var moved = Move(TransferAction.TakeBack);
        if (moved.IsSuccess)
        {
            (BlockDepth, FailureReason) = (0, reason);
        }
        return moved;
    }

    /// <summary>It is given up. A hash that was known stays, so that no other transfer is told to be paid by it.</summary>
    public Result<Transfer> Void(string reason)
    {
        var moved = Move(TransferAction.Void);
        if (moved.IsSuccess)
        {
            FailureReason = reason;
        }
        return moved;
    }

    /// <summary>The answer was lost.</summary>
    public Result<Transfer> LoseAnswer() => Move(TransferAction.LoseAnswer);

    /// <summary>The chain says it never had it.</summary>
    public Result<Transfer> Requeue() => Move(TransferAction.Requeue);

    /// <summary>Notes the depth; true when that changed.</summary>
    public bool Deepen(int blockDepth)
    {
        if (BlockDepth == blockDepth)
        {
            return false;
        }
        BlockDepth = blockDepth;
        Version++;
        return true;
    }

    /// <summary>It is deep enough.</summary>
    public Result<Transfer> Finalise(DateTime now)
    {
        FinalAtUtc = now;
        return Move(TransferAction.Finalise);
    }

    /// <summary>The chain refused it for good.</summary>
    public Result<Transfer> Fail(string reason)
    {
        FailureReason = reason;
        return Move(TransferAction.Fail);
    }

    private Result<Transfer> Move(TransferAction action)
    {
        var next = Lifecycle.Move(Status, action);
        if (next.Failed(out var wrong))
        {
            return wrong;
        }
        Status = next.Value;
        Version++;
        return this;
    }
}
