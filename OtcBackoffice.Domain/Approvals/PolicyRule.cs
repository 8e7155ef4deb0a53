using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Domain.Approvals;

/// <summary>
/// One line of a policy. Every condition that is set must hold. An amount that cannot be known is never within a limit and
/// always above one, so that nobody gains by its absence.
/// </summary>
public sealed record PolicyRule
{
    /// <summary>How long a stored command waits when a rule does not say.</summary>
    public const int ExpiryHoursDefault = 24;

    /// <summary>The name that decisions and refusals carry.</summary>
    public required string Name { get; init; }

    /// <summary>What it rules on.</summary>
    public required IReadOnlyList<ApprovalOperation> Operations { get; init; }

    /// <summary>The actor has one of these roles; empty for anybody.</summary>
    public RoleSet Roles { get; init; }

    /// <summary>The US dollar value is known and not above this, inclusive.</summary>
    public UsdLimit? NotionalAtMost { get; init; }

    /// <summary>The US dollar value is above this, or unknown.</summary>
    public UsdLimit? NotionalAbove { get; init; }

    /// <summary>The actor's sum for the merchant in 24 hours, with this one, is known and not above this, inclusive.</summary>
    public UsdLimit? RollingAtMost { get; init; }

    /// <summary>The US dollar value cannot be known.</summary>
    public bool NotionalUnknown { get; init; }

    /// <summary>The actor played one of these parts earlier on the case; empty when it does not matter.</summary>
    public IReadOnlyList<CasePart> ActorWas { get; init; } = [];

    /// <summary>What the bank has told of the money is one of these; empty when it does not matter.</summary>
    public IReadOnlyList<BankLine> BankLine { get; init; } = [];

    /// <summary>The proof was read so far; empty when it does not matter.</summary>
    public IReadOnlyList<ProofRead> ProofRead { get; init; } = [];

    /// <summary>Whether the reference, file or receipt number stands on another record; null when it does not matter.</summary>
    public bool? Repeated { get; init; }

    /// <summary>What follows.</summary>
    public required DecisionKind Outcome { get; init; }

    /// <summary>Why it refuses, when it does.</summary>
    public DenyReason Reason { get; init; }

    /// <summary>Who may agree, when a second person is needed.</summary>
    public ApproverGroup? Approvers { get; init; }

    /// <summary>How many must agree; at least as many as the group has seats.</summary>
    public int ApprovalsNeeded { get; init; } = 1;

    /// <summary>How long the stored command waits.</summary>
    public int ExpiryHours { get; init; } = ExpiryHoursDefault;

    /// <summary>Whoever played one of these parts on the case may not agree.</summary>
    public IReadOnlyList<CasePart> ApproverWasNot { get; init; } = [];

    /// <summary>Whether every condition holds.</summary>
    public bool Matches(ApprovalRequest request) =>
        MatchesWithoutRollingSum(request) && (RollingAtMost is null || request.RollingUsdCents <= RollingAtMost.Cents(request.Limits));

    /// <summary>Whether every condition but the one on the rolling sum holds.</summary>
    public bool MatchesWithoutRollingSum(ApprovalRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Operations.Contains(request.Operation)
            && (Roles.IsEmpty || (Roles.Bits & request.Roles.Bits) != 0)
            && (!NotionalUnknown || request.NotionalUsdCents is null)
            && (NotionalAtMost is null || request.NotionalUsdCents <= NotionalAtMost.Cents(request.Limits))
            && (NotionalAbove is null || !(request.NotionalUsdCents <= NotionalAbove.Cents(request.Limits)))
            && MatchesEvidence(request.Evidence)
            && (ActorWas.Count == 0 || request.Parts.Any(part => part.PersonId == request.ActorId && ActorWas.Contains(part.Part)));
    }

    // A condition on evidence never holds where there is none to look at, as on every operation but a confirmation.
    private bool MatchesEvidence(EvidenceFacts? evidence) =>
        (BankLine.Count == 0 || (evidence is not null && BankLine.Contains(evidence.BankLine)))
        && (ProofRead.Count == 0 || (evidence is not null && ProofRead.Contains(evidence.ProofRead)))
        && (Repeated is null || (evidence is not null && evidence.IsRepeated == Repeated));
}
