using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Api.BlockTrade;

/// <summary>Specification 001, the block-trade API. Base data is open; everything else is signed.</summary>
public static class BlockTradeApi
{
    /// <summary>Adds every route of the surface; the signed ones are open to one authentication scheme only.</summary>
    /// <param name="routes">The host's routes.</param>
    /// <param name="scheme">The scheme of signed requests.</param>
    public static void MapBlockTrade(this IEndpointRouteBuilder routes, string scheme)
    {
        var group = routes.MapGroup("/openapi/v1/otc").WithMetadata(new RequestSizeLimitAttribute(ApiJson.TransportBytesMax));
        AuthorizeAttribute Needs(string scope) => new(CredentialScopes.Policy(CredentialSurface.BlockTrade, scope)) { AuthenticationSchemes = scheme };
        var (trade, data) = (Needs("TRADE"), Needs("USER_DATA"));

        group.MapGet("/base/symbol_rate/country/list", MarketRoutes.Countries).AllowAnonymous();
        group.MapGet("/base/symbol/self/list_data", MarketRoutes.ListData).AllowAnonymous();
        group.MapGet("/base/public_key", MarketRoutes.PublicKey).AllowAnonymous();
        group.MapGet("/base/public_key/list", MarketRoutes.PublicKeys).AllowAnonymous();
        group.MapPost("/rate/user_quote/find", MarketRoutes.Quote).RequireAuthorization(data);
        group.MapGet("/depositAddress", MarketRoutes.DepositAddress).RequireAuthorization(data);
        group.MapGet("/account", MarketRoutes.Account).RequireAuthorization(data);

        group.MapGet("/payment/list", PaymentRoutes.Configs).AllowAnonymous();
        group.MapPost("/payment/add", PaymentRoutes.AddMethod).RequireAuthorization(data);
        group.MapGet("/payment/my/list", PaymentRoutes.MyMethods).RequireAuthorization(data);
        group.MapGet("/mc/list", PaymentRoutes.SubMerchants).RequireAuthorization(data);
        group.MapPost("/mc/add", PaymentRoutes.AddSubMerchant).RequireAuthorization(data);
        group.MapGet("/mc/tran/list", PaymentRoutes.Transfers).RequireAuthorization(data);

        group.MapGet("/order/list", OrderRoutes.List).RequireAuthorization(data);
        group.MapGet("/order/detail", OrderRoutes.Detail).RequireAuthorization(data);
        group.MapPost("/order/add", OrderRoutes.Add).RequireAuthorization(trade);
        group.MapPost("/order/finish", OrderRoutes.Finish).RequireAuthorization(trade);
        group.MapPost("/pic/upload", UploadRoutes.Upload).RequireAuthorization(trade).WithMetadata(new RequestSizeLimitAttribute(UploadRoutes.RequestBytesMax));
    }

    /// <summary>Reads the parameters of a request and runs what needs them, or says what is wrong with them.</summary>
    internal static async Task<IResult> WithAsync(HttpContext http, Func<Parameters, Task<IResult>> run, CancellationToken cancellation)
    {
        var read = await Parameters.ReadAsync(http, cancellation);
        return read.Failed(out var unreadable) ? BlockTradeDialect.Refusal(unreadable) : await run(read.Value);
    }
}
