using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Desks.Merchants;

/// <summary>
/// Looks at a payout target whenever it is used, not only when it is chosen (issue 14, point 5): at registration, credit, the
/// last signature, and in the moment before it is sent. What is wrong is said by name; the way out is another wallet, which
/// needs a second person.
/// </summary>
internal static class PayoutGuard
{
    /// <summary>Why an address can never be a payout target, or null: a token's own contract, or an address of the desk itself.</summary>
    public static async Task<string?> NeverAsync(BackofficeDbContext db, string network, string address, CancellationToken cancellation)
    {
        if (PayoutWallet.ContractAt(network, address) is { } contract)
        {
            return $"The address is the contract of {contract.Symbol} on {network}; what is sent there is lost.";
        }
        if (await db.TreasuryWallets.IgnoreAutoIncludes().AnyAsync(row => row.Network == network && row.Address == address, cancellation))
        {
            return "The address is the desk's own treasury; nothing is paid out to it.";
        }
        return await db.Wallets.AnyAsync(row => row.IsCustodial && row.Network == network && row.Address == address, cancellation)
            ? "The address is one that the desk keeps for a merchant; nothing is paid out to it." : null;
    }

    /// <summary>Why a deposit cannot be paid to its wallet now, or null.</summary>
    public static async Task<DomainError?> FaultAsync(BackofficeDbContext db, Deposit deposit, CancellationToken cancellation)
    {
        if (deposit.CreditedToAddress is not { } address)
        {
            return null;
        }
        var network = deposit.AssetInfo.Network.Code;
        if (await NeverAsync(db, network, address, cancellation) is { } never)
        {
            return Fault(deposit, never);
        }
        if (deposit.ToWalletId is not { } id)
        {
            return null;
        }
        var wallet = await db.Wallets.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation);
        var owner = wallet is null ? null
            : await db.Merchants.AsNoTracking().FirstOrDefaultAsync(row => row.Id == wallet.MerchantId, cancellation);
        var words = wallet is null || owner is null ? "The payout wallet is gone."
            : !wallet.IsActive ? "The payout wallet was retired."
            : !owner.IsActive ? $"{owner.Name}, whose payout wallet it is, is not active."
            : owner.Id != deposit.MerchantId && owner.ParentId != deposit.MerchantId
            ? "The payout wallet is not of this merchant or its sub-vendors."
            : wallet.Network != network ? $"The payout wallet is on {wallet.Network}, not on {network}."
            : wallet.Address != address ? "The payout wallet has another address than the deposit." : null;
        return words is null ? null : Fault(deposit, words);
    }

    private static DomainError Fault(Deposit deposit, string words) =>
        DomainError.Of(ErrorCode.WalletNotUsable, "to_wallet_id",
            $"{deposit.HumanId}: {words} Change the payout wallet first; that needs a second person.");
}
