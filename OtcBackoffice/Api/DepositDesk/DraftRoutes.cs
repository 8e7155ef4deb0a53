using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>What the merchant does: draft, price, submit.</summary>
internal static class DraftRoutes
{
    /// <summary>What an idempotency key of a draft counts for.</summary>
    internal const string DraftKeyRoute = "POST /api/v1/auth/otc/deposits/draft";

    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapPost("/draft", Draft).RequireAuthorization(guard.For(Permission.DepositOwn));
        group.MapPatch("/{id:guid}/draft", EditDraft).RequireAuthorization(guard.For(Permission.DepositOwn));
        group.MapPatch("/{id:guid}/quote", Quote).RequireAuthorization(guard.For(Permission.DepositOwn));
        group.MapPost("/{id:guid}/abandon", Abandon).RequireAuthorization(guard.For(Permission.DepositOwn));
        group.MapPost("/{id:guid}/submit", Submit).RequireAuthorization(guard.For(Permission.DepositOwn));
    }

    private static Task<IResult> Draft(HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<DraftRequest>(http, async body =>
        {
            var key = IdempotencyKeys.Read(http.Request, DraftKeyRoute, body.Value.IdempotencyKey, body.Fingerprint);
            if (key.Failed(out var unusable))
            {
                return ProblemDialect.Problem(unusable);
            }
            var drafted = await desk.DraftAsync(Command(body.Value), key.Value, cancellation);
            return drafted.Answer(
                view => new { Deposit = Mapping.Deposit(view), IdempotentReplay = drafted.IsReplay },
                drafted.IsReplay ? StatusCodes.Status200OK : StatusCodes.Status201Created);
        }, cancellation);

    private static Task<IResult> EditDraft(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<DraftRequest>(http, async body =>
        {
            var command = Command(body.Value);
            return command with { MerchantId = null } == new DraftDeposit()
                ? ProblemDialect.Problem(new DomainError(ErrorCode.InvalidRequest, "Send at least one field of the draft."))
                : (await desk.EditDraftAsync(id, command, cancellation)).Answer(Mapping.DepositAnswer);
        }, cancellation);

    private static Task<IResult> Quote(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<QuoteRequest>(http, async body =>
        {
            var ask = body.Value;
            if (Differs(ask.Asset, ask.RequestedAsset) || Differs(ask.Network, ask.RequestedNetwork) || Differs(ask.Amount, ask.FiatAmount))
            {
                return ProblemDialect.Problem(
                    new DomainError(ErrorCode.InvalidRequest, "A field was sent under two names with two values."));
            }
            var command = new PriceDeposit(
                id, ask.PricingProfileId, ask.FxRateQuoteId, ask.FiatAmount ?? ask.Amount, ask.RequestedAsset ?? ask.Asset,
                    ask.RequestedNetwork ?? ask.Network);
            return (await desk.PriceAsync(command, cancellation)).Answer(Mapping.DepositAnswer);
        }, cancellation);

    private static Task<IResult> Submit(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<SubmitRequest>(http, async body =>
        {
            var command = new SubmitDeposit(id, body.Value.PaymentReference, body.Value.TransferDate, body.Value.ProofUrl,
                body.Value.ProofFileSha256);
            return (await desk.SubmitAsync(command, cancellation)).Answer(Mapping.DepositAnswer);
        }, cancellation);

    private static async Task<IResult> Abandon(Guid id, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        (await desk.AbandonAsync(id, cancellation)).Answer(Mapping.DepositAnswer);

    private static bool Differs(string? one, string? other) => one is not null && other is not null && one != other;

    private static DraftDeposit Command(DraftRequest request) => new()
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
