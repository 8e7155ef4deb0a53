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
/// Looks at the blocks that are not final yet for payments, and keeps their time. What is final comes in by the one scan of
/// the chain, so the two together see each block once, and a payment moves back when a block is dropped.
/// </summary>
public sealed class GatewayWatch(
    DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, IChainNode chain, GatewayMarket market,
    DeskSettings settings, TimeProvider clock)
{
    private const int BatchMax = 500;

    private static readonly Actor Watcher = Actor.System("chain_watcher"), Clock = Actor.System("gateway_clock");

    /// <summary>Looks at every network on which a payment is watched. Answers how many payments moved.</summary>
    public async Task<int> WatchAsync(CancellationToken cancellation)
    {
        var moved = 0;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        foreach (var network in await GatewayIntake.NetworksAsync(db, clock.UtcNowMillis(), cancellation))
        {
            try
            {
                moved += await WatchAsync(db, Network.Find(network)!, cancellation);
            }
            catch (Exception fault) when (fault is ChainUnavailableException or ChainRefusedException)
            {
                // The node does not answer; nothing was skipped, the next run looks again.
            }
        }
        return moved;
    }

    /// <summary>Ends payments whose time has run out, and keeps for the merchant what nobody decided. Answers how many.</summary>
    public async Task<int> KeepTimeAsync(CancellationToken cancellation)
    {
        var now = clock.UtcNowMillis();
        List<Guid> due, undecided;
        bool isGapFull;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            due = await db.GatewayPayments.AsNoTracking()
                .Where(row => (row.Status == GatewayPaymentStatus.Waiting || row.Status == GatewayPaymentStatus.PartiallyPaid)
                && row.ExpiresAtUtc <= now).OrderBy(row => row.ExpiresAtUtc).Select(row => row.Id).Take(BatchMax).ToListAsync(cancellation);
            isGapFull = await db.GatewayKeys.AnyAsync(row => row.Status == GatewayKeyStatus.Active
                && row.NextIndex - row.LastPaidIndex - 1 >= row.GapLimit, cancellation);
            undecided = await db.GatewayExceptions.AsNoTracking().Where(row => row.Exit == null && row.DueAtUtc <= now)
                .Select(row => row.Id).Take(BatchMax).ToListAsync(cancellation);
        }
        var ended = isGapFull ? await AlarmAsync(cancellation) : 0;
        foreach (var id in due)
        {
            ended += (await transaction.RunAsAsync<Unit>(Clock, new DeskCommand(null), (work, token) => ExpireAsync(work, id, token), cancellation)).IsSuccess ? 1 : 0;
        }
        foreach (var id in undecided)
        {
            ended += (await transaction.RunAsAsync<Unit>(Clock, new DeskCommand(null), (work, token) => KeepAsync(work, id, token), cancellation)).IsSuccess ? 1 : 0;
        }
        return ended;
    }

    /// <summary>What a look goes by: the market's word on a coin, where it has one, and where the desk is reached.</summary>
    internal async Task<GatewaySight> SightAsync(GatewayCoin coin, CancellationToken cancellation)
    {
        var rate = await market.RateAsync(coin, cancellation);
        return new GatewaySight(rate.IsSuccess ? rate.Value : null, settings.Origin);
    }

    private async Task<int> WatchAsync(BackofficeDbContext db, Network network, CancellationToken cancellation)
    {
        var head = await chain.HeadAsync(network.Code, cancellation);
        var next = await Custody.ScanStart.ReadAsync(db, network, head, clock.UtcNowMillis(), cancellation);
        var addresses = await GatewayIntake.AddressesAsync(db, network.Code, clock.UtcNowMillis(), cancellation);
        var shown = (await chain.IncomingAsync(new ChainRange(network.Code, next) { Addresses = addresses }, cancellation))
            .Where(one => one.BlockNumber >= next).GroupBy(one => one.ToAddress, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var pending = await db.GatewayPaymentParts.AsNoTracking().Where(row => row.Network == network.Code && !row.IsFinal)
            .Select(row => row.PaymentId).Distinct().ToListAsync(cancellation);
        var names = shown.Keys.ToList();
        var assets = GatewayCoin.All.Where(coin => coin.Asset.Network == network).Select(coin => coin.Asset.Code.Text).ToList();
        var payments = await db.GatewayPayments.AsNoTracking()
            .Where(row => assets.Contains(row.Asset) && (names.Contains(row.Address) || pending.Contains(row.Id)))
            .Select(row => new { row.Id, row.Address, row.Asset }).ToListAsync(cancellation);
        var moved = 0;
        foreach (var payment in payments)
        {
            var sight = await SightAsync(GatewayCoin.Of(payment.Asset), cancellation);
            var looked = await transaction.RunAsAsync<LookedAt>(Watcher, new DeskCommand(null), async (work, token) =>
                new LookedAt(await GatewayIntake.LookAsync(work, payment.Id, shown.GetValueOrDefault(payment.Address) ?? [], sight, token)),
                    cancellation);
            moved += looked is { IsSuccess: true, Value.HasMoved: true } ? 1 : 0;
        }
        return moved;
    }

    private async Task<int> AlarmAsync(CancellationToken cancellation)
    {
        var told = await transaction.RunAsAsync<Told>(Clock, new DeskCommand(null), async (work, token) => new Told(await GatewayKeyDesk.AlarmAsync(work, token)), cancellation);
        return told.IsSuccess ? told.Value.Count : 0;
    }

    private async Task<Result<Unit>> ExpireAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        var payment = await work.Db.GatewayPayments.FirstAsync(row => row.Id == id, cancellation);
        var from = payment.StatusName;
        if (!payment.Expire(work.Now))
        {
            return new DomainError(ErrorCode.WrongState, $"{payment.HumanId} does not end now.");
        }
        var parts = await GatewayIntake.PartsAsync(work, payment.Id, cancellation);
        await GatewayIntake.LeaveAsync(work, payment, parts, from, [payment.Status], new GatewaySight(null, settings.Origin), cancellation);
        if (payment.Status == GatewayPaymentStatus.PartiallyCompleted)
        {
            await GatewayExceptions.OpenAsync(work, payment, GatewayExceptionReason.Underpaid, payment.Asset,
                payment.FinalMinor - payment.SettledMinor,
                payment.Rate.ToString(), cancellation);
        }
        return Unit.Done;
    }

    // Fourteen days without a word: the money is kept for the merchant, never income, and people are told.
    private static async Task<Result<Unit>> KeepAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        var exception = await work.Db.GatewayExceptions.FirstAsync(row => row.Id == id, cancellation);
        if (exception.Exit is not null)
        {
            return new DomainError(ErrorCode.WrongState, "The exception is closed already.");
        }
        exception.Close(GatewayExit.Kept, work.Actor.PersonId, "Nobody decided within fourteen days.", work.Now);
        var payment = await work.Db.GatewayPayments.FirstAsync(row => row.Id == exception.PaymentId, cancellation);
        await Receipts.Alarms.OpenAsync(work, "gateway_exception_kept", payment.HumanId, payment.Id, $"{exception.Id}",
            $"{GatewayCoin.Of(exception.Asset).Format(exception.LeftMinor)} {GatewayCoin.Of(exception.Asset).Code} of {payment.HumanId} "
                + $"waited fourteen days and is kept for the merchant.", cancellation);
        RecordTrail.Record(work, payment, "keep", payment.StatusName, exception.CloseReason);
        return Unit.Done;
    }

    private sealed record LookedAt(bool HasMoved);

    private sealed record Told(int Count);
}
