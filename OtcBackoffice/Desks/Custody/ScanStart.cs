using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Catalog;

namespace OtcBackoffice.Desks.Custody;

/// <summary>
/// The block from which a network is looked through. The first look begins where the chain stood when the first address on the network
/// was given out, not where it stands when the node first answers: a node may be away for an hour after that, and a payer is not.
/// </summary>
internal static class ScanStart
{
    // Blocks come irregularly, and a sandbox makes a hundred at once.
    private const int MarginBlocks = 200, HurryFactor = 2, DaysMax = 1;

    /// <summary>The next block to be looked through.</summary>
    public static async Task<long> ReadAsync(BackofficeDbContext db, Network network, ChainHead head, DateTime now,
        CancellationToken cancellation)
    {
        var next = await db.ChainScans.AsNoTracking().Where(row => row.Network == network.Code).Select(row => (long?)row.NextBlock)
            .FirstOrDefaultAsync(cancellation);
        return next ?? First(network, head.Height, await SinceAsync(db, network, cancellation) ?? now, now);
    }

    /// <summary>Where the first look begins, of a chain that stands at a height now.</summary>
    internal static long First(Network network, long height, DateTime since, DateTime now)
    {
        var seconds = Math.Clamp((now - since).TotalSeconds, 0, TimeSpan.FromDays(DaysMax).TotalSeconds);
        var passed = (long)(HurryFactor * seconds / network.BlockSeconds) + MarginBlocks;
        return Math.Max(0, height - network.BlockDepth + 1 - passed);
    }

    private static async Task<DateTime?> SinceAsync(BackofficeDbContext db, Network network, CancellationToken cancellation)
    {
        var assets = GatewayIntake.AssetsOn(network.Code);
        var payment = await db.GatewayPayments.AsNoTracking().Where(row => assets.Contains(row.Asset))
            .MinAsync(row => (DateTime?)row.CreatedAtUtc, cancellation);
        var wallet = await db.Wallets.AsNoTracking().Where(row => row.IsCustodial && row.Network == network.Code)
            .MinAsync(row => (DateTime?)row.CreatedAtUtc, cancellation);
        return payment is null || wallet < payment ? wallet : payment;
    }
}
