using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Webhooks;

namespace OtcBackoffice.Api.BlockTrade;

/// <summary>Base data, the customer's price, its account, and where it pays in.</summary>
internal static class MarketRoutes
{
    public static Task<IResult> Countries(HttpContext http, BlockQueries queries, CancellationToken cancellation) =>
        BlockTradeApi.WithAsync(http, async fields =>
    {
        var valid = fields.Within("hasValid", 0, 1, 0);
        return fields.Fault is { } fault ? BlockTradeDialect.Refusal(fault)
            : Json(new { countryList = (await queries.CountriesAsync(valid == 1, cancellation))
                .Select(country => Mapping.Country(country, http)) });
    }, cancellation);

    public static Task<IResult> ListData(HttpContext http, BlockQueries queries, CancellationToken cancellation) =>
        BlockTradeApi.WithAsync(http, async fields =>
    {
        var (country, valid) = (fields.Text("country"), fields.Within("hasValid", 0, 1, 0));
        return fields.Fault is { } fault ? BlockTradeDialect.Refusal(fault)
            : Json(Mapping.ListData(await queries.PairsAsync(country, valid == 1, cancellation)));
    }, cancellation);

    // One key and no more: readers of PEM commonly refuse a text that holds two.
    public static IResult PublicKey(NoticeKeyDesk keys) => Results.Text(keys.CurrentPem, "application/x-pem-file");

    public static IResult PublicKeys(NoticeKeyDesk keys) => Json(new { keyList = keys.Announced().Select(Mapping.NoticeKey) });

    public static Task<IResult> Quote(HttpContext http, BlockQueries queries, CancellationToken cancellation) =>
        BlockTradeApi.WithAsync(http, async fields =>
    {
        fields.Need("country");
        fields.Need("fiatCurrency");
        fields.Need("cryptoCurrency");
        var (country, fiat, token) = (fields.Text("country"), fields.Text("fiatCurrency"), fields.Text("cryptoCurrency"));
        return fields.Fault is { } fault ? BlockTradeDialect.Refusal(fault)
            : (await queries.QuoteAsync(country, fiat, token, cancellation)).Answer(Mapping.Quote);
    }, cancellation);

    public static Task<IResult> DepositAddress(HttpContext http, BlockQueries queries, CancellationToken cancellation) =>
        BlockTradeApi.WithAsync(http, async fields =>
    {
        fields.Need("tokenId");
        var (token, chain) = (fields.Text("tokenId"), fields.Text("chainType"));
        return fields.Fault is { } fault ? BlockTradeDialect.Refusal(fault)
            : (await queries.DepositAddressAsync(token, chain, cancellation)).Answer(Mapping.DepositAddress);
    }, cancellation);

    public static async Task<IResult> Account(BlockQueries queries, CancellationToken cancellation) =>
        (await queries.AccountAsync(cancellation)).Answer(Mapping.Account);

    private static IResult Json(object value) => Results.Json(value, BlockTradeDialect.Writing);
}
