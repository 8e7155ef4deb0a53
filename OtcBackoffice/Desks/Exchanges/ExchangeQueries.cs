using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Exchanges;

namespace OtcBackoffice.Desks.Exchanges;

/// <summary>Exchanges as customers and operators read them.</summary>
public sealed class ExchangeQueries(DeskGate gate, ExchangeMarket market)
{
    /// <summary>A page of the customer's own orders, newest first.</summary>
    public async Task<Result<NumberedPage<ExchangeView>>> OwnAsync(int page, int limit, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ExchangeOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var merchant = reading.Actor.MerchantId;
        var rows = reading.Db.Exchanges.Where(row => row.MerchantId == merchant);
        var total = await rows.LongCountAsync(cancellation);
        var found = await rows.OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Id).Skip((page - 1) * limit)
            .Take(limit).ToListAsync(cancellation);
        return new NumberedPage<ExchangeView>(found.ConvertAll(ExchangeView.Of), page, limit, total);
    }

    /// <summary>One of the customer's own orders.</summary>
    public async Task<Result<ExchangeView>> OwnAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ExchangeOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var merchant = reading.Actor.MerchantId;
        var found = await reading.Db.Exchanges.FirstOrDefaultAsync(row => row.Id == id && row.MerchantId == merchant, cancellation);
        return found is null ? ExchangeDesk.Unknown() : ExchangeView.Of(found);
    }

    /// <summary>A page of every customer's orders; what waits for approval comes oldest first, everything else newest first.</summary>
    public async Task<Result<Page<ExchangeView>>> ListAsync(ExchangeStatus? status, string? cursorText, int size,
        CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ExchangeRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var cursor = Cursor.Decode(cursorText);
        if (cursor.Failed(out var malformed))
        {
            return malformed;
        }
        var take = Math.Clamp(size, 1, Cursor.SizeMax);
        var isQueue = status == ExchangeStatus.PendingApproval;
        var rows = reading.Db.Exchanges.AsQueryable();
        rows = status is { } one ? rows.Where(row => row.Status == one) : rows;
        if (cursor.Value is { } edge)
        {
            var (time, id) = (Data.Conventions.UtcMillis.To(edge.Millis), edge.Id);
            rows = isQueue ? rows.Where(row => row.CreatedAtUtc >= time && (row.CreatedAtUtc > time || row.Id > id))
                : rows.Where(row => row.CreatedAtUtc <= time && (row.CreatedAtUtc < time || row.Id < id));
        }
        var ordered = isQueue ? rows.OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id)
            : rows.OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Id);
        var found = await ordered.Take(take + 1).ToListAsync(cancellation);
        var page = found.Take(take).ToList();
        var next = found.Count > take ? new Cursor(Data.Conventions.UtcMillis.From(page[^1].CreatedAtUtc), page[^1].Id).Encode() : null;
        var merchants = page.Select(row => row.MerchantId).Distinct().ToList();
        var names = await reading.Db.Merchants.Where(row => merchants.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        return new Page<ExchangeView>(page.ConvertAll(row => ExchangeView.Of(row) with { MerchantName = names[row.MerchantId] }), next);
    }

    /// <summary>One order for an operator.</summary>
    public async Task<Result<ExchangeView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ExchangeRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var found = await reading.Db.Exchanges.FirstOrDefaultAsync(row => row.Id == id, cancellation);
        return found is null
            ? ExchangeDesk.Unknown()
            : ExchangeView.Of(found)
            with { MerchantName = await reading.Db.Merchants.Where(row => row.Id == found.MerchantId).Select(row => row.Name)
            .FirstAsync(cancellation) };
    }

    /// <summary>The live market rate, or null when nobody knows one.</summary>
    public async Task<Result<LiveRate?>> LiveAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ExchangeRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await market.ReadAsync(cancellation);
    }
}
