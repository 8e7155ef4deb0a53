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

    /// <summary>taken, repeated, unknown or malformed.</summary>
    public string Outcome { get; set; } = "";
    public string Payload { get; set; } = "";
}

/// <summary>A line of the desk's bank statement: money that came in.</summary>
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
