using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Custody;

/// <summary>
/// Watches for payments from outside to the custodial wallets. Only what is deep enough to be final is credited, and each
/// payment once: it is a receipt, known by its transaction and place, and is put on the wallet that it came to.
/// </summary>
public sealed class CustodyDesk(DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, IChainNode chain)
{
    private const int BlocksMax = 5_000;

    private static readonly Actor Watcher = Actor.System("chain_watcher");

    /// <summary>Looks through the blocks that became final since the last run. Answers how many payments were credited.</summary>
    public async Task<int> WatchAsync(CancellationToken cancellation)
    {
        var credited = 0;
        foreach (var network in await NetworksAsync(cancellation))
        {
            try
            {
                credited += await WatchAsync(network, cancellation);
            }
            catch (Exception fault) when (fault is ChainUnavailableException or ChainRefusedException)
            {
                // The node does not answer or does not serve the network; nothing was skipped, the next run looks again.
            }
        }
        return credited;
    }

    private async Task<List<Network>> NetworksAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var codes = await db.Wallets.Where(row => row.IsCustodial).Select(row => row.Network).Distinct().ToListAsync(cancellation);
        return [.. codes.Select(Network.Find).OfType<Network>()];
    }

    private async Task<List<string>> AddressesAsync(string network, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Wallets.Where(row => row.IsCustodial && row.Network == network).Select(row => row.Address).Distinct().ToListAsync(cancellation);
    }

    private async Task<int> WatchAsync(Network network, CancellationToken cancellation)
    {
        var head = await chain.HeadAsync(network.Code, cancellation);
        var final = head.Height - network.BlockDepth + 1;
        long next;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            next = await db.ChainScans.Where(row => row.Network == network.Code).Select(row => (long?)row.NextBlock).FirstOrDefaultAsync(cancellation) ?? Math.Max(0, final);
        }
        if (final < next)
        {
            return 0;
        }
        // After a long pause the blocks are caught up with in pieces, each written down when it is done.
        final = Math.Min(final, next + BlocksMax - 1);
        var range = new ChainRange(network.Code, next) { ToBlock = final, Addresses = await AddressesAsync(network.Code, cancellation) };
        var incoming = await chain.IncomingAsync(range, cancellation);
        var due = incoming.Where(one => one.BlockNumber is { } block && block >= next && block <= final && one.BlockDepth >= network.BlockDepth).ToList();
        var done = await transaction.RunAsAsync<CreditedCount>(Watcher, new DeskCommand(null), (work, token) => CreditAsync(work, network, due, final + 1, token), cancellation);
        return done.IsSuccess ? done.Value.Count : 0;
    }

    private static async Task<Result<CreditedCount>> CreditAsync(DeskWork work, Network network, List<ChainTransfer> due, long nextBlock, CancellationToken cancellation)
    {
        var count = 0;
        foreach (var payment in due)
        {
            count += await CustodyReceipts.TakeAsync(work, network, payment, cancellation) ? 1 : 0;
        }
        await work.Session.ScalarAsync(
            "INSERT INTO chain_scans (network, next_block) VALUES (@p0, @p1) ON CONFLICT (network) DO UPDATE SET next_block = "
            + "CASE WHEN chain_scans.next_block > @p1 THEN chain_scans.next_block ELSE @p1 END RETURNING next_block", cancellation, network.Code, nextBlock);
        return new CreditedCount(count);
    }

    private sealed record CreditedCount(int Count);
}
