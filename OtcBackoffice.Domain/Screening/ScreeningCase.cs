using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Domain.Screening;

/// <summary>What a screening house is asked about.</summary>
public enum ScreeningSubjectKind
{
    /// <summary>An on-chain address.</summary>
    Address,

    /// <summary>The name of a person or a company.</summary>
    Name,
}

/// <summary>What a screening house said (issue 14, point 10).</summary>
public enum ScreeningVerdict
{
    /// <summary>Nothing known against the subject.</summary>
    Clear,

    /// <summary>The subject is on a list: a case is opened, and nothing is paid until two persons have let it pass.</summary>
    Hit,

    /// <summary>No answer came. It is never a pass: what needed it waits.</summary>
    Unavailable,
}

/// <summary>What became of a case.</summary>
public enum ScreeningCaseStatus
{
    /// <summary>Nobody has decided.</summary>
    Open,

    /// <summary>Two persons let the records of the case pass.</summary>
    Released,

    /// <summary>Nothing is paid to the subject.</summary>
    Refused,
}

/// <summary>What is decided about a case.</summary>
public enum ScreeningCaseAction
{
    /// <summary>Let its records pass.</summary>
    Release,

    /// <summary>Refuse the subject.</summary>
    Refuse,
}

/// <summary>Which way a case may go: it is decided once.</summary>
public static class ScreeningLifecycle
{
    /// <summary>The table.</summary>
    public static readonly TransitionTable<ScreeningCaseStatus, ScreeningCaseAction> Table = new("screening case",
        (ScreeningCaseStatus.Open, ScreeningCaseAction.Release, ScreeningCaseStatus.Released),
        (ScreeningCaseStatus.Open, ScreeningCaseAction.Refuse, ScreeningCaseStatus.Refused));
}

/// <summary>
/// A subject that a screening house named, with the records that wait for it. A release lets those records pass and no others:
/// a later record about the same subject opens a case of its own.
/// </summary>
public sealed class ScreeningCase
{
    private const int ReasonLengthMax = 1_000;

    private ScreeningCase()
    {
    }

    /// <summary>Its id.</summary>
    public Guid Id { get; private set; }

    /// <summary>What people call its number: SCR-7.</summary>
    public long Number { get; private set; }

    /// <summary>Whether it is about an address or a name.</summary>
    public ScreeningSubjectKind Kind { get; private set; }

    /// <summary>What the same subject is found by.</summary>
    public string SubjectKey { get; private set; } = "";

    /// <summary>The subject, sealed.</summary>
    public string SealedSubject { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public ScreeningCaseStatus Status { get; private set; }

    /// <summary>Who works on it.</summary>
    public Guid? AssigneeUserId { get; private set; }

    /// <summary>Since when.</summary>
    public DateTime? ClaimedAtUtc { get; private set; }

    /// <summary>Until when.</summary>
    public DateTime? ClaimExpiresAtUtc { get; private set; }

    /// <summary>When it was opened.</summary>
    public DateTime OpenedAtUtc { get; private set; }

    /// <summary>Who decided last, or null while it is open.</summary>
    public Guid? DecidedBy { get; private set; }

    /// <summary>When it was decided.</summary>
    public DateTime? DecidedAtUtc { get; private set; }

    /// <summary>Why.</summary>
    public string? Reason { get; private set; }

    /// <summary>Changes with every write.</summary>
    public int Version { get; private set; }

    /// <summary>What people call it.</summary>
    public string HumanId => $"SCR-{Number}";

    /// <summary>Who works on it.</summary>
    public Claim Claimed => new(AssigneeUserId, ClaimedAtUtc, ClaimExpiresAtUtc);

    /// <summary>Opens a case.</summary>
    public static ScreeningCase Open(Guid id, long number, ScreeningSubjectKind kind, string subjectKey, string sealedSubject,
        DateTime now) => new()
    {
        Id = id, Number = number, Kind = kind, SubjectKey = subjectKey, SealedSubject = sealedSubject, OpenedAtUtc = now, Version = 1,
    };

    /// <summary>The status as it is told: an open case that somebody holds is claimed.</summary>
    public string StatusAt(DateTime now) =>
        Status == ScreeningCaseStatus.Open && Claimed.IsHeldAt(now) ? "claimed" : Names.Snake(Status);

    /// <summary>Takes it when nobody holds it, or renews the actor's own claim.</summary>
    public Result<ScreeningCase> Take(ActorStanding actor, int leaseSeconds, DateTime now)
    {
        if (Status != ScreeningCaseStatus.Open)
        {
            return new DomainError(ErrorCode.WrongState, $"{HumanId} is {Names.Snake(Status)}.");
        }
        if (Claimed.Take(actor, leaseSeconds, now, HumanId).Failed(out var refused))
        {
            return refused;
        }
        (AssigneeUserId, ClaimedAtUtc, ClaimExpiresAtUtc) = Claim.Of(actor.PersonId, leaseSeconds, now);
        Version++;
        return this;
    }

    /// <summary>Decides it, with a reason.</summary>
    public Result<ScreeningCase> Decide(ScreeningCaseAction action, ActorStanding actor, string? reason, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (DecisionFault(action, actor, reason, now) is { } fault)
        {
            return fault;
        }
        Status = ScreeningLifecycle.Table.Move(Status, action).Value;
        (DecidedBy, DecidedAtUtc, Reason) = (actor.PersonId, now, reason!.Trim());
        Version++;
        return this;
    }

    /// <summary>Why it cannot be decided so by the actor, or null.</summary>
    public DomainError? DecisionFault(ScreeningCaseAction action, ActorStanding actor, string? reason, DateTime now)
    {
        if (ScreeningLifecycle.Table.Move(Status, action).Failed(out var wrong))
        {
            return wrong with { Message = $"{HumanId}: {wrong.Message}" };
        }
        return string.IsNullOrWhiteSpace(reason) || reason.Trim().Length > ReasonLengthMax
            ? DomainError.Of(ErrorCode.InvalidRequest, "reason", $"reason must have 1 to {ReasonLengthMax} characters.")
            : Claimed.DecisionFault(actor, now, HumanId);
    }
}
