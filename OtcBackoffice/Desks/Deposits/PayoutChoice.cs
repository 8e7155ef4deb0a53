using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Merchants;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>Loads what <see cref="PayoutWallet"/> decides on.</summary>
internal static class PayoutChoice
{
    /// <summary>The named wallet, or the default one, or null when the merchant has none on the network.</summary>
    public static async Task<Result<PayoutTarget?>> ForAsync(BackofficeDbContext db, Guid merchantId, Guid? walletId, string network,
        CancellationToken cancellation)
    {
        if (walletId is { } id)
        {
            var wallet = await db.Wallets.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation);
            var owner = wallet is null ? null
                : await db.Merchants.AsNoTracking().FirstOrDefaultAsync(row => row.Id == wallet.MerchantId, cancellation);
            var chosen = PayoutWallet.Explicit(wallet, merchantId, owner, network);
            if (chosen.Failed(out var refused))
            {
                return refused;
            }
            return await PayoutGuard.NeverAsync(db, network, chosen.Value.Address, cancellation) is { } never
                ? DomainError.Of(ErrorCode.WalletNotUsable, "to_wallet_id", never)
                : new PayoutTarget(chosen.Value.Id, chosen.Value.Address);
        }
        var wallets = await db.Wallets.AsNoTracking()
            .Where(wallet => wallet.Network == network && wallet.IsActive
                && db.Merchants.Any(merchant => merchant.Id == wallet.MerchantId
                    && (merchant.Id == merchantId || merchant.ParentId == merchantId)))
            .ToListAsync(cancellation);
        var best = PayoutWallet.Default(wallets, merchantId, network);
        return best is null ? (PayoutTarget?)null : new PayoutTarget(best.Id, best.Address);
    }
}
