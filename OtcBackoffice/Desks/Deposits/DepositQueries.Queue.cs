using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Deposits;

/// <content>The queues of the console.</content>
public sealed partial class DepositQueries
{
    private const int WaitingMax = 15, RepeatsMax = 10;

    /// <summary>A page of a queue, with the lengths of all queues.</summary>
    public async Task<Result<DepositQueue>> QueueAsync(DepositQueueCut cut, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(cut);
        var opened = await gate.OpenAsync(Permission.DepositReadAll, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var cursor = Cursor.Decode(cut.Cursor);
        if (cursor.Failed(out var malformed))
        {
            return malformed;
        }
        var with = await WithAsync(reading, cancellation);
        var rows = await LinesAsync(reading, cut, with, cursor.Value, cancellation);
        var page = feed.Share([.. rows.Take(cut.Rows)]);
        var next = rows.Count > page.Count ? new Cursor(page[^1].KeyOf(cut.Sort), page[^1].Id).Encode() : null;
        var queue = new DepositQueue(new Page<DepositLine>(page, next), await DepositRows.CountsAsync(reading.Rows, cancellation),
            reading.Actor.PersonId)
        {
            Names = await NamesAsync(reading.Db, cancellation),
        };
        return cut.WithTotals ? await AddedUpAsync(reading, queue, cut, with, cancellation) : queue;
    }

    /// <summary>Follows what happens to deposits, for a live queue.</summary>
    public async Task<Result<DepositFollow>> FollowAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.DepositReadAll, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await opened.Value.DisposeAsync();
        return feed.Follow();
    }

    /// <summary>
    /// Deposits by what somebody has in hand: DEP-1042, 1042, an id, a payment reference, a transaction hash, or part of a
    /// merchant's name. Newest first, at most a page.
    /// </summary>
    public async Task<Result<DepositQueue>> FindAsync(string text, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(text);
        var opened = await gate.OpenAsync(Permission.DepositReadAll, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var named = await NamedAsync(reading.Db, text.Trim(), cancellation);
        var rows = named.OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Id).Take(Pipeline.Cursor.SizeDefault);
        var lines = await DepositLines.ReadAsync(reading.Db, rows, await WithAsync(reading, cancellation), cancellation);
        return new DepositQueue(new Page<DepositLine>(lines, null), await DepositRows.CountsAsync(reading.Rows, cancellation),
            reading.Actor.PersonId);
    }

    // What staff look at beside the record: the queue it stands in, and records that look like it.
    private async Task<DepositReview> AroundAsync(DeskReading reading, DepositReview review, CancellationToken cancellation)
    {
        var (deposit, db, me) = (review.Deposit, reading.Db, reading.Actor.PersonId);
        var with = await WithAsync(reading, cancellation);
        var pending = Ordered(db.Deposits.Where(row => row.Status == DepositStatus.Pending), QueueSort.Due, true);
        var waiting = await DepositLines.ReadAsync(db, pending.Take(WaitingMax), with, cancellation);
        // The way on leads over what the viewer could decide, the way back over everything that waits.
        var here = new Cursor(Millis(deposit.DecisionDueAtUtc ?? deposit.CreatedAtUtc), deposit.Id);
        var open = Ordered(DepositNext.Open(db, me, with.Now).Where(row => row.Id != deposit.Id), QueueSort.Due, true);
        var next = await DepositLines.ReadAsync(db, After(open, QueueSort.Due, true, here).Take(1), with, cancellation);
        next = next.Count > 0 ? next : await DepositLines.ReadAsync(db, open.Take(1), with, cancellation);
        var before = Ordered(After(db.Deposits.Where(row => row.Status == DepositStatus.Pending && row.Id != deposit.Id), QueueSort.Due,
            false, here), QueueSort.Due, false);
        var previous = await DepositLines.ReadAsync(db, before.Take(1), with, cancellation);
        return review with
        {
            Waiting = waiting,
            Next = next.FirstOrDefault(),
            Previous = previous.FirstOrDefault(),
            ViewerId = reading.Actor.PersonId,
            ViewerName = reading.Actor.DisplayName,
        };
    }

    // The same money declared twice: any version of a proof counts, and any deposit, whoever's it is and however it ended.
    private static async Task<IReadOnlyList<DepositRepeat>> RepeatsAsync(BackofficeDbContext db, Deposit deposit,
        CancellationToken cancellation)
    {
        var (id, proof, reference) = (deposit.Id, deposit.ProofSha256, deposit.ReferenceKey);
        List<Guid> twins = proof is null ? []
            : await db.DepositProofs.Where(row => row.Sha256 == proof && row.DepositId != id).Select(row => row.DepositId).Distinct()
            .Take(RepeatsMax).ToListAsync(cancellation);
        var rows = await db.Deposits.Where(row => row.Id != id
            && (twins.Contains(row.Id) || (reference != null && row.ReferenceKey == reference)))
            .OrderByDescending(row => row.Number).Take(RepeatsMax)
            .Select(row => new { row.Id, row.Number, row.Status, row.ReferenceKey }).ToListAsync(cancellation);
        return rows.ConvertAll(row =>
            new DepositRepeat(row.Id, $"DEP-{row.Number}", row.Status, twins.Contains(row.Id),
            reference is not null && row.ReferenceKey == reference));
    }

    private static async Task<IQueryable<Deposit>> NamedAsync(BackofficeDbContext db, string text, CancellationToken cancellation)
    {
        var digits = text.StartsWith("DEP-", StringComparison.OrdinalIgnoreCase) ? text[4..] : text;
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1_000_000_000_000)
        {
            return db.Deposits.Where(row => row.Number == number || row.PaymentReference == text);
        }
        if (Guid.TryParse(text, out var id))
        {
            return db.Deposits.Where(row => row.Id == id);
        }
        // The two databases fold letter case differently, and a desk has few enough merchants to look through by itself.
        var merchants = await db.Merchants.AsNoTracking().Select(row => new { row.Id, row.Name }).ToListAsync(cancellation);
        var ids = merchants.Where(row => row.Name.Contains(text, StringComparison.OrdinalIgnoreCase)).Select(row => row.Id).ToList();
        return db.Deposits.Where(row => row.PaymentReference == text || ids.Contains(row.MerchantId)
            || db.Transfers.Any(transfer => transfer.DepositId == row.Id && transfer.TxHash == text));
    }

    // Several statuses are read one by one and merged: each walks its own part of the index, and a part that is nearly
    // empty costs nothing, where one walk over all of them would pass by every other deposit.
    private static async Task<List<DepositLine>> LinesAsync(DeskReading reading, DepositQueueCut cut, LineReading with, Cursor? cursor,
        CancellationToken cancellation)
    {
        var lines = new List<DepositLine>();
        IEnumerable<DepositStatus?> statuses = cut.Statuses.Count == 0 ? [null] : cut.Statuses.Cast<DepositStatus?>();
        foreach (var status in statuses)
        {
            var rows = await CutAsync(reading, cut, status, with, cancellation);
            rows = Ordered(cursor is { } after ? After(rows, cut.Sort, cut.OldestFirst, after) : rows, cut.Sort, cut.OldestFirst);
            lines.AddRange(await DepositLines.ReadAsync(reading.Db, rows.Take(cut.Rows + 1), with, cancellation));
        }
        if (cut.Statuses.Count <= 1)
        {
            return lines;
        }
        var merged = cut.OldestFirst
            ? lines.OrderBy(line => line.KeyOf(cut.Sort)).ThenBy(line => line.Id)
            : lines.OrderByDescending(line => line.KeyOf(cut.Sort)).ThenByDescending(line => line.Id);
        return [.. merged.Take(cut.Rows + 1)];
    }
}
