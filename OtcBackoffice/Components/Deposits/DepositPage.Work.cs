using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Deposits;

/// <content>The way from one record to the next, taking back, and what is done around a record without deciding it.</content>
public sealed partial class DepositPage
{
    private const string NotYours = "Your roles do not include this.";

    [Inject]
    private HeldDecisionDesk Held { get; set; } = default!;

    // What the person said that they have looked at, of the deposit that is shown; another deposit begins anew.
    private (Guid Deposit, bool Repeated, bool Proof) _seen;

    private bool _isDeciding;

    private bool IsRepeated => Deposit.Status == DepositStatus.Pending
        && Load!.Review.Repeats.Any(one => one.Status is DepositStatus.Pending or DepositStatus.Confirmed or DepositStatus.Credited);

    private bool IsUnread =>
        Deposit is { Status: DepositStatus.Pending, Evidence: { HasText: false } evidence }
        && evidence.Fields.All(line => line.Tick is null);

    private bool HasSeenRepeats => _seen.Deposit == Id && _seen.Repeated;

    private bool HasSeenProof => _seen.Deposit == Id && _seen.Proof;

    private string? ConfirmWaits => IsRepeated && !HasSeenRepeats ? "Say that you have looked at what is repeated."
        : IsUnread && !HasSeenProof ? "Say that you have looked at the proof, which no machine could read." : null;

    private void SeeRepeats(bool isSeen) => _seen = (Id, isSeen, HasSeenProof);

    private void SeeProof(bool isSeen) => _seen = (Id, HasSeenRepeats, isSeen);

    private string? WorkBlocked => May(Permission.DepositDecide) ? null : NotYours;

    private string? AssignBlocked => BecauseOf(DepositAction.Assign);

    private bool IsSnoozed => Deposit.SnoozedUntilUtc is not null;

    // One way back at a time: while this page decides, and while its notice still offers it, the notice is the way.
    private bool MayUndo => Deposit.HeldDecision is { } held && held.ById == Load!.Review.ViewerId && held.UntilUtc > Now
        && !_isDeciding && Notices.Current?.Undo is null;

    private string? LimitText => Deposit is { Status: DepositStatus.Pending, LimitUse: { } limit } && limit.UsedCents is { } used
        ? $"{Usd(used)} of {Usd(limit.LimitCents)} USD used today" : null;

    private static string Usd(long cents) => AmountText.Group(Domain.Monetary.DecimalText.Format(cents / 100, 0));

    private string? BecauseOf(DepositAction action) => Load!.Review.Choices.FirstOrDefault(choice =>
        choice.Action == action)?.BlockedBecause;

    private void OpenReopen() => _sheet = new OpenSheet(SheetKind.Reopen, Deposit);

    private async Task AssignAsync(RecordGift gift)
    {
        gift.Refused = (await Desk.AssignAsync(Id, gift.PersonId, null, Gone)).Failed(out var refused) ? refused : null;
        await ReloadAsync();
    }

    private async Task ReopenAsync(string reason) => await SettleAsync(await Desk.ReopenAsync(Id, reason, Gone), view =>
        $"{view.HumanId} is pending again.");

    private async Task WithdrawAsync(ApprovalView approval) => await SettleAsync(await Approvals.WithdrawAsync(approval.Id, Gone), _ =>
        $"{Deposit.HumanId}: the request is withdrawn.");

    private async Task UndoHereAsync() => await UndoAsync(Id, Deposit.HumanId);

    private async Task OpenNextAsync()
    {
        var next = await Desk.ClaimNextAsync(Id, Gone);
        if (next.Failed(out var refused))
        {
            Notices.Say(refused.Message);
            return;
        }
        Navigation.NavigateTo($"/deposits/{next.Value.Id}");
    }

    // The page of the record that comes next is open while a decision can still be taken back, so this outlives the page.
    private async Task UndoAsync(Guid id, string number)
    {
        var undone = await Held.UndoAsync(id, CancellationToken.None);
        if (undone.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
            return;
        }
        Notices.Done($"{number}: taken back. Nothing was decided.");
        Navigation.NavigateTo($"/deposits/{id}");
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        Notices.Changed += OnNotice;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Notices.Changed -= OnNotice;
        base.Dispose(disposing);
    }

    private void OnNotice() => _ = InvokeAsync(StateHasChanged);

    private async Task GoOnAsync<T>(Func<Task<Result<T>>> decide, Func<T, DepositView?> done, Func<T, string> words)
    {
        _isDeciding = true;
        try
        {
            await GoOnAsync(await decide(), done, words);
        }
        finally
        {
            _isDeciding = false;
        }
    }

    // What was decided can be taken back from the next record, which opens at once.
    private async Task GoOnAsync<T>(Result<T> outcome, Func<T, DepositView?> done, Func<T, string> words)
    {
        var next = Load!.Review.Next;
        if (!outcome.IsSuccess || next is null)
        {
            await SettleAsync(outcome, words);
            Offer(outcome, done, words);
            return;
        }
        _sheet = null;
        Notices.Done(words(outcome.Value));
        Offer(outcome, done, words);
        Navigation.NavigateTo($"/deposits/{next.Id}");
        await Task.CompletedTask;
    }

    private void Offer<T>(Result<T> outcome, Func<T, DepositView?> done, Func<T, string> words)
    {
        if (outcome.IsSuccess && done(outcome.Value) is { HeldDecision: { } held } view)
        {
            Notices.Held(words(outcome.Value), held.UntilUtc, () => UndoAsync(view.Id, view.HumanId));
        }
    }
}
