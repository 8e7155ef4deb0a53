using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Merchants;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Desks.Treasury;

/// <summary>
/// Carries approved transfers to the chain and watches them become final. The chain is asked by client id before anything
/// is sent, so a crash or a lost answer never sends twice. On a watch-only network people send, and it only watches.
/// </summary>
public sealed partial class SettlementDesk(DeskTransaction transaction, DeskGate gate, IDbContextFactory<BackofficeDbContext> contexts,
    IChainNode chain)
{
    private static readonly Actor Sender = Actor.System("transfer_sender"), Watcher = Actor.System("chain_watcher");

    /// <summary>Hands every queued transfer to the chain, and asks for those whose answer was lost. Answers how many moved.</summary>
    public async Task<int> SendAsync(CancellationToken cancellation)
    {
        var moved = 0;
        foreach (var transfer in await OpenAsync([TransferStatus.Queued, TransferStatus.OutcomeUnknown], cancellation))
        {
            moved += await SendOneAsync(transfer, cancellation) ? 1 : 0;
        }
        return moved;
    }

    /// <summary>Looks at the depth of every transfer on its way and settles those that are deep enough. Answers how many moved.</summary>
    public async Task<int> WatchAsync(CancellationToken cancellation)
    {
        var moved = 0;
        var silent = new HashSet<string>(StringComparer.Ordinal);
        foreach (var transfer in (await OpenAsync([TransferStatus.Broadcast, TransferStatus.AwaitingTransaction], cancellation))
            .Where(row => row.TxHash is not null))
        {
            var network = NetworkOf(transfer);
            try
            {
                moved += !silent.Contains(network) && await WatchOneAsync(transfer, network, cancellation) ? 1 : 0;
            }
            catch (Exception fault) when (fault is ChainUnavailableException or ChainRefusedException)
            {
                // This node does not answer; the other networks are looked at all the same, and the next run looks here again.
                silent.Add(network);
            }
        }
        return moved;
    }

    private async Task<bool> WatchOneAsync(Transfer transfer, string network, CancellationToken cancellation)
    {
        if (chain.Connection(network).IsWatchOnly)
        {
            return await WatchEnteredAsync(transfer, cancellation);
        }
        if (transfer.Status != TransferStatus.Broadcast)
        {
            return false;
        }
        var seen = await chain.FindByHashAsync(network, transfer.TxHash!, cancellation);
        return await FollowAsync(transfer, (int)Math.Min(seen?.BlockDepth ?? 0, int.MaxValue), cancellation);
    }

    private async Task<bool> FollowAsync(Transfer transfer, int depth, CancellationToken cancellation) =>
        (depth != transfer.BlockDepth || depth >= Asset.ByCode(transfer.Asset).Network.BlockDepth)
        && (await DeepenAsync(transfer.Id, transfer.TxHash!, depth, cancellation)).IsSuccess;

    private async Task<bool> SendOneAsync(Transfer transfer, CancellationToken cancellation)
    {
        var asset = Asset.ByCode(transfer.Asset);
        var clientId = transfer.Id.ToString();
        if (chain.Connection(asset.Network.Code).IsWatchOnly)
        {
            // An answer that was lost before the network became watch-only is a person's to find: asking here would deny what was sent.
            return transfer.Status == TransferStatus.Queued
                && (await MoveAsync(transfer.Id, row => row.AwaitTransaction(), SettlementState.AwaitingTransaction, "await", cancellation))
                .IsSuccess;
        }
        try
        {
            if (await chain.FindByClientIdAsync(asset.Network.Code, clientId, cancellation) is { } found)
            {
                return (await MoveAsync(transfer.Id, row => row.MarkBroadcast(found.TxHash), SettlementState.Broadcast, "broadcast",
                    cancellation)).IsSuccess;
            }
            if (transfer.Status == TransferStatus.OutcomeUnknown)
            {
                return (await MoveAsync(transfer.Id, row => row.Requeue(), SettlementState.Broadcast, "requeue", cancellation)).IsSuccess;
            }
            if (await TargetFaultAsync(transfer, cancellation) is { } unusable)
            {
                return (await RefuseAsync(transfer.Id, unusable, cancellation)).IsSuccess;
            }
            var order = new ChainTransferOrder(clientId, asset.Network.Code, asset.Symbol, transfer.ToAddress, transfer.AmountMinor,
                asset.Scale);
            var sent = await chain.SubmitAsync(order, cancellation);
            return (await MoveAsync(transfer.Id, row => row.MarkBroadcast(sent.TxHash), SettlementState.Broadcast, "broadcast",
                cancellation)).IsSuccess;
        }
        catch (ChainRefusedException refused)
        {
            return (await RefuseAsync(transfer.Id, refused.Reason, cancellation)).IsSuccess;
        }
        catch (ChainUnavailableException)
        {
            // Nothing was asked for and nothing was sent; the row stays as it is and the next run tries again.
            return false;
        }
        catch (Exception lost) when (lost is ChainOutcomeUnknownException or TimeoutException)
        {
            return transfer.Status == TransferStatus.Queued
                && (await MoveAsync(transfer.Id, row => row.LoseAnswer(), SettlementState.OutcomeUnknown, "outcome_unknown", cancellation))
                .IsSuccess;
        }
    }

    // Nothing was sent yet, so a target that has become unusable since the last signature still holds the payment back.
    private async Task<string?> TargetFaultAsync(Transfer transfer, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Deposits.AsNoTracking().FirstOrDefaultAsync(row => row.Id == transfer.DepositId, cancellation) is { } deposit
            ? (await PayoutGuard.FaultAsync(db, deposit, cancellation))?.Message : null;
    }

    private Task<Result<Unit>> MoveAsync(
        Guid id, Func<Transfer, Result<Transfer>> move, SettlementState state, string action, CancellationToken cancellation,
        Actor? by = null) =>
        transaction.RunAsAsync<Unit>(by ?? Sender, new DeskCommand(null), async (work, token) =>
        {
            var (transfer, deposit) = await LoadAsync(work, id, token);
            var from = transfer.Status;
            if (move(transfer).Failed(out var wrong))
            {
                return wrong;
            }
            deposit.Progress(state, transfer.Id, work.Now);
            Record(work, transfer, deposit, action, from);
            return Unit.Done;
        }, cancellation);

    // The chain refused for good: the money never left, so the credit is undone and may be made anew.
    private Task<Result<Unit>> RefuseAsync(Guid id, string reason, CancellationToken cancellation) =>
        transaction.RunAsAsync<Unit>(Sender, new DeskCommand(null), async (work, token) =>
        {
            var (transfer, deposit) = await LoadAsync(work, id, token);
            var from = transfer.Status;
            if (transfer.Fail(reason).Failed(out var wrong))
            {
                return wrong;
            }
            work.Post(DepositJournal.CreditReversed(deposit));
            work.Earn(DepositTrail.Revenue(deposit, -1));
            deposit.EndProposal(work.Now);
            Record(work, transfer, deposit, "fail", from);
            // A proposal whose payment failed is done with; nothing else would ever end it.
            var proposal = await work.Db.Proposals.FirstAsync(row => row.Id == transfer.ProposalId, token);
            if (proposal.Void(null, reason, work.Now).Failed(out var ended))
            {
                return ended;
            }
            work.Audit(new AuditNote("proposal.void", "proposal", proposal.Id)
            {
                MerchantId = deposit.MerchantId, FromStatus = Names.Snake(ProposalStatus.Approved),
                    ToStatus = Names.Snake(proposal.Status), Reason = reason,
            });
            return Unit.Done;
        }, cancellation);

    private Task<Result<Unit>> DeepenAsync(Guid id, string txHash, int depth, CancellationToken cancellation) =>
        transaction.RunAsAsync<Unit>(Watcher, new DeskCommand(null), async (work, token) =>
        {
            var (transfer, deposit) = await LoadAsync(work, id, token);
            var from = transfer.Status;
            if (transfer.Status != TransferStatus.Broadcast || transfer.TxHash != txHash)
            {
                // Somebody was faster; what was seen of another transaction says nothing about this one.
                return new DomainError(ErrorCode.ConcurrentChange, "The transfer has changed meanwhile.");
            }
            transfer.Deepen(depth);
            work.Touch(Topics.Deposits, deposit.Id);
            if (depth < Asset.ByCode(transfer.Asset).Network.BlockDepth)
            {
                return Unit.Done;
            }
            if (transfer.Finalise(work.Now).Failed(out var wrong))
            {
                return wrong;
            }
            var proposal = await work.Db.Proposals.FirstAsync(row => row.Id == transfer.ProposalId, token);
            if (proposal.Execute(work.Now).Failed(out var ended))
            {
                return ended;
            }
            if (deposit.Settle(transfer.Id, work.Now).Failed(out var unsettled))
            {
                return unsettled;
            }
            work.Post(DepositJournal.Settled(deposit));
            await work.RaiseAsync(DepositEvents.Of(DepositEvents.SettlementCompleted, deposit, transfer.TxHash), token);
            work.Audit(new AuditNote("transfer.final", "transfer", transfer.Id) { MerchantId = deposit.MerchantId,
                FromStatus = Names.Snake(from), ToStatus = Names.Snake(transfer.Status) });
            RecordTrail.Record(work, deposit, "settle", Names.Snake(DepositStatus.Confirmed),
                changes: new { transfer.TxHash, transfer.BlockDepth });
            work.Touch(Topics.Proposals, proposal.Id);
            return Unit.Done;
        }, cancellation);

    private async Task<List<Transfer>> OpenAsync(TransferStatus[] statuses, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Transfers.AsNoTracking().Where(row => statuses.Contains(row.Status)).OrderBy(row => row.CreatedAtUtc).Take(500)
            .ToListAsync(cancellation);
    }

    private static async Task<(Transfer Transfer, Deposit Deposit)> LoadAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        var transfer = await work.Db.Transfers.FirstAsync(row => row.Id == id, cancellation);
        return (transfer, await work.Db.Deposits.FirstAsync(row => row.Id == transfer.DepositId, cancellation));
    }

    private static void Record(DeskWork work, Transfer transfer, Deposit deposit, string action, TransferStatus from,
        object? changes = null)
    {
        changes ??= new { transfer.TxHash };
        work.Audit(new AuditNote($"transfer.{action}", "transfer", transfer.Id)
        {
            MerchantId = deposit.MerchantId,
            FromStatus = Names.Snake(from),
            ToStatus = Names.Snake(transfer.Status),
            Reason = transfer.FailureReason,
            Changes = changes,
        });
        RecordTrail.Record(work, deposit, $"transfer_{action}", deposit.StatusName, transfer.FailureReason, changes);
        work.Touch(Topics.Proposals, transfer.ProposalId);
    }

    private static string NetworkOf(Transfer transfer) => Asset.ByCode(transfer.Asset).Network.Code;
}
