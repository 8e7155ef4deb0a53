using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Gateway;

/// <summary>Payments.</summary>
internal static class PaymentRoutes
{
    public static Task<IResult> Create(HttpContext http, GatewayPaymentDesk desk, DeskSettings settings, CancellationToken cancellation) =>
        GatewayAnswers.WithBodyAsync<PaymentRequest>(http, async body =>
        {
            var key = GatewayApi.Key(http, "POST payments", body.Fingerprint);
            return key.Failed(out var unfit)
                ? GatewayDialect.Refused(unfit)
                : (await desk.CreateAsync(Command(body.Value), key.Value, cancellation))
                .Answer(view => view.At(GatewayApi.Origin(http, settings)), StatusCodes.Status201Created);
        }, cancellation);

    public static async Task<IResult> List(HttpContext http, GatewayPaymentDesk desk, DeskSettings settings, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var page = GatewayApi.Page(http);
        if (page.Failed(out var unfit))
        {
            return GatewayDialect.Refused(unfit);
        }
        var filter = new GatewayPaymentFilter(page.Value)
        {
            Status = query.Text("status"), Currency = query.Text("currency"), Blockchain = query.Text("blockchain"),
            Token = query.Text("token"),
        };
        return query.Fault is { } fault
            ? GatewayDialect.Refused(fault)
            : (await desk.ListAsync(filter, cancellation))
            .Answer(rows => GatewayApi.List(rows, view => view.At(GatewayApi.Origin(http, settings))));
    }

    public static Task<IResult> Status(HttpContext http, GatewayPaymentDesk desk, DeskSettings settings, CancellationToken cancellation) =>
        GatewayAnswers.WithBodyAsync<PaymentStatusRequest>(http, async body => body.Value.TransactionId is { } id
            ? await Get(id, http, desk, settings, cancellation)
            : GatewayDialect.Refused(DomainError.Of(ErrorCode.InvalidRequest, "transaction_id", "transaction_id is required.")),
            cancellation);

    public static async Task<IResult> Get(string id, HttpContext http, GatewayPaymentDesk desk, DeskSettings settings,
        CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Guid.TryParseExact(id, "D", out var payment)
            ? (await desk.GetAsync(payment, cancellation)).Answer(view => view.At(GatewayApi.Origin(http, settings)))
            : GatewayDialect.Refused(DomainError.Missing("payment"));
    }

    public static async Task<IResult> Minimum(HttpContext http, GatewayCatalogue catalogue, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var currency = query.Text("currency");
        if (query.Fault is { } fault)
        {
            return GatewayDialect.Refused(fault);
        }
        return currency is null
            ? GatewayDialect.Refused(DomainError.Of(ErrorCode.InvalidRequest, "currency", "currency is required."))
            : (await catalogue.LimitsAsync(currency, cancellation)).Answer(row => new
            {
                Currency = row.Coin.Code,
                MinAmount = GatewayCatalogue.Number(row.Coin, row.MinimumMinor),
                MaxAmount = GatewayCatalogue.Number(row.Coin, row.MaximumMinor),
                row.Coin.Blockchain,
                row.Coin.Token,
            });
    }

    private static CreateGatewayPayment Command(PaymentRequest request) => new()
    {
        Amount = request.Amount,
        Currency = request.Currency,
        PriceCurrency = request.PriceCurrency,
        CallbackUrl = request.CallbackUrl,
        OrderId = request.OrderId,
        OrderDescription = request.OrderDescription,
        IsFixedRate = request.IsFixedRate,
        IsFeePaidByUser = request.IsFeePaidByUser,
        CustomerEmail = request.CustomerEmail,
        WalletId = request.WalletId,
        ExpiryMinutes = request.ExpiryMinutes,
        SuccessUrl = request.SuccessUrl,
        CancelUrl = request.CancelUrl,
        PartiallyPaymentsAllow = request.PartiallyPaymentsAllow,
    };
}
