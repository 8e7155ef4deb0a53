using OtcBackoffice.Data.Records;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>Somebody who could agree to a stored command now.</summary>
public sealed record EligibleApprover(Guid UserId, string Name, IReadOnlyList<string> Roles);

/// <summary>Somebody who agreed.</summary>
public sealed record ApprovalVoteView(Guid UserId, string Name, DateTime AtUtc);

/// <summary>A command that waits for, or got, a second person.</summary>
public sealed record ApprovalView(
    Guid Id, string Operation, string EntityKind, Guid EntityId, string Status, Guid MakerId, string MakerName, string Rule, string Summary,
    DateTime CreatedAtUtc, DateTime ExpiresAtUtc, Guid? CheckerId, string? DecisionReason, DateTime? DecidedAtUtc)
{
    /// <summary>The policy that asked for a second person.</summary>
    public int PolicyVersion { get; init; }

    /// <summary>The stored command as JSON.</summary>
    public string Payload { get; init; } = "{}";

    /// <summary>Its hash; a payload that does not hash to it is never replayed.</summary>
    public string PayloadSha256 { get; init; } = "";

    /// <summary>The approver group in words.</summary>
    public string Approvers { get; init; } = "";

    /// <summary>How many must agree.</summary>
    public int ApprovalsNeeded { get; init; }

    /// <summary>When it is to take effect, or null for at once.</summary>
    public DateTime? EffectiveAtUtc { get; init; }

    /// <summary>Who has agreed.</summary>
    public IReadOnlyList<ApprovalVoteView> Votes { get; init; } = [];

    /// <summary>What the command is about, restated for whoever decides; null in lists.</summary>
    public ApprovalSubject? About { get; init; }

    /// <summary>Who could agree now.</summary>
    public IReadOnlyList<EligibleApprover> EligibleApprovers { get; init; } = [];

    /// <summary>Why the viewer cannot decide, or null when it may.</summary>
    public string? DecideBlockedBecause { get; init; }

    /// <summary>Why the viewer cannot call it off, or null when it may.</summary>
    public string? CallOffBlockedBecause { get; init; }

    internal static ApprovalView Of(StoredCommand row) =>
        new(row.Id, row.Operation, row.EntityKind, row.EntityId, row.Status, row.MakerId, row.MakerName,
        row.Rule, row.Summary, row.CreatedAtUtc, row.ExpiresAtUtc, row.CheckerId, row.DecisionReason, row.DecidedAtUtc)
    {
        PolicyVersion = row.PolicyVersion,
        Payload = row.Payload,
        PayloadSha256 = row.PayloadSha256,
        Approvers = ApproverSeats.Read(row.Approvers).Words(),
        ApprovalsNeeded = row.ApprovalsNeeded,
        EffectiveAtUtc = row.EffectiveAtUtc,
    };
}

/// <summary>What a command came to: done, or stored until a second person agrees.</summary>
/// <param name="Done">What was done, or null while it waits.</param>
/// <param name="Waiting">The stored command, or null when it was done.</param>
public sealed record Decided<T>(T? Done, ApprovalView? Waiting)
    where T : class
{
    /// <summary>It was done.</summary>
    public static Decided<T> Now(T done) => new(done, null);

    /// <summary>It waits.</summary>
    public static Decided<T> Later(ApprovalView waiting) => new(null, waiting);
}
