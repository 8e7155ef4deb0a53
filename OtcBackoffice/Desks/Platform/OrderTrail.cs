using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Orders;
using OtcBackoffice.Domain.Records;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Desks.Platform;

/// <summary>What the platform adds to a record that it makes.</summary>
/// <param name="CustomerId">Whose order it is.</param>
/// <param name="PayTo">Where the customer wires to, or null.</param>
internal sealed record OrderOrigin(Guid CustomerId, PayTo? PayTo)
{
    public const string Surface = "platform";
}

/// <summary>A step of a record that is an order before it or after it; the statuses are those at the moment of the step.</summary>
internal sealed record OrderStep(IRecord Record, string Kind, bool IsNew, OrderStatus? Was, OrderStatus? Now)
{
    /// <summary>The step of a record, or null when the platform has nothing to tell of it.</summary>
    public static OrderStep? Of(IRecord record, string kind, string? from)
    {
        var (was, now) = (OrderMap.Of(kind, from), NowOf(record, kind));
        return was == now ? null : new OrderStep(record, kind, from is null, was, now);
    }

    private static OrderStatus? NowOf(IRecord record, string kind) =>
        record is Deposit { IsCancelledByCustomer: true } or Withdrawal { IsCancelledByCustomer: true }
        ? OrderStatus.Cancelled
        : OrderMap.Of(kind, record.StatusName);
}

/// <summary>
/// Tells the orders that a command moved: their row, and the events of specification 000. Every record passes here by its
/// trail, whichever desk moved it, so no surface can forget it.
/// </summary>
internal static class OrderTrail
{
    public const string Created = "order.created", StatusChanged = "order.status_changed", SettlementCompleted = "settlement.completed",
        ReconciliationReady = "reconciliation.ready";

    /// <summary>The events of the platform.</summary>
    public static readonly IReadOnlyList<string> Types = [Created, StatusChanged, SettlementCompleted, ReconciliationReady];

    /// <summary>Tells all steps of a command.</summary>
    public static async Task TellAsync(DeskWork work, CancellationToken cancellation)
    {
        var told = new Dictionary<Guid, OrderStatus>();
        foreach (var step in work.Steps)
        {
            await TellAsync(work, step, told, cancellation);
        }
    }

    /// <summary>Tells that the legs of an order lie on signed days.</summary>
    public static async Task ReconcileAsync(DeskWork work, Guid id, Guid merchantId, CancellationToken cancellation)
    {
        work.Session.Queue("UPDATE orders SET status = 'reconciled', reconciled_at_utc = @p1, updated_at_utc = @p1 WHERE id = @p0", id,
            work.Now);
        await MovedAsync(work, id, merchantId, OrderStatus.Settled, OrderStatus.Reconciled, cancellation);
        await work.RaiseAsync(Event(ReconciliationReady, id, merchantId, ("reconciled_at", OrderView.Time(work.Now))), cancellation);
    }

    private static async Task TellAsync(DeskWork work, OrderStep step, Dictionary<Guid, OrderStatus> told, CancellationToken cancellation)
    {
        var id = step.Record.Id;
        var known = told.TryGetValue(id, out var own) ? own : await KnownAsync(work, step, cancellation);
        if (step.Now is not { } now)
        {
            if (known is not null)
            {
                work.Session.Queue("UPDATE orders SET is_hidden = @p1 WHERE id = @p0", id, true);
            }
            return;
        }
        if (known is null && now is OrderStatus.Cancelled or OrderStatus.Expired)
        {
            // A quote that nobody confirmed was never an order.
            return;
        }
        if (known is not { } was)
        {
            await OpenAsync(work, step, now, cancellation);
        }
        else
        {
            await MoveAsync(work, step, was, now, cancellation);
        }
        told[id] = now;
    }

    // Only what may be reconciled, or was hidden for a while, is asked for: everything else was told as its record said.
    private static async Task<OrderStatus?> KnownAsync(DeskWork work, OrderStep step, CancellationToken cancellation)
    {
        if (step.IsNew)
        {
            return null;
        }
        if (step.Was is { } was and not OrderStatus.Settled)
        {
            return was;
        }
        var rows = await work.Session.ReadAsync("SELECT status FROM orders WHERE id = @p0", row => row.GetString(0), cancellation,
            step.Record.Id);
        return rows.Count == 1 && Names.TryParse<OrderStatus>(rows[0], out var told) ? told : null;
    }

    private static async Task OpenAsync(DeskWork work, OrderStep step, OrderStatus now, CancellationToken cancellation)
    {
        var record = step.Record;
        var facts = OrderFacts.Of(record)!;
        var origin = work.Origins.GetValueOrDefault(record.Id);
        var row = new OrderRow
        {
            Id = record.Id,
            Kind = step.Kind,
            MerchantId = record.MerchantId,
            Type = facts.Type,
            Surface = origin is null ? facts.Surface : OrderOrigin.Surface,
            Status = OrderStatus.Pending,
            CustomerId = origin?.CustomerId ?? facts.CustomerId,
            Reference = facts.Reference,
            FiatCurrency = facts.Fiat.Code,
            Asset = facts.Crypto.Code,
            UsdCents = facts.UsdCents,
            CreatedAtUtc = work.Now,
            UpdatedAtUtc = work.Now,
        };
        work.Session.Queue(
            "INSERT INTO orders (id, kind, merchant_id, type, surface, status, is_hidden, customer_id, reference, fiat_currency, asset, "
                + "usd_cents, created_at_utc, updated_at_utc) "
            + "VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p12)",
            row.Id, row.Kind, row.MerchantId, Names.Snake(row.Type), row.Surface, Names.Snake(row.Status), false, row.CustomerId,
            row.Reference, row.FiatCurrency, row.Asset,
            row.UsdCents, row.CreatedAtUtc);
        await work.RaiseAsync(Event(Created, row.Id, row.MerchantId, ("order", OrderView.Of(row, facts, origin?.PayTo))), cancellation);
        if (now != OrderStatus.Pending)
        {
            await MoveAsync(work, step, OrderStatus.Pending, now, cancellation);
        }
    }

    private static async Task MoveAsync(DeskWork work, OrderStep step, OrderStatus was, OrderStatus now, CancellationToken cancellation)
    {
        var facts = OrderFacts.Of(step.Record)!;
        var path = was == now ? [] : OrderLifecycle.Path(was, now);
        work.Session.Queue(
            "UPDATE orders SET status = @p1, is_hidden = @p2, usd_cents = @p3, updated_at_utc = @p4"
            + (path.Contains(OrderStatus.Verified) ? ", verified_at_utc = @p4" : "")
            + (path.Contains(OrderStatus.Settled) ? ", settled_at_utc = @p4" : "")
            + (was == OrderStatus.Reconciled ? ", reconciled_at_utc = NULL" : "") + " WHERE id = @p0",
            step.Record.Id, Names.Snake(now), false, facts.UsdCents, work.Now);
        foreach (var next in path)
        {
            await MovedAsync(work, step.Record.Id, step.Record.MerchantId, was, next, cancellation);
            if (next == OrderStatus.Settled)
            {
                await work.RaiseAsync(Event(SettlementCompleted, step.Record.Id, step.Record.MerchantId,
                    ("settled_at", OrderView.Time(work.Now)),
                    ("transfers", await TransfersAsync(work, step.Record, facts, cancellation))), cancellation);
            }
            was = next;
        }
    }

    private static Task MovedAsync(DeskWork work, Guid id, Guid merchantId, OrderStatus from, OrderStatus to,
        CancellationToken cancellation) =>
        work.RaiseAsync(Event(StatusChanged, id, merchantId, ("from", Names.Snake(from)), ("to", Names.Snake(to))), cancellation);

    private static DeskEvent Event(string type, Guid id, Guid merchantId, params (string Name, object? Value)[] more)
    {
        var data = new Dictionary<string, object?> { ["order_id"] = PublicId.Write(PublicId.Order, id) };
        foreach (var (name, value) in more)
        {
            data[name] = value;
        }
        return new DeskEvent(type, id, merchantId, data) { Surface = WebhookForms.Platform };
    }

    // What moved on a chain for the order; fiat is in its receipts and statements.
    private static async Task<IReadOnlyList<object>> TransfersAsync(DeskWork work, IRecord record, OrderFacts facts,
        CancellationToken cancellation)
    {
        var asset = Domain.Catalog.Asset.ByCode(facts.Crypto.Code);
        object Moved(string hash, long minor) =>
            new { network = asset.Network.Code.ToUpperInvariant(), tx_hash = hash, amount = asset.Format(minor) };

        switch (record)
        {
            case Deposit { TransferId: { } transferId }:
                var transfer = await work.Db.Transfers.AsNoTracking().FirstOrDefaultAsync(row => row.Id == transferId, cancellation);
                return transfer?.TxHash is { } sent ? [Moved(sent, transfer.AmountMinor)] : [];
            case ExchangeOrder { TxHash: { } hash } exchange:
                return [Moved(hash, exchange.UsdcMinor)];
            case GatewayWithdrawal { TxHash: { } hash } withdrawal:
                return [Moved(hash, withdrawal.AmountMinor)];
            case GatewayPayment payment:
                var parts = await work.Db.GatewayPaymentParts.Where(part => part.PaymentId == payment.Id && part.Asset == payment.Asset)
                    .ToListAsync(cancellation);
                return [.. parts.Union(work.Db.GatewayPaymentParts.Local.Where(part => part.PaymentId == payment.Id
                    && part.Asset == payment.Asset))
                    .Where(part => part.BlockNumber is not null).Select(part => Moved(part.TxHash, part.AmountMinor))];
            default:
                return [];
        }
    }
}
