using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Treasury;

/// <summary>
/// What the coins in the desk's hands owe to merchants. The books count merchants' coins as treasury as well, since the desk holds them;
/// whoever asks what treasury may spend has to leave them out.
/// </summary>
internal static class MerchantClaims
{
    private static readonly string Available = Names.Snake(AccountFamily.MerchantAvailable),
        Locked = Names.Snake(AccountFamily.MerchantLocked),
        Custody = Names.Snake(AccountFamily.MerchantCustody), Suspense = Names.Snake(AccountFamily.Suspense),
            Kept = Names.Snake(AccountFamily.Kept);

    private static readonly string[] Gateway =
        [Names.Snake(AccountFamily.GatewayAvailable), Names.Snake(AccountFamily.GatewayLocked), Names.Snake(AccountFamily.GatewayClearing)];

    /// <summary>Minor units of the asset that belong to merchants, or to whoever sent what nobody has explained yet, wherever the coins
    /// lie.</summary>
    public static Task<long> OwedAsync(DeskWork work, AssetCode asset, CancellationToken cancellation) => work.Session.ScalarAsync(
        "SELECT CAST(COALESCE(SUM(credit_minor - debit_minor), 0) AS BIGINT) FROM ledger_accounts WHERE asset = @p0 AND family IN (@p1, "
            + "@p2, @p3, @p4, @p5, @p6, @p7, @p8)",
        cancellation, asset.Text, Available, Locked, Custody, Suspense, Kept, Gateway[0], Gateway[1], Gateway[2]);

    /// <summary>
    /// Minor units by asset that belong to merchants and lie at the treasury's own addresses: what was never received at another
    /// address, and the parts of custodial wallets that share one.
    /// </summary>
    public static async Task<Dictionary<string, long>> AtAddressesAsync(BackofficeDbContext db, IReadOnlyCollection<string> addresses,
        CancellationToken cancellation)
    {
        var crypto = Domain.Catalog.Asset.All.Select(asset => asset.Code.Text).ToList();
        var owed = await db.LedgerAccounts.Where(row => (row.Family == Available || row.Family == Locked) && crypto.Contains(row.Asset))
            .GroupBy(row => row.Asset)
            .Select(group => new { group.Key, Sum = group.Sum(row => row.CreditMinor - row.DebitMinor) })
            .ToDictionaryAsync(row => row.Key, row => row.Sum, cancellation);
        var elsewhere = await db.CustodyReceipts.Where(row => !addresses.Contains(row.Address)).GroupBy(row => row.Asset)
            .Select(group => new { group.Key, Sum = group.Sum(row => row.AmountMinor) })
            .ToDictionaryAsync(row => row.Key, row => row.Sum, cancellation);
        var here = owed.ToDictionary(pair => pair.Key, pair => Math.Max(0, pair.Value - elsewhere.GetValueOrDefault(pair.Key)),
            StringComparer.Ordinal);
        var shared = await db.Wallets.Where(row => row.IsCustodial && addresses.Contains(row.Address)).Select(row => row.Id)
            .ToListAsync(cancellation);
        if (shared.Count > 0)
        {
            var parts = await db.LedgerAccounts.Where(row => row.Family == Custody && row.OwnerId != null).ToListAsync(cancellation);
            foreach (var part in parts.Where(row => shared.Exists(id => row.Key.EndsWith(id.ToString(), StringComparison.Ordinal))))
            {
                here[part.Asset] = here.GetValueOrDefault(part.Asset) + part.CreditMinor - part.DebitMinor;
            }
        }
        return here;
    }
}
