using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Deposits;

/// <summary>
/// The decisions about one deposit. What may be pressed comes from the desk's own trial of each decision; a button that
/// may not be pressed stays where it is and says why. A deposit with nothing to decide says that instead.
/// </summary>
public sealed partial class DecisionBar : ComponentBase
{
    private const int WhyLengthMax = 60;

    private static readonly DepositAction[] Deciding =
        [DepositAction.Confirm, DepositAction.Reject, DepositAction.Ask, DepositAction.Claim, DepositAction.Release, DepositAction.TakeOver,
        DepositAction.Credit];
    private static readonly DepositAction[] Paying = [DepositAction.Credit, DepositAction.Unconfirm];

    [Parameter]
    [EditorRequired]
    public DepositReview Review { get; set; } = default!;

    [Parameter]
    public DateTime NowUtc { get; set; }

    [Parameter]
    public ConsoleZone Zone { get; set; } = ConsoleZone.Utc;

    [Parameter]
    public EventCallback OnClaim { get; set; }

    [Parameter]
    public EventCallback OnRelease { get; set; }

    [Parameter]
    public EventCallback OnTakeOver { get; set; }

    [Parameter]
    public EventCallback OnAsk { get; set; }

    [Parameter]
    public EventCallback OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnReject { get; set; }

    [Parameter]
    public EventCallback OnCredit { get; set; }

    [Parameter]
    public EventCallback OnReopen { get; set; }

    /// <summary>Claims the next by due time and opens it.</summary>
    [Parameter]
    public EventCallback OnNext { get; set; }

    /// <summary>What the person must say before they confirm, or null.</summary>
    [Parameter]
    public string? ConfirmWaits { get; set; }

    [Parameter]
    public EventCallback OnUnconfirm { get; set; }

    private DepositView Deposit => Review.Deposit;

    // Who may decide nothing is not led through what is to be decided.
    private bool MayDecide =>
        Review.Choices.Any(choice => choice.Action == DepositAction.Confirm && choice.BlockedCode != ErrorCode.Forbidden);

    private bool IsHeld => Deposit.AssigneeUserId is not null && Deposit.ClaimExpiresAtUtc > NowUtc;

    private bool IsMine => IsHeld && Deposit.AssigneeUserId == Review.ViewerId;

    // Giving back and taking over are offered to whoever could; to all others they would mean nothing.
    private IEnumerable<DepositAction> Actions => Deposit.Status == DepositStatus.Confirmed
        ? Paying
        : Deciding.Where(action => action switch
        {
            DepositAction.Release => BecauseOf(action) is null,
            DepositAction.TakeOver => IsHeld && !IsMine && BecauseOf(action) is null,
            _ => true,
        });

    // The reason that several buttons share is said once, above them.
    private string? Shared =>
        Actions.Select(BecauseOf).OfType<string>().GroupBy(because => because).FirstOrDefault(group => group.Count() > 1)?.Key;

    // A long reason stands over the whole bar, which stays low, and not in a column below its button.
    private string? LongWhy => BecauseOf(DepositAction.Confirm) is { Length: > WhyLengthMax } why && why != Shared
        && Actions.Contains(DepositAction.Confirm) ? why : null;

    private string? SaidBy(DepositAction action) => BecauseOf(action) is not { } why ? null : why == Shared ? "decision-why"
        : action == DepositAction.Confirm && why == LongWhy ? "confirm-why" : null;

    // Confirming is also a word about what the proof does not bear out and nobody ticked; it says so before.
    private string? Unticked => Deposit is { Status: DepositStatus.Pending, Evidence: { Unticked.Count: > 0 } evidence }
        && Review.Choices.Any(choice => choice is { Action: DepositAction.Confirm, IsOpen: true })
        ? $"Neither matched nor ticked: {ProofSentences.List(evidence.Unticked)}. Confirming leaves that in the record." : null;

    // What is only stored when it is pressed says so before.
    private string? Asks => Review.Choices.FirstOrDefault(choice => choice is { IsOpen: true, AsksFor: not null }
        && Actions.Contains(choice.Action)) is { } choice
        ? $"{LabelOf(choice.Action)} is stored until somebody else agrees: {choice.AsksFor}." : null;

    // Somebody who may do none of it is told once, not at every button.
    private string? Sentence => Deposit.Status switch
    {
        DepositStatus.Draft or DepositStatus.Priced =>
            "Waiting for the merchant: it has not been handed in, so there is nothing to decide.",
        DepositStatus.Abandoned => "The merchant gave the draft up. Nothing is left to decide.",
        DepositStatus.Rejected => "Rejected. Nothing is left to decide.",
        DepositStatus.Credited => "Credited: the transfer is final on the chain. Nothing is left to decide.",
        DepositStatus.Pending or DepositStatus.Confirmed =>
            Review.Choices.All(choice => choice.BlockedCode == ErrorCode.Forbidden) ? Review.Choices[0].BlockedBecause : null,
    };

    private static string? KeyOf(DepositAction action) => action switch
    {
        DepositAction.Confirm => "1",
        DepositAction.Reject => "3",
        DepositAction.Credit => "4",
        DepositAction.Claim => "c",
        DepositAction.Ask => "2",
        _ => null,
    };

    private string LabelOf(DepositAction action) => action switch
    {
        DepositAction.Confirm => "Confirm",
        DepositAction.Reject => "Reject",
        DepositAction.Credit => "Credit",
        DepositAction.Release => "Release",
        DepositAction.TakeOver => "Take over",
        DepositAction.Ask => "Ask the merchant",
        DepositAction.Unconfirm => "Unconfirm",
        _ => IsMine ? "Renew claim" : "Claim",
    };

    // One primary button at a time: the decision that the status asks for.
    private string LookOf(DepositAction action) => action switch
    {
        DepositAction.Confirm => "primary",
        DepositAction.Credit when Deposit.Status == DepositStatus.Confirmed => "primary",
        DepositAction.Reject or DepositAction.Unconfirm => "danger",
        _ => "",
    };

    private EventCallback HandlerOf(DepositAction action) => action switch
    {
        DepositAction.Confirm => OnConfirm,
        DepositAction.Reject => OnReject,
        DepositAction.Credit => OnCredit,
        DepositAction.Release => OnRelease,
        DepositAction.TakeOver => OnTakeOver,
        DepositAction.Ask => OnAsk,
        DepositAction.Unconfirm => OnUnconfirm,
        _ => OnClaim,
    };

    private string? BecauseOf(DepositAction action)
    {
        var choice = Review.Choices.First(one => one.Action == action);
        if (choice.IsOpen)
        {
            return action == DepositAction.Confirm ? ConfirmWaits : null;
        }
        if (choice.BlockedCode == ErrorCode.ClaimedByAnother && Deposit.ClaimExpiresAtUtc is { } until)
        {
            return $"Claimed by {Deposit.AssigneeName ?? "somebody else"} until {ClockText.Near(Zone, until, NowUtc)}.";
        }
        return action == DepositAction.Credit && Deposit.Status == DepositStatus.Pending
            ? "Confirm it first: only confirmed deposits are credited." : choice.BlockedBecause;
    }
}
