using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Evidence;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>A button of the review page: what it does, and why it cannot, if it cannot.</summary>
/// <param name="Action">What it does.</param>
/// <param name="BlockedBecause">A sentence, or null when it may be pressed.</param>
public sealed record DepositChoice(DepositAction Action, string? BlockedBecause)
{
    /// <summary>The code of the refusal, for a page that can say it better, or null.</summary>
    public ErrorCode? BlockedCode { get; init; }

    /// <summary>Who must agree after it was pressed, in words, or null when nobody must.</summary>
    public string? AsksFor { get; init; }

    /// <summary>Whether it may be pressed.</summary>
    public bool IsOpen => BlockedBecause is null;
}

/// <summary>
/// Asks the domain itself what the actor could do, by trying each decision on a copy that is thrown away. So a page can
/// never show a button that the desk would refuse, or hide one that it would grant.
/// </summary>
internal static class DepositChoices
{
    private static readonly DepositAction[] Staff =
        [DepositAction.Claim, DepositAction.Release, DepositAction.TakeOver, DepositAction.Ask, DepositAction.Confirm, DepositAction.Reject,
            DepositAction.Credit, DepositAction.Assign, DepositAction.Reopen, DepositAction.Unconfirm];

    public static async Task<IReadOnlyList<DepositChoice>> ForAsync(
        Deposit deposit, EvidenceView? evidence, HeldDecisionView? held, ActorStanding actor, DeskLimits limits, DateTime now,
        Func<PolicyCase, Task<(Decision Decision, ApprovalRequest Request)>> preview)
    {
        var choices = new List<DepositChoice>();
        foreach (var action in Staff)
        {
            var choice = Choice(action,
                Blocked(action, deposit.Copy(), actor, limits, now) ?? HeldBy(deposit, held) ?? Contradicted(action, evidence));
            choices.Add(choice.IsOpen
                && CaseOf(action, deposit, limits) is { } about ? Ruled(choice, about, await preview(about)) : choice);
        }
        return choices;
    }

    private static PolicyCase? CaseOf(DepositAction action, Deposit deposit, DeskLimits limits) => action switch
    {
        DepositAction.Confirm => DepositCases.Confirm(deposit),
        DepositAction.Unconfirm => DepositCases.Unconfirm(deposit, new Unconfirming(true, "tried")),
        DepositAction.Credit => DepositCases.Credit(deposit,
            new CreditRequest(Guid.Empty, deposit.RequestedCryptoMinor ?? 0, deposit.AssetInfo, null), limits),
        _ => null,
    };

    private static DepositChoice Ruled(DepositChoice choice, PolicyCase about, (Decision Decision, ApprovalRequest Request) ruled) =>
        ruled.Decision.Kind switch
    {
        DecisionKind.Allow => choice,
        DecisionKind.NeedsSecondPerson =>
            choice with { AsksFor = $"{ruled.Decision.Rule.Approvers!.Words()} (rule {ruled.Decision.Rule.Name})" },
        DecisionKind.Deny => Choice(choice.Action, ruled.Decision.Refusal(about.Subject, ruled.Request)),
    };

    private static DomainError? HeldBy(Deposit deposit, HeldDecisionView? held) =>
        held is null ? null : HeldDecisions.Refusal(deposit.HumanId, held);

    private static DomainError? Contradicted(DepositAction action, EvidenceView? evidence) =>
        action == DepositAction.Confirm && evidence is not null
        ? ProofEvidence.Refusal(evidence.Fields.Select(line => line.Finding), evidence.Accepted) : null;

    private static DepositChoice Choice(DepositAction action, DomainError? blocked) =>
        new(action, blocked?.Message) { BlockedCode = blocked?.Code };

    private static DomainError? Blocked(DepositAction action, Deposit copy, ActorStanding actor, DeskLimits limits, DateTime now)
    {
        var needed = action switch
        {
            DepositAction.Credit => Permission.DepositCredit,
            DepositAction.Assign => Permission.DepositAssign,
            DepositAction.Reopen => Permission.DepositReopen,
            _ => Permission.DepositDecide,
        };
        if (!actor.May(needed))
        {
            return new DomainError(ErrorCode.Forbidden,
                actor.Is(Role.Auditor) ? "Auditors read and change nothing." : "Your roles do not include this.");
        }
        var tried = action switch
        {
            DepositAction.Claim => copy.Claim(actor, limits.ClaimLeaseSeconds, now),
            DepositAction.Release => copy.Release(actor, now),
            DepositAction.TakeOver => copy.TakeOver(actor, "tried", limits.ClaimLeaseSeconds, now),
            DepositAction.Ask => copy.Ask(actor, "tried", limits.ClaimLeaseSeconds, now),
            DepositAction.Confirm => copy.Confirm(actor, limits, now),
            DepositAction.Reject => copy.Reject(actor, "tried", null, now),
            DepositAction.Unconfirm => copy.Unconfirm(actor, rejects: true, "tried", now),
            DepositAction.Credit => copy.ProposeCredit(actor,
                new CreditRequest(Guid.Empty, copy.RequestedCryptoMinor ?? 0, copy.AssetInfo, null), limits, now),
            DepositAction.Assign => copy.Assign(actor.PersonId, limits.ClaimLeaseSeconds, now),
            DepositAction.Reopen => copy.Reopen("tried", limits.ClaimLeaseSeconds, now),
            DepositAction.EditDraft or DepositAction.Price or DepositAction.LapseQuote or DepositAction.AttachProof or DepositAction.Submit
                or DepositAction.HandIn or DepositAction.Receive or DepositAction.TakeBack or DepositAction.PushFail
                    or DepositAction.ProrateDifference or DepositAction.RequoteDifference or DepositAction.ReturnDifference
                or DepositAction.Renew or DepositAction.Answer or DepositAction.CorrectDeclaration or DepositAction.ChangePayoutWallet
                or DepositAction.Settle or DepositAction.CancelByCustomer or DepositAction.Abandon or DepositAction.UnconfirmAndReject =>
                new DomainError(ErrorCode.Forbidden, "This is not a button of the review page."),
        };
        return tried.Failed(out var refused) ? refused : null;
    }
}
