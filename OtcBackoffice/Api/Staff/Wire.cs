using OtcBackoffice.Api.Shared;

namespace OtcBackoffice.Api.Staff;

/// <summary>A proposal as treasury sees it.</summary>
internal sealed record TreasuryProposalWire(
    Guid Id, string HumanId, string Kind, Guid DepositId, string Status, int RequiredSignatures, int CurrentSignatures, string Asset,
    string Network,
    string Amount, string ToAddress, string Binding, Guid CreatedBy, DateTime CreatedAt, DateTime? EndedAt, string? EndReason,
    IReadOnlyList<SignatureWire> Signatures, TransferWire? Transfer, string? SignBlockedBecause);

/// <summary>A signature on a proposal.</summary>
internal sealed record SignatureWire(Guid UserId, string Name, DateTime SignedAt);

/// <summary>A merchant.</summary>
internal sealed record MerchantWire(Guid Id, string Name, Guid? ParentId, bool IsActive, bool IsVerified, DateTime CreatedAt, string? Mark);

/// <summary>A merchant's wallet.</summary>
internal sealed record WalletWire(
    Guid Id, Guid MerchantId, string Network, string Address, string Label, bool IsDefault, bool IsCustodial, bool IsActive,
        DateTime CreatedAt);

/// <summary>A line of the audit record.</summary>
internal sealed record AuditWire(
    long Id, DateTime At, Guid ActorUserId, string ActorKind, string ActorName, string Action, string EntityKind, Guid EntityId,
    Guid? MerchantId,
    string? FromStatus, string? ToStatus, string? Reason, System.Text.Json.JsonElement? Changes, string RequestId, string? Address,
    long? Sequence,
    string? PreviousHash, string? Hash, string? HeadKeyId, string? HeadSignature)
{
    /// <summary>How often it happened within its minute; more than 1 only for refusals.</summary>
    public int Count { get; init; } = 1;
}

/// <summary>What the desk has and owes of one asset on one network.</summary>
internal sealed record LiquidityWire(
    string Network, string Asset, string Address, string OnChainBalance, string ConfirmedNotCredited, string UnsignedProposals,
    string InFlight,
    string PricedQuotes, string HeldForMerchants, string Available, bool IsShort, DateTime? AsOf, bool IsStale)
{
    public string? Minimum { get; init; }
    public bool IsBelowMinimum { get; init; }
}

/// <summary>A webhook endpoint; its secret is never among the facts.</summary>
internal sealed record EndpointWire(
    Guid Id, Guid? MerchantId, string Url, IReadOnlyList<string> Events, bool IsActive, bool HasSecret, bool IsFromEnvironment,
    DateTime CreatedAt)
{
    /// <summary>Why it is not active, such as <c>gone</c> after a 410.</summary>
    public string? Cause { get; init; }

    /// <summary>Until when the secret before the last rotation signs as well, or null.</summary>
    public DateTime? OldValidUntil { get; init; }
}

/// <summary>One event on its way to one endpoint.</summary>
internal sealed record DeliveryWire(
    Guid Id, Guid MessageId, Guid EndpointId, string Url, string EventType, Guid SubjectId, string State, int AttemptCount,
    DateTime? NextAttemptAt,
    DateTime CreatedAt, DateTime? EndedAt, IReadOnlyList<AttemptWire> Attempts);

/// <summary>One try to deliver.</summary>
internal sealed record AttemptWire(int Number, DateTime At, int? StatusCode, long LatencyMs, string Outcome, string Answer);
