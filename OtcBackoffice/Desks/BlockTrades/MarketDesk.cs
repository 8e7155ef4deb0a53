using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.BlockTrades;

/// <summary>What is to change of a country; null leaves a switch as it is.</summary>
public sealed record CountrySwitches(bool? BuyOpen, bool? SellOpen, string? Reason);

/// <summary>What is to change of a pair; null leaves a field as it is. The reference is text and is read strictly.</summary>
public sealed record PairChange(bool? IsOpen, string? Reference, int? BuySpreadBps, int? SellSpreadBps, string? Reason);

/// <summary>Where and at what price block trades are offered. A change holds for the next order; orders keep the price they were placed
/// at.</summary>
public sealed partial class MarketDesk(DeskTransaction transaction, DeskGate gate)
{
    private const int ReasonLengthMax = 1_000;

    /// <summary>Every country with its switches.</summary>
    public async Task<Result<IReadOnlyList<TradeCountryView>>> CountriesAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await reading.Db.TradeCountries.OrderBy(row => row.SortOrder).ToListAsync(cancellation);
        return rows.ConvertAll(View);
    }

    /// <summary>Every pair, or those of a country, with its price.</summary>
    public async Task<Result<IReadOnlyList<TradePairView>>> PairsAsync(string? country, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await reading.Db.TradePairs.Where(row => country == null || row.Country == country).OrderBy(row => row.SortOrder)
            .ToListAsync(cancellation);
        return rows.ConvertAll(View);
    }

    /// <summary>Turns the switches of a country, which is named by its two letters.</summary>
    public Task<Result<TradeCountryView>> SwitchAsync(string abbreviation, CountrySwitches change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        var letters = abbreviation?.ToUpperInvariant() ?? "";
        return transaction.RunAsync<TradeCountryView>(new DeskCommand(Permission.BlockTradeEdit), async (work, token) =>
        {
            var row = await work.Db.TradeCountries.FirstOrDefaultAsync(one => one.Abbreviation == letters, token);
            if (row is null)
            {
                return DomainError.Missing("country");
            }
            if (Fault(change.Reason) is { } fault)
            {
                return fault;
            }
            var before = View(row);
            row.Switch(change.BuyOpen, change.SellOpen);
            var after = View(row);
            Record(work, "trade_country", row.Id, change.Reason,
                new { row.Name, Before = new { before.BuyOpen, before.SellOpen }, After = new { after.BuyOpen, after.SellOpen } });
            return after;
        }, cancellation);
    }

    /// <summary>Opens, closes or prices a pair.</summary>
    public Task<Result<TradePairView>> ChangeAsync(Guid id, PairChange change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        return transaction.RunAsync<TradePairView>(new DeskCommand(Permission.BlockTradeEdit), async (work, token) =>
        {
            var row = await work.Db.TradePairs.FirstOrDefaultAsync(one => one.Id == id, token);
            if (row is null)
            {
                return DomainError.Missing("pair");
            }
            if (Fault(change.Reason) is { } fault)
            {
                return fault;
            }
            Rate? reference = null;
            if (change.Reference is not null)
            {
                if (!Rate.TryParse(change.Reference, out var read) || !read.IsPlausible())
                {
                    return DomainError.Of(ErrorCode.InvalidRequest, "reference_rate", $"reference_rate must be {Rate.Bounds}.");
                }
                reference = read;
            }
            var before = View(row);
            if (row.Change(change.IsOpen, reference, change.BuySpreadBps, change.SellSpreadBps).Failed(out var refused))
            {
                return refused;
            }
            Record(work, "trade_pair", row.Id, change.Reason,
                new { Pair = $"{row.FiatCurrency}/{row.Token}", row.Country, Before = Terms(before), After = Terms(View(row)) });
            return View(row);
        }, cancellation);
    }

    private static DomainError? Fault(string? reason) =>
        reason?.Length > ReasonLengthMax
            ? DomainError.Of(ErrorCode.InvalidRequest, "reason", $"reason must have {ReasonLengthMax} characters at most.") : null;

    private static object Terms(TradePairView pair) =>
        new { pair.IsOpen, Reference = pair.Reference.ToString(), pair.BuySpreadBps, pair.SellSpreadBps };

    private static void Record(DeskWork work, string kind, Guid id, string? reason, object changes)
    {
        work.Audit(new AuditNote($"{kind}.change", kind, id) { Reason = reason, Changes = changes });
        work.Touch(Topics.BlockTrades, id);
    }

    private static TradeCountryView View(TradeCountry row) => new(row.Name, row.Abbreviation, row.BuyOpen, row.SellOpen);

    private static TradePairView View(TradePair row) =>
        new(row.Id, row.Country, row.FiatCurrency, row.Token, row.IsOpen, row.Reference, row.BuySpreadBps, row.SellSpreadBps);
}
