using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Api.Staff;

/// <summary>Proposals and their signatures, and what the desk has to pay with.</summary>
internal static class TreasuryRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/proposals", List).RequireAuthorization(guard.For(Permission.TreasuryRead)).Reads("status", "cursor", "limit");
        group.MapGet("/proposals/{id:guid}", Get).RequireAuthorization(guard.For(Permission.TreasuryRead));
        group.MapGet("/desk-liquidity", Liquidity).RequireAuthorization(guard.For(Permission.TreasuryRead)).Reads("network", "refresh");
        group.MapPost("/proposals/{id:guid}/sign", Sign).RequireAuthorization(guard.For(Permission.TreasurySign));
        group.MapPost("/proposals/{id:guid}/void", GiveUp).RequireAuthorization(guard.For(Permission.TreasurySign));
        group.MapPost("/proposals/{id:guid}/transaction", EnterTransaction).RequireAuthorization(guard.For(Permission.TreasurySign));
        group.MapGet("/minimums", Minimums).RequireAuthorization(guard.For(Permission.TreasuryRead));
        group.MapPut("/minimums", SetMinimum).RequireAuthorization(guard.For(Permission.TreasurySign));
        group.MapGet("/wallets", Wallets).RequireAuthorization(guard.For(Permission.TreasuryRead));
        group.MapPost("/wallets", AddWallet).RequireAuthorization(guard.For(Permission.TreasuryEdit));
        group.MapPatch("/wallets/{id:guid}", ChangeWallet).RequireAuthorization(guard.For(Permission.TreasuryEdit));
        group.MapPost("/proposals/{id:guid}/reject", Reject).RequireAuthorization(guard.For(Permission.TreasurySign));
    }

    private static async Task<IResult> List(HttpContext http, TreasuryDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (status, cursor, limit) = (query.Name<ProposalStatus>("status"), query.Cursor(), query.Limit());
        return query.Fault is { } fault
            ? ProblemDialect.Problem(fault)
            : (await desk.ListAsync(status, cursor, limit, cancellation)).Listed("proposals", Mapping.TreasuryProposal);
    }

    private static async Task<IResult> Liquidity(HttpContext http, LiquidityDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (network, refresh) = (query.Text("network"), query.Flag("refresh"));
        return query.Fault is { } fault
            ? ProblemDialect.Problem(fault)
            : (await desk.ReadAsync(network, refresh, cancellation)).Listed("desk_liquidity", Mapping.Liquidity);
    }

    private static async Task<IResult> Minimums(MinimumDesk desk, CancellationToken cancellation) =>
        (await desk.ListAsync(cancellation)).Listed("minimums", Wire);

    private static Task<IResult> SetMinimum(HttpContext http, MinimumDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<MinimumRequest>(http, async body =>
            (await desk.SetAsync(body.Value.Network, body.Value.Asset, body.Value.Minimum, cancellation))
                .Answer(view => new { Minimum = Wire(view) }), cancellation);

    private static object Wire(LiquidityMinimumView view) =>
        new { view.Network, view.Asset, view.Minimum, SetBy = view.SetByName, SetAt = view.SetAtUtc };

    private static async Task<IResult> Get(Guid id, TreasuryDesk desk, CancellationToken cancellation) =>
        (await desk.GetAsync(id, cancellation)).Answer(ProposalAnswer);

    private static async Task<IResult> Sign(Guid id, TreasuryDesk desk, CancellationToken cancellation) =>
        await ShownAsync(await desk.SignAsync(id, cancellation), desk, cancellation);

    private static Task<IResult> Reject(Guid id, HttpContext http, TreasuryDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http, async body =>
            await ShownAsync(await desk.RejectAsync(id, body.Value.Reason, cancellation), desk, cancellation), cancellation);

    // What a command answers is read again, so that it names every signer and the payment as a list does.
    private static async Task<IResult> ShownAsync(Result<ProposalView> changed, TreasuryDesk desk, CancellationToken cancellation) =>
        changed.Failed(out var refused) ? ProblemDialect.Problem(refused)
            : (await desk.GetAsync(changed.Value.Id, cancellation)).Answer(ProposalAnswer);

    // Only stored until a second person agrees: 202.
    private static Task<IResult> GiveUp(Guid id, HttpContext http, TreasuryDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http, async body =>
            (await desk.VoidAsync(id, body.Value.Reason, cancellation)).AnswerDecided(ProposalAnswer), cancellation);

    private static Task<IResult> EnterTransaction(Guid id, HttpContext http, SettlementDesk desk, TreasuryDesk proposals,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<TransactionRequest>(http, async body =>
            await ShownAsync(await desk.EnterTransactionAsync(id, body.Value.TxHash, cancellation), proposals, cancellation), cancellation);

    private static async Task<IResult> Wallets(TreasuryWalletDesk desk, CancellationToken cancellation) =>
        (await desk.ListAsync(cancellation)).Listed("wallets", WalletWire);

    private static Task<IResult> AddWallet(HttpContext http, TreasuryWalletDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<TreasuryWalletRequest>(http, async body =>
            (await desk.CreateAsync(body.Value.Fields(), body.Value.EffectiveAt, cancellation)).AnswerDecided(WalletAnswer), cancellation);

    private static Task<IResult> ChangeWallet(Guid id, HttpContext http, TreasuryWalletDesk desk, CancellationToken cancellation) =>
        Answers.WithChangeAsync<TreasuryWalletRequest>(http, async body => body.Value is { IsActive: false, Reason: null or "" }
            ? ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "reason", "Say in reason why the wallet is retired."))
            : (await desk.ChangeAsync(id, body.Value.Fields(), body.Value.EffectiveAt, cancellation)).AnswerDecided(WalletAnswer),
            cancellation);

    private static object WalletAnswer(TreasuryWalletView view) => new { Wallet = WalletWire(view) };

    private static object WalletWire(TreasuryWalletView view) => new
    {
        view.Id,
        view.Name,
        view.Network,
        view.Address,
        view.Threshold,
        Signers = view.Signers.Select(signer => new { UserId = signer.PersonId, signer.Name }),
        view.IsActive,
    };

    private static object ProposalAnswer(ProposalView view) => new { Proposal = Mapping.TreasuryProposal(view) };
}

/// <summary>The transaction by which the signers paid a proposal on a watch-only network.</summary>
internal sealed record TransactionRequest
{
    public string? TxHash { get; init; }
}

/// <summary>The least that shall be free of an asset; zero takes it away.</summary>
internal sealed record MinimumRequest
{
    public string? Network { get; init; }
    public string? Asset { get; init; }
    public string? Minimum { get; init; }
}

/// <summary>A treasury wallet; signers are user ids.</summary>
internal sealed record TreasuryWalletRequest
{
    public string? Name { get; init; }
    public string? Network { get; init; }
    public string? Address { get; init; }
    public int? Threshold { get; init; }
    public IReadOnlyList<Guid>? Signers { get; init; }
    public bool? IsActive { get; init; }
    public DateTime? EffectiveAt { get; init; }

    public string? Reason { get; init; }

    public TreasuryWalletFields Fields() => new(Name, Network, Address, Threshold, Signers, IsActive) { Reason = Reason };
}
