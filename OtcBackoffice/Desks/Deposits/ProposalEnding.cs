using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>What every proposal that ends without a payment leaves behind: a reversed entry and a deposit that is confirmed as before.</summary>
internal static class ProposalEnding
{
    public static void Undo(DeskWork work, Deposit deposit)
    {
        work.Post(DepositJournal.CreditReversed(deposit));
        work.Earn(DepositTrail.Revenue(deposit, -1));
        work.Count("proposals:open", -1);
        deposit.EndProposal(work.Now);
    }
}
