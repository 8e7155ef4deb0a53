using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Orders;
using OtcBackoffice.Domain.Payments;

namespace OtcBackoffice.Desks.Platform;

/// <summary>What a customer's tier allows and what of it is used, in US dollars.</summary>
public sealed record CustomerLimits(string PerOrderUsd,
    [property: System.Text.Json.Serialization.JsonPropertyName("rolling_12_months_usd")] string RollingYearUsd, string UsedUsd);

/// <summary>A customer as the platform API shows it.</summary>
public sealed record CustomerView(string Id, string Name, string KycStatus, int Tier, CustomerLimits Limits, string CreatedAt);

/// <summary>Somebody whose orders these are: the merchant itself, a sub-vendor, or a sub-merchant.</summary>
internal sealed record KnownCustomer(Guid Id, string Name, KycStatus Status, int Tier, DateTime CreatedAtUtc);

/// <summary>The customers of the caller's merchant; read only, because taking customers on is the desk's own work.</summary>
public sealed class CustomerQueries(DeskGate gate, PlatformCursors cursors, TimeProvider clock)
{
    private const string List = "customers";

    /// <summary>A page of customers, newest first.</summary>
    public async Task<Result<Page<CustomerView>>> ListAsync(string? cursor, int limit, CancellationToken cancellation)
    {
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
        var all = await CustomerBook.AllAsync(reading.Db, reading.Actor.MerchantId ?? Guid.Empty, cancellation);
        var start = place.Value is { } edge ? all.FindIndex(one => one.Id.ToString("N") == edge) + 1 : 0;
        var page = all.Skip(start).Take(limit).ToList();
        var views = new List<CustomerView>(page.Count);
        foreach (var one in page)
        {
            views.Add(await ViewAsync(reading.Db, one, cancellation));
        }
        return new Page<CustomerView>(views, start + limit < all.Count ? cursors.Write(List, credential, page[^1].Id.ToString("N")) : null);
    }

    /// <summary>One customer; a missing and a foreign one answer alike.</summary>
    public async Task<Result<CustomerView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.OrderOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var found = (await CustomerBook.AllAsync(reading.Db, reading.Actor.MerchantId ?? Guid.Empty, cancellation))
            .Find(one => one.Id == id);
        return found is null ? DomainError.Missing("customer") : await ViewAsync(reading.Db, found, cancellation);
    }

    private async Task<CustomerView> ViewAsync(BackofficeDbContext db, KnownCustomer one, CancellationToken cancellation)
    {
        var (limits, used) = (CustomerTiers.Of(one.Tier), await CustomerBook.UsedAsync(db, one.Id, clock.UtcNowMillis(), cancellation));
        return new CustomerView(PublicId.Write(PublicId.Customer, one.Id), one.Name, Names.Snake(one.Status), one.Tier,
            new CustomerLimits(CustomerBook.Usd(limits.PerOrderCents), CustomerBook.Usd(limits.RollingYearCents), CustomerBook.Usd(used)),
                OrderView.Time(one.CreatedAtUtc));
    }
}

/// <summary>What is known of customers and their limits, for queries and commands alike.</summary>
internal static class CustomerBook
{
    private static readonly OrderStatus[] Ended = [OrderStatus.Rejected, OrderStatus.Cancelled, OrderStatus.Expired, OrderStatus.Failed];

    /// <summary>The merchant, its sub-vendors and its sub-merchants, newest first.</summary>
    public static async Task<List<KnownCustomer>> AllAsync(BackofficeDbContext db, Guid merchantId, CancellationToken cancellation)
    {
        var merchants = await db.Merchants.AsNoTracking().Where(row => row.Id == merchantId || row.ParentId == merchantId)
            .ToListAsync(cancellation);
        var subs = await db.SubMerchants.AsNoTracking().Where(row => row.MerchantId == merchantId).ToListAsync(cancellation);
        var ids = merchants.Select(row => row.Id).Concat(subs.Select(row => row.Id)).ToList();
        var said = await db.CustomerStandings.AsNoTracking().Where(row => ids.Contains(row.CustomerId))
            .ToDictionaryAsync(row => row.CustomerId, cancellation);
        KnownCustomer With(Guid id, string name, KycStatus status, DateTime createdAt) => said.TryGetValue(id, out var row)
            ? new KnownCustomer(id, name, row.Status, row.Tier, createdAt)
            : new KnownCustomer(id, name, status, status == KycStatus.Verified ? CustomerTiers.Highest : 0, createdAt);

        return
        [
            .. merchants.Select(row => With(row.Id, row.Name, row.IsVerified ? KycStatus.Verified : KycStatus.None, row.CreatedAtUtc))
                .Concat(subs.Select(row => With(row.Id, row.Name, StatusOf(row.Status), row.CreatedAtUtc)))
                .OrderByDescending(one => one.CreatedAtUtc).ThenByDescending(one => one.Id),
        ];
    }

    /// <summary>What the orders of the last twelve months are worth.</summary>
    public static Task<long> UsedAsync(BackofficeDbContext db, Guid customerId, DateTime now, CancellationToken cancellation) =>
        Counted(db, customerId, now).SumAsync(row => row.UsdCents!.Value, cancellation);

    // When so many orders have fallen out of the twelve months that enough is free, or null when that is never.
    private static async Task<DateTime?> FreesAtAsync(BackofficeDbContext db, Guid customerId, DateTime now, long neededCents,
        CancellationToken cancellation)
    {
        var freed = 0L;
        var oldestFirst = Counted(db, customerId, now).OrderBy(row => row.CreatedAtUtc).Select(row => new { row.CreatedAtUtc,
            Cents = row.UsdCents!.Value });
        await foreach (var order in oldestFirst.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            freed += order.Cents;
            if (freed >= neededCents)
            {
                return order.CreatedAtUtc.AddYears(1);
            }
        }
        return null;
    }

    private static IQueryable<OrderRow> Counted(BackofficeDbContext db, Guid customerId, DateTime now) => db.Orders.Where(
        row => row.CustomerId == customerId && row.CreatedAtUtc > now.AddYears(-1) && !Ended.Contains(row.Status) && row.UsdCents != null);

    /// <summary>Why the customer may not place an order of this value now, or null.</summary>
    public static async Task<DomainError?> RefusalAsync(DeskWork work, KnownCustomer customer, long? usdCents,
        CancellationToken cancellation)
    {
        if (customer.Status != KycStatus.Verified)
        {
            return DomainError.Of(ErrorCode.CustomerNotVerified, "customer_id",
                $"{customer.Name} is not verified ({Names.Snake(customer.Status)}), so it may not place orders.");
        }
        var limits = CustomerTiers.Of(customer.Tier);
        // One at a time for a customer, until the commit: of two orders at once, the second counts the first.
        await work.NextNumberAsync($"customer:{customer.Id:N}", cancellation);
        var used = await UsedAsync(work.Db, customer.Id, work.Now, cancellation);
        var facts = new Dictionary<string, string>
        {
            ["per_order_usd"] = Usd(limits.PerOrderCents), ["rolling_12_months_usd"] = Usd(limits.RollingYearCents),
            ["used_usd"] = Usd(used),
        };
        var worth = usdCents ?? 0;
        if (worth > limits.PerOrderCents)
        {
            return Over($"The order is worth {Usd(worth)} USD, and tier {customer.Tier} allows {Usd(limits.PerOrderCents)} USD an order; "
                + $"{Usd(used)} USD is used in twelve months. "
                + "That does not free with time: it takes a higher tier.", facts);
        }
        if (used + worth <= limits.RollingYearCents)
        {
            return null;
        }
        var frees = await FreesAtAsync(work.Db, customer.Id, work.Now, used + worth - limits.RollingYearCents, cancellation);
        var when = frees is { } at ? $"Enough of it frees on {OrderView.Time(at)}."
            : "It never frees for an order of this size: that takes a higher tier.";
        if (frees is { } moment)
        {
            facts["frees_at"] = OrderView.Time(moment);
        }
        return Over($"Tier {customer.Tier} allows {Usd(limits.RollingYearCents)} USD in twelve months; {Usd(used)} USD is used and the "
            + $"order is worth {Usd(worth)} USD. {when}", facts);
    }

    /// <summary>US cents as text.</summary>
    public static string Usd(long cents) => DecimalText.Format(cents, 2);

    private static DomainError Over(string message, Dictionary<string, string> facts) =>
        new(ErrorCode.CustomerLimitExceeded, message) { Field = "fiat.amount", Facts = facts };

    private static KycStatus StatusOf(VerificationStatus status) => status switch
    {
        VerificationStatus.Active => KycStatus.Verified,
        VerificationStatus.Authenticating => KycStatus.Pending,
        VerificationStatus.Failed => KycStatus.Refused,
    };
}
