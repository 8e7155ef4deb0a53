using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>
/// Carries approved withdrawals and refunds to the chain and watches them become final. The chain is asked by client id before
/// anything is sent, so a crash or a lost answer never sends twice; pairs are made by transaction, never by amount.
/// </summary>
public sealed class GatewaySettlement(DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, IChainNode chain)
{
    private const int BatchMax = 200;

    private static readonly Actor Sender = Actor.System("gateway_sender"), Watcher = Actor.System("chain_watcher");

    /// <summary>Hands over what is approved, and asks for those whose answer was lost. Answers how many moved.</summary>
    public async Task<int> SendAsync(CancellationToken cancellation)
    {
        var moved = 0;
        foreach (var row in await WithdrawalsAsync(hasHash: false, cancellation))
        {
            moved += await SendAsync(row.Id, row.Coin, row.Address, row.AmountMinor,
                hash => ChangeAsync(Sender, row.Id, "send", (one, now) => one.Send(hash, now), cancellation),
                () => row.IsOutcomeUnknown ? Task.FromResult(false)
                    : ChangeAsync(Sender, row.Id, "lose_answer", (one, now) => one.LoseAnswer(now), cancellation),
                reason => ChangeAsync(Sender, row.Id, "fail", (one, now) => one.Fail(reason, now), cancellation), cancellation) ? 1 : 0;
        }
        foreach (var refund in await RefundsAsync(GatewayRefundStatus.Sending, cancellation))
        {
            moved += await SendAsync(refund.Id, GatewayCoin.Of(refund.Asset), refund.ToAddress, refund.AmountMinor,
                hash => RefundAsync(Sender, refund.Id, "send", (one, _) => one.Send(hash), cancellation), () => Task.FromResult(false),
                reason => RefundAsync(Sender, refund.Id, "fail", (one, now) => one.Fail(reason, now), cancellation), cancellation) ? 1 : 0;
        }
        return moved;
    }

    /// <summary>Looks how deep the transactions lie and completes those that are deep enough. Answers how many moved.</summary>
    public async Task<int> WatchAsync(CancellationToken cancellation)
    {
        var moved = 0;
        foreach (var row in await WithdrawalsAsync(hasHash: true, cancellation))
        {
            if (await DepthAsync(row.Coin.Asset.Network, row.TxHash!, cancellation) is { } depth
                && (depth != row.BlockDepth || depth >= row.Coin.Asset.Network.BlockDepth))
            {
                moved += await DeepenAsync(row.Id, row.TxHash!, depth, cancellation) ? 1 : 0;
            }
        }
        foreach (var refund in await RefundsAsync(GatewayRefundStatus.Sent, cancellation))
        {
            var network = GatewayCoin.Of(refund.Asset).Asset.Network;
            if (await DepthAsync(network, refund.TxHash!, cancellation) is { } depth && depth >= network.BlockDepth)
            {
                moved += await RefundAsync(Watcher, refund.Id, "complete", (one, now) => one.Complete(now), cancellation) ? 1 : 0;
            }
        }
        return moved;
    }

    private async Task<bool> SendAsync(Guid id, GatewayCoin coin, string address, long minor,
        Func<string, Task<bool>> sent, Func<Task<bool>> lost, Func<string, Task<bool>> refused, CancellationToken cancellation)
    {
        var network = coin.Asset.Network.Code;
        var clientId = id.ToString();
        try
        {
            if (await chain.FindByClientIdAsync(network, clientId, cancellation) is { } found)
            {
                return await sent(found.TxHash);
            }
            var order = new ChainTransferOrder(clientId, network, coin.Token, address, minor, coin.Asset.Scale);
            return await sent((await chain.SubmitAsync(order, cancellation)).TxHash);
        }
        catch (ChainRefusedException why)
        {
            return await refused(why.Reason);
        }
        catch (ChainUnavailableException)
        {
            // Nothing was asked for and nothing was sent; the next run tries again.
            return false;
        }
        catch (Exception fault) when (fault is ChainOutcomeUnknownException or TimeoutException)
        {
            return await lost();
        }
    }

    private async Task<int?> DepthAsync(Network network, string hash, CancellationToken cancellation)
    {
        try
        {
            return (int)Math.Min((await chain.FindByHashAsync(network.Code, hash, cancellation))?.BlockDepth ?? 0, int.MaxValue);
        }
        catch (Exception fault) when (fault is ChainUnavailableException or ChainRefusedException)
        {
            // The node does not answer; the next run looks again.
            return null;
        }
    }

    private async Task<bool> ChangeAsync(
        Actor by, Guid id, string action, Func<GatewayWithdrawal, DateTime, Result<GatewayWithdrawal>> change,
        CancellationToken cancellation) =>
        (await transaction.RunAsAsync<Unit>(by, new DeskCommand(null), async (work, token) =>
        {
            var row = await work.Db.GatewayWithdrawals.FirstAsync(one => one.Id == id, token);
            var from = row.StatusName;
            if (change(row, work.Now).Failed(out var wrong))
            {
                return wrong;
            }
            if (row.Status == GatewayWithdrawalStatus.Failed)
            {
                GatewayWithdrawalDesk.Give(work, row);
            }
            return await LeaveAsync(work, row, action, from, token);
        }, cancellation)).IsSuccess;

    private async Task<bool> DeepenAsync(Guid id, string hash, int depth, CancellationToken cancellation) =>
        (await transaction.RunAsAsync<Unit>(Watcher, new DeskCommand(null), async (work, token) =>
        {
            var row = await work.Db.GatewayWithdrawals.FirstAsync(one => one.Id == id, token);
            var from = row.StatusName;
            if (row.Status != GatewayWithdrawalStatus.Processing || row.TxHash != hash)
            {
                return new DomainError(ErrorCode.ConcurrentChange, "The withdrawal has changed meanwhile.");
            }
            row.Deepen(depth, work.Now);
            if (depth < row.Coin.Asset.Network.BlockDepth)
            {
                work.Touch(GatewayWithdrawal.Kind.Queue, row.Id);
                return Unit.Done;
            }
            if (row.Complete(work.Now).Failed(out var wrong))
            {
                return wrong;
            }
            work.Post(GatewayJournal.Completed(row));
            // What is locked is still the tenant's: the history says what has left, so that its rows add up to the balances.
            GatewayTrail.History(work, GatewayHistoryTypes.Withdrawal, row.MerchantId, row.WalletId, row.Asset, -row.AmountMinor, row.Id,
                row.Id.ToString());
            GatewayTrail.History(work, GatewayHistoryTypes.WithdrawalFee, row.MerchantId, row.WalletId, row.Asset, -row.FeeMinor, row.Id,
                row.Id.ToString());
            return await LeaveAsync(work, row, "complete", from, token);
        }, cancellation)).IsSuccess;

    private static async Task<Result<Unit>> LeaveAsync(DeskWork work, GatewayWithdrawal row, string action, string from,
        CancellationToken cancellation)
    {
        RecordTrail.Record(work, row, action, from, row.EndReason, new { row.TxHash, row.BlockDepth, row.IsOutcomeUnknown });
        if (from != row.StatusName)
        {
            await work.RaiseAsync(GatewayTrail.EventOf(row, from), cancellation);
        }
        return Unit.Done;
    }

    private async Task<bool> RefundAsync(Actor by, Guid id, string action, Func<GatewayRefund, DateTime, Result<GatewayRefund>> change,
        CancellationToken cancellation) =>
        (await transaction.RunAsAsync<Unit>(by, new DeskCommand(null), async (work, token) =>
        {
            var refund = await work.Db.GatewayRefunds.FirstAsync(one => one.Id == id, token);
            if (change(refund, work.Now).Failed(out var wrong))
            {
                return wrong;
            }
            if (refund.Status == GatewayRefundStatus.Completed)
            {
                work.Post(GatewayJournal.RefundCompleted(refund));
            }
            if (refund.Status == GatewayRefundStatus.Failed)
            {
                work.Post(GatewayJournal.RefundFailed(refund));
                await GatewayExceptions.ReopenAsync(work, refund, token);
            }
            work.Audit(new AuditNote($"gateway_refund.{action}", "gateway_refund", refund.Id)
            {
                MerchantId = refund.MerchantId, Reason = refund.FailureReason, Changes = new { refund.TxHash, refund.PaymentId },
            });
            work.Touch(GatewayPayment.Kind.Queue, refund.PaymentId);
            return Unit.Done;
        }, cancellation)).IsSuccess;

    private async Task<List<GatewayWithdrawal>> WithdrawalsAsync(bool hasHash, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.GatewayWithdrawals.AsNoTracking()
            .Where(row => row.Status == GatewayWithdrawalStatus.Processing && (row.TxHash != null) == hasHash)
            .OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id).Take(BatchMax).ToListAsync(cancellation);
    }

    private async Task<List<GatewayRefund>> RefundsAsync(GatewayRefundStatus status, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.GatewayRefunds.AsNoTracking().Where(row => row.Status == status).OrderBy(row => row.CreatedAtUtc).Take(BatchMax)
            .ToListAsync(cancellation);
    }
}
