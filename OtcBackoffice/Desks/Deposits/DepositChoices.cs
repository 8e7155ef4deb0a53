using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>A button of the review page: what it does, and why it cannot, if it cannot.</summary>
/// <param name="Action">What it does.</param>
/// <param name="BlockedBecause">A sentence, or null when it may be pressed.</param>
public sealed record DepositChoice(DepositAction Action, string? BlockedBecause)
{
    /// <summary>The code of the refusal, for a page that can say it better, or null.</summary>
    public ErrorCode? BlockedCode { get; init; }

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
        [DepositAction.Claim, DepositAction.Release, DepositAction.Confirm, DepositAction.Reject, DepositAction.Credit];

    public static IReadOnlyList<DepositChoice> For(Deposit deposit, ActorStanding actor, DeskLimits limits, DateTime now) =>
        [.. Staff.Select(action => Choice(action, Blocked(action, deposit.Copy(), actor, limits, now)))];

    private static DepositChoice Choice(DepositAction action, DomainError? blocked) => new(action, blocked?.Message) { BlockedCode = blocked?.Code };

    private static DomainError? Blocked(DepositAction action, Deposit copy, ActorStanding actor, DeskLimits limits, DateTime now)
    {
        var needed = action == DepositAction.Credit ? Permission.DepositCredit : Permission.DepositDecide;
        if (!actor.May(needed))
        {
            return new DomainError(ErrorCode.Forbidden, actor.Is(Role.Auditor) ? "Auditors read and change nothing." : "Your roles do not include this.");
        }
        var tried = action switch
        {
            DepositAction.Claim => copy.Claim(actor, limits.ClaimLeaseSeconds, now),
            DepositAction.Release => copy.Release(actor, now),
            DepositAction.Confirm => copy.Confirm(actor, limits, now),
            DepositAction.Reject => copy.Reject(actor, "tried", null, now),
            DepositAction.Credit => copy.ProposeCredit(actor, new CreditRequest(Guid.Empty, copy.RequestedCryptoMinor ?? 0, copy.AssetInfo, null), limits, now),
            DepositAction.EditDraft or DepositAction.Price or DepositAction.LapseQuote or DepositAction.AttachProof or DepositAction.Submit
                or DepositAction.Assign or DepositAction.ChangePayoutWallet or DepositAction.Settle =>
                new DomainError(ErrorCode.Forbidden, "This is not a button of the review page."),
        };
        return tried.Failed(out var refused) ? refused : null;
    }
}
