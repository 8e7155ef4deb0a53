namespace OtcBackoffice.Data.Records;

/// <summary>A callback of the mobile money operator as it came; unknown and repeated ones are kept as well.</summary>
public sealed class MobileCallback
{
    public Guid Id { get; set; }
    public DateTime AtUtc { get; set; }
    public string? CheckoutRequestId { get; set; }
    public int? ResultCode { get; set; }
    public string? ReceiptNumber { get; set; }
    public Guid? DepositId { get; set; }

    /// <summary>taken, repeated, paid_late, differs, incomplete, unclear, unknown or malformed.</summary>
    public string Outcome { get; set; } = "";
    public string Payload { get; set; } = "";
}

/// <summary>A line of the desk's bank statement from before there were receipts; each becomes a receipt at the first start.</summary>
public sealed class StatementLine
{
    public Guid Id { get; set; }
    public string Currency { get; set; } = "";
    public long AmountMinor { get; set; }
    public string Reference { get; set; } = "";
    public string? SenderName { get; set; }
    public DateOnly? ValueDate { get; set; }
    public Guid? DepositId { get; set; }
    public DateTime ReceivedAtUtc { get; set; }
}
