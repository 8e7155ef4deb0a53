namespace OtcBackoffice.Data.Records;

/// <summary>A final payment to a custodial wallet, credited to its merchant once.</summary>
public sealed class CustodyReceipt
{
    public Guid Id { get; set; }
    public string Network { get; set; } = "";
    public string TxHash { get; set; } = "";
    public string Address { get; set; } = "";
    public string Asset { get; set; } = "";
    public long AmountMinor { get; set; }
    public Guid WalletId { get; set; }
    public Guid MerchantId { get; set; }
    public long BlockNumber { get; set; }
    public DateTime CreditedAtUtc { get; set; }
}

/// <summary>How far a network was looked through for incoming payments: every block below this one is done with.</summary>
public sealed class ChainScan
{
    public string Network { get; set; } = "";
    public long NextBlock { get; set; }
}
