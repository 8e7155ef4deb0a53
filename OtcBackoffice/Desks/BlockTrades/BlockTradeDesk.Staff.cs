using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Events;

namespace OtcBackoffice.Desks.BlockTrades;

/// <summary>A reason that staff gave, as it is stored with a command that waits.</summary>
public sealed record BlockReason(string? Reason);

/// <content>What the desk does with an order.</content>
public sealed partial class BlockTradeDesk
{
    /// <summary>The desk agrees; the payment is open and its clock runs.</summary>
    public Task<Result<BlockOrderView>> ApproveAsync(long number, string? reason, CancellationToken cancellation) =>
        DecideAsync(number, async (work, order, token) =>
    {
        var approved = await StepAsync(work, order, Step("approve", reason),
            (_, _, _) => Task.FromResult(order.Approve(work.Actor.PersonId, work.Now)), token);
        return approved.IsSuccess
            ? await StepAsync(work, order, Step("open_payment", null), (_, _, _) => Task.FromResult(order.OpenPayment(work.Now)), token)
            : approved;
    }, cancellation);

    /// <summary>The desk wants to see documents first.</summary>
    public Task<Result<BlockOrderView>> RequestDocumentsAsync(long number, string? reason, CancellationToken cancellation) =>
        DecideAsync(number, (work, order, token) =>
        StepAsync(work, order, Step("request_documents", reason), (_, _, _) => Task.FromResult(order.RequestDocuments(reason, work.Now)),
            token), cancellation);

    /// <summary>The fiat was sent: by the customer of a buy, by the desk for a sell.</summary>
    public async Task<Result<BlockOrderView>> MarkPaidAsync(long number, string? trackingNumber, CancellationToken cancellation)
    {
        await AskAsync(number, cancellation);
        return await DecideAsync(number, async (work, order, token) =>
            order.Side == TradeSide.Sell && await NotClearAsync(work, order, token) is { } notClear ? notClear
                : await PayAsync(work, order, trackingNumber, "mark_paid", token), cancellation);
    }

    private Task AskAsync(long number, CancellationToken cancellation) => screening.AskAsync(async (db, token) =>
        await db.BlockOrders.Where(row => row.Number == number).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(token) is { } id
            ? await ScreeningSubjects.BlockOrderAsync(db, id, token) : null, cancellation);

    private static async Task<DomainError?> NotClearAsync(DeskWork work, BlockOrder order, CancellationToken cancellation) =>
        await ScreeningGate.FaultAsync(work, await ScreeningSubjects.BlockOrderAsync(work.Db, order.Id, cancellation), cancellation);

    /// <summary>The desk ends an order with a reason.</summary>
    public Task<Result<BlockOrderView>> CancelAsync(long number, string? reason, CancellationToken cancellation) =>
        DecideAsync(number, (work, order, token) =>
        EndAsync(work, order, "cancel", reason, () => order.Cancel(reason, work.Now), token), cancellation);

    /// <summary>The fiat arrived; the crypto changes hands. The policy may want a second person.</summary>
    public async Task<Result<Decided<BlockOrderView>>> ReleaseAsync(long number, string? reason, CancellationToken cancellation)
    {
        await AskAsync(number, cancellation);
        return await Transaction.RunAsync<Decided<BlockOrderView>>(new DeskCommand(Permission.BlockTradeDecide) { NeedsFreshSignIn = true },
            async (work, token) =>
        {
            var order = await work.Db.BlockOrders.FirstOrDefaultAsync(row => row.Number == number, token);
            return order is null ? DomainError.Missing("order") : await ReleaseAsync(work, order.Id, new BlockReason(reason), token);
        }, cancellation);
    }

    /// <summary>How a release runs when a second person has agreed.</summary>
    internal CommandReplay Replay =>
        CommandReplay.Of<BlockReason, Decided<BlockOrderView>>(ApprovalOperation.BlockTradeRelease, Permission.BlockTradeDecide,
        async (work, id, token) =>
            await work.Db.BlockOrders.FirstOrDefaultAsync(row => row.Id == id, token) is { } order ? VersionOf(order) : null, ReleaseAsync)
        with { BeforeAsync = (id, _, token) => screening.AskAsync((db, ask) => ScreeningSubjects.BlockOrderAsync(db, id, ask), token) };

    /// <summary>Ends orders whose time to pay has run out; answers how many.</summary>
    public async Task<int> ExpireDueAsync(CancellationToken cancellation)
    {
        var expired = 0;
        var listed = await Transaction.RunAsAsync<List<Guid>>(Clock, new DeskCommand(null), async (work, token) => await work.Db.BlockOrders.AsNoTracking()
            .Where(row => row.Status == BlockOrderStatus.PaymentPending && row.ExpiresAtUtc <= work.Now).OrderBy(row => row.ExpiresAtUtc)
            .Select(row => row.Id).Take(500).ToListAsync(token), cancellation);
        foreach (var id in listed.IsSuccess ? listed.Value : [])
        {
            var ended = await Transaction.RunAsAsync<bool>(Clock, new DeskCommand(null), async (work, token) =>
            {
                var order = await work.Db.BlockOrders.FirstAsync(row => row.Id == id, token);
                var from = order.StatusName;
                var lapsed = order.Expire(work.Now);
                if (lapsed is { IsSuccess: true, Value: true })
                {
                    await UndoAsync(work, order, token);
                    await BlockTrail.RecordAsync(work, order, "expire", from, order.Remark, null, token);
                }
                return lapsed;
            }, cancellation);
            expired += ended is { IsSuccess: true, Value: true } ? 1 : 0;
        }
        return expired;
    }

    private static readonly Actor Clock = Actor.System("block_trade_clock");

    private static string VersionOf(BlockOrder order) => order.Version.ToString(CultureInfo.InvariantCulture);

    private async Task<Result<Decided<BlockOrderView>>> ReleaseAsync(DeskWork work, Guid id, BlockReason reason,
        CancellationToken cancellation)
    {
        var order = await work.Db.BlockOrders.FirstOrDefaultAsync(row => row.Id == id, cancellation);
        if (order is null)
        {
            return DomainError.Missing("order");
        }
        if (BlockOrderLifecycle.Table.Move(order.Status, BlockOrderAction.Release).Failed(out var wrong))
        {
            return wrong;
        }
        if (await NotClearAsync(work, order, cancellation) is { } notClear)
        {
            return notClear;
        }
        var about = new PolicyCase(ApprovalOperation.BlockTradeRelease, "block_order", order.Id, VersionOf(order), order.HumanId)
        {
            MerchantId = order.MerchantId,
            NotionalUsdCents = order.NotionalUsdCents,
            Summary = $"{order.HumanId}: release {BlockOrderView.Of(order).Quantity} {order.Token} against "
                + $"{BlockOrderView.Of(order).FiatAmount} {order.FiatCurrency}.",
            Command = reason,
        };
        return await DecideAsync(work, order, about,
            () => ReleaseAsync(work, order, "release", reason.Reason, cancellation, work.Agreement), cancellation);
    }

    private static RecordStep Step(string action, string? reason) =>
        new(action, Permission.BlockTradeDecide) { Reason = reason, Event = BlockTrail.EventType };

    private protected override Task<BlockOrder?> FindAsync(DeskWork work, Guid id, CancellationToken cancellation) =>
        work.Db.BlockOrders.FirstOrDefaultAsync(row => row.Id == id, cancellation);

    private protected override DomainError Missing => DomainError.Missing("order");

    private protected override BlockOrderView View(DeskWork work, BlockOrder record) => BlockOrderView.Of(record);

    private protected override DeskEvent Event(string type, BlockOrder record, string from) => BlockTrail.Notice(record);

    private protected override object? Changes(DeskWork work, RecordStep step, BlockOrder record) =>
        step.Action == "open_payment" ? new { record.ExpiresAtUtc } : null;

    private Task<Result<BlockOrderView>> DecideAsync(long number,
        Func<DeskWork, BlockOrder, CancellationToken, Task<Result<BlockOrderView>>> act, CancellationToken cancellation) =>
        Transaction.RunAsync<BlockOrderView>(new DeskCommand(Permission.BlockTradeDecide), async (work, token) =>
            await work.Db.BlockOrders.FirstOrDefaultAsync(row => row.Number == number, token) is { } order ? await act(work, order, token) : DomainError.Missing("order"), cancellation);

    private static async Task<Result<BlockOrderView>> PayAsync(DeskWork work, BlockOrder order, string? trackingNumber, string action,
        CancellationToken cancellation)
    {
        var from = order.StatusName;
        if (order.MarkPaid(trackingNumber, work.Now).Failed(out var wrong))
        {
            return wrong;
        }
        if (order.Side == TradeSide.Sell)
        {
            work.Post(BlockJournal.SellPaid(order));
            Earn(work, order);
        }
        if (!await BlockReceipts.HasArrivedAsync(work, order, cancellation))
        {
            var fields = FieldJson.Read(order.PayeeFields);
            var account = fields.FirstOrDefault(field => field.IsAccount)?.Text ?? "";
            work.Db.MerchantTransfers.Add(
                await BlockTrail.PaymentAsync(work, order, account, fields.FirstOrDefault(field => !field.IsAccount)?.Text ?? "",
                cancellation));
        }
        await BlockTrail.RecordAsync(work, order, action, from, null, new { order.TrackingNumber }, cancellation);
        return BlockOrderView.Of(order);
    }

    private static async Task<Result<BlockOrderView>> ReleaseAsync(DeskWork work, BlockOrder order, string action, string? reason,
        CancellationToken cancellation, object? agreed = null)
    {
        var from = order.StatusName;
        if (order.Release(work.Now).Failed(out var wrong))
        {
            return wrong;
        }
        if (order.Side == TradeSide.Sell)
        {
            work.Post(BlockJournal.SellReleased(order));
        }
        else
        {
            if (!await BlockReceipts.HasArrivedAsync(work, order, cancellation))
            {
                work.Post(BlockJournal.BuyReceived(order));
            }
            work.Post(BlockJournal.BuyReleased(order));
            Earn(work, order);
        }
        await CloseTransfersAsync(work, order, BlockTrail.Completed, cancellation);
        await BlockTrail.RecordAsync(work, order, action, from, reason, agreed, cancellation);
        return BlockOrderView.Of(order);
    }

    private static async Task<Result<BlockOrderView>> EndAsync(DeskWork work, BlockOrder order, string action, string? reason,
        Func<Result<BlockOrder>> end, CancellationToken cancellation)
    {
        var from = order.StatusName;
        if (end().Failed(out var wrong))
        {
            return wrong;
        }
        await UndoAsync(work, order, cancellation);
        await BlockTrail.RecordAsync(work, order, action, from, reason, null, cancellation);
        return BlockOrderView.Of(order);
    }

    // What an order that comes to nothing has taken goes back: the crypto that was put aside, the day's limit, the transfer.
    private static async Task UndoAsync(DeskWork work, BlockOrder order, CancellationToken cancellation)
    {
        if (order.Side == TradeSide.Sell)
        {
            work.Post(BlockJournal.SellUnlocked(order));
        }
        var owner = await work.Db.SubMerchants.FirstAsync(row => row.Id == order.SubMerchantId, cancellation);
        owner.GiveBack(order.Side, order.FiatMinor, order.CreatedAtUtc, work.Now);
        await CloseTransfersAsync(work, order, BlockTrail.Canceled, cancellation);
        await BlockReceipts.RefundAsync(work, order, cancellation);
    }

    private static async Task CloseTransfersAsync(DeskWork work, BlockOrder order, int state, CancellationToken cancellation)
    {
        foreach (var transfer in await work.Db.MerchantTransfers.Where(row => row.OrderId == order.Id && row.State == BlockTrail.Init)
            .ToListAsync(cancellation))
        {
            (transfer.State, transfer.UpdatedAtUtc, transfer.BankOrderId) = (state, work.Now, order.TrackingNumber);
        }
    }

    // The desk earns in the token of a buy and in the currency of a sell.
    private static void Earn(DeskWork work, BlockOrder order) => work.Earn(new RevenueChange(
        "block_order", order.MerchantId, order.FiatCurrency, order.Side == TradeSide.Buy ? order.Asset : order.FiatCurrency,
        order.ApprovedBy ?? Guid.Empty, 1, order.FiatMinor, 0, order.SpreadMinor,
        (long)((order.ApprovedAtUtc ?? order.CreatedAtUtc) - order.CreatedAtUtc).TotalSeconds));
}
