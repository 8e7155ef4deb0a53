using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Withdrawals;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Components.Withdrawals;

/// <summary>What the review page reads.</summary>
public sealed record WithdrawalPageLoad(WithdrawalReview Review, IReadOnlyList<ApprovalView> Approvals);

/// <summary>One withdrawal: its facts, its story, and the decisions that its status allows.</summary>
public sealed partial class WithdrawalPage : DeskPage<WithdrawalPageLoad>
{
    private WithdrawalAction? _sheet;
    private string? _refusal;
    private WithdrawalView? _asked;
    private RecordWorkView? _work;

    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private WithdrawalQueries Withdrawals { get; set; } = default!;

    [Inject]
    private WithdrawalDesk Desk { get; set; } = default!;

    [Inject]
    private ApprovalDesk Approvals { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => Id.ToString();

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics { get; } = [Topics.Withdrawals, Topics.Approvals];

    private WithdrawalView Row => Load!.Review.Withdrawal;

    private string? Claim =>
        Row.Status != WithdrawalStatus.Pending || Row.AssigneeUserId is null || !(Row.ClaimExpiresAtUtc > ReadAtUtc) ? null
        : Row.AssigneeUserId == Load!.Review.ViewerId ? "Claimed by you" : $"Claimed by {Row.AssigneeName ?? "somebody"}";

    private string? AssignBlocked => !May(Permission.WithdrawalAssign) ? "Your roles do not include this."
        : Row.Status == WithdrawalStatus.Pending ? null : "Nothing waits for anybody.";

    private IEnumerable<WithdrawalChoice> Shown =>
        Load!.Review.Choices.Where(choice => choice.Action != WithdrawalAction.Release || choice.BlockedBecause is null);

    /// <inheritdoc/>
    protected override async Task<Result<WithdrawalPageLoad>> ReadAsync(CancellationToken cancellation)
    {
        var review = await Withdrawals.ReviewAsync(Id, cancellation);
        if (review.Failed(out var refused))
        {
            return refused;
        }
        return (await Approvals.WaitingForAsync(Id, cancellation)).Map(waiting => new WithdrawalPageLoad(review.Value, waiting));
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        await base.OnParametersSetAsync();
        if (Load is null && Fault?.Kind == ErrorKind.NotFound)
        {
            Navigation.NotFound();
        }
    }

    private static string LabelOf(WithdrawalAction action) => action switch
    {
        WithdrawalAction.Fail => "Payment failed",
        WithdrawalAction.Execute => "Order payment",
        _ => Domain.Lifecycles.Names.Words(action),
    };

    private static string? KeyOf(WithdrawalAction action) => action switch
    {
        WithdrawalAction.Approve => "1",
        WithdrawalAction.Reject => "3",
        WithdrawalAction.Execute or WithdrawalAction.Complete => "4",
        WithdrawalAction.Claim => "c",
        _ => null,
    };

    private static string LookOf(WithdrawalAction action) => action switch
    {
        WithdrawalAction.Approve or WithdrawalAction.Execute or WithdrawalAction.Complete => "primary",
        WithdrawalAction.Reject or WithdrawalAction.Fail => "danger",
        _ => "",
    };

    private static string LeadOf(WithdrawalAction action) => action switch
    {
        WithdrawalAction.Approve => "Step 2 of 2. The crypto stays locked and the payment may be ordered then.",
        WithdrawalAction.Execute => "Step 2 of 2. This orders exactly this payment and cannot be taken back.",
        WithdrawalAction.Complete => "The bank or M-Pesa has paid under this reference. This cannot be taken back.",
        WithdrawalAction.Fail => "Everything is undone and the crypto is the merchant's again. The merchant reads the reason.",
        _ => "The withdrawal ends here and the crypto is free again. The merchant reads the reason.",
    };

    private async Task StartAsync(WithdrawalAction action)
    {
        // Money that leaves takes two steps, and the second restates amount, bank and account.
        if (action is not (WithdrawalAction.Release or WithdrawalAction.Claim))
        {
            (_sheet, _asked, _refusal) = (action, Row, null);
            return;
        }
        await SettleAsync(action == WithdrawalAction.Release ? await Desk.ReleaseAsync(Id, Gone) : await Desk.ClaimAsync(Id, Gone),
            view => $"{view.HumanId}: {LabelOf(action).ToLowerInvariant()}, done.");
    }

    private async Task PayAsync()
    {
        var (sheet, seen) = (_sheet, _asked!.Version);
        if (sheet == WithdrawalAction.Approve)
        {
            await SettleAsync(await Desk.ApproveAsync(Id, seen, Gone), decided =>
                decided.Waiting is { } waiting ? $"Stored, and waiting for a second person: {waiting.Approvers}."
                    : $"{Row.HumanId} approved.");
            return;
        }
        await SettleAsync(await StepUp.RunAsync(() => Desk.ExecuteAsync(Id, seen, Gone)),
            view => $"{view.HumanId}: payment of {view.FiatCurrency} {AmountText.Group(view.FiatAmount)} ordered.");
    }

    private async Task FinishAsync(string text) => await SettleAsync(_sheet switch
    {
        WithdrawalAction.Complete => await Desk.CompleteAsync(Id, _asked!.Version, text, Gone),
        WithdrawalAction.Fail => await Desk.FailAsync(Id, _asked!.Version, text, Gone),
        _ => await Desk.RejectAsync(Id, _asked!.Version, text, null, Gone),
    }, view => $"{view.HumanId} is {Domain.Lifecycles.Names.Words(view.Status).ToLowerInvariant()}.");

    private void KeepWork(RecordWorkView work) => _work = work;

    private async Task AssignAsync(RecordGift gift)
    {
        gift.Refused = (await Desk.AssignAsync(Id, gift.PersonId, null, Gone)).Failed(out var refused) ? refused : null;
        await ReloadAsync();
    }

    // What the sheet restates is what was looked at when it was opened; a change since then is said, and refused by the desk as well.
    private string? Stale => _asked is { } asked && asked.Version != Row.Version
        ? "The withdrawal changed while you looked. Go back and look again." : null;

    private void Close() => _sheet = null;

    private async Task SettleAsync<T>(Result<T> outcome, Func<T, string> words)
    {
        await ReloadAsync();
        if (outcome.Failed(out var refused))
        {
            _refusal = refused.Message;
            if (_sheet is null)
            {
                Notices.Refused(refused.Message);
            }
            return;
        }
        _sheet = null;
        Notices.Done(words(outcome.Value));
    }
}
