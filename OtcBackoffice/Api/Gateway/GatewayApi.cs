using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Gateway;

/// <summary>Specification 002, the gateway. Reading needs the scope <c>read</c> whatever the method, changing needs <c>write</c>.</summary>
public static class GatewayApi
{
    private const string Prefix = "/gateway";

    /// <summary>The surface.</summary>
    public static Surface Surface { get; } = new("gateway", new GatewayDialect(), SchemeNames.GatewayToken, Map) { Prefixes = [Prefix],
        RootIsPage = true, EndsWithSlash = true };

    private static void Map(IEndpointRouteBuilder routes, Surface surface)
    {
        var group = surface.Group(routes, Prefix);
        var (read, write, admin) =
            (surface.Guard.ForScope(CredentialSurface.Gateway, CredentialScopes.Read),
            surface.Guard.ForScope(CredentialSurface.Gateway, CredentialScopes.Write),
            surface.Guard.ForScope(CredentialSurface.Gateway, CredentialScopes.GatewayAdmin));
        group.MapGet("/status/", () => GatewayAnswers.Json(new { Status = "ok" })).AllowAnonymous()
            .WithMetadata(GatewayDocument.Status);

        group.MapGet("/o/apps/", AppRoutes.List).RequireAuthorization(read).WithMetadata(GatewayDocument.AppList);
        group.MapPost("/o/apps/", AppRoutes.Create).RequireAuthorization(write).WithMetadata(GatewayDocument.AppCreate);
        group.MapDelete("/o/apps/{id}/", AppRoutes.Delete).RequireAuthorization(write).WithMetadata(GatewayDocument.AppDelete);

        group.MapGet("/currencies/", CurrencyRoutes.List).RequireAuthorization(read).WithMetadata(GatewayDocument.CurrencyList);
        group.MapGet("/rates/", CurrencyRoutes.Rates).RequireAuthorization(read).WithMetadata(GatewayDocument.CurrencyRates);

        group.MapPost("/payments/", PaymentRoutes.Create).RequireAuthorization(write).WithMetadata(GatewayDocument.PaymentCreate);
        group.MapGet("/payments/", PaymentRoutes.List).RequireAuthorization(read).WithMetadata(GatewayDocument.PaymentList);
        group.MapPost("/payments/status/", PaymentRoutes.Status).RequireAuthorization(read).WithMetadata(GatewayDocument.PaymentStatus);
        group.MapGet("/payments/min-amount/", PaymentRoutes.Minimum).RequireAuthorization(read)
            .WithMetadata(GatewayDocument.PaymentMinimum);
        group.MapGet("/payments/{id}/", PaymentRoutes.Get).RequireAuthorization(read).WithMetadata(GatewayDocument.PaymentGet);

        group.MapGet("/payment-links/", LinkRoutes.List).RequireAuthorization(read).WithMetadata(GatewayDocument.LinkList);
        group.MapPost("/payment-links/", LinkRoutes.Create).RequireAuthorization(write).WithMetadata(GatewayDocument.LinkCreate);
        group.MapDelete("/payment-links/{id}/", LinkRoutes.Delete).RequireAuthorization(write).WithMetadata(GatewayDocument.LinkDelete);

        group.MapPost("/withdrawal/", WithdrawalRoutes.Create).RequireAuthorization(write).WithMetadata(GatewayDocument.WithdrawalCreate);
        group.MapGet("/withdrawal/", WithdrawalRoutes.List).RequireAuthorization(read).WithMetadata(GatewayDocument.WithdrawalList);
        group.MapPost("/withdrawal/batch/", BatchRoutes.Create).RequireAuthorization(write)
            .WithMetadata(GatewayDocument.BatchCreate,
                new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(BatchRoutes.TransportBytesMax));
        group.MapGet("/withdrawal/batch/{id}/", BatchRoutes.Get).RequireAuthorization(read).WithMetadata(GatewayDocument.BatchGet);
        group.MapGet("/withdrawal/available-currencies/", WithdrawalRoutes.Available).RequireAuthorization(read)
            .WithMetadata(GatewayDocument.WithdrawalAvailable);
        group.MapPost("/withdrawal/status/", WithdrawalRoutes.Status).RequireAuthorization(read).WithMetadata(GatewayDocument
            .WithdrawalStatus);
        group.MapPost("/withdrawal/validate-address/", WithdrawalRoutes.Validate).RequireAuthorization(read).WithMetadata(GatewayDocument
            .WithdrawalValidate);
        group.MapPost("/withdrawal/fee-estimate/", WithdrawalRoutes.FeeEstimate).RequireAuthorization(read).WithMetadata(GatewayDocument
            .WithdrawalFeeEstimate);
        group.MapPost("/withdrawal/estimate/", WithdrawalRoutes.Estimate).RequireAuthorization(read).WithMetadata(GatewayDocument
            .WithdrawalEstimate);
        group.MapPost("/withdrawal/min-amount/", WithdrawalRoutes.Minimum).RequireAuthorization(read).WithMetadata(GatewayDocument
            .WithdrawalMinimum);
        group.MapGet("/withdrawal/{id}/", WithdrawalRoutes.Get).RequireAuthorization(read).WithMetadata(GatewayDocument.WithdrawalGet);
        group.MapPost("/withdrawal/{id}/cancel/", WithdrawalRoutes.Cancel).RequireAuthorization(write).WithMetadata(GatewayDocument
            .WithdrawalCancel);

        group.MapGet("/user/balances/", UserRoutes.Balances).RequireAuthorization(read).WithMetadata(GatewayDocument.UserBalances);
        group.MapGet("/user/balances/history/", UserRoutes.History).RequireAuthorization(read).WithMetadata(GatewayDocument.UserHistory);
        group.MapGet("/user/me/", UserRoutes.Me).RequireAuthorization(read).WithMetadata(GatewayDocument.UserMe);
        group.MapPost("/user/webhooks/", UserRoutes.Configure).RequireAuthorization(write).WithMetadata(GatewayDocument.UserConfigure);
        group.MapPost("/user/webhooks/rotate/", UserRoutes.Rotate).RequireAuthorization(write).WithMetadata(GatewayDocument.UserRotate);
        group.MapGet("/user/fees/", UserRoutes.Fees).RequireAuthorization(admin).WithMetadata(GatewayDocument.UserFees);

        group.MapGet("/wallets/", WalletRoutes.List).RequireAuthorization(read).WithMetadata(GatewayDocument.WalletList);
        group.MapPost("/wallets/", WalletRoutes.Create).RequireAuthorization(write).WithMetadata(GatewayDocument.WalletCreate);
        group.MapPost("/wallets/balances/", WalletRoutes.Balances).RequireAuthorization(read).WithMetadata(GatewayDocument.WalletBalances);
        group.MapPost("/wallets/transfer-to-user/", WalletRoutes.ToSub).RequireAuthorization(write)
            .WithMetadata(GatewayDocument.WalletToSub);
        group.MapPost("/wallets/withdraw-to-master/", WalletRoutes.ToMaster).RequireAuthorization(write)
            .WithMetadata(GatewayDocument.WalletToMaster);
        group.MapPost("/wallets/transfer-history/", WalletRoutes.Transfers).RequireAuthorization(read)
            .WithMetadata(GatewayDocument.WalletTransfers);
        group.MapGet("/wallets/{id}/", WalletRoutes.Get).RequireAuthorization(read).WithMetadata(GatewayDocument.WalletGet);
    }

    /// <summary>A page of a list, whatever the default of its route.</summary>
    internal static Result<GatewayPage> Page(HttpContext http, int limitDefault = 20) =>
        Page(http.Request.Query["limit"], http.Request.Query["offset"], limitDefault);

    /// <summary>The same from texts.</summary>
    internal static Result<GatewayPage> Page(string? limit, string? offset, int limitDefault)
    {
        var (rows, skipped) = (limitDefault, 0);
        if (limit is not null && (!int.TryParse(limit, System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out rows) || rows is < 1 or > 100))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "limit", "limit must be a whole number from 1 to 100.");
        }
        if (offset is not null && !int.TryParse(offset, System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out skipped))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "offset", "offset must be a whole number from 0 on.");
        }
        return new GatewayPage(rows, skipped);
    }

    /// <summary>A list as most of this surface writes it.</summary>
    internal static object List<T>(GatewayRows<T> rows, Func<T, object> shape) =>
        new { Results = rows.Rows.Select(shape), rows.Total, rows.Page.Limit, rows.Page.Offset };

    /// <summary>The key of a request that moves money, or what is wrong with it.</summary>
    internal static Result<Desks.Pipeline.DeskKey?> Key(HttpContext http, string route, string fingerprint) =>
        IdempotencyKeys.Read(http.Request, "gateway " + route, null, fingerprint);

    /// <summary>Where the caller reached the desk, for addresses that lead back to it.</summary>
    internal static Uri Origin(HttpContext http, Desks.DeskSettings settings) =>
        settings.PublicAddress ?? new Uri($"{http.Request.Scheme}://{http.Request.Host}");
}
