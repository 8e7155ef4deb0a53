using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Domain.Approvals;

/// <summary>Everything that a policy may look at; kept with each decision, so that any later policy can be tried on it.</summary>
/// <param name="Operation">What is to be done.</param>
/// <param name="ActorId">Who wants to do it.</param>
/// <param name="Roles">The actor's roles at that moment.</param>
/// <param name="Limits">The named limits at that moment.</param>
public sealed record ApprovalRequest(ApprovalOperation Operation, Guid ActorId, RoleSet Roles, PolicyLimits Limits)
{
    /// <summary>The value in US cents, or null when it cannot be known or there is none.</summary>
    public long? NotionalUsdCents { get; init; }

    /// <summary>The actor's sum for the merchant in the last 24 hours with this one, in US cents; null when it cannot be known.</summary>
    public long? RollingUsdCents { get; init; }

    /// <summary>Who played which part earlier on the case.</summary>
    public IReadOnlyList<CaseActor> Parts { get; init; } = [];

    /// <summary>What speaks for the money of a deposit that is confirmed; null for everything else.</summary>
    public EvidenceFacts? Evidence { get; init; }
}
