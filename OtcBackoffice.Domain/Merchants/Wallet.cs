namespace OtcBackoffice.Domain.Merchants;

/// <summary>An on-chain address of a merchant. The address is fixed; a new address is a new wallet.</summary>
public sealed class Wallet
{
    private Wallet()
    {
    }

    /// <summary>The wallet's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Whose it is.</summary>
    public Guid MerchantId { get; private set; }

    /// <summary>The network's canonical code.</summary>
    public string Network { get; private set; } = "";

    /// <summary>The canonical address, checked for the network.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What the merchant calls it.</summary>
    public string Label { get; private set; } = "";

    /// <summary>Whether it is the merchant's default on its network.</summary>
    public bool IsDefault { get; private set; }

    /// <summary>Whether the desk holds its keys for the merchant.</summary>
    public bool IsCustodial { get; private set; }

    /// <summary>Whether it may still be chosen.</summary>
    public bool IsActive { get; private set; }

    /// <summary>When it was added.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>Changes with every write.</summary>
    public int Version { get; private set; }

    /// <summary>Adds a wallet; the caller has checked the address for the network.</summary>
    public static Wallet Create(Guid id, Guid merchantId, string network, string address, string? label, bool isDefault, bool isCustodial,
        DateTime now) =>
        new()
        {
            Id = id,
            MerchantId = merchantId,
            Network = network,
            Address = address,
            Label = string.IsNullOrWhiteSpace(label) ? network : label.Trim(),
            IsDefault = isDefault,
            IsCustodial = isCustodial,
            IsActive = true,
            CreatedAtUtc = now,
            Version = 1,
        };

    /// <summary>Relabels, (un)marks as default, or retires.</summary>
    public void Change(string? label, bool? isDefault, bool? isActive)
    {
        Label = string.IsNullOrWhiteSpace(label) ? Label : label.Trim();
        IsActive = isActive ?? IsActive;
        IsDefault = IsActive && (isDefault ?? IsDefault);
        Version++;
    }
}
