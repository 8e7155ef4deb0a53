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

    [Inject]
    private RecordWorkDesk Work { get; set; } = default!;

    // What the person said that they have looked at, of the deposit that is shown; another deposit begins anew.
    private (Guid Deposit, bool Repeated, bool Proof) _seen;

    private bool IsRepeated => Deposit.Status == DepositStatus.Pending
        && Load!.Review.Repeats.Any(one => one.Status is DepositStatus.Pending or DepositStatus.Confirmed or DepositStatus.Credited);

    private bool IsUnread => Deposit is { Status: DepositStatus.Pending, Evidence: { HasText: false } evidence } && evidence.Fields.All(line => line.Tick is null);

    private bool HasSeenRepeats => _seen.Deposit == Id && _seen.Repeated;

    private bool HasSeenProof => _seen.Deposit == Id && _seen.Proof;

    private string? ConfirmWaits => IsRepeated && !HasSeenRepeats ? "Say that you have looked at what is repeated."
        : IsUnread && !HasSeenProof ? "Say that you have looked at the proof, which no machine could read." : null;

    private void SeeRepeats(bool isSeen) => _seen = (Id, isSeen, HasSeenProof);

    private void SeeProof(bool isSeen) => _seen = (Id, HasSeenRepeats, isSeen);

    private string? WorkBlocked => May(Permission.DepositDecide) ? null : NotYours;

    private string? AssignBlocked => BecauseOf(DepositAction.Assign);

    private string? SnoozeBlocked => WorkBlocked ?? (Deposit.Status is DepositStatus.Pending or DepositStatus.Confirmed ? null
        : "Nothing waits for anybody.");

    private bool IsSnoozed => Deposit.SnoozedUntilUtc is not null;

    private bool MayUndo => Deposit.HeldDecision is { } held && held.ById == Load!.Review.ViewerId && held.UntilUtc > Now
        && Notices.Current?.Undo is null;

    private string? LimitText => Deposit is { Status: DepositStatus.Pending, LimitUse: { } limit } && limit.UsedCents is { } used
        ? $"{Usd(used)} of {Usd(limit.LimitCents)} USD used today" : null;

    private static string Usd(long cents) => AmountText.Group(Domain.Monetary.DecimalText.Format(cents / 100, 0));

    private string? BecauseOf(DepositAction action) => Load!.Review.Choices.FirstOrDefault(choice =>
        choice.Action == action)?.BlockedBecause;

    private void OpenNote() => _sheet = new OpenSheet(SheetKind.Note, Deposit);

    private void OpenSnooze() => _sheet = new OpenSheet(SheetKind.Snooze, Deposit);

    private void OpenReopen() => _sheet = new OpenSheet(SheetKind.Reopen, Deposit);

    private async Task OpenAssignAsync()
    {
        var people = await Work.ColleaguesAsync(Gone);
        _sheet = new OpenSheet(SheetKind.Assign, Deposit) { People = people.IsSuccess ? people.Value : [] };
    }

    private async Task AssignAsync(Guid person) => await SettleAsync(await Desk.AssignAsync(Id, person, Gone), view =>
        $"{view.HumanId} assigned.");

    private async Task SnoozeAsync(DateTime? until) => await SettleAsync(await Work.SnoozeAsync("deposit", Id, until, Gone), view =>
        view.UntilUtc is { } moment ? $"{view.Number} is put aside until {ClockText.Near(Zone, moment, Now)}." : $"{view.Number} is back.");

    private Task WakeAsync() => SnoozeAsync(null);

    private async Task NoteAsync(string text) => await SettleAsync(await Work.NoteAsync("deposit", Id, text, null, Gone), _ =>
        $"{Deposit.HumanId}: the note is written.");

    private async Task FollowRecordAsync() => await SettleAsync(await Work.FollowAsync("deposit", Id, !Deposit.IsFollowed, Gone), view =>
        view.IsFollowed ? $"You follow {view.Number}." : $"You no longer follow {view.Number}.");

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
