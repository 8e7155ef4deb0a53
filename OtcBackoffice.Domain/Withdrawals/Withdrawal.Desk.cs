using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Domain.Withdrawals;

/// <content>What the desk does: claim, decide, pay.</content>
public sealed partial class Withdrawal
{
    private const int ReasonLengthMax = 1_000;

    /// <summary>Takes the withdrawal when nobody holds it, or renews the actor's own claim.</summary>
    public Result<Withdrawal> Claim(ActorStanding actor, int leaseSeconds, DateTime now) =>
        Held(WithdrawalAction.Claim, Claimed.Take(actor, leaseSeconds, now, HumanId), now);

    /// <summary>Gives the claim back.</summary>
    public Result<Withdrawal> Release(ActorStanding actor, DateTime now) =>
        Held(WithdrawalAction.Release, Claimed.Release(actor, Permission.WithdrawalAssign, HumanId), now);

    /// <summary>Gives the withdrawal to a person, whoever holds it.</summary>
    public Result<Withdrawal> Assign(Guid personId, int leaseSeconds, DateTime now) =>
        Held(WithdrawalAction.Assign, Records.Claim.Of(personId, leaseSeconds, now), now);

    /// <summary>The fiat shall be paid. Caps and second persons are the approval policy's.</summary>
    public Result<Withdrawal> Approve(ActorStanding actor, int leaseSeconds, DateTime now)
    {
        if (DecisionFault(WithdrawalAction.Approve, actor, now) is { } fault)
        {
            return fault;
        }
        Move(WithdrawalAction.Approve, now);
        Hold(Claimed.WithDecisionOf(actor, leaseSeconds, now));
        (ApprovedAtUtc, ApprovedBy) = (now, actor.PersonId);
        return this;
    }

    /// <summary>It is refused, with a reason that the merchant will read; the lock ends.</summary>
    public Result<Withdrawal> Reject(ActorStanding actor, string? reason, string? internalNote, DateTime now)
    {
        if (DecisionFault(WithdrawalAction.Reject, actor, now) is { } fault)
        {
            return fault;
        }
        if (Reason(reason).Failed(out var unfit))
        {
            return unfit;
        }
        if (Trimmed(reason) == CancelledByCustomer)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "reason",
                "These words are kept for what the customer takes back. Say why the desk rejects.");
        }
        Move(WithdrawalAction.Reject, now);
        (RejectedAtUtc, RejectedBy, RejectionReason) = (now, actor.PersonId, Trimmed(reason));
        InternalNote = Trimmed(internalNote) ?? InternalNote;
        return this;
    }

    /// <summary>The reason of a withdrawal that its customer took back. No officer may reject with these words: they tell the two
    /// apart.</summary>
    public const string CancelledByCustomer = "cancelled by customer";

    /// <summary>Whether its customer took it back; the deposit desk shows it as rejected.</summary>
    public bool IsCancelledByCustomer => Status == WithdrawalStatus.Rejected && RejectionReason == CancelledByCustomer;

    /// <summary>The customer takes it back before it was approved; the lock ends.</summary>
    public Result<Withdrawal> CancelByCustomer(Guid by, DateTime now)
    {
        if (Refusal(WithdrawalAction.CancelByCustomer) is { } wrong)
        {
            return wrong;
        }
        Move(WithdrawalAction.CancelByCustomer, now);
        (RejectedAtUtc, RejectedBy, RejectionReason) = (now, by, CancelledByCustomer);
        return this;
    }

    /// <summary>The payment is ordered; from here on the crypto is the desk's and the fiat in flight.</summary>
    public Result<Withdrawal> Execute(ActorStanding actor, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (Refusal(WithdrawalAction.Execute) is { } wrong)
        {
            return wrong;
        }
        Move(WithdrawalAction.Execute, now);
        (ExecutedAtUtc, ExecutedBy) = (now, actor.PersonId);
        return this;
    }

    /// <summary>The payment was made.</summary>
    public Result<Withdrawal> Complete(ActorStanding actor, string? paymentReference, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (Refusal(WithdrawalAction.Complete) is { } wrong)
        {
            return wrong;
        }
        if (Trimmed(paymentReference) is not { Length: <= TextLengthMax } reference)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "payment_reference",
                $"payment_reference must have 1 to {TextLengthMax} characters.");
        }
        Move(WithdrawalAction.Complete, now);
        (CompletedAtUtc, CompletedBy, PaymentReference) = (now, actor.PersonId, reference);
        return this;
    }

    /// <summary>The payment cannot be made; the crypto is the merchant's again.</summary>
    public Result<Withdrawal> Fail(string? reason, DateTime now)
    {
        if (Refusal(WithdrawalAction.Fail) is { } wrong)
        {
            return wrong;
        }
        if (Reason(reason).Failed(out var unfit))
        {
            return unfit;
        }
        Move(WithdrawalAction.Fail, now);
        (FailedAtUtc, FailureReason) = (now, Trimmed(reason));
        return this;
    }

    private static Result<string> Reason(string? reason) => Trimmed(reason) is { Length: <= ReasonLengthMax } text
        ? text
        : DomainError.Of(ErrorCode.InvalidRequest, "reason", $"reason must have 1 to {ReasonLengthMax} characters.");

    private DomainError? DecisionFault(WithdrawalAction action, ActorStanding actor, DateTime now) =>
        Refusal(action) ?? Claimed.HolderFault(actor, now, HumanId);

    private DomainError? Refusal(WithdrawalAction action) => WithdrawalLifecycle.Table.Move(Status, action).Failed(out var error)
        ? error with { Message = $"{HumanId}: {error.Message}" }
        : null;

    private Result<Withdrawal> Held(WithdrawalAction action, Result<Claim> claim, DateTime now)
    {
        if (Refusal(action) is { } wrong)
        {
            return wrong;
        }
        if (claim.Failed(out var refused))
        {
            return refused;
        }
        Move(action, now);
        Hold(claim.Value);
        return this;
    }

    private void Hold(Claim claim) => (AssigneeUserId, ClaimedAtUtc, ClaimExpiresAtUtc) = claim;

    private void Move(WithdrawalAction action, DateTime now)
    {
        Status = WithdrawalLifecycle.Table.Move(Status, action).Value;
        UpdatedAtUtc = now;
        Version++;
    }
}
