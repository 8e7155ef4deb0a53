using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Data.Records;

/// <summary>What one source last said about a pair, and how the last look at it went.</summary>
public sealed class ReferenceRateRow
{
    public string BaseCode { get; set; } = "";
    public string QuoteCode { get; set; } = "";
    public string Source { get; set; } = "";

    /// <summary>The last rate, or null when there never was one.</summary>
    public Rate? Rate { get; set; }
    public DateTime? AsOfUtc { get; set; }
    public RateFeedState State { get; set; }
    public string? Detail { get; set; }
    public DateTime CheckedAtUtc { get; set; }

    /// <summary>Who set it, when a person did.</summary>
    public Guid? SetBy { get; set; }
    public string? SetByName { get; set; }
    public string? Reason { get; set; }
}

/// <summary>What changes of a pair's rate are measured from.</summary>
public sealed class RateGuardRow
{
    public string BaseCode { get; set; } = "";
    public string QuoteCode { get; set; } = "";
    public Rate Anchor { get; set; }
    public DateTime AnchorAtUtc { get; set; }
    public Rate Seen { get; set; }
    public DateTime SeenAtUtc { get; set; }
    public bool IsHeld { get; set; }
}
