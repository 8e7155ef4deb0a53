using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Records;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Desks.Withdrawals;

/// <content>Claims, decisions and payment.</content>
public sealed partial class WithdrawalDesk
{
    /// <summary>Runs a stored approval again, as its maker.</summary>
    public CommandReplay Replay =>
        CommandReplay.Of<object, Decided<WithdrawalView>>(ApprovalOperation.WithdrawalApprove, Permission.WithdrawalDecide,
        async (work, id, token) => await FindAsync(work, id, token) is { } row ? WithdrawalTrail.VersionOf(row) : null,
        (work, id, _, token) => ApproveAsync(work, id, null, token)) with { BeforeAsync = (id, _, token) => AskAsync(id, token) };

    /// <summary>Takes an unclaimed withdrawal, or renews the actor's own claim.</summary>
    public Task<Result<WithdrawalView>> ClaimAsync(Guid id, CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("claim", Permission.WithdrawalDecide),
            async (work, row, token) => row.Claim(work.Actor, await LeaseAsync(work, token), work.Now), cancellation);

    /// <summary>Gives a claim back.</summary>
    public Task<Result<WithdrawalView>> ReleaseAsync(Guid id, CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("release", Permission.WithdrawalDecide), (work, row) => row.Release(work.Actor, work.Now),
            cancellation);

    /// <summary>Gives the withdrawal to somebody who may decide it.</summary>
    public Task<Result<WithdrawalView>> AssignAsync(Guid id, Guid assignee, string? reason, CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("assign", Permission.WithdrawalAssign) { Reason = reason }, async (work, row, token) =>
        {
            var standing = await Standings.ReadAsync(work.Session, new Actor(assignee, ActorKind.Person, ""), work.Now, token);
            return standing.IsSuccess && standing.Value.May(Permission.WithdrawalDecide)
                ? row.Assign(assignee, await LeaseAsync(work, token), work.Now)
                : DomainError.Of(ErrorCode.AssigneeNotEligible, "assignee_user_id",
                    "assignee_user_id is nobody who may decide withdrawals.");
        }, cancellation);

    /// <summary>The fiat shall be paid. The policy may want a second person first.</summary>
    public async Task<Result<Decided<WithdrawalView>>> ApproveAsync(Guid id, int? seenVersion, CancellationToken cancellation)
    {
        await AskAsync(id, cancellation);
        return await Transaction.RunAsync<Decided<WithdrawalView>>(new DeskCommand(Permission.WithdrawalDecide),
            (work, token) => ApproveAsync(work, id, seenVersion, token), cancellation);
    }

    private Task AskAsync(Guid id, CancellationToken cancellation) =>
        screening.AskAsync((db, token) => ScreeningSubjects.WithdrawalAsync(db, id, token), cancellation);

    /// <summary>It is refused with a reason, and the crypto is free again.</summary>
    public Task<Result<WithdrawalView>> RejectAsync(Guid id, int? seenVersion, string? reason, string? internalNote,
        CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("reject", Permission.WithdrawalDecide) { SeenVersion = seenVersion, Reason = reason,
            Event = WithdrawalTrail.Rejected }, (work, row) =>
            Posting(work, row.Reject(work.Actor, reason, internalNote, work.Now), WithdrawalJournal.Released), cancellation);

    /// <summary>The payment is ordered.</summary>
    public async Task<Result<WithdrawalView>> ExecuteAsync(Guid id, int? seenVersion, CancellationToken cancellation)
    {
        await AskAsync(id, cancellation);
        return await ExecuteAskedAsync(id, seenVersion, cancellation);
    }

    private Task<Result<WithdrawalView>> ExecuteAskedAsync(Guid id, int? seenVersion, CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("execute", Permission.WithdrawalPay)
        {
            SeenVersion = seenVersion,
            Event = WithdrawalTrail.Executing,
            NeedsFreshSignIn = true,
        }, async (work, row, token) =>
        {
            if (row.Status == WithdrawalStatus.Approved
                && await ScreeningGate.FaultAsync(work, await ScreeningSubjects.WithdrawalAsync(work.Db, id, token), token) is { } notClear)
            {
                return notClear;
            }
            var executed = Posting(work, row.Execute(work.Actor, work.Now), WithdrawalJournal.Executed);
            if (executed.IsSuccess)
            {
                work.Earn(WithdrawalTrail.Revenue(row, 1));
            }
            return executed;
        }, cancellation);

    /// <summary>The payment was made under this reference of the bank or of M-Pesa.</summary>
    public Task<Result<WithdrawalView>> CompleteAsync(Guid id, int? seenVersion, string? paymentReference,
        CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("complete", Permission.WithdrawalPay) { SeenVersion = seenVersion,
            Event = WithdrawalTrail.Completed }, (work, row) =>
            Posting(work, row.Complete(work.Actor, paymentReference, work.Now), WithdrawalJournal.Completed), cancellation);

    /// <summary>The payment cannot be made; whatever was posted is reversed.</summary>
    public Task<Result<WithdrawalView>> FailAsync(Guid id, int? seenVersion, string? reason, CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("fail", Permission.WithdrawalPay) { SeenVersion = seenVersion, Reason = reason,
            Event = WithdrawalTrail.Failed }, (work, row) =>
        {
            var wasExecuting = row.Status == WithdrawalStatus.Executing;
            var failed = row.Fail(reason, work.Now);
            if (failed.IsSuccess && wasExecuting)
            {
                work.Post(WithdrawalJournal.ExecutionReversed(row));
                work.Earn(WithdrawalTrail.Revenue(row, -1));
            }
            return Posting(work, failed, WithdrawalJournal.Released);
        }, cancellation);

    internal async Task<Result<Decided<WithdrawalView>>> ApproveAsync(DeskWork work, Guid id, int? seenVersion,
        CancellationToken cancellation)
    {
        var row = await FindAsync(work, id, cancellation);
        if (row is null)
        {
            return Missing;
        }
        if (row.Unseen(seenVersion) is { } unseen)
        {
            return unseen;
        }
        var lease = await LeaseAsync(work, cancellation);
        if (row.Copy().Approve(work.Actor, lease, work.Now).Failed(out var impossible))
        {
            return impossible;
        }
        if (await ScreeningGate.FaultAsync(work, await ScreeningSubjects.WithdrawalAsync(work.Db, id, cancellation), cancellation)
            is { } notClear)
        {
            return notClear;
        }
        var step = new RecordStep("approve", Permission.WithdrawalDecide) { Event = WithdrawalTrail.Approved };
        return await DecideAsync(work, row, WithdrawalTrail.Approval(row), () =>
            StepAsync(work, row, step, (_, _, _) => Task.FromResult(row.Approve(work.Actor, lease, work.Now)), cancellation), cancellation);
    }

    private protected override DomainError Missing => DomainError.Missing("withdrawal");

    private protected override WithdrawalView View(DeskWork work, Withdrawal record) => WithdrawalView.Of(record, work.Actor.Roles.IsStaff);

    private protected override DeskEvent Event(string type, Withdrawal record, string from) => WithdrawalTrail.Event(type, record);

    private protected override object? Changes(DeskWork work, RecordStep step, Withdrawal record) => step.Action switch
    {
        "complete" => new { record.PaymentReference },
        "approve" => work.Agreement,
        _ => null,
    };

    private static Result<Withdrawal> Posting(DeskWork work, Result<Withdrawal> moved, Func<Withdrawal, JournalEntry> entry)
    {
        if (moved.IsSuccess)
        {
            work.Post(entry(moved.Value));
        }
        return moved;
    }

    private protected override Task<Withdrawal?> FindAsync(DeskWork work, Guid id, CancellationToken cancellation) =>
        work.Db.Withdrawals.FirstOrDefaultAsync(row => row.Id == id, cancellation);

    private async Task<int> LeaseAsync(DeskWork work, CancellationToken cancellation) =>
        (await LimitsReader.ReadAsync(work, settings.Limits, cancellation)).ClaimLeaseSeconds;
}
