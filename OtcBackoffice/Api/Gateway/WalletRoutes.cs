using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Api.Gateway;

/// <summary>Sub-accounts and transfers between a tenant's own accounts.</summary>
internal static class WalletRoutes
{
    public static async Task<IResult> List(HttpContext http, GatewayWalletDesk desk, CancellationToken cancellation) =>
        GatewayApi.Page(http, int.MaxValue) is var page && page.Failed(out var unfit)
        ? GatewayDialect.Refused(unfit)
        : (await desk.ListAsync(cancellation))
        .Answer(views => new { Accounts = views.Skip(page.Value.Offset).Take(page.Value.Limit).Select(Wire), Total = views.Count });

    public static Task<IResult> Create(HttpContext http, GatewayWalletDesk desk, CancellationToken cancellation) =>
        GatewayAnswers.WithBodyAsync<WalletRequest>(http, async body =>
        {
            var key = GatewayApi.Key(http, "POST wallets", body.Fingerprint);
            return key.Failed(out var unfit) ? GatewayDialect.Refused(unfit)
                : (await desk.CreateAsync(body.Value.Name, body.Value.ExternalId, key.Value, cancellation))
                .Answer(Wire, StatusCodes.Status201Created);
        }, cancellation);

    public static async Task<IResult> Get(string id, GatewayWalletDesk desk, CancellationToken cancellation) =>
        (await desk.GetAsync(id, cancellation)).Answer(Wire);

    public static Task<IResult> Balances(HttpContext http, GatewayWalletDesk desk, CancellationToken cancellation) =>
        GatewayAnswers.WithBodyAsync<WalletLookup>(http,
            async body => (await desk.FindAsync(body.Value.WalletId, body.Value.ExternalId, cancellation)).Answer(Wire), cancellation);

    public static Task<IResult> ToSub(HttpContext http, GatewayWalletDesk desk, CancellationToken cancellation) =>
        Transfer(http, desk, TransferDirection.ToSub, cancellation);

    public static Task<IResult> ToMaster(HttpContext http, GatewayWalletDesk desk, CancellationToken cancellation) =>
        Transfer(http, desk, TransferDirection.ToMaster, cancellation);

    public static Task<IResult> Transfers(HttpContext http, GatewayWalletDesk desk, CancellationToken cancellation) =>
        GatewayAnswers.WithBodyAsync<HistoryRequest>(http, async body =>
        {
            var asked = body.Value;
            if (asked.Limit is < 1 or > 100 || asked.Offset < 0)
            {
                return GatewayDialect.Refused(
                    DomainError.Of(ErrorCode.InvalidRequest, asked.Offset < 0 ? "offset" : "limit",
                    "limit must be 1 to 100, and offset 0 or more."));
            }
            var filter = new TransferFilter(new GatewayPage(asked.Limit ?? 20, asked.Offset ?? 0), asked.Status, asked.TransferType,
                asked.Currency);
            return (await desk.TransfersAsync(asked.WalletId, asked.ExternalId, filter, cancellation)).Answer(found => new
            {
                Account = new { Id = found.Wallet.Number, found.Wallet.Name, found.Wallet.ExternalId, found.Wallet.WalletId },
                Transfers = found.Transfers.Rows.Select(row => new
                {
                    Id = row.TransferId,
                    TransferType = row.Direction,
                    Currency = row.Coin.Code,
                    Amount = row.Coin.Format(row.AmountMinor),
                    Status = row.Status,
                    CreatedAt = row.CreatedAtUtc,
                }),
                Pagination = new { found.Transfers.Total, found.Transfers.Page.Limit, found.Transfers.Page.Offset },
            });
        }, cancellation);

    private static Task<IResult> Transfer(HttpContext http, GatewayWalletDesk desk, TransferDirection direction,
        CancellationToken cancellation) =>
        GatewayAnswers.WithBodyAsync<TransferRequest>(http, async body =>
        {
            var key = GatewayApi.Key(http, $"POST wallets {direction}", body.Fingerprint);
            if (key.Failed(out var unfit))
            {
                return GatewayDialect.Refused(unfit);
            }
            var asked = body.Value;
            var command = new CreateGatewayTransfer
            {
                WalletId = asked.WalletId, ExternalId = asked.ExternalId, Currency = asked.Currency, Amount = asked.Amount,
                CallbackUrl = asked.CallbackUrl,
            };
            return (await desk.TransferAsync(command, direction, key.Value, cancellation)).Answer(taken => new
            {
                Status = "accepted",
                taken.TransferId,
                Message = "Transfer request accepted and is being processed",
            }, StatusCodes.Status202Accepted);
        }, cancellation);

    private static object Wire(GatewayWalletView view) => new
    {
        Id = view.Number,
        view.Name,
        view.ExternalId,
        view.WalletId,
        Created = view.CreatedAtUtc,
        Updated = view.UpdatedAtUtc,
        Balances = view.Holdings.Select(held => new
        {
            Currency = held.Coin.Code,
            Amount = held.Coin.Format(held.AmountMinor),
            PendingAmount = held.Coin.Format(held.PendingMinor),
            AvailableBalance = held.Coin.Format(held.AvailableMinor),
        }),
    };
}
