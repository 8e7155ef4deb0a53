using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Conventions;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Orders;
using OtcBackoffice.Domain.Records;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Desks.Platform;

/// <summary>How a list of orders is cut; null leaves a side open.</summary>
public sealed record OrderFilter
{
    public IReadOnlyList<OrderStatus> Statuses { get; init; } = [];
    public OrderType? Type { get; init; }
    public string? Surface { get; init; }
    public Guid? CustomerId { get; init; }
    public string? Currency { get; init; }

    /// <summary>The symbol, on whichever network.</summary>
    public string? Asset { get; init; }

    /// <summary>The network in its canonical spelling.</summary>
    public string? Network { get; init; }
    public string? Reference { get; init; }

    /// <summary>Placed at this time or later.</summary>
    public DateTime? From { get; init; }

    /// <summary>Placed before this time.</summary>
    public DateTime? To { get; init; }
}

/// <summary>The orders of the caller's merchant, of every surface, as the platform API shows them.</summary>
public sealed class OrderQueries(DeskGate gate, PlatformCursors cursors)
{
    private const string List = "orders";

    /// <summary>One order; a missing and a foreign one answer alike.</summary>
    public async Task<Result<OrderView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.OrderOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var merchant = reading.Actor.MerchantId;
        var row = await reading.Db.Orders.FirstOrDefaultAsync(one => one.Id == id && one.MerchantId == merchant && !one.IsHidden,
            cancellation);
        return row is null ? Missing : (await ViewsAsync(reading.Db, [row], cancellation))[0];
    }

    /// <summary>A page of orders, newest first.</summary>
    public async Task<Result<Page<OrderView>>> ListAsync(OrderFilter filter, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var opened = await gate.OpenAsync(Permission.OrderOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var credential = reading.Actor.Actor.CredentialId ?? Guid.Empty;
        var place = cursors.Read(List, credential, cursor);
        if (place.Failed(out var foreign))
        {
            return foreign;
        }
        var rows = Cut(reading, filter);
        if (place.Value?.Split('.') is [var millis, var edge])
        {
            var (time, id) = (UtcMillis.To(long.Parse(millis, CultureInfo.InvariantCulture)), Guid.ParseExact(edge, "N"));
            rows = rows.Where(row => row.CreatedAtUtc <= time && (row.CreatedAtUtc < time || row.Id < id));
        }
        var found = await rows.OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Id).Take(limit + 1)
            .ToListAsync(cancellation);
        var page = found.Take(limit).ToList();
        var next = found.Count > limit
            ? cursors.Write(List, credential,
                string.Create(CultureInfo.InvariantCulture, $"{UtcMillis.From(page[^1].CreatedAtUtc)}.{page[^1].Id:N}"))
            : null;
        return new Page<OrderView>(await ViewsAsync(reading.Db, page, cancellation), next);
    }

    internal static DomainError Missing => new(ErrorCode.OrderNotFound, "There is no such order.");

    /// <summary>Rows with what their records say, in the order of the rows.</summary>
    internal static async Task<IReadOnlyList<OrderView>> ViewsAsync(BackofficeDbContext db, IReadOnlyList<OrderRow> rows,
        CancellationToken cancellation)
    {
        var records = new Dictionary<Guid, OrderFacts>();
        async Task AddAsync<T>(IQueryable<T> all, string kind)
            where T : class, IRecord
        {
            var ids = rows.Where(row => row.Kind == kind).Select(row => row.Id).ToList();
            if (ids.Count > 0)
            {
                foreach (var record in await all.AsNoTracking().Where(one => ids.Contains(one.Id)).ToListAsync(cancellation))
                {
                    records[record.Id] = OrderFacts.Of(record)!;
                }
            }
        }

        await AddAsync(db.Deposits, Deposit.Kind.Name);
        await AddAsync(db.Withdrawals, Withdrawal.Kind.Name);
        await AddAsync(db.Exchanges, ExchangeOrder.Kind.Name);
        await AddAsync(db.BlockOrders, BlockOrder.Kind.Name);
        await AddAsync(db.GatewayPayments, GatewayPayment.Kind.Name);
        await AddAsync(db.GatewayWithdrawals, GatewayWithdrawal.Kind.Name);
        var places = rows.Any(IsWiredTo) ? await PayToAsync(db, cancellation) : [];
        return [.. rows.Select(row => OrderView.Of(row, records[row.Id], IsWiredTo(row) && row.Reference is { } reference
            ? places.GetValueOrDefault(row.FiatCurrency ?? "") is { } place ? place with { Reference = reference } : null : null))];
    }

    /// <summary>The desk's account of a currency, the one it has had longest, without a reference.</summary>
    internal static async Task<Dictionary<string, PayTo>> PayToAsync(BackofficeDbContext db, CancellationToken cancellation)
    {
        var accounts = await db.DeskAccounts.AsNoTracking().Where(row => row.Kind == "bank" && row.IsActive)
            .OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id).ToListAsync(cancellation);
        return accounts.GroupBy(row => row.Currency)
            .ToDictionary(group => group.Key,
            group => new PayTo(group.First().Bic ?? group.First().Name, group.First().Name, group.First().Number, ""));
    }

    private static bool IsWiredTo(OrderRow row) => row.Surface == OrderOrigin.Surface && row.Kind == Deposit.Kind.Name;

    private static IQueryable<OrderRow> Cut(DeskReading reading, OrderFilter filter)
    {
        var merchant = reading.Actor.MerchantId;
        var rows = reading.Db.Orders.Where(row => row.MerchantId == merchant && !row.IsHidden);
        if (filter.Statuses.Count > 0)
        {
            rows = rows.Where(row => filter.Statuses.Contains(row.Status));
        }
        if (filter.Asset is not null || filter.Network is not null)
        {
            var assets = Domain.Catalog.Asset.All.Where(asset => (filter.Asset is null || asset.Symbol == filter.Asset)
                && (filter.Network is null || asset.Network.Code == filter.Network))
                .Select(asset => asset.Code.Text).ToList();
            rows = rows.Where(row => assets.Contains(row.Asset!));
        }
        rows = filter.Type is { } type ? rows.Where(row => row.Type == type) : rows;
        rows = filter.Surface is { } surface ? rows.Where(row => row.Surface == surface) : rows;
        rows = filter.CustomerId is { } customer ? rows.Where(row => row.CustomerId == customer) : rows;
        rows = filter.Currency is { } currency ? rows.Where(row => row.FiatCurrency == currency) : rows;
        rows = filter.Reference is { } reference ? rows.Where(row => row.Reference == reference) : rows;
        rows = filter.From is { } from ? rows.Where(row => row.CreatedAtUtc >= from) : rows;
        return filter.To is { } to ? rows.Where(row => row.CreatedAtUtc < to) : rows;
    }
}
