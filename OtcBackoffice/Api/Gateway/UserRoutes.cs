using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Api.Gateway;

/// <summary>What a tenant may know of itself: terms, balances, history, fees.</summary>
internal static class UserRoutes
{
    private const int HistoryDefault = 50;

    public static async Task<IResult> Me(TenantDesk desk, CancellationToken cancellation) =>
        (await desk.MeAsync(cancellation)).Answer(me => new
    {
        me.Name,
        TransactionFee = me.TransactionFee,
        me.IsFeePaidByUser,
        WebhookCallbackUrl = me.CallbackUrl,
        WebhookSecretMasked = me.MaskedSecret,
    });

    public static Task<IResult> Configure(HttpContext http, TenantDesk desk, CancellationToken cancellation) =>
        GatewayAnswers.WithBodyAsync<WebhookRequest>(http,
            async body => (await desk.ConfigureWebhookAsync(body.Value.CallbackUrl, cancellation)).Answer(set => set.Secret is { } secret
            ? new { set.CallbackUrl, Secret = secret,
                Message = "Webhook settings created successfully. Please save your secret - it will not be shown again." }
            : (object)new { set.CallbackUrl, set.MaskedSecret, Message = "Webhook settings updated successfully." }), cancellation);

    public static async Task<IResult> Rotate(TenantDesk desk, CancellationToken cancellation) =>
        (await desk.RotateSecretAsync(cancellation)).Answer(rotated => new { rotated.Secret });

    public static async Task<IResult> Fees(GatewayWalletDesk desk, CancellationToken cancellation) =>
        (await desk.FeesAsync(cancellation))
            .Answer(fees => new { Fees = fees.Select(fee => new { Currency = fee.Coin.Code, Amount = fee.Coin.Format(fee.Minor) }) });

    public static async Task<IResult> History(HttpContext http, GatewayWalletDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (currency, type) = (query.Text("currency"), query.OneOf("type", GatewayHistoryTypes.All));
        var page = GatewayApi.Page(http, HistoryDefault);
        if (page.Failed(out var unfit))
        {
            return GatewayDialect.Refused(unfit);
        }
        if (query.Fault is { } fault)
        {
            return GatewayDialect.Refused(fault);
        }
        var coin = GatewayCoin.Find(currency);
        return currency is not null && coin is null
            ? GatewayDialect.Refused(DomainError.Of(ErrorCode.AssetUnknown, "currency", "currency is not known here."))
            : (await desk.HistoryAsync(page.Value, coin, type, cancellation)).Answer(rows => GatewayApi.List(rows, row => new
            {
                row.Id,
                row.Type,
                Amount = row.Coin.Format(row.SignedMinor),
                Currency = row.Coin.Code,
                CreatedAt = row.CreatedAtUtc,
                row.ReferenceId,
                AccountId = row.WalletId?.ToString("N"),
            }));
    }

    public static async Task<IResult> Balances(GatewayWalletDesk desk, CancellationToken cancellation) =>
        (await desk.BalancesAsync(cancellation)).Answer(balances =>
    {
        var touched = balances.Holdings.Select(held => held.Coin).Distinct().ToList();
        return new
        {
            Account = balances.Holdings.Where(held => held.WalletId is null).ToDictionary(held => held.Coin.Code,
                held => new { Amount = held.Coin.Format(held.AmountMinor), PendingAmount = held.Coin.Format(held.PendingMinor) }),
            SubAccounts = balances.Holdings.Where(held => held.WalletId is not null).GroupBy(held => held.Coin)
                .ToDictionary(group => group.Key.Code, group => new
            {
                TotalAmount = group.Key.Format(group.Sum(held => held.AmountMinor)),
                TotalPending = group.Key.Format(group.Sum(held => held.PendingMinor)),
                Accounts = group.Select(held => new
                {
                    AccountName = balances.Wallets.First(wallet => wallet.Id == held.WalletId).Name,
                    AccountId = held.WalletId!.Value.ToString("N"),
                    Amount = held.Coin.Format(held.AmountMinor),
                    PendingAmount = held.Coin.Format(held.PendingMinor),
                    AvailableBalance = held.Coin.Format(held.AvailableMinor),
                }),
            }),
            Statistics = new { CurrenciesCount = touched.Count, SubaccountsCount = balances.Wallets.Count },
        };
    });
}
