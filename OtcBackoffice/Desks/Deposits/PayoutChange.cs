using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>The change of a payout wallet, as a maker asks for it and as a checker replays it.</summary>
/// <param name="ToWalletId">The new wallet.</param>
/// <param name="Reason">Why.</param>
internal sealed record PayoutChange(Guid ToWalletId, string Reason)
{
    /// <summary>Applies the change; an open proposal and its signatures are void.</summary>
    public async Task<Result<Deposit>> ApplyAsync(DeskWork work, Deposit deposit, CancellationToken cancellation)
    {
        var choice = await PayoutChoice.ForAsync(work.Db, deposit.MerchantId, ToWalletId, deposit.AssetInfo.Network.Code, cancellation);
        if (choice.Failed(out var unusable))
        {
            return unusable;
        }
        var before = deposit.CreditedToAddress;
        if (deposit.ChangePayoutWallet(choice.Value!, work.Now).Failed(out var refused))
        {
            return refused;
        }
        if (deposit.ProposalId is { } open)
        {
            var proposal = await work.Db.Proposals.FirstAsync(row => row.Id == open, cancellation);
            if (proposal.Invalidate("The payout wallet was changed.", work.Now).Failed(out var ended))
            {
                return ended;
            }
            ProposalEnding.Undo(work, deposit);
            work.Audit(new AuditNote("proposal.invalidate", "proposal", proposal.Id)
            {
                MerchantId = deposit.MerchantId,
                FromStatus = Names.Snake(ProposalStatus.Open),
                ToStatus = Names.Snake(proposal.Status),
                Reason = proposal.EndReason,
            });
            work.Touch(Topics.Proposals, proposal.Id);
        }
        RecordTrail.Record(work, deposit, "change_payout_wallet", deposit.StatusName, Reason, new { Before = before, After = deposit.CreditedToAddress, ApprovalId = work.Replaying?.ApprovalId, ApprovedBy = work.Replaying?.CheckerId });
        return deposit;
    }
}
