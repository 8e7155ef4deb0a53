using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Exchanges;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>
/// Announces again which quotes lapse before the next sweep: the run that was held for one may have been lost with its node.
/// </summary>
public sealed class QuoteMoments(IDbContextFactory<BackofficeDbContext> contexts, DeskSignals signals, TimeProvider clock)
{
    private const int MomentsMax = 500;

    // The sweep comes every minute, and a little late.
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(150);

    /// <summary>Announces the moments; a moment that is known already costs nothing.</summary>
    public async Task AnnounceAsync(CancellationToken cancellation)
    {
        var now = clock.UtcNowMillis();
        var until = now + Ahead;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var deposits = await db.Deposits.Where(row => row.Status == DepositStatus.Priced && row.QuoteExpiresAtUtc > now
            && row.QuoteExpiresAtUtc <= until)
            .Select(row => row.QuoteExpiresAtUtc!.Value).Distinct().OrderBy(moment => moment).Take(MomentsMax).ToListAsync(cancellation);
        var exchanges = await db.Exchanges
            .Where(row => (row.Status == ExchangeStatus.Quoted || row.Status == ExchangeStatus.Requoted) && row.QuoteExpiresAtUtc > now
                && row.QuoteExpiresAtUtc <= until)
            .Select(row => row.QuoteExpiresAtUtc).Distinct().OrderBy(moment => moment).Take(MomentsMax).ToListAsync(cancellation);
        signals.Publish([.. deposits.Concat(exchanges).Select(moment => new DeskSignal(Topics.QuoteDue,
            Guid.Empty) { DueAtUtc = moment })]);
    }
}
