namespace OtcBackoffice.Data.Records;

/// <summary>A movement on a sub-merchant's CLABE or CVU.</summary>
public sealed class MerchantTransferRow
{
    public Guid Id { get; set; }
    public long Number { get; set; }
    public Guid MerchantId { get; set; }
    public Guid SubMerchantId { get; set; }
    public long SubMerchantNumber { get; set; }
    public string SubMerchantName { get; set; } = "";

    /// <summary>The order it pays, or null for a movement without one.</summary>
    public Guid? OrderId { get; set; }
    public long OrderNumber { get; set; }
    public string BankOrderId { get; set; } = "";
    public string Country { get; set; } = "";
    public string FiatCurrency { get; set; } = "";
    public int FiatScale { get; set; }
    public long AmountMinor { get; set; }

    /// <summary>1 deposit, 2 withdraw, 3 online refund, 5 offline refund.</summary>
    public int Type { get; set; }

    /// <summary>1 init, 2 completed, 3 canceled.</summary>
    public int State { get; set; }
    public string AccountNumber { get; set; } = "";
    public string BankName { get; set; } = "";
    public DateTime CreatedAtUtc { get; set; }
    public DateTime UpdatedAtUtc { get; set; }
}

/// <summary>A document that a customer sent for a block trade; append-only.</summary>
public sealed class BlockDocumentRow
{
    public Guid FileId { get; set; }
    public Guid OrderId { get; set; }
    public string FileName { get; set; } = "";
    public string MediaType { get; set; } = "";
    public long SizeBytes { get; set; }
    public string Sha256 { get; set; } = "";
    public Guid UploadedBy { get; set; }
    public DateTime UploadedAtUtc { get; set; }
}
