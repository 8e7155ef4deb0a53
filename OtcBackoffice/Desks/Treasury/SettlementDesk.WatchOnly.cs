using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Desks.Treasury;

// Networks that the desk only watches: signers send from their own wallet, treasury says by which transaction, and the chain is believed,
// not the person.
public sealed partial class SettlementDesk
{
    /// <summary>
    /// Says which transaction pays an approved proposal. It is held against the chain first; what is not exactly that payment is
    /// refused and changes nothing. At too little depth it is taken and waits.
    /// </summary>
    public async Task<Result<ProposalView>> EnterTransactionAsync(Guid proposalId, string? txHash, CancellationToken cancellation)
    {
        var read = await ReadTransferAsync(proposalId, cancellation);
        if (read.Failed(out var refused))
        {
            return refused;
        }
        var transfer = read.Value;
        var network = Asset.ByCode(transfer.Asset).Network;
        if (Transfer.Lifecycle.Move(transfer.Status, TransferAction.Broadcast).Failed(out var wrong))
        {
            return wrong;
        }
        if (!chain.Connection(network.Code).IsWatchOnly)
        {
            return new DomainError(ErrorCode.WrongState, $"{network.DisplayName} is not watch-only: the desk sends there itself.");
        }
        if (TransactionHash.Canonical(network.Code, txHash) is not { } hash)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "tx_hash", "tx_hash has 64 hexadecimal digits.");
        }
        if (await IsUsedAsync(transfer.Id, hash, cancellation))
        {
            return Used();
        }
        try
        {
            // Both are asked before the transaction; the transfer's terms never change, and its status is looked at again inside.
            if (transfer.TxHash is { } dropped && dropped != hash
                && TransactionCheck.Fault(transfer, await chain.TransactionAsync(network.Code, dropped, cancellation)) is null)
            {
                return new DomainError(ErrorCode.WrongState,
                    "The transaction that was entered before stands on the chain again; it is followed, and a second one would pay twice.");
            }
            var seen = await chain.TransactionAsync(network.Code, hash, cancellation);
            return TransactionCheck.Fault(transfer, seen) is { } fault ? fault
                : await TakeAsync(transfer.Id, hash, Depth(seen!), cancellation);
        }
        catch (Exception fault) when (fault is ChainUnavailableException or ChainRefusedException)
        {
            return new DomainError(ErrorCode.Unavailable,
                $"The node of {network.DisplayName} did not tell about the transaction. Nothing was changed; try again.");
        }
    }

    private Task<Result<ProposalView>> TakeAsync(Guid transferId, string hash, int depth, CancellationToken cancellation) =>
        transaction.RunAsync<ProposalView>(new DeskCommand(Permission.TreasurySign), async (work, token) =>
        {
            var (transfer, deposit) = await LoadAsync(work, transferId, token);
            var proposal = await work.Db.Proposals.FirstAsync(row => row.Id == transfer.ProposalId, token);
            if (proposal.Status != ProposalStatus.Approved)
            {
                return new DomainError(ErrorCode.WrongState, $"The proposal is {Names.Snake(proposal.Status)}.");
            }
            if (await work.Db.Transfers.AnyAsync(row => row.TxHash == hash && row.Id != transferId, token)
                || await work.Db.Exchanges.AnyAsync(row => row.TxHash == hash, token))
            {
                return Used();
            }
            var (from, before) = (transfer.Status, transfer.TxHash);
            if (transfer.MarkBroadcast(hash).Failed(out var wrong))
            {
                return wrong;
            }
            transfer.Deepen(depth);
            deposit.Progress(SettlementState.Broadcast, transfer.Id, work.Now);
            Record(work, transfer, deposit, "enter", from, new { transfer.TxHash, Before = before, BlockDepth = depth });
            return ProposalView.Of(proposal, new Dictionary<Guid, string>()) with { Transfer = TransferView.Of(transfer) };
        }, cancellation);

    // Looked at before the chain is asked, for the plainer answer; the transaction looks again.
    private async Task<bool> IsUsedAsync(Guid transferId, string hash, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Transfers.AnyAsync(row => row.TxHash == hash && row.Id != transferId, cancellation)
            || await db.Exchanges.AnyAsync(row => row.TxHash == hash, cancellation);
    }

    private static DomainError Used() =>
        DomainError.Of(ErrorCode.TransactionAlreadyUsed, "tx_hash", "Another transfer is paid by this transaction already.");

    private async Task<Result<Transfer>> ReadTransferAsync(Guid proposalId, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.TreasurySign, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var proposal = await reading.Db.Proposals.AsNoTracking().FirstOrDefaultAsync(row => row.Id == proposalId, cancellation);
        if (proposal is null)
        {
            return DomainError.Missing("proposal");
        }
        var transfer = await reading.Db.Transfers.AsNoTracking().FirstOrDefaultAsync(row => row.ProposalId == proposalId, cancellation);
        return transfer is null
            ? new DomainError(ErrorCode.WrongState,
                $"The proposal is {Names.Snake(proposal.Status)}: a transaction is entered once enough signatures are there.")
            : transfer;
    }

    // The payment is looked at as a whole each time: after a reorganisation the same hash may stand with another outcome.
    private async Task<bool> WatchEnteredAsync(Transfer transfer, CancellationToken cancellation)
    {
        var seen = await chain.TransactionAsync(NetworkOf(transfer), transfer.TxHash!, cancellation);
        var fault = TransactionCheck.Fault(transfer, seen);
        if (transfer.Status == TransferStatus.AwaitingTransaction)
        {
            return fault is null && (
                await MoveAsync(transfer.Id, row => row.MarkBroadcast(transfer.TxHash!), SettlementState.Broadcast, "return", cancellation,
                Watcher)).IsSuccess;
        }
        if (fault is not null)
        {
            var reason = seen is null
                ? $"The chain was reorganised: no block holds {transfer.TxHash} any more. It is looked for; another transaction may be "
                + $"entered."
                : $"{transfer.TxHash} does not stand as it was entered. {fault.Message}";
            return (await MoveAsync(transfer.Id, row => row.TakeBack(reason), SettlementState.AwaitingTransaction, "take_back",
                cancellation, Watcher)).IsSuccess;
        }
        return await FollowAsync(transfer, Depth(seen!), cancellation);
    }

    private static int Depth(ChainTransaction seen) => (int)Math.Min(seen.BlockDepth, int.MaxValue);
}
