using System.Globalization;
using System.Text.Json;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Api.Staff;

/// <summary>What staff do about the gateway: exceptions of payments, withdrawals, the terms of tenants.</summary>
internal static class GatewayRoutes
{
    private const int LimitDefault = 20, LimitMax = 100;

    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        var (read, decide, edit) =
            (guard.For(Permission.GatewayRead), guard.For(Permission.GatewayDecide), guard.For(Permission.GatewayEdit));
        group.MapGet("/payments", Payments).RequireAuthorization(read)
            .Reads("status", "exception", "merchant_id", "transaction_id", "currency", "limit", "offset");
        group.MapGet("/payments/{id:guid}", Payment).RequireAuthorization(read);
        group.MapPost("/payments/{id:guid}/claim", ClaimPayment).RequireAuthorization(decide);
        group.MapPost("/payments/{id:guid}/release", ReleasePayment).RequireAuthorization(decide);
        group.MapPost("/payments/{id:guid}/accept", Accept).RequireAuthorization(decide);
        group.MapPost("/payments/{id:guid}/credit-difference", CreditDifference).RequireAuthorization(decide);
        group.MapPost("/payments/{id:guid}/top-up", TopUp).RequireAuthorization(decide);
        group.MapPost("/payments/{id:guid}/refund", Refund).RequireAuthorization(decide);
        group.MapGet("/withdrawals", Withdrawals).RequireAuthorization(read)
            .Reads("status", "merchant_id", "custom_id", "limit", "offset");
        group.MapGet("/withdrawals/{id:guid}", Withdrawal).RequireAuthorization(read);
        group.MapPost("/withdrawals/{id:guid}/claim", ClaimWithdrawal).RequireAuthorization(decide);
        group.MapPost("/withdrawals/{id:guid}/release", ReleaseWithdrawal).RequireAuthorization(decide);
        group.MapPost("/withdrawals/{id:guid}/approve", Approve).RequireAuthorization(decide);
        group.MapPost("/withdrawals/{id:guid}/reject", Reject).RequireAuthorization(decide);
        group.MapPost("/withdrawals/{id:guid}/cancel", Cancel).RequireAuthorization(decide);
        GatewayBatchRoutes.Map(group, guard);
        group.MapGet("/tenants/{merchantId:guid}", Tenant).RequireAuthorization(read);
        group.MapPatch("/tenants/{merchantId:guid}", ChangeTenant).RequireAuthorization(edit);
    }

    private static async Task<IResult> Payments(HttpContext http, GatewayPaymentDesk desk, DeskSettings settings,
        CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var filter = new GatewayPaymentFilter(Page(query))
        {
            Status = query.Text("status"), Exception = query.Text("exception"), MerchantId = query.Id("merchant_id"),
            TransactionId = query.Id("transaction_id"),
            Currency = query.Text("currency"),
        };
        return query.Fault is { } fault ? ProblemDialect.Problem(fault)
            : (await desk.ListAsync(filter, cancellation)).Answer(rows => List(rows, view => Wire(view, settings)));
    }

    private static async Task<IResult> Payment(Guid id, GatewayPaymentDesk desk, DeskSettings settings, CancellationToken cancellation) =>
        (await desk.GetAsync(id, cancellation)).Answer(view => One(view, settings));

    private static async Task<IResult> ClaimPayment(Guid id, GatewayPaymentDesk desk, DeskSettings settings,
        CancellationToken cancellation) =>
        (await desk.ClaimAsync(id, cancellation)).Answer(view => One(view, settings));

    private static async Task<IResult> ReleasePayment(Guid id, GatewayPaymentDesk desk, DeskSettings settings,
        CancellationToken cancellation) =>
        (await desk.ReleaseAsync(id, cancellation)).Answer(view => One(view, settings));

    private static Task<IResult> Accept(Guid id, HttpContext http, GatewayPaymentDesk desk, DeskSettings settings,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http,
            async body => (await desk.AcceptAsync(id, body.Value.Reason, cancellation)).Answer(view => One(view, settings)), cancellation);

    private static Task<IResult> CreditDifference(Guid id, HttpContext http, GatewayPaymentDesk desk, DeskSettings settings,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http,
            async body => (await desk.CreditDifferenceAsync(id, body.Value.Reason, cancellation)).Answer(view => One(view, settings)),
            cancellation);

    private static Task<IResult> TopUp(Guid id, HttpContext http, GatewayPaymentDesk desk, DeskSettings settings,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<TopUpRequest>(http, async body =>
            (await desk.TopUpAsync(id, body.Value.Minutes, body.Value.Reason, cancellation)).Answer(view => One(view, settings)),
                cancellation);

    private static Task<IResult> Refund(Guid id, HttpContext http, GatewayPaymentDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<RefundRequest>(http, async body =>
            (await desk.RefundAsync(id, new RefundPayment(body.Value.Amount, body.Value.ToAddress, body.Value.Reason), cancellation))
                .AnswerDecided(refund => new
            {
                Refund = new
                {
                    refund.Id, TransactionId = refund.PaymentId, Amount = refund.Coin.Format(refund.AmountMinor),
                    Currency = refund.Coin.Code,
                    refund.ToAddress, refund.Status, TransactionHash = refund.TxHash, CreatedAt = refund.CreatedAtUtc,
                },
            }), cancellation);

    private static async Task<IResult> Withdrawals(HttpContext http, GatewayWithdrawalDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var filter = new GatewayWithdrawalFilter(Page(query)) { Status = query.Text("status"), MerchantId = query.Id("merchant_id"),
            CustomId = query.Text("custom_id") };
        return query.Fault is { } fault ? ProblemDialect.Problem(fault)
            : (await desk.ListAsync(filter, cancellation)).Answer(rows => List(rows, Wire));
    }

    private static async Task<IResult> Withdrawal(Guid id, GatewayWithdrawalDesk desk, CancellationToken cancellation) =>
        (await desk.GetAsync(id, cancellation)).Answer(One);

    private static async Task<IResult> ClaimWithdrawal(Guid id, GatewayWithdrawalDesk desk, CancellationToken cancellation) =>
        (await desk.ClaimAsync(id, cancellation)).Answer(One);

    private static async Task<IResult> ReleaseWithdrawal(Guid id, GatewayWithdrawalDesk desk, CancellationToken cancellation) =>
        (await desk.ReleaseAsync(id, cancellation)).Answer(One);

    private static async Task<IResult> Approve(Guid id, GatewayWithdrawalDesk desk, CancellationToken cancellation) =>
        (await desk.ApproveAsync(id, cancellation)).AnswerDecided(One);

    private static Task<IResult> Reject(Guid id, HttpContext http, GatewayWithdrawalDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http, async body => (await desk.RejectAsync(id, body.Value.Reason, cancellation)).Answer(One),
            cancellation);

    private static Task<IResult> Cancel(Guid id, HttpContext http, GatewayWithdrawalDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http, async body => (await desk.CancelAsync(id, body.Value.Reason, cancellation)).Answer(One),
            cancellation);

    private static async Task<IResult> Tenant(Guid merchantId, TenantDesk desk, CancellationToken cancellation) =>
        (await desk.TermsAsync(merchantId, cancellation)).Answer(One);

    private static Task<IResult> ChangeTenant(Guid merchantId, HttpContext http, TenantDesk desk, CancellationToken cancellation) =>
        Answers.WithChangeAsync<TenantRequest>(http, async body => body.Value.Change().Failed(out var unfit)
            ? ProblemDialect.Problem(unfit)
            : (await desk.ChangeTermsAsync(merchantId, body.Value.Change().Value, cancellation)).AnswerDecided(One), cancellation);

    internal static GatewayPage Page(QueryFields query) =>
        new(query.Number("limit", LimitDefault, 1, LimitMax), query.Number("offset", 0, 0, int.MaxValue));

    internal static object List<T>(GatewayRows<T> rows, Func<T, object> shape) =>
        new { Results = rows.Rows.Select(shape), rows.Total, rows.Page.Limit, rows.Page.Offset };

    private static object One(GatewayPaymentView view, DeskSettings settings) => new { Payment = Wire(view, settings) };

    private static object One(GatewayWithdrawalView row) => new { Withdrawal = Wire(row) };

    private static object One(TenantTerms terms) => new { Tenant = terms };

    private static Dictionary<string, object?> Wire(GatewayPaymentView view, DeskSettings settings)
    {
        var wire = view.At(settings.Origin);
        wire["merchant_id"] = view.MerchantId;
        wire["exceptions"] = view.Exceptions.Select(Wire).ToList();
        wire["exception"] = (view.Exceptions.FirstOrDefault(one => one.Exit is null)
            ?? (view.Exceptions.Count == 0 ? null : view.Exceptions[^1])) is { } shown ? Wire(shown) : null;
        return wire;
    }

    private static object Wire(GatewayExceptionView one) => new
    {
        one.Reason,
        Amount = one.Coin.Format(one.AmountMinor),
        Currency = one.Coin.Code,
        one.Rate,
        OpenedAt = one.OpenedAtUtc,
        DueAt = one.DueAtUtc,
        OwnerUserId = one.AssigneeUserId,
        ClaimExpiresAt = one.ClaimExpiresAtUtc,
        one.Exits,
        one.Exit,
        ClosedAt = one.ClosedAtUtc,
    };

    private static Dictionary<string, object?> Wire(GatewayWithdrawalView row)
    {
        var wire = new Dictionary<string, object?>(row.Body);
        wire["merchant_id"] = row.MerchantId;
        wire["human_id"] = row.HumanId;
        wire["outcome_unknown"] = row.IsOutcomeUnknown;
        wire["assignee_user_id"] = row.AssigneeUserId;
        wire["claim_expires_at"] = row.ClaimExpiresAtUtc;
        wire["reason"] = row.Reason;
        return wire;
    }
}

/// <summary>Another window for the rest of a payment.</summary>
internal sealed record TopUpRequest
{
    public int? Minutes { get; init; }
    public string? Reason { get; init; }
}

/// <summary>Money to send back.</summary>
internal sealed record RefundRequest
{
    public string? Amount { get; init; }
    public string? ToAddress { get; init; }
    public string? Reason { get; init; }
}

/// <summary>Terms of a tenant to change; the fee as a number or as text.</summary>
internal sealed record TenantRequest
{
    public JsonElement? FeePercentage { get; init; }
    public bool? IsFeePaidByUser { get; init; }
    public int? ToleranceBps { get; init; }
    public int? ExpiryMinutesMin { get; init; }
    public int? ExpiryMinutesMax { get; init; }
    public string? BasePath { get; init; }
    public IReadOnlyList<string>? Scopes { get; init; }
    public bool? LegacyEvents { get; init; }

    public Result<TenantChange> Change()
    {
        var fee = FeePercentage switch
        {
            null or { ValueKind: JsonValueKind.Null } => null,
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out var value) =>
                value.ToString("0.####", CultureInfo.InvariantCulture),
            _ => "?",
        };
        return new TenantChange
        {
            FeePercentage = fee, IsFeePaidByUser = IsFeePaidByUser, ToleranceBps = ToleranceBps, ExpiryMinutesMin = ExpiryMinutesMin,
            ExpiryMinutesMax = ExpiryMinutesMax,
            BasePath = BasePath, Scopes = Scopes, LegacyEvents = LegacyEvents,
        };
    }
}
