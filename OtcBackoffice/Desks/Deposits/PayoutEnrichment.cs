using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>
/// The documented write on read (contracts, section 2, row 47): a deposit without a payout wallet gets one when it is
/// shown and the merchant has meanwhile made one. It has a transaction and an audit line of its own and leaves ended
/// deposits alone.
/// </summary>
public sealed class PayoutEnrichment(DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts)
{
    /// <summary>Fills what is missing, in the rows given and in the database.</summary>
    public async Task FillAsync(IReadOnlyList<Deposit> deposits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(deposits);
        foreach (var deposit in deposits)
        {
            if (deposit.CreditedToAddress is not null || deposit.Status
                is DepositStatus.Rejected or DepositStatus.Credited or DepositStatus.Abandoned)
            {
                continue;
            }
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var choice = await PayoutChoice.ForAsync(db, deposit.MerchantId, null, deposit.AssetInfo.Network.Code, cancellation);
            if (choice is { IsSuccess: true, Value: { } target }
                && await PersistAsync(deposit.Id, target, cancellation) is { IsSuccess: true } kept)
            {
                deposit.FillPayout(target, kept.Value);
            }
        }
    }

    private Task<Result<DateTime>> PersistAsync(Guid id, PayoutTarget target, CancellationToken cancellation) =>
        transaction.RunAsAsync<DateTime>(Actor.System("enrichment"), new DeskCommand(null), async (work, token) =>
        {
            var deposit = await work.Db.Deposits.FirstOrDefaultAsync(row => row.Id == id, token);
            if (deposit?.FillPayout(target, work.Now) != true)
            {
                return DomainError.Missing("deposit");
            }
            RecordTrail.Record(work, deposit, "fill_payout", deposit.StatusName, changes: new { target.WalletId, target.Address });
            return work.Now;
        }, cancellation);
}
