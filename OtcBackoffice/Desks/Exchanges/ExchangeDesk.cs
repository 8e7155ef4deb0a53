using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Exchanges;

/// <summary>Every decision about an exchange between EUR and USDC: the customer's quote, confirmation and cancellation, and the
/// operator's.</summary>
public sealed partial class ExchangeDesk(
    DeskTransaction transaction, DeskGate gate, ExchangeResources resources, ExchangeMarket market, ExchangeSettings settings,
    PolicyGate policy, TimeProvider clock)
    : RecordDesk<ExchangeOrder, ExchangeView>(transaction, policy)
{
    /// <summary>Makes an indicative quote between two resources of the customer; nothing is held for it.</summary>
    public async Task<Result<ExchangeQuoteView>> QuoteAsync(QuoteExchange command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var opened = await gate.OpenAsync(Permission.ExchangeOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        if (reading.Actor.MerchantId is not { } merchantId)
        {
            return new DomainError(ErrorCode.Forbidden, "Only somebody who acts for a merchant can exchange.");
        }
        var scale = command.Side == ExchangeSide.Buy ? ExchangePrice.EurScale : ExchangePrice.UsdcScale;
        if (!DecimalText.TryParse(command.Amount, scale, out var amount) || amount == 0
            || amount > ExchangePrice.SourceMinorMax(command.Side))
        {
            return DomainError.Of(ErrorCode.InvalidAmount, command.Side == ExchangeSide.Buy ? "sourceAmountEur" : "sourceAmountUsdc",
                $"The amount must be plain digits above zero, at most ten thousand million, with at most {scale} decimals.");
        }
        var legs = await resources.LegsAsync(reading.Db, merchantId, command, cancellation);
        if (legs.Failed(out var unusable))
        {
            return unusable;
        }
        if (command.Side == ExchangeSide.Sell
            && await resources.ShortageAsync(reading.Rows, legs.Value, amount, cancellation) is { } shortage)
        {
            return shortage;
        }
        var fresh = await market.FreshAsync(cancellation);
        if (fresh.Failed(out var stale))
        {
            return stale with { Code = ErrorCode.QuoteUnavailable };
        }
        var live = fresh.Value;
        var terms = new ExchangeTerms(command.Side, legs.Value.Account.Id, legs.Value.Wallet.Id, legs.Value.Usdc, legs.Value.Wallet.Address,
            amount, live.Rate, settings.SpreadBps, live.Source);
        return await KeepAsync(terms, merchantId, cancellation);
    }

    /// <summary>
    /// Confirms a quote. A buy's EUR is debited and a sell's USDC is locked in the same transaction, or nothing happens at all.
    /// The same key answers as the first time and never acts twice.
    /// </summary>
    public async Task<Result<ConfirmedExchange>> ConfirmAsync(ConfirmExchange command, DeskKey key, CancellationToken cancellation)
    {
        var receivedAt = clock.UtcNowMillis();
        var confirmed = await Transaction.RunAsync<ConfirmedExchange>(new DeskCommand(Permission.ExchangeOwn, key), async (work, token) =>
        {
            var order = await LoadAsync(work, command.OrderId, token);
            if (order is null)
            {
                return Unknown();
            }
            var from = order.StatusName;
            if (order.Confirm(command.Side, command.TravelRulePayload, receivedAt, work.Now).Failed(out var refused))
            {
                return refused;
            }
            if (await work.CreditBalanceAsync(ExchangeJournal.Source(order), token) < order.SourceMinor)
            {
                return Insufficient(command.Side);
            }
            work.Post(ExchangeJournal.Confirmed(order));
            var answered = new ConfirmedExchange(order.Id, order.Status);
            await ExchangeTrail.RecordAsync(work, order, "confirm", from, "confirmed", token);
            // The books debit at once, so a buy does not wait in this state; an external bank would make it.
            if (order.Status == ExchangeStatus.DebitPending && order.BookDebit(work.Now).IsSuccess)
            {
                await ExchangeTrail.RecordAsync(work, order, "book_debit", Names.Snake(ExchangeStatus.DebitPending), null, token);
            }
            return answered;
        }, cancellation);
        return confirmed.Failed(out var late) && late.Code == ErrorCode.InsufficientFunds ? Insufficient(command.Side) : confirmed;
    }

    /// <summary>The customer takes an unconfirmed quote back.</summary>
    public Task<Result<ExchangeView>> CancelAsync(Guid id, CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("cancel", Permission.ExchangeOwn) { Event = "cancelled" }, (work, order) => order.Cancel(work.Now),
            cancellation);

    private protected override Task<ExchangeOrder?> FindAsync(DeskWork work, Guid id, CancellationToken cancellation) =>
        LoadAsync(work, id, cancellation);

    private protected override DomainError Missing => Unknown();

    private protected override ExchangeView View(DeskWork work, ExchangeOrder record) => ExchangeView.Of(record);

    private protected override DeskEvent Event(string type, ExchangeOrder record, string from) => ExchangeTrail.Event(type, record);

    // A customer's orders end at its own; a foreign id answers like a missing one.
    internal static async Task<ExchangeOrder?> LoadAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        var order = await work.Db.Exchanges.FirstOrDefaultAsync(row => row.Id == id, cancellation);
        return work.Actor.MerchantId is { } merchant && order?.MerchantId != merchant ? null : order;
    }

    /// <summary>What is said about an order that is missing or somebody else's.</summary>
    internal static DomainError Unknown() => new(ErrorCode.OrderNotFound, "There is no such order.");

    private async Task<Result<ExchangeQuoteView>> KeepAsync(ExchangeTerms terms, Guid merchantId, CancellationToken cancellation) =>
        await Transaction.RunAsync<ExchangeQuoteView>(new DeskCommand(Permission.ExchangeOwn), async (work, token) =>
        {
            var number = await work.NextNumberAsync("exchange", token);
            var quoted = ExchangeOrder.Quote(work.NewId(), number, merchantId, work.Actor.PersonId, terms, settings.TtlSeconds, work.Now);
            if (quoted.Failed(out var refused))
            {
                return refused;
            }
            work.Db.Exchanges.Add(quoted.Value);
            await ExchangeTrail.RecordAsync(work, quoted.Value, "quote", null, "quoted", token);
            return new ExchangeQuoteView(ExchangeView.Of(quoted.Value), settings.TtlSeconds);
        }, cancellation);

    private static DomainError Insufficient(ExchangeSide side) => side == ExchangeSide.Buy
        ? new DomainError(ErrorCode.SourceInsufficientFunds,
            "The EUR account holds less than the amount. Nothing was debited, and the quote stands until it expires.")
        : new DomainError(ErrorCode.SourceWalletInsufficient,
            "The wallet has less USDC free than the amount. Nothing was locked, and the quote stands until it expires.");
}
