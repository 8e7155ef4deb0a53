using OtcBackoffice.Desks.BlockTrades;

namespace OtcBackoffice.Api.BlockTrade;

/// <summary>Placing, finishing and reading orders.</summary>
internal static class OrderRoutes
{
    private const int PageSizeDefault = 10, PageSizeMax = 1_000, PageMax = 1_000_000;

    public static Task<IResult> List(HttpContext http, BlockQueries queries, CancellationToken cancellation) =>
        BlockTradeApi.WithAsync(http, async fields =>
    {
        var (page, size, pending) =
            (fields.Within("currentPage", 1, PageMax, 1), fields.Within("pageSize", 1, PageSizeMax, PageSizeDefault),
            fields.Flag("isPending"));
        return fields.Fault is { } fault ? BlockTradeDialect.Refusal(fault)
            : (await queries.OrdersAsync(page, size, pending, cancellation)).Answer(orders => Mapping.Orders(orders, http));
    }, cancellation);

    public static Task<IResult> Detail(HttpContext http, BlockQueries queries, CancellationToken cancellation) =>
        BlockTradeApi.WithAsync(http, async fields =>
    {
        var (number, clientId) = (fields.Number("orderId"), fields.Text("clientId"));
        return fields.Fault is { } fault ? BlockTradeDialect.Refusal(fault)
            : (await queries.OrderAsync(number, clientId, cancellation)).Answer(order => Mapping.Detail(order, http));
    }, cancellation);

    public static Task<IResult> Add(HttpContext http, BlockTradeDesk desk, CancellationToken cancellation) =>
        BlockTradeApi.WithAsync(http, async fields =>
    {
        foreach (var needed in (string[])["country", "mcId", "cryptoCurrency", "fiatCurrency", "orderType"])
        {
            fields.Need(needed);
        }
        var asked = new PlaceOrder(fields.Text("country"), fields.Text("clientId"), fields.Number("mcId"), fields.Text("cryptoCurrency"),
            fields.Text("fiatCurrency"),
            fields.Text("quantity"), fields.Text("orderAmount"), fields.Text("orderType"), fields.Number("paymentId"));
        return fields.Fault is { } fault ? BlockTradeDialect.Refusal(fault)
            : (await desk.PlaceAsync(asked, cancellation)).Answer(order => new { orderId = order.Number });
    }, cancellation);

    public static Task<IResult> Finish(HttpContext http, BlockTradeDesk desk, CancellationToken cancellation) =>
        BlockTradeApi.WithAsync(http, async fields =>
    {
        fields.Need("orderId");
        var number = fields.Number("orderId") ?? 0;
        return fields.Fault is { } fault ? BlockTradeDialect.Refusal(fault)
            : (await desk.FinishAsync(number, cancellation)).Answer(_ => new { result = true, msg = "" });
    }, cancellation);
}
