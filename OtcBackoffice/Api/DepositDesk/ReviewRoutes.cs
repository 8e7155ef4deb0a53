using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>What the desk does with a deposit that was handed in.</summary>
internal static class ReviewRoutes
{
    /// <summary>What an idempotency key of a credit counts for.</summary>
    internal const string CreditKeyRoute = "POST /api/v1/auth/otc/deposits/{id}/credit";

    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapPost("/{id:guid}/assign", Assign).RequireAuthorization(guard.For(Permission.DepositAssign));
        group.MapPost("/{id:guid}/claim", Claim).RequireAuthorization(guard.For(Permission.DepositDecide));
        group.MapPost("/{id:guid}/renew", Renew).RequireAuthorization(guard.For(Permission.DepositDecide));
        group.MapPost("/{id:guid}/take-over", TakeOver).RequireAuthorization(guard.For(Permission.DepositDecide));
        group.MapPost("/{id:guid}/ask", Ask).RequireAuthorization(guard.For(Permission.DepositDecide));
        group.MapPost("/{id:guid}/answer", Answer).RequireAuthorization(guard.For(Permission.DepositOwn));
        group.MapPost("/{id:guid}/release", Release).RequireAuthorization(guard.For(Permission.DepositDecide));
        group.MapPost("/{id:guid}/confirm", Confirm).RequireAuthorization(guard.For(Permission.DepositDecide)).Reads("proof_must_agree");
        group.MapPost("/{id:guid}/evidence/ticks", Tick).RequireAuthorization(guard.For(Permission.DepositDecide));
        group.MapPost("/{id:guid}/evidence/correct", Correct).RequireAuthorization(guard.For(Permission.DepositDecide));
        group.MapPost("/{id:guid}/reject", Reject).RequireAuthorization(guard.For(Permission.DepositDecide));
        group.MapPost("/{id:guid}/unconfirm", Unconfirm).RequireAuthorization(guard.For(Permission.DepositDecide));
        group.MapPost("/{id:guid}/credit", Credit).RequireAuthorization(guard.For(Permission.DepositCredit));
        group.MapPost("/{id:guid}/payout-wallet", AskPayoutWallet).RequireAuthorization(guard.For(Permission.DepositRedirect));
    }

    // Only stored until a second person agrees: 202.
    private static Task<IResult> AskPayoutWallet(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<PayoutWalletRequest>(http, async body => body.Value.ToWalletId is { } wallet
            ? (await desk.ChangePayoutAsync(id, wallet, body.Value.Reason, cancellation)).AnswerDecided(Mapping.DepositAnswer)
            : ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "to_wallet_id", "to_wallet_id is required.")), cancellation);

    // Only stored until a second person agrees: 202.
    private static Task<IResult> Unconfirm(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<UnconfirmRequest>(http, async body =>
            (await desk.UnconfirmAsync(id, body.Value.To, body.Value.Reason, cancellation)).AnswerDecided(Mapping.DepositAnswer),
                cancellation);

    private static Task<IResult> Assign(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<AssignRequest>(http, async body => body.Value.Person is { } assignee
            ? (await desk.AssignAsync(id, assignee, body.Value.Reason, cancellation)).Answer(ClaimAnswer)
            : ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "assignee_user_id", "assignee_user_id is required.")),
            cancellation);

    private static async Task<IResult> Renew(Guid id, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        (await desk.RenewAsync(id, cancellation)).Answer(ClaimAnswer);

    private static Task<IResult> TakeOver(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http, async body =>
            (await desk.TakeOverAsync(id, body.Value.Reason, cancellation)).Answer(ClaimAnswer), cancellation);

    private static Task<IResult> Ask(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<MessageRequest>(http, async body =>
            (await desk.AskAsync(id, body.Value.Message, cancellation)).Answer(ClaimAnswer), cancellation);

    private static Task<IResult> Answer(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<MessageRequest>(http, async body =>
            (await desk.AnswerAsync(id, body.Value.Message, cancellation)).Answer(Mapping.DepositAnswer), cancellation);

    // Whoever holds the claim renews it by claiming again; anybody else is told that it is held.
    private static async Task<IResult> Claim(Guid id, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        (await desk.ClaimAsync(id, cancellation)).Answer(ClaimAnswer);

    private static async Task<IResult> Release(Guid id, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        (await desk.ReleaseAsync(id, cancellation)).Answer(Mapping.DepositAnswer);

    // The specification's confirm has no body. Who asks with ?proof_must_agree=true is held to the proof as the page is.
    private static async Task<IResult> Confirm(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation)
    {
        var command = new ConfirmDeposit(id) { ProofMustAgree = http.Request.Query["proof_must_agree"] == "true" };
        return await Answers.WithOptionalBodyAsync<ConfirmDepositRequest>(http, async body => (await desk.ConfirmAsync(command with
        {
            Reason = body.Reason, RepeatedSeen = body.RepeatedSeen ?? false, ProofSeen = body.ProofSeen ?? false,
        }, cancellation)).AnswerDecided(Mapping.DepositAnswer), cancellation);
    }

    private static Task<IResult> Tick(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<TickRequest>(http, async body =>
            (await desk.TickAsync(
                new TickEvidence { Id = id, Field = body.Value.Field, ProofVersion = body.Value.ProofVersion,
                    IsChecked = body.Value.Checked ?? true, Reason = body.Value.Reason }, cancellation))
            .Answer(view => new { Evidence = Mapping.Evidence(view) }), cancellation);

    private static Task<IResult> Correct(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<CorrectionRequest>(http, async body =>
            (await desk.CorrectAsync(
                new CorrectDeclaration { Id = id, Field = body.Value.Field, Value = body.Value.Value, Reason = body.Value.Reason },
                cancellation)).Answer(Mapping.DepositAnswer), cancellation);

    private static Task<IResult> Reject(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<RejectDepositRequest>(http, async body =>
            (await desk.RejectAsync(id, body.Value.Reason, body.Value.InternalNote, cancellation)).Answer(Mapping.DepositAnswer),
                cancellation);

    private static Task<IResult> Credit(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<CreditRequest>(http, async body =>
        {
            var key = IdempotencyKeys.Read(http.Request, CreditKeyRoute, body.Value.IdempotencyKey, body.Fingerprint);
            if (key.Failed(out var unusable))
            {
                return ProblemDialect.Problem(unusable);
            }
            var credited = await desk.CreditAsync(Command(id, body.Value) with { Key = key.Value }, cancellation);
            return credited.AnswerDecided(view => CreditAnswer(view, credited.IsReplay));
        }, cancellation);

    private static CreditDeposit Command(Guid id, CreditRequest request) => new()
    {
        Id = id,
        CryptoAmount = request.CryptoAmount,
        Asset = request.Asset,
        Network = request.Network,
        ToWalletId = request.ToWalletId,
        ToAddress = request.ToAddress,
        OverrideReason = request.OverrideReason,
        PricingProfileId = request.PricingProfileId,
        FxRateQuoteId = request.FxRateQuoteId,
        FiatCurrency = request.FiatCurrency,
        FiatAmountEquivalent = request.FiatAmountEquivalent,
    };

    private static object ClaimAnswer(DepositView view) => new { Deposit = Mapping.Deposit(view), ClaimExpiresAt = view.ClaimExpiresAtUtc };

    private static object CreditAnswer(CreditView view, bool isReplay) => new
    {
        Deposit = Mapping.Deposit(view.Deposit),
        Transfer = (TransferWire?)null,
        MultisigRequired = true,
        view.ProposalId,
        view.RequiredSignatures,
        view.CurrentSignatures,
        Message = $"{view.Deposit.HumanId} is proposed for payment; {view.RequiredSignatures} signatures are needed.",
        IdempotentReplay = isReplay,
    };
}
