using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Desks.Withdrawals;

/// <content>Claims, decisions and payment.</content>
public sealed partial class WithdrawalDesk
{
    /// <summary>Runs a stored approval again, as its maker.</summary>
    public CommandReplay Replay => CommandReplay.Of<object, Decided<WithdrawalView>>(ApprovalOperation.WithdrawalApprove, Permission.WithdrawalDecide,
        async (work, id, token) => await FindAsync(work, id, token) is { } row ? WithdrawalTrail.VersionOf(row) : null,
        (work, id, _, token) => ApproveAsync(work, id, null, token));

    /// <summary>Takes an unclaimed withdrawal, or renews the actor's own claim.</summary>
    public Task<Result<WithdrawalView>> ClaimAsync(Guid id, CancellationToken cancellation) =>
        ChangeAsync(id, new Step("claim", Permission.WithdrawalDecide), async (work, row, token) => row.Claim(work.Actor, await LeaseAsync(work, token), work.Now), cancellation);

    /// <summary>Gives a claim back.</summary>
    public Task<Result<WithdrawalView>> ReleaseAsync(Guid id, CancellationToken cancellation) =>
        ChangeAsync(id, new Step("release", Permission.WithdrawalDecide), (work, row, _) => Task.FromResult(row.Release(work.Actor, work.Now)), cancellation);

    /// <summary>Gives the withdrawal to somebody who may decide it.</summary>
    public Task<Result<WithdrawalView>> AssignAsync(Guid id, Guid assignee, CancellationToken cancellation) =>
        ChangeAsync(id, new Step("assign", Permission.WithdrawalAssign), async (work, row, token) =>
        {
            var standing = await Standings.ReadAsync(work.Session, new Actor(assignee, ActorKind.Person, ""), work.Now, token);
            return standing.IsSuccess && standing.Value.May(Permission.WithdrawalDecide)
                ? row.Assign(assignee, await LeaseAsync(work, token), work.Now)
                : DomainError.Of(ErrorCode.AssigneeNotEligible, "assignee_user_id", "assignee_user_id is nobody who may decide withdrawals.");
        }, cancellation);

    /// <summary>The fiat shall be paid. The policy may want a second person first.</summary>
    public Task<Result<Decided<WithdrawalView>>> ApproveAsync(Guid id, int? seenVersion, CancellationToken cancellation) =>
        transaction.RunAsync<Decided<WithdrawalView>>(new DeskCommand(Permission.WithdrawalDecide), (work, token) => ApproveAsync(work, id, seenVersion, token), cancellation);

    /// <summary>It is refused with a reason, and the crypto is free again.</summary>
    public Task<Result<WithdrawalView>> RejectAsync(Guid id, int? seenVersion, string? reason, string? internalNote, CancellationToken cancellation) =>
        ChangeAsync(id, new Step("reject", Permission.WithdrawalDecide, seenVersion, reason, WithdrawalTrail.Rejected), (work, row, _) =>
            Task.FromResult(Posting(work, row.Reject(work.Actor, reason, internalNote, work.Now), WithdrawalJournal.Released)), cancellation);

    /// <summary>The payment is ordered.</summary>
    public Task<Result<WithdrawalView>> ExecuteAsync(Guid id, int? seenVersion, CancellationToken cancellation) =>
        ChangeAsync(id, new Step("execute", Permission.WithdrawalPay, seenVersion, null, WithdrawalTrail.Executing) { NeedsFreshSignIn = true }, (work, row, _) =>
        {
            var executed = Posting(work, row.Execute(work.Actor, work.Now), WithdrawalJournal.Executed);
            if (executed.IsSuccess)
            {
                work.Earn(WithdrawalTrail.Revenue(row, 1));
            }
            return Task.FromResult(executed);
        }, cancellation);

    /// <summary>The payment was made under this reference of the bank or of M-Pesa.</summary>
    public Task<Result<WithdrawalView>> CompleteAsync(Guid id, int? seenVersion, string? paymentReference, CancellationToken cancellation) =>
        ChangeAsync(id, new Step("complete", Permission.WithdrawalPay, seenVersion, null, WithdrawalTrail.Completed), (work, row, _) =>
            Task.FromResult(Posting(work, row.Complete(work.Actor, paymentReference, work.Now), WithdrawalJournal.Completed)), cancellation);

    /// <summary>The payment cannot be made; whatever was posted is reversed.</summary>
    public Task<Result<WithdrawalView>> FailAsync(Guid id, int? seenVersion, string? reason, CancellationToken cancellation) =>
        ChangeAsync(id, new Step("fail", Permission.WithdrawalPay, seenVersion, reason, WithdrawalTrail.Failed), (work, row, _) =>
        {
            var wasExecuting = row.Status == WithdrawalStatus.Executing;
            var failed = row.Fail(reason, work.Now);
            if (failed.IsSuccess && wasExecuting)
            {
                work.Post(WithdrawalJournal.ExecutionReversed(row));
                work.Earn(WithdrawalTrail.Revenue(row, -1));
            }
            return Task.FromResult(Posting(work, failed, WithdrawalJournal.Released));
        }, cancellation);

    internal async Task<Result<Decided<WithdrawalView>>> ApproveAsync(DeskWork work, Guid id, int? seenVersion, CancellationToken cancellation)
    {
        var row = await FindAsync(work, id, cancellation);
        if (row is null)
        {
            return DomainError.Missing("withdrawal");
        }
        if (Unseen(row, seenVersion) is { } unseen)
        {
            return unseen;
        }
        var lease = await LeaseAsync(work, cancellation);
        if (row.Copy().Approve(work.Actor, lease, work.Now).Failed(out var impossible))
        {
            return impossible;
        }
        var ruled = await policy.RuleAsync(work, WithdrawalTrail.Approval(row), cancellation);
        if (ruled.Failed(out var denied))
        {
            return denied;
        }
        if (ruled.Value is { } waiting)
        {
            work.Touch(Topics.Withdrawals, row.Id);
            return Decided<WithdrawalView>.Later(waiting);
        }
        var from = row.Status;
        if (row.Approve(work.Actor, lease, work.Now).Failed(out var refused))
        {
            return refused;
        }
        await work.RaiseAsync(WithdrawalTrail.Event(WithdrawalTrail.Approved, row), cancellation);
        WithdrawalTrail.Record(work, row, "approve", from, null, work.Replaying is { } replayed ? new { replayed.ApprovalId, ApprovedBy = replayed.CheckerId } : null);
        return Decided<WithdrawalView>.Now(WithdrawalView.Of(row, work.Actor.Roles.IsStaff));
    }

    private static Result<Withdrawal> Posting(DeskWork work, Result<Withdrawal> moved, Func<Withdrawal, JournalEntry> entry)
    {
        if (moved.IsSuccess)
        {
            work.Post(entry(moved.Value));
        }
        return moved;
    }

    private async Task<Result<WithdrawalView>> ChangeAsync(
        Guid id, Step step, Func<DeskWork, Withdrawal, CancellationToken, Task<Result<Withdrawal>>> change, CancellationToken cancellation) =>
        await transaction.RunAsync<WithdrawalView>(new DeskCommand(step.Permission) { NeedsFreshSignIn = step.NeedsFreshSignIn }, async (work, token) =>
        {
            var row = await FindAsync(work, id, token);
            if (row is null)
            {
                return DomainError.Missing("withdrawal");
            }
            if (Unseen(row, step.SeenVersion) is { } unseen)
            {
                return unseen;
            }
            var from = row.Status;
            if ((await change(work, row, token)).Failed(out var refused))
            {
                return refused;
            }
            if (step.Event is { } happened)
            {
                await work.RaiseAsync(WithdrawalTrail.Event(happened, row), token);
            }
            WithdrawalTrail.Record(work, row, step.Action, from, step.Reason?.Trim(), step.Action == "complete" ? new { row.PaymentReference } : null);
            return WithdrawalView.Of(row, work.Actor.Roles.IsStaff);
        }, cancellation);

    private static Task<Withdrawal?> FindAsync(DeskWork work, Guid id, CancellationToken cancellation) =>
        work.Db.Withdrawals.FirstOrDefaultAsync(row => row.Id == id, cancellation);

    private async Task<int> LeaseAsync(DeskWork work, CancellationToken cancellation) =>
        (await LimitsReader.ReadAsync(work, settings.Limits, cancellation)).ClaimLeaseSeconds;

    // A decision is about what the person saw; anything that changed meanwhile may have been the reason to decide otherwise.
    private static DomainError? Unseen(Withdrawal row, int? seenVersion) => seenVersion is { } seen && seen != row.Version
        ? new DomainError(ErrorCode.ConcurrentChange, $"{row.HumanId} changed after you opened it; nothing was done. Look at it again.")
        : null;

    /// <summary>A step: what it is called, who may take it, about which version, why, and what the world is told.</summary>
    private sealed record Step(string Action, Permission Permission, int? SeenVersion = null, string? Reason = null, string? Event = null)
    {
        public bool NeedsFreshSignIn { get; init; }
    }
}
