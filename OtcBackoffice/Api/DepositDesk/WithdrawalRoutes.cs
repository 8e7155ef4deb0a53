using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Withdrawals;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>Withdrawals: deposits mirrored (contracts, section 3).</summary>
internal static class WithdrawalRoutes
{
    /// <summary>What an idempotency key of a withdrawal counts for.</summary>
    internal const string CreateKeyRoute = "POST /api/v1/auth/otc/withdrawals";

    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapPost("/", Create).RequireAuthorization(guard.For(Permission.WithdrawalOwn));
        group.MapGet("/", List).RequireAuthorization(guard.SignedIn)
            .Reads("status", "merchant_id", "assignee_user_id", "cursor", "limit");
        group.MapGet("/queue/pending", Pending).RequireAuthorization(guard.For(Permission.WithdrawalRead))
            .Reads("merchant_id", "assignee_user_id", "cursor", "limit");
        group.MapGet("/{id:guid}", Get).RequireAuthorization(guard.SignedIn);
        group.MapGet("/{id:guid}/audit", History).RequireAuthorization(guard.SignedIn);
        group.MapPost("/{id:guid}/claim", Claim).RequireAuthorization(guard.For(Permission.WithdrawalDecide));
        group.MapPost("/{id:guid}/renew", Claim).RequireAuthorization(guard.For(Permission.WithdrawalDecide));
        group.MapPost("/{id:guid}/release", Release).RequireAuthorization(guard.For(Permission.WithdrawalDecide));
        group.MapPost("/{id:guid}/assign", Assign).RequireAuthorization(guard.For(Permission.WithdrawalAssign));
        group.MapPost("/{id:guid}/approve", Approve).RequireAuthorization(guard.For(Permission.WithdrawalDecide));
        group.MapPost("/{id:guid}/reject", Reject).RequireAuthorization(guard.For(Permission.WithdrawalDecide));
        group.MapPost("/{id:guid}/execute", Execute).RequireAuthorization(guard.For(Permission.WithdrawalPay));
        group.MapPost("/{id:guid}/complete", Complete).RequireAuthorization(guard.For(Permission.WithdrawalPay));
        group.MapPost("/{id:guid}/fail", Fail).RequireAuthorization(guard.For(Permission.WithdrawalPay));
    }

    private static Task<IResult> Create(HttpContext http, WithdrawalDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<WithdrawalRequest>(http, async body =>
        {
            var key = IdempotencyKeys.Read(http.Request, CreateKeyRoute, body.Value.IdempotencyKey, body.Fingerprint);
            if (key.Failed(out var unusable))
            {
                return ProblemDialect.Problem(unusable);
            }
            var created = await desk.CreateAsync(Command(body.Value), key.Value, cancellation);
            return created.Answer(
                view => new { Withdrawal = Wire(view), IdempotentReplay = created.IsReplay }, created.IsReplay ? StatusCodes.Status200OK
                    : StatusCodes.Status201Created);
        }, cancellation);

    private static async Task<IResult> List(HttpContext http, WithdrawalQueries withdrawals, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var filter = new WithdrawalFilter(
            query.Name<WithdrawalStatus>("status"), query.Id("merchant_id"), query.Id("assignee_user_id"), Cursor: query.Cursor(),
                Size: query.Limit());
        return query.Fault is { } fault ? ProblemDialect.Problem(fault)
            : (await withdrawals.ListAsync(filter, cancellation)).Listed("withdrawals", Wire);
    }

    private static async Task<IResult> Pending(HttpContext http, WithdrawalQueries withdrawals, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var filter = new WithdrawalFilter(
            WithdrawalStatus.Pending, query.Id("merchant_id"), query.Id("assignee_user_id"), OldestFirst: true, query.Cursor(),
                query.Limit());
        return query.Fault is { } fault ? ProblemDialect.Problem(fault)
            : (await withdrawals.ListAsync(filter, cancellation)).Listed("withdrawals", Wire);
    }

    private static async Task<IResult> Get(Guid id, WithdrawalQueries withdrawals, CancellationToken cancellation) =>
        (await withdrawals.GetAsync(id, cancellation)).Answer(One);

    private static async Task<IResult> History(Guid id, WithdrawalQueries withdrawals, CancellationToken cancellation) =>
        (await withdrawals.HistoryAsync(id, cancellation))
            .Listed("audit", line =>
            new { line.Id, At = line.AtUtc, line.Action, line.ActorName, line.FromStatus, line.ToStatus, line.Reason });

    private static async Task<IResult> Claim(Guid id, WithdrawalDesk desk, CancellationToken cancellation) =>
        (await desk.ClaimAsync(id, cancellation)).Answer(Claimed);

    private static async Task<IResult> Release(Guid id, WithdrawalDesk desk, CancellationToken cancellation) =>
        (await desk.ReleaseAsync(id, cancellation)).Answer(One);

    private static Task<IResult> Assign(Guid id, HttpContext http, WithdrawalDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<AssignRequest>(http, async body => body.Value.Person is { } assignee
            ? (await desk.AssignAsync(id, assignee, body.Value.Reason, cancellation)).Answer(Claimed)
            : ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "assignee_user_id", "assignee_user_id is required.")),
            cancellation);

    private static async Task<IResult> Approve(Guid id, WithdrawalDesk desk, CancellationToken cancellation) =>
        (await desk.ApproveAsync(id, null, cancellation)).AnswerDecided(One);

    private static Task<IResult> Reject(Guid id, HttpContext http, WithdrawalDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<RejectDepositRequest>(http, async body =>
            (await desk.RejectAsync(id, null, body.Value.Reason, body.Value.InternalNote, cancellation)).Answer(One), cancellation);

    private static async Task<IResult> Execute(Guid id, WithdrawalDesk desk, CancellationToken cancellation) =>
        (await desk.ExecuteAsync(id, null, cancellation)).Answer(One);

    private static Task<IResult> Complete(Guid id, HttpContext http, WithdrawalDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<CompleteRequest>(http, async body =>
            (await desk.CompleteAsync(id, null, body.Value.PaymentReference, cancellation)).Answer(One), cancellation);

    private static Task<IResult> Fail(Guid id, HttpContext http, WithdrawalDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http, async body =>
            (await desk.FailAsync(id, null, body.Value.Reason, cancellation)).Answer(One), cancellation);

    private static CreateWithdrawal Command(WithdrawalRequest request) => new()
    {
        Method = request.Method,
        UsdtAmount = request.UsdtAmount,
        CryptoAmount = request.CryptoAmount,
        Asset = request.Asset,
        Network = request.Network,
        FiatCurrency = request.FiatCurrency,
        FromWalletId = request.FromWalletId,
        PayoutBankAccount = request.PayoutBankAccount,
        PayoutBankName = request.PayoutBankName,
        PayoutPhoneNumber = request.PayoutPhoneNumber,
        PricingProfileId = request.PricingProfileId,
        FxRateQuoteId = request.FxRateQuoteId,
        MerchantId = request.MerchantId,
    };

    private static object One(WithdrawalView view) => new { Withdrawal = Wire(view) };

    private static object Claimed(WithdrawalView view) => new { Withdrawal = Wire(view), ClaimExpiresAt = view.ClaimExpiresAtUtc };

    private static object Wire(WithdrawalView view) => new
    {
        view.Id,
        view.HumanId,
        view.MerchantId,
        view.Asset,
        view.Network,
        UsdtAmount = view.Asset == "USDT" ? view.CryptoAmount : null,
        view.CryptoAmount,
        view.FiatAmount,
        view.FiatRemainder,
        view.GrossFiatAmount,
        view.SpreadAmount,
        view.FeeAmount,
        view.FiatCurrency,
        view.Method,
        Status = Names.Snake(view.Status),
        ReferenceFxRate = view.ReferenceRate,
        AppliedFxRate = view.AppliedRate,
        view.PricingProfileId,
        view.FxRateQuoteId,
        view.FromWalletId,
        view.PayoutBankAccount,
        view.PayoutBankName,
        view.PayoutPhoneNumber,
        view.AssigneeUserId,
        ClaimedAt = view.ClaimedAtUtc,
        ClaimExpiresAt = view.ClaimExpiresAtUtc,
        view.RejectionReason,
        RejectedAt = view.RejectedAtUtc,
        view.RejectedBy,
        ApprovedAt = view.ApprovedAtUtc,
        view.ApprovedBy,
        ExecutedAt = view.ExecutedAtUtc,
        view.ExecutedBy,
        TransferId = (Guid?)null,
        CompletedAt = view.CompletedAtUtc,
        view.CompletedBy,
        view.PaymentReference,
        FailedAt = view.FailedAtUtc,
        view.FailureReason,
        view.InternalNote,
        CreatedAt = view.CreatedAtUtc,
        UpdatedAt = view.UpdatedAtUtc,
    };
}

/// <summary>A withdrawal to ask for.</summary>
internal sealed record WithdrawalRequest
{
    public string? Method { get; init; }
    public string? UsdtAmount { get; init; }
    public string? CryptoAmount { get; init; }
    public string? Asset { get; init; }
    public string? Network { get; init; }
    public string? FiatCurrency { get; init; }
    public Guid? FromWalletId { get; init; }
    public string? PayoutBankAccount { get; init; }
    public string? PayoutBankName { get; init; }
    public string? PayoutPhoneNumber { get; init; }
    public Guid? PricingProfileId { get; init; }
    public Guid? FxRateQuoteId { get; init; }
    public Guid? MerchantId { get; init; }
    public string? IdempotencyKey { get; init; }
}

/// <summary>The payment of a withdrawal.</summary>
internal sealed record CompleteRequest
{
    public string? PaymentReference { get; init; }
}
