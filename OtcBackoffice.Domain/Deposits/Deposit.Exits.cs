using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Domain.Deposits;

/// <content>The ways out: a draft that is given up, and a confirmation that is taken back.</content>
public sealed partial class Deposit
{
    /// <summary>Whether the books keep what came for it apart, because nobody has decided about it yet.</summary>
    public bool IsUndecided => Status is DepositStatus.Draft or DepositStatus.Priced or DepositStatus.Pending;

    /// <summary>The merchant gives the draft up.</summary>
    public Result<Deposit> Abandon(DateTime now) => Move(DepositAction.Abandon, now) is { } wrong ? wrong : this;

    /// <summary>
    /// Takes the confirmation back, to pending or to rejected. It is possible until a transfer is under way: one that waits for
    /// people's transaction is made void first. What came for it has been put back into the queue before.
    /// </summary>
    public Result<Deposit> Unconfirm(ActorStanding actor, bool rejects, string? reason, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var action = rejects ? DepositAction.UnconfirmAndReject : DepositAction.Unconfirm;
        if (UnconfirmFault(action) is { } fault)
        {
            return fault;
        }
        if (Trimmed(reason) is not { Length: <= 1_000 } text)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "reason", "reason must have 1 to 1000 characters.");
        }
        if (text == CancelledByCustomer)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "reason", "These words are kept for what the customer takes back. Say why "
                + "the desk unconfirms.");
        }
        Move(action, now);
        Hold(Records.Claim.None);
        (ConfirmedAtUtc, ConfirmedBy, HeldMinor) = (null, null, 0);
        UnconfirmCount++;
        if (rejects)
        {
            (RejectedAtUtc, RejectedBy, RejectionReason) = (now, actor.PersonId, text);
        }
        return this;
    }

    private DomainError? UnconfirmFault(DepositAction action)
    {
        if (Refusal(action) is { } wrong)
        {
            return wrong;
        }
        if (IsUnderWay)
        {
            var way = SettlementState == SettlementState.AwaitingTransaction ? "Make its proposal void first." : "Wait for the chain.";
            return Impossible(action, $"{HumanId}: {Names.Words(action)} is not possible while the transfer is under way. {way}");
        }
        return action == DepositAction.Unconfirm && DifferenceOutcome is not null
            ? Impossible(action, $"{HumanId}: its difference was resolved, so it cannot be decided anew. Unconfirm it to rejected.")
                : null;
    }

    private bool IsUnderWay => SettlementState is SettlementState.Broadcast or SettlementState.Final
        or SettlementState.OutcomeUnknown or SettlementState.AwaitingTransaction;

    private DomainError Impossible(DepositAction action, string words) => new(ErrorCode.WrongState, words)
    {
        Facts = new Dictionary<string, string>
        {
            ["status"] = Names.Snake(Status),
            ["settlement_state"] = Names.Snake(SettlementState),
            ["action"] = Names.Snake(action),
        },
    };
}
