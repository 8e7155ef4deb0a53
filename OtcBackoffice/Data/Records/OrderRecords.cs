using OtcBackoffice.Domain.Orders;

namespace OtcBackoffice.Data.Records;

/// <summary>
/// What the platform knows of a record beside the record itself: that it is an order, what was last told of it, and when it
/// passed its stages. Amounts, prices and parties stay on the record.
/// </summary>
public sealed class OrderRow
{
    /// <summary>The record's id.</summary>
    public Guid Id { get; set; }

    /// <summary>The record's kind, as audit actions begin with it.</summary>
    public string Kind { get; set; } = "";
    public Guid MerchantId { get; set; }
    public OrderType Type { get; set; }

    /// <summary>The surface that it came in by: <c>deposit_desk</c>, <c>exchange</c>, <c>block_trade</c>, <c>gateway</c> or
    /// <c>platform</c>.</summary>
    public string Surface { get; set; } = "";

    /// <summary>What was last told.</summary>
    public OrderStatus Status { get; set; }

    /// <summary>Whether the record is back in a state in which it is no order: a requoted exchange, a deposit to be priced anew.</summary>
    public bool IsHidden { get; set; }

    /// <summary>The merchant itself, or one of its sub-vendors or sub-merchants.</summary>
    public Guid CustomerId { get; set; }
    public string? Reference { get; set; }
    public string? FiatCurrency { get; set; }

    /// <summary>The canonical code of the asset.</summary>
    public string? Asset { get; set; }

    /// <summary>The value in US cents for the customer's limits, or null where it is not known.</summary>
    public long? UsdCents { get; set; }
    public DateTime CreatedAtUtc { get; set; }
    public DateTime? VerifiedAtUtc { get; set; }
    public DateTime? SettledAtUtc { get; set; }
    public DateTime? ReconciledAtUtc { get; set; }
    public DateTime UpdatedAtUtc { get; set; }
}

/// <summary>How far a customer is known and what it may do, where that was said; otherwise it follows from its verification.</summary>
public sealed class CustomerStandingRow
{
    public Guid CustomerId { get; set; }
    public KycStatus Status { get; set; }
    public int Tier { get; set; }
    public DateTime UpdatedAtUtc { get; set; }
}
