using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Api.Staff;

/// <summary>The switches of a country.</summary>
internal sealed record CountrySwitchRequest
{
    public bool? BuySwitch { get; init; }

    public bool? SellSwitch { get; init; }

    public string? Reason { get; init; }
}

/// <summary>What is to change of a pair.</summary>
internal sealed record PairChangeRequest
{
    public bool? HasOpen { get; init; }

    public string? ReferenceRate { get; init; }

    public int? BuySpreadBps { get; init; }

    public int? SellSpreadBps { get; init; }

    public string? Reason { get; init; }
}

/// <summary>A customer's own spreads in a pair.</summary>
internal sealed record CustomerSpreadRequest
{
    public int? BuySpreadBps { get; init; }

    public int? SellSpreadBps { get; init; }

    public string? Reason { get; init; }
}

/// <summary>Where and at what price block trades are offered, for staff.</summary>
internal static class MarketRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/block-trades/countries", Countries).RequireAuthorization(guard.For(Permission.BlockTradeRead));
        group.MapPatch("/block-trades/countries/{abbreviation}", Switch).RequireAuthorization(guard.For(Permission.BlockTradeEdit));
        group.MapGet("/block-trades/pairs", Pairs).RequireAuthorization(guard.For(Permission.BlockTradeRead)).Reads("country");
        group.MapPatch("/block-trades/pairs/{id:guid}", Change).RequireAuthorization(guard.For(Permission.BlockTradeEdit));
        group.MapGet("/block-trades/pairs/{id:guid}/spreads", Spreads).RequireAuthorization(guard.For(Permission.BlockTradeRead));
        group.MapPut("/block-trades/pairs/{id:guid}/spreads/{merchantId:guid}", SetSpread)
            .RequireAuthorization(guard.For(Permission.BlockTradeEdit));
        group.MapDelete("/block-trades/pairs/{id:guid}/spreads/{merchantId:guid}", DropSpread)
            .RequireAuthorization(guard.For(Permission.BlockTradeEdit));
    }

    private static async Task<IResult> Countries(MarketDesk desk, CancellationToken cancellation) =>
        (await desk.CountriesAsync(cancellation)).Listed("countries", Country);

    private static async Task<IResult> Pairs(HttpContext http, MarketDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var country = query.Text("country");
        return query.Fault is { } fault ? ProblemDialect.Problem(fault)
            : (await desk.PairsAsync(country, cancellation)).Listed("pairs", Pair);
    }

    private static Task<IResult> Switch(string abbreviation, HttpContext http, MarketDesk desk, CancellationToken cancellation) =>
        Answers.WithChangeAsync<CountrySwitchRequest>(http, async body =>
        (await desk.SwitchAsync(abbreviation, new CountrySwitches(body.Value.BuySwitch, body.Value.SellSwitch, body.Value.Reason),
            cancellation)).Answer(view => new { Country = Country(view) }), cancellation);

    private static Task<IResult> Change(Guid id, HttpContext http, MarketDesk desk, CancellationToken cancellation) =>
        Answers.WithChangeAsync<PairChangeRequest>(http, async body =>
    {
        var asked = body.Value;
        var change = new PairChange(asked.HasOpen, asked.ReferenceRate, asked.BuySpreadBps, asked.SellSpreadBps, asked.Reason);
        return (await desk.ChangeAsync(id, change, cancellation)).Answer(view => new { Pair = Pair(view) });
    }, cancellation);

    private static async Task<IResult> Spreads(Guid id, MarketDesk desk, CancellationToken cancellation) =>
        (await desk.SpreadsAsync(id, cancellation)).Listed("spreads", Spread);

    private static Task<IResult> SetSpread(Guid id, Guid merchantId, HttpContext http, MarketDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<CustomerSpreadRequest>(http, async body =>
        (await desk.SetSpreadAsync(
            new SetCustomerSpread(id, merchantId, body.Value.BuySpreadBps, body.Value.SellSpreadBps, body.Value.Reason), cancellation))
            .Answer(view => new { Spread = Spread(view) }), cancellation);

    private static async Task<IResult> DropSpread(Guid id, Guid merchantId, MarketDesk desk, CancellationToken cancellation) =>
        (await desk.DropSpreadAsync(id, merchantId, cancellation)).Answer(_ => new { Dropped = true });

    private static object Spread(CustomerSpreadView view) =>
        new { view.PairId, view.MerchantId, view.MerchantName, view.BuySpreadBps, view.SellSpreadBps };

    private static object Country(TradeCountryView view) =>
        new { Country = view.Name, Abbr = view.Abbreviation, BuySwitch = view.BuyOpen, SellSwitch = view.SellOpen };

    private static object Pair(TradePairView view) => new
    {
        view.Id, view.Country, view.FiatCurrency, CryptoCurrency = view.Token, HasOpen = view.IsOpen,
        ReferenceRate = view.Reference.ToString(), view.BuySpreadBps, view.SellSpreadBps,
    };
}
