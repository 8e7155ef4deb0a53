using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Ledger;

/// <summary>Names one account: a family, an asset, and for merchant accounts the merchant.</summary>
/// <param name="Family">The kind of account.</param>
/// <param name="Asset">What it counts.</param>
/// <param name="OwnerId">The merchant, or null for the desk's own accounts.</param>
public readonly record struct AccountKey(AccountFamily Family, AssetCode Asset, Guid? OwnerId = null)
{
    /// <summary>The account's text key: <c>merchant_available:KES:6f1c...</c>.</summary>
    public string Text => OwnerId is { } owner ? $"{Names.Snake(Family)}:{Asset}:{owner}" : $"{Names.Snake(Family)}:{Asset}";

    /// <summary>Whether the account must never have more debits than credits.</summary>
    public bool MayNotBeOverdrawn => Family is AccountFamily.MerchantAvailable or AccountFamily.MerchantLocked or AccountFamily.MerchantCustody;
}
