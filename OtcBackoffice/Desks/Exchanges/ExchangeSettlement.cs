using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Exchanges;

namespace OtcBackoffice.Desks.Exchanges;

/// <summary>
/// Carries approved exchanges to the chain, watches them become final, and lets quotes lapse. The chain is asked by client id
/// before anything is sent, so a crash or a lost answer never sends twice.
/// </summary>
public sealed class ExchangeSettlement(DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, IChainNode chain,
    TimeProvider clock)
{
    private const int BatchMax = 500;

    private static readonly Actor Clock = Actor.System("quote_expiry"), Sender = Actor.System("transfer_sender"),
        Watcher = Actor.System("chain_watcher");

    /// <summary>Expires quotes that are due; answers how many. Confirming judges the time itself, so a late run sells no stale
    /// price.</summary>
    public async Task<int> ExpireDueAsync(CancellationToken cancellation)
    {
        var (expired, batch) = (0, BatchMax);
        while (batch == BatchMax)
        {
            expired += batch = await ExpireBatchAsync(cancellation);
        }
        return expired;
    }

    private async Task<int> ExpireBatchAsync(CancellationToken cancellation)
    {
        var now = clock.UtcNowMillis();
        List<Guid> due;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            due = await db.Exchanges.Where(row => (row.Status == ExchangeStatus.Quoted || row.Status == ExchangeStatus.Requoted)
                && row.QuoteExpiresAtUtc <= now)
                .OrderBy(row => row.QuoteExpiresAtUtc).Select(row => row.Id).Take(BatchMax).ToListAsync(cancellation);
        }
        var expired = 0;
        foreach (var id in due)
        {
            var done = await ChangeAsync(Clock, id, "expire", "expired",
                (_, order, at) => order.Expire(at) ? order : new DomainError(ErrorCode.WrongState, "The quote is not due."), cancellation);
            expired += done.IsSuccess ? 1 : 0;
        }
        return expired;
    }

    /// <summary>Hands approved transfers to the chain, and asks for those whose answer was lost. Answers how many moved.</summary>
    public async Task<int> SendAsync(CancellationToken cancellation)
    {
        var moved = 0;
        foreach (var order in await OpenAsync(hasHash: false, cancellation))
        {
            moved += await SendOneAsync(order, cancellation) ? 1 : 0;
        }
        return moved;
    }

    /// <summary>Looks at the depth of every transfer on its way and completes those that are deep enough. Answers how many moved.</summary>
    public async Task<int> WatchAsync(CancellationToken cancellation)
    {
        var moved = 0;
        foreach (var order in await OpenAsync(hasHash: true, cancellation))
        {
            var network = order.AssetInfo.Network;
            var seen = await chain.FindByHashAsync(network.Code, order.TxHash!, cancellation);
            var depth = (int)Math.Min(seen?.BlockDepth ?? 0, int.MaxValue);
            if (depth >= network.BlockDepth)
            {
                moved += (await CompleteAsync(order.Id, depth, cancellation)).IsSuccess ? 1 : 0;
            }
            else if (depth != order.BlockDepth)
            {
                moved += (await DeepenAsync(order.Id, depth, cancellation)).IsSuccess ? 1 : 0;
            }
        }
        return moved;
    }

    private async Task<bool> SendOneAsync(ExchangeOrder order, CancellationToken cancellation)
    {
        var asset = order.AssetInfo;
        var clientId = order.TransferId!.Value.ToString();
        if (order.Status == ExchangeStatus.OutcomeUnknown && chain.Connection(asset.Network.Code).IsWatchOnly)
        {
            // The network became watch-only after the answer was lost; a person has to find what was sent.
            return false;
        }
        try
        {
            if (await chain.FindByClientIdAsync(asset.Network.Code, clientId, cancellation) is { } found)
            {
                return await TakenAsync(order.Id, found.TxHash, cancellation);
            }
            if (order.Status == ExchangeStatus.OutcomeUnknown)
            {
                return (await ChangeAsync(Sender, order.Id, "resume", null, (_, row, at) => row.Resume(at), cancellation)).IsSuccess;
            }
            var isBuy = order.Side == ExchangeSide.Buy;
            var to = isBuy ? order.WalletAddress : chain.TreasuryAddress(asset.Network.Code);
            var sent = await chain.SubmitAsync(
                new ChainTransferOrder(clientId, asset.Network.Code, asset.Symbol, to, order.UsdcMinor, asset.Scale)
            {
                FromAddress = isBuy ? null : order.WalletAddress,
            }, cancellation);
            return await TakenAsync(order.Id, sent.TxHash, cancellation);
        }
        catch (ChainRefusedException refused)
        {
            return (await FailAsync(order.Id, refused.Reason, cancellation)).IsSuccess;
        }
        catch (ChainUnavailableException)
        {
            // Nothing was asked for and nothing was sent; the row stays as it is and the next run tries again.
            return false;
        }
        catch (Exception lost) when (lost is ChainOutcomeUnknownException or TimeoutException)
        {
            return order.Status == ExchangeStatus.Executing
                && (await ChangeAsync(Sender, order.Id, "outcome_unknown", null, (_, row, at) => row.LoseAnswer(at), cancellation))
                .IsSuccess;
        }
    }

    private async Task<bool> TakenAsync(Guid id, string txHash, CancellationToken cancellation) =>
        (await ChangeAsync(Sender, id, "broadcast", null, (_, order, at) => order.MarkBroadcast(txHash, at), cancellation)).IsSuccess;

    private Task<Result<Unit>> DeepenAsync(Guid id, int depth, CancellationToken cancellation) =>
        ChangeAsync(Watcher, id, "deepen", null, (_, order, _) =>
        {
            order.Deepen(depth);
            return order;
        }, cancellation);

    private Task<Result<Unit>> CompleteAsync(Guid id, int depth, CancellationToken cancellation) =>
        ChangeAsync(Watcher, id, "complete", "completed", (work, order, at) =>
        {
            order.Deepen(depth);
            var done = order.Complete(at);
            if (done.IsSuccess)
            {
                work.Post(ExchangeJournal.Completed(order));
            }
            return done;
        }, cancellation);

    // The chain refused for good: nothing moved, so approval and confirmation are undone and the customer has the source again.
    private Task<Result<Unit>> FailAsync(Guid id, string reason, CancellationToken cancellation) =>
        ChangeAsync(Sender, id, "fail", null, (work, order, at) =>
        {
            var failed = order.Fail(reason, at);
            if (failed.IsSuccess)
            {
                work.Post(ExchangeJournal.ApprovalReversed(order));
                work.Post(ExchangeJournal.ConfirmationReversed(order));
                work.Earn(ExchangeTrail.Revenue(order, -1));
            }
            return failed;
        }, cancellation);

    private Task<Result<Unit>> ChangeAsync(
        Actor actor, Guid id, string action, string? told, Func<DeskWork, ExchangeOrder, DateTime, Result<ExchangeOrder>> change,
        CancellationToken cancellation) =>
        transaction.RunAsAsync<Unit>(actor, new DeskCommand(null), async (work, token) =>
        {
            var order = await work.Db.Exchanges.FirstAsync(row => row.Id == id, token);
            var from = order.StatusName;
            if (change(work, order, work.Now).Failed(out var refused))
            {
                return refused;
            }
            await ExchangeTrail.RecordAsync(work, order, action, from, told, token,
                order.Status == ExchangeStatus.Failed ? order.Reason : null, new { order.TxHash, order.BlockDepth });
            return Unit.Done;
        }, cancellation);

    private async Task<List<ExchangeOrder>> OpenAsync(bool hasHash, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Exchanges.AsNoTracking()
            .Where(row => (row.Status == ExchangeStatus.Executing || row.Status == ExchangeStatus.OutcomeUnknown)
            && (row.TxHash != null) == hasHash)
            .OrderBy(row => row.CreatedAtUtc).Take(BatchMax).ToListAsync(cancellation);
    }
}
