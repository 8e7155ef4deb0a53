using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.MobileMoney;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>Deposits that are created in one step, and wires that are not what was declared.</summary>
internal static class OneShotRoutes
{
    /// <summary>What an idempotency key of a one-step deposit counts for.</summary>
    internal const string CreateKeyRoute = "POST /api/v1/auth/otc/deposits";

    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapPost("/", Create).RequireAuthorization(guard.For(Permission.DepositOwn));
        group.MapPost("/{id:guid}/resolve-difference", Resolve).RequireAuthorization(guard.For(Permission.DepositDecide));
        group.MapPost("/{id:guid}/resolve-outcome", ResolveOutcome).RequireAuthorization(guard.For(Permission.DepositDecide));
    }

    private static Task<IResult> Create(
        HttpContext http, Desks.Deposits.DepositDesk desk, MobileMoneyDesk mobile, DepositQueries deposits,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<OneShotRequest>(http, async body =>
        {
            var key = IdempotencyKeys.Read(http.Request, CreateKeyRoute, body.Value.IdempotencyKey, body.Fingerprint);
            if (key.Failed(out var unusable))
            {
                return ProblemDialect.Problem(unusable);
            }
            var pricing = new PriceDeposit(Guid.Empty, body.Value.PricingProfileId, body.Value.FxRateQuoteId, null, null, null);
            var created = await desk.CreateAsync(Command(body.Value), pricing, key.Value, cancellation);
            if (created.Failed(out var refused))
            {
                return ProblemDialect.Problem(refused);
            }
            // The row is committed, with its address and its queued push; what the operator answers is only its next step.
            if (!created.IsReplay && created.Value.PushState is not null)
            {
                await mobile.PushAsync(created.Value.Id, cancellation);
            }
            var now = created.Value.PushState is null ? created.Value
                : (await deposits.GetAsync(created.Value.Id, cancellation)) is { IsSuccess: true } read ? read.Value : created.Value;
            return Answers.Json(new { Deposit = Mapping.Deposit(now), IdempotentReplay = created.IsReplay },
                created.IsReplay ? StatusCodes.Status200OK : StatusCodes.Status201Created);
        }, cancellation);

    private static Task<IResult> Resolve(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<DifferenceRequest>(http, async body => Names.TryParse<DifferenceOutcome>(body.Value.Outcome, out var outcome)
            ? (await desk.ResolveDifferenceAsync(id, outcome, cancellation)).Answer(Mapping.DepositAnswer)
            : ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "outcome", "outcome must be prorate, requote or return.")),
            cancellation);

    private static Task<IResult> ResolveOutcome(Guid id, HttpContext http, MobileMoneyDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<OutcomeRequest>(http, async body =>
            (await desk.ResolveAsync(id, new PushResolution(body.Value.Outcome, body.Value.Reason), cancellation))
                .AnswerDecided(Mapping.DepositAnswer), cancellation);

    private static DraftDeposit Command(OneShotRequest request) => new()
    {
        Method = request.Method,
        FiatAmount = request.FiatAmount,
        FiatCurrency = request.FiatCurrency,
        RequestedAsset = request.RequestedAsset,
        RequestedNetwork = request.RequestedNetwork,
        PaymentReference = request.PaymentReference,
        TransferDate = request.TransferDate,
        SenderAccountName = request.SenderAccountName,
        SenderAccountNumberLast4 = request.SenderAccountNumberLast4,
        SenderBankName = request.SenderBankName,
        SenderBankBranch = request.SenderBankBranch,
        PhoneNumber = request.PhoneNumber ?? request.MpesaPhoneNumber,
        ProofUrl = request.ProofUrl,
        ToWalletId = request.ToWalletId,
        MerchantId = request.MerchantId,
    };
}

/// <summary>A deposit in one step.</summary>
internal sealed record OneShotRequest
{
    public string? Method { get; init; }
    public string? FiatAmount { get; init; }
    public string? FiatCurrency { get; init; }
    public string? RequestedAsset { get; init; }
    public string? RequestedNetwork { get; init; }
    public string? PaymentReference { get; init; }
    public string? TransferDate { get; init; }
    public string? SenderAccountName { get; init; }
    public string? SenderAccountNumberLast4 { get; init; }
    public string? SenderBankName { get; init; }
    public string? SenderBankBranch { get; init; }
    public string? PhoneNumber { get; init; }
    public string? MpesaPhoneNumber { get; init; }
    public string? ProofUrl { get; init; }
    public Guid? ToWalletId { get; init; }
    public Guid? MerchantId { get; init; }
    public Guid? PricingProfileId { get; init; }
    public Guid? FxRateQuoteId { get; init; }
    public string? IdempotencyKey { get; init; }
}

/// <summary>How a payment on a phone ended that nobody could find out.</summary>
internal sealed record OutcomeRequest
{
    public string? Outcome { get; init; }
    public string? Reason { get; init; }
}

/// <summary>What is decided about a difference.</summary>
internal sealed record DifferenceRequest
{
    public string? Outcome { get; init; }
}
