using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Merchants;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Staff;

/// <summary>Merchants and their wallets. Merchants read their own; staff keep them.</summary>
internal static class MerchantRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/", List).RequireAuthorization(guard.For(Permission.MerchantRead)).Reads(MerchantDesk.Rules);
        group.MapPost("/", Create).RequireAuthorization(guard.For(Permission.MerchantEdit));
        group.MapGet("/{id:guid}", Get).RequireAuthorization(guard.SignedIn);
        group.MapPatch("/{id:guid}", Change).RequireAuthorization(guard.For(Permission.MerchantEdit));
        group.MapGet("/{id:guid}/wallets", Wallets).RequireAuthorization(guard.SignedIn);
        group.MapPost("/{id:guid}/wallets", AddWallet).RequireAuthorization(guard.For(Permission.MerchantEdit));
        group.MapGet("/{id:guid}/wallets/{walletId:guid}", Wallet).RequireAuthorization(guard.SignedIn);
        group.MapPatch("/{id:guid}/wallets/{walletId:guid}", ChangeWallet).RequireAuthorization(guard.For(Permission.MerchantEdit));
        group.MapDelete("/{id:guid}/wallets/{walletId:guid}", RetireWallet).RequireAuthorization(guard.For(Permission.MerchantEdit));
    }

    private static Task<IResult> List(HttpContext http, MerchantDesk desk, CancellationToken cancellation) =>
        Lists.ListedAsync(http, "merchants", MerchantDesk.Rules, desk.ListAsync, Mapping.Merchant, cancellation);

    private static Task<IResult> Create(HttpContext http, MerchantDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<CreateMerchantRequest>(http, async body =>
            (await desk.CreateAsync(body.Value.Name, body.Value.ParentId, cancellation)).Created(MerchantAnswer), cancellation);

    private static async Task<IResult> Get(Guid id, MerchantDesk desk, CancellationToken cancellation) =>
        (await desk.GetAsync(id, cancellation)).Answer(MerchantAnswer);

    private static Task<IResult> Change(Guid id, HttpContext http, MerchantDesk desk, CancellationToken cancellation) =>
        Answers.WithChangeAsync<ChangeMerchantRequest>(http, async body =>
            (await desk.ChangeAsync(id, body.Value.Name, body.Value.IsActive, body.Value.IsVerified, cancellation)).Answer(MerchantAnswer),
                cancellation);

    private static async Task<IResult> Wallets(Guid id, MerchantDesk desk, CancellationToken cancellation) =>
        (await desk.WalletsAsync(id, cancellation)).Listed("wallets", Mapping.Wallet);

    private static Task<IResult> AddWallet(Guid id, HttpContext http, MerchantDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<WalletRequest>(http, async body =>
            (await desk.AddWalletAsync(id, Fields(body.Value), cancellation)).Created(WalletAnswer), cancellation);

    private static async Task<IResult> Wallet(Guid id, Guid walletId, MerchantDesk desk, CancellationToken cancellation)
    {
        var wallets = await desk.WalletsAsync(id, cancellation);
        var found = wallets.IsSuccess ? wallets.Value.FirstOrDefault(wallet => wallet.Id == walletId) : null;
        return wallets.IsSuccess && found is null
            ? ProblemDialect.Problem(DomainError.Missing("wallet"))
            : wallets.Answer(_ => WalletAnswer(found!));
    }

    private static Task<IResult> ChangeWallet(Guid id, Guid walletId, HttpContext http, MerchantDesk desk,
        CancellationToken cancellation) =>
        Answers.WithChangeAsync<WalletRequest>(http, async body =>
            (await desk.ChangeWalletAsync(id, walletId, Fields(body.Value), cancellation)).Answer(WalletAnswer), cancellation);

    // A wallet that deposits point to is kept; it only can no longer be chosen.
    private static async Task<IResult> RetireWallet(Guid id, Guid walletId, MerchantDesk desk, CancellationToken cancellation) =>
        (await desk.ChangeWalletAsync(id, walletId, new WalletFields(null, null, null, null, IsActive: false), cancellation))
            .Answer(WalletAnswer);

    private static WalletFields Fields(WalletRequest request) =>
        new(request.Network, request.Address, request.Label, request.IsDefault, request.IsActive) { Owner = request.Owner?.Person() };

    private static object MerchantAnswer(MerchantView view) => new { Merchant = Mapping.Merchant(view) };

    private static object WalletAnswer(WalletView view) => new { Wallet = Mapping.Wallet(view) };
}
