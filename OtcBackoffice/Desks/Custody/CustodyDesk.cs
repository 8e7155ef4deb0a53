using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Desks.Custody;

/// <summary>
/// Watches for payments from outside to the custodial wallets and to the addresses of the gateway's payments. Only what is deep enough to
/// be final is credited, and each
/// payment once: it is a receipt, known by its transaction and place, and is put on the wallet or the payment that it came to.
/// </summary>
public sealed class CustodyDesk(
    DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, IChainNode chain, GatewayMarket market,
    ScreeningGate screening, DeskSettings settings,
    TimeProvider clock)
{
    private const int BlocksMax = 5_000, PiecesMax = 20;

    private static readonly Actor Watcher = Actor.System("chain_watcher");

    /// <summary>Looks through the blocks that became final since the last run. Answers how many payments were credited.</summary>
    public async Task<int> WatchAsync(CancellationToken cancellation)
    {
        var credited = 0;
        foreach (var network in await NetworksAsync(cancellation))
        {
            try
            {
                for (var piece = 0; piece < PiecesMax; piece++)
                {
                    var (count, isBehind) = await WatchAsync(network, cancellation);
                    credited += count;
                    if (!isBehind)
                    {
                        break;
                    }
                }
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
        codes.AddRange(await GatewayIntake.NetworksAsync(db, clock.UtcNowMillis(), cancellation));
        return [.. codes.Distinct(StringComparer.Ordinal).Select(Network.Find).OfType<Network>()];
    }

    private async Task<List<string>> AddressesAsync(string network, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var wallets = await db.Wallets.Where(row => row.IsCustodial && row.Network == network).Select(row => row.Address).Distinct()
            .ToListAsync(cancellation);
        return [.. wallets, .. await GatewayIntake.AddressesAsync(db, network, clock.UtcNowMillis(), cancellation)];
    }

    // Answers how many payments were credited, and whether more blocks wait than one piece holds.
    private async Task<(int Credited, bool IsBehind)> WatchAsync(Network network, CancellationToken cancellation)
    {
        var head = await chain.HeadAsync(network.Code, cancellation);
        var final = head.Height - network.BlockDepth + 1;
        long next;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            next = await ScanStart.ReadAsync(db, network, head, clock.UtcNowMillis(), cancellation);
        }
        if (final < next)
        {
            return (0, false);
        }
        // After a long pause the blocks are caught up with in pieces, each written down when it is done.
        var isBehind = final >= next + BlocksMax;
        final = Math.Min(final, next + BlocksMax - 1);
        var range = new ChainRange(network.Code, next) { ToBlock = final, Addresses = await AddressesAsync(network.Code, cancellation) };
        var incoming = await chain.IncomingAsync(range, cancellation);
        var due = incoming.Where(one => one.BlockNumber is { } block && block >= next && block <= final && one.BlockDepth >= network.BlockDepth).ToList();
        var sights = await SightsAsync(due, network, cancellation);
        // No answer about a payer is no pass: the blocks stay unread, and the next run asks again.
        if (await RefusedAsync(due, network, cancellation) is not { } refused)
        {
            return (0, false);
        }
        var done = await transaction.RunAsAsync<CreditedCount>(Watcher, new DeskCommand(null), (work, token) => CreditAsync(work, network, due, sights, refused, final + 1, token), cancellation);
        return done.IsSuccess ? (done.Value.Count, isBehind) : (0, false);
    }

    // The market is asked before the command, which holds the writer.
    private async Task<Dictionary<string, GatewaySight>> SightsAsync(List<ChainTransfer> due, Network network,
        CancellationToken cancellation)
    {
        var sights = new Dictionary<string, GatewaySight>(StringComparer.Ordinal);
        foreach (var symbol in due.Select(payment => payment.Asset).Distinct(StringComparer.Ordinal))
        {
            if (GatewayCoin.Find(network.Code, symbol) is { } coin)
            {
                var rate = await market.RateAsync(coin, cancellation);
                sights[symbol] = new GatewaySight(rate.IsSuccess ? rate.Value : null, settings.Origin);
            }
        }
        return sights;
    }

    // The payers that screening named, or null when it gave no answer about one. A transfer is its own record: what is let pass is this
    // money.
    private async Task<HashSet<string>?> RefusedAsync(List<ChainTransfer> due, Network network, CancellationToken cancellation)
    {
        var refused = new HashSet<string>(StringComparer.Ordinal);
        foreach (var payment in due.Where(one => one.FromAddress is { Length: > 0 }).DistinctBy(one => (one.TxHash, one.FromAddress)))
        {
            var record = ScreenedRecord.OfTransfer(network.Code, payment.TxHash);
            var verdict = await screening.AskAsync(new ScreeningAsk(record, [ScreeningSubject.Address(network.Code, payment.FromAddress!)]),
                cancellation);
            if (verdict == ScreeningVerdict.Unavailable)
            {
                return null;
            }
            if (verdict == ScreeningVerdict.Hit)
            {
                refused.Add(payment.FromAddress!);
            }
        }
        return refused;
    }

    private static async Task<Result<CreditedCount>> CreditAsync(DeskWork work, Network network, List<ChainTransfer> due,
        Dictionary<string, GatewaySight> sights, HashSet<string> refused,
        long nextBlock, CancellationToken cancellation)
    {
        var count = 0;
        foreach (var payment in due)
        {
            var isRefused = payment.FromAddress is { } payer && refused.Contains(payer);
            var isTaken = await CustodyReceipts.TakeAsync(work, network, payment, isRefused, cancellation)
                || (sights.TryGetValue(payment.Asset, out var sight)
                    && await GatewayIntake.TakeAsync(work, network, payment, sight, isRefused, cancellation));
            count += isTaken ? 1 : 0;
        }
        await work.Session.ScalarAsync(
            "INSERT INTO chain_scans (network, next_block) VALUES (@p0, @p1) ON CONFLICT (network) DO UPDATE SET next_block = "
            + "CASE WHEN chain_scans.next_block > @p1 THEN chain_scans.next_block ELSE @p1 END RETURNING next_block", cancellation,
            network.Code, nextBlock);
        return new CreditedCount(count);
    }

    private sealed record CreditedCount(int Count);
}
