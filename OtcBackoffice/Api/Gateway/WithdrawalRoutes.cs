using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Api.Gateway;

/// <summary>Withdrawals, and what one may ask before making one.</summary>
internal static class WithdrawalRoutes
{
    private static readonly string[] Sorts = ["created_at", "-created_at", "amount", "-amount"];

    public static Task<IResult> Create(HttpContext http, GatewayWithdrawalDesk desk, CancellationToken cancellation) =>
        GatewayAnswers.WithBodyAsync<WithdrawalRequest>(http, async body =>
        {
            var key = GatewayApi.Key(http, "POST withdrawal", body.Fingerprint);
            return key.Failed(out var unfit)
                ? GatewayDialect.Refused(unfit)
                : (await desk.CreateAsync(Command(body.Value), key.Value, cancellation))
                .Answer(view => view.Body, StatusCodes.Status201Created);
        }, cancellation);

    public static async Task<IResult> List(HttpContext http, GatewayWithdrawalDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var page = GatewayApi.Page(http);
        if (page.Failed(out var unfit))
        {
            return GatewayDialect.Refused(unfit);
        }
        var filter = new GatewayWithdrawalFilter(page.Value)
        {
            Status = query.Text("status"), Blockchain = query.Text("blockchain"), Token = query.Text("token"),
            CustomId = query.Text("custom_id"),
            FromUtc = query.Time("start_date"), ToUtc = End(query), Sort = query.OneOf("sort", Sorts) ?? "-created_at",
        };
        return query.Fault is { } fault ? GatewayDialect.Refused(fault)
            : (await desk.ListAsync(filter, cancellation)).Answer(rows => GatewayApi.List(rows, view => view.Body));
    }

    public static async Task<IResult> Get(string id, HttpContext http, GatewayWithdrawalDesk desk, CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Guid.TryParseExact(id, "D", out var withdrawal)
            ? (await desk.GetAsync(withdrawal, cancellation)).Answer(view => view.Body)
            : GatewayDialect.Refused(DomainError.Missing("withdrawal"));
    }

    public static Task<IResult> Status(HttpContext http, GatewayWithdrawalDesk desk, CancellationToken cancellation) =>
        GatewayAnswers.WithBodyAsync<WithdrawalStatusRequest>(http, async body => body.Value.WithdrawalId is { } id
            ? await Get(id, http, desk, cancellation)
            : GatewayDialect.Refused(DomainError.Of(ErrorCode.InvalidRequest, "withdrawal_id", "withdrawal_id is required.")),
            cancellation);

    public static async Task<IResult> Cancel(string id, HttpContext http, GatewayWithdrawalDesk desk, CancellationToken cancellation)
    {
        // What is cancelled stands in the path: with the same key, another withdrawal is another request.
        var key = GatewayApi.Key(http, "POST withdrawal cancel", id);
        if (key.Failed(out var unfit))
        {
            return GatewayDialect.Refused(unfit);
        }
        return Guid.TryParseExact(id, "D", out var withdrawal)
            ? (await desk.CancelOwnAsync(withdrawal, key.Value, cancellation)).Answer(view => view.Body)
            : GatewayDialect.Refused(DomainError.Missing("withdrawal"));
    }

    public static Task<IResult> Validate(HttpContext http, CancellationToken cancellation) =>
        GatewayAnswers.WithBodyAsync<AddressRequest>(http, body =>
    {
        var asked = body.Value;
        if (asked is { Currency: null, Blockchain: null, Type: null })
        {
            return Task.FromResult(GatewayDialect.Refused(
                DomainError.Of(ErrorCode.InvalidRequest, "currency", "Send currency, blockchain or type.")));
        }
        if (string.IsNullOrEmpty(asked.Address))
        {
            return Task.FromResult(GatewayDialect.Refused(DomainError.Of(ErrorCode.InvalidRequest, "address", "address is required.")));
        }
        var coin = asked.Currency is { } code ? GatewayCoin.Find(code)
            : GatewayCoin.All.FirstOrDefault(one => asked.Blockchain is { } chain ? Network.Find(chain) == one.Asset.Network
                : one.AddressType.Equals(asked.Type, StringComparison.OrdinalIgnoreCase) || Network.Find(asked.Type) == one.Asset.Network);
        if (coin is null)
        {
            var field = asked.Currency is not null ? "currency" : asked.Blockchain is not null ? "blockchain" : "type";
            return Task.FromResult(GatewayDialect.Refused(DomainError.Of(ErrorCode.AssetUnknown, field, $"{field} is not known here.")));
        }
        var address = GatewayWithdrawalDesk.Address(coin, asked.Address);
        return Task.FromResult(GatewayAnswers.Json(new
        {
            IsValid = address.IsSuccess,
            asked.Address,
            Type = coin.AddressType,
            coin.Blockchain,
            Token = asked.Currency is null ? null : coin.Token,
            Currency = asked.Currency is null ? null : coin.Code,
            ErrorMessage = address.IsSuccess ? null : address.Error.Message,
        }));
    }, cancellation);

    public static Task<IResult> FeeEstimate(HttpContext http, GatewayWithdrawalDesk desk, CancellationToken cancellation) =>
        GatewayAnswers.WithBodyAsync<WithdrawalRequest>(http, async body =>
        {
            var coin = GatewayCoin.Find(body.Value.Currency) ?? GatewayCoin.Find(body.Value.Blockchain, body.Value.Token);
            if (coin is not null && GatewayWithdrawalDesk.Address(coin, body.Value.Address).Failed(out var wrong))
            {
                return GatewayDialect.Refused(wrong);
            }
            var estimate = await desk.EstimateAsync(Command(body.Value), cancellation);
            return estimate.Answer(one =>
                new { Currency = one.Coin.Code, Fee = GatewayCatalogue.Number(one.Coin, one.Estimate.NetworkFeeMinor) });
        }, cancellation);

    public static Task<IResult> Estimate(HttpContext http, GatewayWithdrawalDesk desk, CancellationToken cancellation) =>
        GatewayAnswers.WithBodyAsync<WithdrawalRequest>(http,
            async body => (await desk.EstimateAsync(Command(body.Value), cancellation)).Answer(one => new
        {
            RequestedAmount = one.Coin.Format(one.Estimate.RequestedMinor),
            Fee = one.Coin.Format(one.Estimate.FeeMinor),
            Amount = one.Coin.Format(one.Estimate.AmountMinor),
            Currency = one.Coin.Code,
            one.Coin.Blockchain,
            one.Coin.Token,
            PlatformFee = one.Coin.Format(one.Estimate.PlatformFeeMinor),
            NetworkFee = one.Coin.Format(one.Estimate.NetworkFeeMinor),
        }), cancellation);

    public static Task<IResult> Minimum(HttpContext http, GatewayCatalogue catalogue, CancellationToken cancellation) =>
        GatewayAnswers.WithBodyAsync<CurrencyRequest>(http, async body => body.Value.Currency is { } currency
            ? (await catalogue.LimitsAsync(currency, cancellation))
            .Answer(row => new { Currency = row.Coin.Code, MinAmount = GatewayCatalogue.Number(row.Coin, row.MinimumMinor) })
            : GatewayDialect.Refused(DomainError.Of(ErrorCode.InvalidRequest, "currency", "currency is required.")), cancellation);

    public static async Task<IResult> Available(GatewayWalletDesk desk, CancellationToken cancellation) =>
        (await desk.BalancesAsync(cancellation)).Answer(balances => new
    {
        Currencies = GatewayCoin.All.Where(coin => balances.Holdings.Any(held => held.Coin == coin && held.AvailableMinor > 0))
            .Select(coin => coin.Code),
    });

    // A day means the whole of it: the end is where the next one begins.
    private static DateTime? End(QueryFields query) => query.Until("end_date") is not { } end ? null
        : query.Text("end_date") is { Length: 10 } || end > DateTime.MaxValue.AddMilliseconds(-1) ? end : end.AddMilliseconds(1);

    internal static CreateGatewayWithdrawal Command(WithdrawalRequest request) => new()
    {
        Amount = request.Amount,
        Currency = request.Currency,
        PriceAmount = request.PriceAmount,
        PriceCurrency = request.PriceCurrency,
        Blockchain = request.Blockchain,
        Token = request.Token,
        Address = request.Address,
        Memo = request.Memo,
        CustomId = request.CustomId,
        FinalAmount = request.FinalAmount ?? false,
        CallbackUrl = request.CallbackUrl,
        WalletId = request.WalletId,
        AccountId = request.AccountId,
    };
}
