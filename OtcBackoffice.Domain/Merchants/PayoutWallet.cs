using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Merchants;

/// <summary>
/// Chooses the wallet that a deposit pays out to (specification 004, "How the wallet is chosen"): an explicit wallet of
/// the master or its sub-vendors; else the master's default or only wallet on the network; else, only when the master
/// has none there, a sub-vendor's. A wallet that the desk keeps is the desk's own and never a payout target. Ties go to the default, then
/// to the oldest, then to the smallest id.
/// </summary>
public static class PayoutWallet
{
    /// <summary>Checks an explicitly named wallet.</summary>
    /// <param name="wallet">The wallet found under the id, or null.</param>
    /// <param name="master">The deposit's merchant.</param>
    /// <param name="owner">The wallet's merchant, or null.</param>
    /// <param name="network">The requested network's canonical code.</param>
    public static Result<Wallet> Explicit(Wallet? wallet, Guid master, Merchant? owner, string network)
    {
        if (wallet is null || owner is null || !wallet.IsActive || wallet.IsCustodial || (owner.Id != master && owner.ParentId != master))
        {
            return DomainError.Of(ErrorCode.WalletNotUsable, "to_wallet_id",
                "to_wallet_id is not a wallet of this merchant or its sub-vendors.");
        }
        return wallet.Network == network
            ? wallet
            : DomainError.Of(ErrorCode.WalletNotUsable, "to_wallet_id", $"to_wallet_id is on {wallet.Network}, not on {network}.");
    }

    /// <summary>The token whose own contract is at an address, or null. What is sent to a contract belongs to nobody.</summary>
    public static Asset? ContractAt(string network, string address) =>
        Asset.All.FirstOrDefault(asset => asset.Network.Code == network && asset.Contract is { } contract
        && contract.Equals(address,
            network == Catalog.Network.Ethereum.Code ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));

    /// <summary>Picks the default among the wallets of the master and its sub-vendors, or null when there is none.</summary>
    public static Wallet? Default(IEnumerable<Wallet> wallets, Guid master, string network)
    {
        var onNetwork = wallets.Where(wallet => wallet is { IsActive: true, IsCustodial: false } && wallet.Network == network).ToArray();
        return Best(onNetwork.Where(wallet => wallet.MerchantId == master))
            ?? Best(onNetwork.Where(wallet => wallet.MerchantId != master));
    }

    private static Wallet? Best(IEnumerable<Wallet> wallets) => wallets
        .OrderByDescending(wallet => wallet.IsDefault).ThenBy(wallet => wallet.CreatedAtUtc).ThenBy(wallet => wallet.Id)
        .FirstOrDefault();
}
