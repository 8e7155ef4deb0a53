using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Ledger;

/// <summary>Names one account: a family, an asset, and for merchant accounts the merchant.</summary>
/// <param name="Family">The kind of account.</param>
/// <param name="Asset">What it counts.</param>
/// <param name="OwnerId">The merchant, or null for the desk's own accounts.</param>
/// <param name="PartId">The account or wallet whose part of the merchant's balance it is, or null when that is not split.</param>
public readonly record struct AccountKey(AccountFamily Family, AssetCode Asset, Guid? OwnerId = null, Guid? PartId = null)
{
    /// <summary>The account's text key: <c>merchant_available:KES:6f1c...</c>, with one more id for a part.</summary>
    public string Text => string.Join(':', [Names.Snake(Family), Asset.Text, .. Ids()]);

    /// <summary>Whether the account must never have more debits than credits.</summary>
    public bool MayNotBeOverdrawn =>
        Family is AccountFamily.MerchantAvailable or AccountFamily.MerchantLocked or AccountFamily.MerchantCustody
        or AccountFamily.Received or AccountFamily.GatewayAvailable or AccountFamily.GatewayLocked or AccountFamily.GatewayClearing;

    private IEnumerable<string> Ids() => new[] { OwnerId, PartId }.OfType<Guid>().Select(id => id.ToString());
}
