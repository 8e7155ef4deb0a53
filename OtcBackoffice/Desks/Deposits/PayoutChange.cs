using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;

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
        if (await ProposalEnding.InvalidateAsync(work, deposit, "The payout wallet was changed.", cancellation) is { } ended)
        {
            return ended;
        }
        RecordTrail.Record(work, deposit, "change_payout_wallet", deposit.StatusName, Reason,
            new { Before = before, After = deposit.CreditedToAddress, ApprovalId = work.Replaying?.ApprovalId,
            ApprovedBy = work.Replaying?.CheckerId });
        return deposit;
    }
}
