using System.Globalization;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Payments;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Payments;

namespace OtcBackoffice.Api.Staff;

/// <summary>A reason or reference that staff gives with a decision.</summary>
internal sealed record BlockDecisionRequest
{
    public string? Reason { get; init; }

    public string? TrackingNumber { get; init; }
}

/// <summary>The limits of a sub-merchant's day.</summary>
internal sealed record SubMerchantLimitRequest
{
    public string? BuyLimit { get; init; }

    public string? SellLimit { get; init; }
}

/// <summary>What the desk does with block trades and with what waits for verification.</summary>
internal static class BlockTradeRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/block-trades", List).RequireAuthorization(guard.For(Permission.BlockTradeRead)).Reads("status", "cursor", "limit");
        group.MapGet("/block-trades/{orderId:long}", Get).RequireAuthorization(guard.For(Permission.BlockTradeRead));
        foreach (var (path, decide) in Decisions)
        {
            group.MapPost($"/block-trades/{{orderId:long}}/{path}",
                (long orderId, HttpContext http, BlockTradeDesk desk, BlockQueries queries, CancellationToken cancellation) =>
                WithBodyAsync<BlockDecisionRequest>(http,
                    async body => await ShownAsync(await decide(desk, orderId, body, cancellation), queries, cancellation), cancellation))
                .RequireAuthorization(guard.For(Permission.BlockTradeDecide));
        }
        group.MapPost("/block-trades/{orderId:long}/release", Release).RequireAuthorization(guard.For(Permission.BlockTradeDecide));
        group.MapPost("/block-trades/{orderId:long}/withdraw", Withdraw).RequireAuthorization(guard.For(Permission.BlockTradeOwn));
        group.MapGet("/payment-methods", Methods).RequireAuthorization(guard.For(Permission.BlockTradeRead))
            .Reads("status", "cursor", "limit");
        group.MapPost("/payment-methods/{id:long}/verify", VerifyMethod).RequireAuthorization(guard.For(Permission.BlockTradeDecide));
        group.MapPost("/payment-methods/{id:long}/reject", RejectMethod).RequireAuthorization(guard.For(Permission.BlockTradeDecide));
        group.MapGet("/sub-merchants", SubMerchants).RequireAuthorization(guard.For(Permission.BlockTradeRead))
            .Reads("status", "cursor", "limit");
        group.MapPost("/sub-merchants/{id:long}/verify", VerifySubMerchant).RequireAuthorization(guard.For(Permission.BlockTradeDecide));
        group.MapPost("/sub-merchants/{id:long}/reject", RejectSubMerchant).RequireAuthorization(guard.For(Permission.BlockTradeDecide));
        group.MapPatch("/sub-merchants/{id:long}", Limit).RequireAuthorization(guard.For(Permission.BlockTradeEdit));
    }

    private static readonly (string Path,
        Func<BlockTradeDesk, long, BlockDecisionRequest, CancellationToken, Task<Result<BlockOrderView>>> Decide)[] Decisions =
    [
        ("approve", (desk, id, body, token) => desk.ApproveAsync(id, body.Reason, token)),
        ("request-documents", (desk, id, body, token) => desk.RequestDocumentsAsync(id, body.Reason, token)),
        ("mark-paid", (desk, id, body, token) => desk.MarkPaidAsync(id, body.TrackingNumber, token)),
        ("cancel", (desk, id, body, token) => desk.CancelAsync(id, body.Reason, token)),
    ];

    private static async Task<IResult> List(HttpContext http, BlockQueries queries, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (text, page) = (query.Text("status"), query.Page());
        var status = text is null ? null : BlockText.Status(text);
        var fault = query.Fault ?? (text is not null
            && status is null ? DomainError.Of(ErrorCode.InvalidRequest, "status",
            "status must be one of 10, 30, 31, 40, 50, 60, 70, 80 or its name.") : null);
        return fault is not null ? ProblemDialect.Problem(fault)
            : (await queries.QueueAsync(status, page, cancellation)).Listed("block_trades", Order);
    }

    private static async Task<IResult> Get(long orderId, BlockQueries queries, CancellationToken cancellation) =>
        (await queries.ShowAsync(orderId, cancellation)).Answer(OrderAnswer);

    private static Task<IResult> Release(long orderId, HttpContext http, BlockTradeDesk desk, BlockQueries queries,
        CancellationToken cancellation) =>
        WithBodyAsync<BlockDecisionRequest>(http, async body =>
        {
            var decided = await desk.ReleaseAsync(orderId, body.Reason, cancellation);
            return decided.IsSuccess && decided.Value.Done is { } done ? await ShownAsync(done, queries, cancellation)
                : decided.AnswerDecided(OrderAnswer);
        }, cancellation);

    // What a command answers is read again, so that it names the merchant and the documents as a list does.
    private static async Task<IResult> ShownAsync(Result<BlockOrderView> changed, BlockQueries queries, CancellationToken cancellation) =>
        changed.Failed(out var refused) ? ProblemDialect.Problem(refused)
            : (await queries.ShowAsync(changed.Value.Number, cancellation)).Answer(OrderAnswer);

    private static Task<IResult> Withdraw(long orderId, HttpContext http, BlockTradeDesk desk, CancellationToken cancellation) =>
        WithBodyAsync<BlockDecisionRequest>(http,
            async body => (await desk.WithdrawAsync(orderId, body.Reason, cancellation)).Answer(OrderAnswer), cancellation);

    private static async Task<IResult> Methods(HttpContext http, PaymentDesk desk, CancellationToken cancellation)
    {
        var status = Status(http, out var page, out var fault);
        return fault is not null ? ProblemDialect.Problem(fault)
            : (await desk.MethodQueueAsync(status, page, cancellation)).Listed("payment_methods", Method);
    }

    private static async Task<IResult> SubMerchants(HttpContext http, PaymentDesk desk, CancellationToken cancellation)
    {
        var status = Status(http, out var page, out var fault);
        return fault is not null ? ProblemDialect.Problem(fault)
            : (await desk.SubMerchantQueueAsync(status, page, cancellation)).Listed("sub_merchants", SubMerchant);
    }

    private static Task<IResult> VerifyMethod(long id, HttpContext http, PaymentDesk desk, CancellationToken cancellation) =>
        DecideMethod(id, true, http, desk, cancellation);

    private static Task<IResult> RejectMethod(long id, HttpContext http, PaymentDesk desk, CancellationToken cancellation) =>
        DecideMethod(id, false, http, desk, cancellation);

    private static Task<IResult> DecideMethod(long id, bool isVerified, HttpContext http, PaymentDesk desk,
        CancellationToken cancellation) => WithBodyAsync<BlockDecisionRequest>(
        http, async body => (await desk.DecideMethodAsync(id, isVerified, body.Reason, cancellation))
            .Answer(view => new { PaymentMethod = Method(view) }), cancellation);

    private static Task<IResult> VerifySubMerchant(long id, HttpContext http, PaymentDesk desk, CancellationToken cancellation) =>
        DecideSubMerchant(id, true, http, desk, cancellation);

    private static Task<IResult> RejectSubMerchant(long id, HttpContext http, PaymentDesk desk, CancellationToken cancellation) =>
        DecideSubMerchant(id, false, http, desk, cancellation);

    private static Task<IResult> DecideSubMerchant(long id, bool isVerified, HttpContext http, PaymentDesk desk,
        CancellationToken cancellation) => WithBodyAsync<BlockDecisionRequest>(
        http, async body => (await desk.DecideSubMerchantAsync(id, isVerified, body.Reason, cancellation))
            .Answer(view => new { SubMerchant = SubMerchant(view) }), cancellation);

    private static Task<IResult> Limit(long id, HttpContext http, PaymentDesk desk, CancellationToken cancellation) =>
        WithBodyAsync<SubMerchantLimitRequest>(
        http, async body => (await desk.LimitAsync(id, body.BuyLimit, body.SellLimit, cancellation))
            .Answer(view => new { SubMerchant = SubMerchant(view) }), cancellation);

    // A decision needs no body; who sends none gives no reason.
    internal static Task<IResult> WithBodyAsync<T>(HttpContext http, Func<T, Task<IResult>> run, CancellationToken cancellation)
        where T : class, new() =>
        http.Request.ContentLength is null or 0 && http.Request.Headers.TransferEncoding.Count == 0 ? run(new T())
            : Answers.WithBodyAsync<T>(http, body => run(body.Value), cancellation);

    private static VerificationStatus? Status(HttpContext http, out PageAsk page, out DomainError? fault)
    {
        var query = new QueryFields(http.Request.Query);
        var text = query.Text("status");
        page = query.Page();
        var status = text is null ? null : PaymentDesk.StatusOf(text);
        fault = query.Fault ?? (text is not null
            && status is null ? DomainError.Of(ErrorCode.InvalidRequest, "status", "status must be active, authenticating or failed.")
            : null);
        return status;
    }

    private static object OrderAnswer(BlockOrderView view) => new { BlockTrade = Order(view) };

    private static object Order(BlockOrderView view) => new
    {
        Id = view.Number.ToString(CultureInfo.InvariantCulture), OrderId = view.Number.ToString(CultureInfo.InvariantCulture),
        view.ClientId, view.MerchantId, view.MerchantName,
        SubMerchantId = view.SubMerchantNumber, view.SubMerchantName, view.Country, view.Side, view.Status,
        StatusCode = BlockText.Code(view.Status), view.FiatCurrency, view.FiatAmount,
        Asset = view.Token, view.Quantity, view.Price, ReferenceRate = view.Reference, PaymentMethodId = view.PaymentMethodNumber,
        view.PayeeName, view.TrackingNumber, view.Remark,
        view.DocumentCount, Documents =
            view.Documents.Select(one =>
            new { one.FileId, one.FileName, one.MediaType, one.SizeBytes, one.Sha256, UploadedAt = one.UploadedAtUtc }),
        view.TimeFrameMinutes, CreatedAt = view.CreatedAtUtc, ApprovedAt = view.ApprovedAtUtc, ExpiresAt = view.ExpiresAtUtc,
        PaidAt = view.PaidAtUtc, EndedAt = view.EndedAtUtc,
        UpdatedAt = view.UpdatedAtUtc,
    };

    private static object Method(PaymentMethodView view) => new
    {
        Id = view.Number, SubMerchantId = view.SubMerchantNumber, view.MerchantName, view.PaymentConfigId, view.Country, view.FiatCurrency,
        view.Name, view.RealName,
        Fields = view.Fields.Select(field => new { field.Index, field.Title, Required = !field.IsOptional || field.IsAccount, field.Text }),
        view.Status, view.Reason, view.Remark, CreatedAt = view.CreatedAtUtc,
    };

    private static object SubMerchant(SubMerchantView view) => new
    {
        Id = view.Number, view.Channel, view.Country, view.Name, view.Email, Type = view.Kind, view.FiatCurrency, view.Status, view.Mark,
        view.Reason, view.AccountNumber,
        Details = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(view.Details), view.MerchantName, view.BuyLimit,
        view.BuyUsed, view.SellLimit, view.SellUsed,
        CreatedAt = view.CreatedAtUtc,
    };
}
