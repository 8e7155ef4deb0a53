using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>What every proposal that ends without a payment leaves behind: a reversed entry and a deposit that is confirmed as
/// before.</summary>
internal static class ProposalEnding
{
    /// <summary>An open proposal of the deposit is invalid, and its signatures are worth nothing; none open is no fault.</summary>
    public static async Task<DomainError?> InvalidateAsync(DeskWork work, Deposit deposit, string reason, CancellationToken cancellation)
    {
        if (deposit.ProposalId is not { } open)
        {
            return null;
        }
        var proposal = await work.Db.Proposals.FirstAsync(row => row.Id == open, cancellation);
        if (proposal.Invalidate(reason, work.Now).Failed(out var ended))
        {
            return ended;
        }
        Undo(work, deposit);
        work.Audit(new AuditNote("proposal.invalidate", "proposal", proposal.Id)
        {
            MerchantId = deposit.MerchantId,
            FromStatus = Names.Snake(ProposalStatus.Open),
            ToStatus = Names.Snake(proposal.Status),
            Reason = proposal.EndReason,
        });
        work.Touch(Topics.Proposals, proposal.Id);
        return null;
    }

    public static void Undo(DeskWork work, Deposit deposit)
    {
        work.Post(DepositJournal.CreditReversed(deposit));
        work.Earn(DepositTrail.Revenue(deposit, -1));
        work.Count("proposals:open", -1);
        deposit.EndProposal(work.Now);
    }
}
