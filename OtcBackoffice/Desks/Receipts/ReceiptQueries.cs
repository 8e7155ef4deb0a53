using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>How a list of receipts is cut. Unmatched money is worked oldest first, everything else is read newest first.</summary>
public sealed record ReceiptFilter(ReceiptStatus? Status = null, ReceiptSource? Source = null, string? Cursor = null,
    int Size = Cursor.SizeDefault)
{
    public DateTime? FromUtc { get; init; }
    public DateTime? ToUtc { get; init; }
    public string? Account { get; init; }
    public string? ExternalId { get; init; }
}

/// <summary>Money from outside as the desk reads it. Merchants see what is on their own records, and nothing here.</summary>
public sealed class ReceiptQueries(DeskGate gate)
{
    /// <summary>A page of receipts with what each is on and what it may be for.</summary>
    public async Task<Result<Page<ReceiptView>>> ListAsync(ReceiptFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var opened = await gate.OpenAsync(Permission.ReceiptRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var cursor = Cursor.Decode(filter.Cursor);
        if (cursor.Failed(out var malformed))
        {
            return malformed;
        }
        var size = Math.Clamp(filter.Size, 1, Cursor.SizeMax);
        var found = await Ordered(Narrow(reading.Db.Receipts, filter), filter.Status == ReceiptStatus.Unmatched, cursor.Value)
            .Take(size + 1).ToListAsync(cancellation);
        var page = found.Take(size).ToList();
        var next = found.Count > size ? new Cursor(Data.Conventions.UtcMillis.From(page[^1].ReceivedAtUtc), page[^1].Id).Encode() : null;
        return new Page<ReceiptView>(await ShowAsync(reading.Db, page, cancellation), next);
    }

    /// <summary>One receipt.</summary>
    public async Task<Result<ReceiptView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ReceiptRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await reading.Db.Receipts.FirstOrDefaultAsync(row => row.Id == id, cancellation) is { } receipt
            ? (await ShowAsync(reading.Db, [receipt], cancellation))[0]
            : DomainError.Missing("receipt");
    }

    /// <summary>How many receipts stand in each status; read from counters.</summary>
    public async Task<Result<long>> UnmatchedAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ReceiptRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var queue = Receipt.Kind.Counter(Names.Snake(ReceiptStatus.Unmatched));
        return await reading.Db.QueueCounters.Where(row => row.Queue == queue).Select(row => row.Count).FirstOrDefaultAsync(cancellation);
    }

    internal static async Task<List<ReceiptView>> ShowAsync(BackofficeDbContext db, List<Receipt> receipts, CancellationToken cancellation)
    {
        var ids = receipts.ConvertAll(row => row.Id);
        var parts = (await db.ReceiptAssignments.AsNoTracking().Where(row => ids.Contains(row.ReceiptId)).OrderBy(row => row.AtUtc)
            .ThenBy(row => row.Move).ToListAsync(cancellation)).ToLookup(row => row.ReceiptId);
        var conflicts = (await db.Alarms.AsNoTracking()
            .Where(row => row.Kind == AlarmKinds.Conflict && row.SubjectId != null && ids.Contains(row.SubjectId.Value))
            .OrderBy(row => row.OpenedAtUtc).ToListAsync(cancellation)).ToLookup(row => row.SubjectId!.Value);
        var people = receipts.Select(row => row.AssigneeUserId).OfType<Guid>().Distinct().ToList();
        var names = people.Count == 0 ? []
            : await db.Users.Where(user => people.Contains(user.Id))
            .ToDictionaryAsync(user => user.Id, user => user.DisplayName, cancellation);
        var waiting = receipts.Where(row => row.RemainingMinor != 0).ToList();
        var proposals = waiting.Count == 0 ? null
            : (await ReceiptCandidates.MatchAsync(db, waiting, await MatchingShelf.InForceAsync(db, cancellation), null, cancellation))
            .Proposals;
        return receipts.ConvertAll(row => ReceiptView.Of(row) with
        {
            AssigneeName = row.AssigneeUserId is { } holder ? names.GetValueOrDefault(holder) : null,
            Parts = [.. parts[row.Id].Select(part => ReceiptPartView.Of(row, part))],
            Conflicts = [.. conflicts[row.Id].Select(alarm => new ReceiptConflictView(alarm.OpenedAtUtc, alarm.Message))],
            Proposals = proposals is null || !proposals.TryGetValue(row.Id, out var some) ? []
                : [.. some.Select(one => new ReceiptProposalView(
                one.Target.Kind, one.Target.Id, one.Target.Number, one.Target.MerchantId, one.Score, one.Because,
                row.Text(one.Target.MissingMinor), one.Target.State != MatchState.Ended))],
        });
    }

    private static IQueryable<Receipt> Narrow(IQueryable<Receipt> rows, ReceiptFilter filter)
    {
        rows = filter.Status is { } status ? rows.Where(row => row.Status == status) : rows;
        rows = filter.Source is { } source ? rows.Where(row => row.Source == source) : rows;
        rows = filter.FromUtc is { } from ? rows.Where(row => row.ReceivedAtUtc >= from) : rows;
        rows = filter.ToUtc is { } to ? rows.Where(row => row.ReceivedAtUtc < to) : rows;
        rows = filter.Account is { } account ? rows.Where(row => row.Account == account) : rows;
        return filter.ExternalId is { } external ? rows.Where(row => row.ExternalId == external) : rows;
    }

    private static IQueryable<Receipt> Ordered(IQueryable<Receipt> rows, bool oldestFirst, Cursor? cursor)
    {
        if (cursor is { } edge)
        {
            var (time, id) = (Data.Conventions.UtcMillis.To(edge.Millis), edge.Id);
            rows = oldestFirst ? rows.Where(row => row.ReceivedAtUtc >= time && (row.ReceivedAtUtc > time || row.Id > id))
                : rows.Where(row => row.ReceivedAtUtc <= time && (row.ReceivedAtUtc < time || row.Id < id));
        }
        return oldestFirst ? rows.OrderBy(row => row.ReceivedAtUtc).ThenBy(row => row.Id)
            : rows.OrderByDescending(row => row.ReceivedAtUtc).ThenByDescending(row => row.Id);
    }
}
