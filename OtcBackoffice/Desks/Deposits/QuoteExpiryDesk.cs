using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>Puts priced deposits whose quote has lapsed back to draft. The acting methods judge the quote themselves as well, so a late run
/// sells no stale price.</summary>
public sealed class QuoteExpiryDesk(DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, TimeProvider clock)
{
    private const int BatchMax = 500;

    /// <summary>Lapses all that is due; answers how many.</summary>
    public async Task<int> LapseDueAsync(CancellationToken cancellation)
    {
        var (lapsed, batch) = (0, BatchMax);
        while (batch == BatchMax)
        {
            lapsed += batch = await LapseBatchAsync(cancellation);
        }
        return lapsed;
    }

    private async Task<int> LapseBatchAsync(CancellationToken cancellation)
    {
        var now = clock.UtcNowMillis();
        List<Guid> due;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            due = await db.Deposits.Where(row => row.Status == DepositStatus.Priced && row.QuoteExpiresAtUtc <= now)
                .OrderBy(row => row.CreatedAtUtc).Select(row => row.Id).Take(BatchMax).ToListAsync(cancellation);
        }
        var lapsed = 0;
        foreach (var id in due)
        {
            lapsed += await LapseAsync(id, cancellation) is { IsSuccess: true, Value: true } ? 1 : 0;
        }
        return lapsed;
    }

    private Task<Result<bool>> LapseAsync(Guid id, CancellationToken cancellation) =>
        transaction.RunAsAsync<bool>(Actor.System("quote_expiry"), new DeskCommand(null), async (work, token) =>
        {
            var deposit = await work.Db.Deposits.FirstOrDefaultAsync(row => row.Id == id, token);
            if (deposit is null)
            {
                return DomainError.Missing("deposit");
            }
            var from = deposit.StatusName;
            var lapsed = deposit.LapseQuote(work.Now);
            if (lapsed is { IsSuccess: true, Value: true })
            {
                RecordTrail.Record(work, deposit, "lapse_quote", from);
            }
            return lapsed;
        }, cancellation);
}
