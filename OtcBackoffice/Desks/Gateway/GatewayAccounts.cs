using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>What one account of a tenant holds of one currency, in minor units.</summary>
/// <param name="WalletId">The sub-account, or null for the main account.</param>
/// <param name="Coin">The currency.</param>
/// <param name="AvailableMinor">What may be spent.</param>
/// <param name="PendingMinor">What withdrawals and transfers have locked.</param>
public sealed record GatewayHolding(Guid? WalletId, GatewayCoin Coin, long AvailableMinor, long PendingMinor)
{
    /// <summary>Both together: what the ledger holds.</summary>
    public long AmountMinor => AvailableMinor + PendingMinor;
}

/// <summary>What the desk earned from a tenant in one currency, in minor units.</summary>
public sealed record GatewayFee(GatewayCoin Coin, long Minor);

/// <summary>Reads a tenant's balances from the ledger; nothing of them is kept anywhere else.</summary>
internal static class GatewayAccounts
{
    private static readonly string Available = Names.Snake(AccountFamily.GatewayAvailable),
        Locked = Names.Snake(AccountFamily.GatewayLocked),
        Fees = Names.Snake(AccountFamily.GatewayFeeIncome);

    /// <summary>Every holding of a tenant that was ever touched, main account first.</summary>
    public static async Task<IReadOnlyList<GatewayHolding>> OfAsync(BackofficeDbContext db, Guid merchantId, CancellationToken cancellation)
    {
        var rows = await db.LedgerAccounts.AsNoTracking()
            .Where(row => row.OwnerId == merchantId && (row.Family == Available || row.Family == Locked))
            .Select(row => new { row.Key, row.Family, row.Asset, Minor = row.CreditMinor - row.DebitMinor }).ToListAsync(cancellation);
        return
        [
            .. rows.GroupBy(row => (Part: PartOf(row.Key), row.Asset)).OrderBy(group => group.Key.Part)
            .ThenBy(group => group.Key.Asset, StringComparer.Ordinal)
                .Select(group => new GatewayHolding(group.Key.Part, GatewayCoin.Of(group.Key.Asset),
                    group.Where(row => row.Family == Available).Sum(row => row.Minor),
                    group.Where(row => row.Family == Locked).Sum(row => row.Minor))),
        ];
    }

    /// <summary>What the desk earned from a tenant, by currency.</summary>
    public static async Task<List<GatewayFee>> FeesAsync(BackofficeDbContext db, Guid merchantId, CancellationToken cancellation)
    {
        var rows = await db.LedgerAccounts.AsNoTracking().Where(row => row.OwnerId == merchantId && row.Family == Fees)
            .OrderBy(row => row.Asset).Select(row => new { row.Asset, Minor = row.CreditMinor - row.DebitMinor }).ToListAsync(cancellation);
        return rows.ConvertAll(row => new GatewayFee(GatewayCoin.Of(row.Asset), row.Minor));
    }

    // The key ends with the ids of the owner and, for a sub-account, of its part.
    private static Guid? PartOf(string key) => key.Split(':') is [_, _, _, var part] ? Guid.Parse(part) : null;
}
