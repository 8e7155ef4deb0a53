using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>A confirmation that is taken back, as a maker asks for it and as a checker replays it.</summary>
/// <param name="Rejects">Whether the deposit is refused with it; otherwise it is decided anew.</param>
/// <param name="Reason">Why.</param>
internal sealed record Unconfirming(bool Rejects, string Reason);

/// <content>The ways out: a draft that is given up, and a confirmation that is taken back.</content>
public sealed partial class DepositDesk
{
    /// <summary>The merchant gives a draft up; what came for it is nobody's again, and waits in the queue of unmatched money.</summary>
    public Task<Result<DepositView>> AbandonAsync(Guid id, CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("abandon", Permission.DepositOwn) { Event = DepositEvents.Abandoned },
            async (work, deposit, token) =>
        {
            if (deposit.Copy().Abandon(work.Now).Failed(out var impossible))
            {
                return impossible;
            }
            return await ReceiptTrail.ReleaseAllAsync(work, deposit, $"{deposit.HumanId} was abandoned.", token) is { } stuck
                ? stuck : deposit.Abandon(work.Now);
        }, cancellation);

    /// <summary>
    /// Takes a confirmation back, which the policy lets nobody do alone: the wire was recalled, or nobody is left who may sign.
    /// An open proposal is invalid with it, and what came for the deposit waits in the queue of unmatched money.
    /// </summary>
    /// <param name="id">The deposit.</param>
    /// <param name="to">Where it goes, <c>pending</c> or <c>rejected</c>; pending when nothing is said.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Decided<DepositView>>> UnconfirmAsync(Guid id, string? to, string? reason, CancellationToken cancellation) =>
        Transaction.RunAsync<Decided<DepositView>>(new DeskCommand(Permission.DepositDecide), async (work, token) =>
        {
            var target = DepositStatus.Pending;
            return (to is not null && !Names.TryParse(to, out target)) || target is not (DepositStatus.Pending or DepositStatus.Rejected)
                ? DomainError.Of(ErrorCode.InvalidRequest, "to", "to must be pending or rejected.")
                : await UnconfirmAsync(work, id, new Unconfirming(target == DepositStatus.Rejected, reason?.Trim() ?? ""), token);
        }, cancellation);

    internal async Task<Result<Decided<DepositView>>> UnconfirmAsync(DeskWork work, Guid id, Unconfirming command,
        CancellationToken cancellation)
    {
        var deposit = await LoadAsync(work, id, cancellation);
        if (deposit is null)
        {
            return DomainError.Missing("deposit");
        }
        if (deposit.Copy().Unconfirm(work.Actor, command.Rejects, command.Reason, work.Now).Failed(out var impossible))
        {
            return impossible;
        }
        return await DecideAsync(work, deposit, DepositCases.Unconfirm(deposit, command), () =>
            UndoConfirmationAsync(work, deposit, command, cancellation), cancellation);
    }

    private async Task<Result<DepositView>> UndoConfirmationAsync(DeskWork work, Deposit deposit, Unconfirming command,
        CancellationToken cancellation)
    {
        var (from, hadProposal) = (deposit.StatusName, deposit.ProposalId is not null);
        if (await ProposalEnding.InvalidateAsync(work, deposit, "The confirmation of the deposit was taken back.",
            cancellation) is { } ended)
        {
            return ended;
        }
        // The reversed credit is only queued, so the balance that is read here does not hold it yet.
        var fiat = new AccountKey(AccountFamily.MerchantAvailable, new AssetCode(deposit.FiatCurrency), deposit.MerchantId);
        if (!hadProposal && await work.CreditBalanceAsync(fiat, cancellation) < deposit.FiatAmountMinor)
        {
            return new DomainError(ErrorCode.InsufficientFunds, $"{deposit.HumanId}: the merchant has spent the money already, so the "
                + "confirmation cannot be taken back.");
        }
        if (await ReceiptTrail.ReleaseAllAsync(work, deposit, $"The confirmation of {deposit.HumanId} was taken back.",
            cancellation) is { } stuck)
        {
            return stuck;
        }
        work.Post(DepositJournal.Unconfirmed(deposit));
        if (deposit.Unconfirm(work.Actor, command.Rejects, command.Reason, work.Now).Failed(out var refused))
        {
            return refused;
        }
        if (!command.Rejects)
        {
            deposit.StartClock(settings.DecisionSeconds, work.Now);
        }
        await work.RaiseAsync(DepositEvents.Of(DepositEvents.Unconfirmed, deposit), cancellation);
        if (command.Rejects)
        {
            await work.RaiseAsync(DepositEvents.Of(DepositEvents.Rejected, deposit), cancellation);
        }
        RecordTrail.Record(work, deposit, "unconfirm", from, command.Reason, new { ApprovalId = work.Replaying?.ApprovalId,
            ApprovedBy = work.Replaying?.CheckerId });
        return View(work, deposit);
    }
}
