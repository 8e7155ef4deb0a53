using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.BlockTrades;

/// <summary>What one customer is charged in one pair, where that differs from everybody else.</summary>
public sealed record CustomerSpreadView(Guid PairId, string Pair, Guid MerchantId, string MerchantName, int BuySpreadBps,
    int SellSpreadBps);

/// <summary>Sets a customer's own spreads in a pair.</summary>
public sealed record SetCustomerSpread(Guid PairId, Guid MerchantId, int? BuySpreadBps, int? SellSpreadBps, string? Reason);

/// <content>Customers' own spreads.</content>
public sealed partial class MarketDesk
{
    /// <summary>Every customer's own spreads, or those of a pair.</summary>
    public async Task<Result<IReadOnlyList<CustomerSpreadView>>> SpreadsAsync(Guid? pairId, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await reading.Db.CustomerSpreads.Where(row => pairId == null || row.PairId == pairId)
            .Join(reading.Db.TradePairs, row => row.PairId, pair => pair.Id, (row, pair) => new { row, pair })
            .Join(reading.Db.Merchants, both => both.row.MerchantId, merchant => merchant.Id,
                (both, merchant) => new { both.row, both.pair, merchant.Name })
            .OrderBy(one => one.Name).ThenBy(one => one.pair.SortOrder)
            .Select(one => new CustomerSpreadView(one.pair.Id, one.pair.Token + " against " + one.pair.FiatCurrency, one.row.MerchantId,
                one.Name, one.row.BuySpreadBps, one.row.SellSpreadBps))
            .ToListAsync(cancellation);
    }

    /// <summary>The customers who can have spreads of their own: merchants that stand for themselves.</summary>
    public async Task<Result<IReadOnlyList<(Guid Id, string Name)>>> CustomersAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await reading.Db.Merchants.Where(row => row.ParentId == null && row.IsActive).OrderBy(row => row.Name)
            .Select(row => new { row.Id, row.Name }).ToListAsync(cancellation);
        return rows.ConvertAll(row => (row.Id, row.Name));
    }

    /// <summary>Sets a customer's own spreads; they hold for the customer's next quote and order.</summary>
    public Task<Result<CustomerSpreadView>> SetSpreadAsync(SetCustomerSpread command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return transaction.RunAsync<CustomerSpreadView>(new DeskCommand(Permission.BlockTradeEdit), async (work, token) =>
        {
            if (command is not { BuySpreadBps: { } buy, SellSpreadBps: { } sell })
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "buy_spread_bps", "buy_spread_bps and sell_spread_bps are required.");
            }
            var pair = await work.Db.TradePairs.FirstOrDefaultAsync(row => row.Id == command.PairId, token);
            var merchant = await work.Db.Merchants.FirstOrDefaultAsync(row => row.Id == command.MerchantId && row.ParentId == null, token);
            if (pair is null || merchant is null)
            {
                return DomainError.Missing(pair is null ? "pair" : "merchant");
            }
            if (Fault(command.Reason) is { } fault)
            {
                return fault;
            }
            var row = await work.Db.CustomerSpreads.FirstOrDefaultAsync(one => one.PairId == pair.Id && one.MerchantId == merchant.Id,
                token);
            var before = row is null ? null : new { row.BuySpreadBps, row.SellSpreadBps };
            row ??= work.Db.CustomerSpreads.Add(
                CustomerSpread.Create(work.NewId(), merchant.Id, pair.Id, pair.BuySpreadBps, pair.SellSpreadBps)).Entity;
            if (row.Change(buy, sell).Failed(out var refused))
            {
                return refused;
            }
            var view = new CustomerSpreadView(pair.Id, $"{pair.Token} against {pair.FiatCurrency}", merchant.Id, merchant.Name, buy, sell);
            Record(work, "customer_spread", merchant.Id, command.Reason,
                new { view.Pair, Before = before, After = new { row.BuySpreadBps, row.SellSpreadBps } });
            return view;
        }, cancellation);
    }

    /// <summary>Takes a customer's own spreads away; those of the pair hold again.</summary>
    public Task<Result<Unit>> DropSpreadAsync(Guid pairId, Guid merchantId, CancellationToken cancellation) =>
        transaction.RunAsync<Unit>(new DeskCommand(Permission.BlockTradeEdit), async (work, token) =>
        {
            var row = await work.Db.CustomerSpreads.FirstOrDefaultAsync(one => one.PairId == pairId && one.MerchantId == merchantId, token);
            if (row is null)
            {
                return DomainError.Missing("spread");
            }
            work.Db.CustomerSpreads.Remove(row);
            Record(work, "customer_spread", merchantId, null,
                new { PairId = pairId, Before = new { row.BuySpreadBps, row.SellSpreadBps }, After = (object?)null });
            return Unit.Done;
        }, cancellation);
}
