using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Exchanges;

namespace OtcBackoffice.Desks.Rates;

/// <summary>
/// Asks the feeds that are due and keeps what they say; a feed that fails keeps its last rate, with its age and the name of
/// what is wrong. Then it remembers the rate that counts, so that a later jump is seen.
/// </summary>
public sealed class RateRefresh(DeskTransaction transaction, RateBoard board, RateSettings settings, IEnumerable<IRateFeed> feeds,
    TimeProvider clock)
{
    // A quiet market is written down this often, so that it is known not to have been away.
    private const int SeenSecondsMax = 60;

    private static readonly Actor Reader = Actor.System("rate_refresh");

    /// <summary>One run; answers how many feeds said something new.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        const string Base = RateSettings.WatchedBase, Quote = RateSettings.WatchedQuote;
        var changed = 0;
        var (rows, _) = await board.RowsAsync(Base, Quote, cancellation);
        foreach (var source in settings.Order)
        {
            var feed = feeds.FirstOrDefault(one => one.Name == source.Name);
            var known = rows.FirstOrDefault(row => row.Source == source.Name);
            if (feed is not null && !(known?.CheckedAtUtc.AddSeconds(source.IntervalSeconds) > clock.UtcNowMillis()))
            {
                changed += await AskAsync(feed, known, Base, Quote, cancellation) ? 1 : 0;
            }
        }
        await RememberAsync(Base, Quote, cancellation);
        return changed;
    }

    private async Task<bool> AskAsync(IRateFeed feed, KeptRate? known, string baseCode, string quoteCode, CancellationToken cancellation)
    {
        var answer = await feed.ReadAsync(baseCode, quoteCode, cancellation);
        // An answer that is older than the last one, out of some cache, takes nothing back.
        var (rate, asOf) = answer.Rate is { } told && !(known?.AsOfUtc > answer.AsOfUtc) ? (told, answer.AsOfUtc)
            : (known?.Rate, known?.AsOfUtc);
        var isNew = known is null || known.Rate != rate || known.State != answer.State;
        await transaction.RunAsAsync<Unit>(Reader, new DeskCommand(null), (work, _) =>
        {
            RateRows.Keep(work, baseCode, quoteCode,
                new KeptRate(feed.Name, rate, asOf, answer.State, answer.Detail, null, null, null, work.Now));
            work.Touch(Topics.Rates, RatePicture.IdOf(baseCode, quoteCode));
            return Task.FromResult<Result<Unit>>(Unit.Done);
        }, cancellation);
        return isNew;
    }

    private async Task RememberAsync(string baseCode, string quoteCode, CancellationToken cancellation)
    {
        var picture = await board.ReadAsync(baseCode, quoteCode, cancellation);
        if (picture.Chosen is not { IsStale: false, Rate: { } rate } chosen)
        {
            return;
        }
        var (now, before) = (clock.UtcNowMillis(), picture.Memory);
        var after = RateJump.After(before, rate, settings.Jump, now);
        if (before is not null && before with { SeenAtUtc = after.SeenAtUtc } == after
            && before.SeenAtUtc.AddSeconds(SeenSecondsMax) > after.SeenAtUtc)
        {
            return;
        }
        await transaction.RunAsAsync<Unit>(Reader, new DeskCommand(null), async (work, token) =>
        {
            // Somebody may have accepted the rate since it was read; holding it again would take that back unseen. The next
            // look begins with what stands there now.
            if (await RateBoard.MemoryAsync(work, baseCode, quoteCode, token) != before)
            {
                return Unit.Done;
            }
            RateRows.Remember(work, baseCode, quoteCode, after);
            if (after.IsHeld && before is { IsHeld: false })
            {
                work.Audit(new AuditNote("rate.hold", "rate", picture.Id)
                {
                    Changes = new { Base = baseCode, Quote = quoteCode, From = before.Seen.ToString(), To = rate.ToString(),
                        picture.JumpBps, Source = chosen.Title },
                });
            }
            if (before is null || before.Seen != after.Seen || before.IsHeld != after.IsHeld)
            {
                work.Touch(Topics.Rates, picture.Id);
            }
            return Unit.Done;
        }, cancellation);
    }
}
