namespace OtcBackoffice.Data.Records;

/// <summary>A command that waits for a second person; replayed through the same desk by the checker.</summary>
public sealed class StoredCommand
{
    public Guid Id { get; set; }
    public string Operation { get; set; } = "";
    public string EntityKind { get; set; } = "";
    public Guid EntityId { get; set; }

    /// <summary>What the record looked like when this was asked for; another text later makes the command stale.</summary>
    public string EntityVersion { get; set; } = "";
    public string Payload { get; set; } = "";
    public string PayloadSha256 { get; set; } = "";
    public int PolicyVersion { get; set; }
    public string Rule { get; set; } = "";

    /// <summary>The seats of the approver group: roles with commas between, seats with semicolons.</summary>
    public string Approvers { get; set; } = "";
    public int ApprovalsNeeded { get; set; }

    /// <summary>Who may not agree because of an earlier part on the case: ids with commas between.</summary>
    public string Excluded { get; set; } = "";
    public string Summary { get; set; } = "";
    public Guid? MerchantId { get; set; }

    /// <summary><c>waiting</c>, <c>approved</c>, <c>scheduled</c>, <c>rejected</c>, <c>called_off</c>, <c>stale</c> or
    /// <c>expired</c>.</summary>
    public string Status { get; set; } = "";
    public Guid MakerId { get; set; }
    public string MakerName { get; set; } = "";
    public Guid? CheckerId { get; set; }
    public string? DecisionReason { get; set; }
    public DateTime CreatedAtUtc { get; set; }
    public DateTime ExpiresAtUtc { get; set; }
    public DateTime? DecidedAtUtc { get; set; }

    /// <summary>When it is to take effect, or null for as soon as it is agreed.</summary>
    public DateTime? EffectiveAtUtc { get; set; }
    public int Version { get; set; }
}

/// <summary>One person's agreement to a stored command.</summary>
public sealed class ApprovalVote
{
    public Guid ApprovalId { get; set; }
    public Guid PersonId { get; set; }
    public string PersonName { get; set; } = "";
    public DateTime AtUtc { get; set; }
}

/// <summary>A version of the approval policy, or a draft of one.</summary>
public sealed class PolicyRow
{
    public Guid Id { get; set; }

    /// <summary>The number of the published version; null for a draft.</summary>
    public int? PolicyVersion { get; set; }

    /// <summary>The version that the draft was made from.</summary>
    public int BasedOn { get; set; }
    public string Rules { get; set; } = "";
    public string Note { get; set; } = "";
    public Guid AuthorId { get; set; }
    public string AuthorName { get; set; } = "";
    public DateTime CreatedAtUtc { get; set; }
    public Guid? PublishedBy { get; set; }
    public string? PublishedByName { get; set; }
    public DateTime? PublishedAtUtc { get; set; }
    public int Version { get; set; }
}

/// <summary>One decision of the policy with everything it looked at, so that another policy can be tried on it.</summary>
public sealed class PolicyDecisionRow
{
    public Guid Id { get; set; }
    public DateTime AtUtc { get; set; }
    public int PolicyVersion { get; set; }
    public string Rule { get; set; } = "";
    public string Outcome { get; set; } = "";
    public string Operation { get; set; } = "";
    public string EntityKind { get; set; } = "";
    public Guid EntityId { get; set; }
    public string Subject { get; set; } = "";
    public Guid? MerchantId { get; set; }
    public Guid ActorId { get; set; }
    public string ActorName { get; set; } = "";
    public long? NotionalUsdCents { get; set; }

    /// <summary>The request as JSON.</summary>
    public string Facts { get; set; } = "";
    public Guid? ApprovalId { get; set; }

    /// <summary>When what was decided took effect; null while it waits, and when it never did.</summary>
    public DateTime? EffectAtUtc { get; set; }
}

/// <summary>A setting that was changed at the desk; it wins over the environment.</summary>
public sealed class DeskSettingRow
{
    public string Name { get; set; } = "";
    public string Value { get; set; } = "";
    public Guid ChangedBy { get; set; }
    public DateTime ChangedAtUtc { get; set; }
    public int Version { get; set; }
}
