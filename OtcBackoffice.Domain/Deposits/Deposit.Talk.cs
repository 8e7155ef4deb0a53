using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Deposits;

/// <content>The desk's clock, and what desk and merchant say to each other while a deposit waits.</content>
public sealed partial class Deposit
{
    /// <summary>Longest message or reason.</summary>
    public const int MessageLengthMax = 1_000;

    /// <summary>By when the desk means to decide; moves on by the time that it waited for the merchant. Null before it was handed
    /// in.</summary>
    public DateTime? DecisionDueAtUtc { get; private set; }

    /// <summary>Since when the desk's clock stands still because the merchant was asked something, or null while it runs.</summary>
    public DateTime? ClockPausedAtUtc { get; private set; }

    /// <summary>What the merchant was asked last, or null.</summary>
    public string? Question { get; private set; }

    /// <summary>When it was asked.</summary>
    public DateTime? AskedAtUtc { get; private set; }

    /// <summary>Who asked.</summary>
    public Guid? AskedBy { get; private set; }

    /// <summary>What the merchant answered to <see cref="Question"/>, or null while the answer is awaited.</summary>
    public string? Answer { get; private set; }

    /// <summary>When it was answered.</summary>
    public DateTime? AnsweredAtUtc { get; private set; }

    /// <summary>Starts the desk's clock when the deposit is handed in.</summary>
    public void StartClock(int decisionSeconds, DateTime now) => DecisionDueAtUtc = now.AddSeconds(decisionSeconds);

    /// <summary>Holds the actor's own claim for another lease.</summary>
    public Result<Deposit> Renew(ActorStanding actor, int leaseSeconds, DateTime now) =>
        Held(DepositAction.Renew, Claimed.Renew(actor, leaseSeconds, now, HumanId), now);

    /// <summary>Takes the deposit from whoever holds it, with a reason that stays in the record.</summary>
    public Result<Deposit> TakeOver(ActorStanding actor, string? reason, int leaseSeconds, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (Refusal(DepositAction.TakeOver) is { } wrong)
        {
            return wrong;
        }
        if (Trimmed(reason) is not { Length: <= MessageLengthMax })
        {
            return MessageFault("reason");
        }
        Move(DepositAction.TakeOver, now);
        Hold(Records.Claim.Of(actor.PersonId, leaseSeconds, now));
        return this;
    }

    /// <summary>
    /// Opens a rejected deposit again, with a reason: nobody holds it and the desk's clock starts anew. What its customer took
    /// back, what no phone paid and what is sent back stays ended.
    /// </summary>
    public Result<Deposit> Reopen(string? reason, int decisionSeconds, DateTime now)
    {
        if (Refusal(DepositAction.Reopen) is { } wrong)
        {
            return wrong;
        }
        if (IsCancelledByCustomer || PushState == Deposits.PushState.Failed || DifferenceOutcome == Deposits.DifferenceOutcome.Return)
        {
            return new DomainError(ErrorCode.WrongState, $"{HumanId} was not rejected by the desk alone: the merchant opens a new one.")
            {
                Facts = new Dictionary<string, string>
                {
                    ["status"] = Lifecycles.Names.Snake(Status),
                    ["action"] = Lifecycles.Names.Snake(DepositAction.Reopen),
                },
            };
        }
        if (Trimmed(reason) is not { Length: <= MessageLengthMax })
        {
            return MessageFault("reason");
        }
        Move(DepositAction.Reopen, now);
        (RejectedAtUtc, RejectedBy, RejectionReason) = (null, null, null);
        Hold(Records.Claim.None);
        StartClock(decisionSeconds, now);
        ClockPausedAtUtc = Question is not null && Answer is null ? now : null;
        return this;
    }

    /// <summary>Asks the merchant something. The desk's clock stands still until the answer.</summary>
    public Result<Deposit> Ask(ActorStanding actor, string? message, int leaseSeconds, DateTime now)
    {
        if (DecisionFault(DepositAction.Ask, actor, now) is { } fault)
        {
            return fault;
        }
        if (Trimmed(message) is not { Length: <= MessageLengthMax } text)
        {
            return MessageFault("message");
        }
        Move(DepositAction.Ask, now);
        (Question, AskedAtUtc, AskedBy, Answer, AnsweredAtUtc) = (text, now, actor.PersonId, null, null);
        ClockPausedAtUtc ??= now;
        if (!Claimed.IsHeldByAnotherAt(actor.PersonId, now))
        {
            Hold(Records.Claim.Of(actor.PersonId, leaseSeconds, now));
        }
        return this;
    }

    /// <summary>The merchant's answer. The clock runs on from where it stood, and whoever holds the deposit holds it for another
    /// lease.</summary>
    public Result<Deposit> AnswerQuestion(string? message, int leaseSeconds, DateTime now)
    {
        if (Refusal(DepositAction.Answer) is { } wrong)
        {
            return wrong;
        }
        if (Question is null || Answer is not null)
        {
            return new DomainError(ErrorCode.WrongState, $"{HumanId}: the desk has asked nothing that is still open.")
            {
                Facts = new Dictionary<string, string>
                {
                    ["status"] = Lifecycles.Names.Snake(Status),
                    ["action"] = Lifecycles.Names.Snake(DepositAction.Answer),
                },
            };
        }
        if (Trimmed(message) is not { Length: <= MessageLengthMax } text)
        {
            return MessageFault("message");
        }
        Move(DepositAction.Answer, now);
        (Answer, AnsweredAtUtc) = (text, now);
        ResumeClock(now);
        if (AssigneeUserId is { } holder)
        {
            Hold(Records.Claim.Of(holder, leaseSeconds, now));
        }
        return this;
    }

    private void ResumeClock(DateTime now)
    {
        if (ClockPausedAtUtc is { } since)
        {
            DecisionDueAtUtc += now - since;
        }
        ClockPausedAtUtc = null;
    }

    private static DomainError MessageFault(string field) =>
        DomainError.Of(ErrorCode.InvalidRequest, field, $"{field} must have 1 to {MessageLengthMax} characters.");
}
