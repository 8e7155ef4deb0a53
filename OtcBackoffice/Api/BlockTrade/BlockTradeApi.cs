using Microsoft.AspNetCore.Mvc;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Api.BlockTrade;

/// <summary>Specification 001, the block-trade API. Base data is open; everything else is signed.</summary>
public static class BlockTradeApi
{
    private const string Prefix = "/openapi/v1/otc";

    /// <summary>The surface.</summary>
    public static Surface Surface { get; } =
        new("block-trade", new BlockTradeDialect(), SchemeNames.BlockTradeKey, Map) { Prefixes = [Prefix], ShutsOut = true };

    private static void Map(IEndpointRouteBuilder routes, Surface surface)
    {
        var group = surface.Group(routes, Prefix);
        var (trade, data) = (surface.Guard.ForScope(CredentialSurface.BlockTrade, "TRADE"),
            surface.Guard.ForScope(CredentialSurface.BlockTrade, "USER_DATA"));

        group.MapGet("/base/symbol_rate/country/list", MarketRoutes.Countries).AllowAnonymous().Reads("hasValid");
        group.MapGet("/base/symbol/self/list_data", MarketRoutes.ListData).AllowAnonymous().Reads("country", "hasValid");
        group.MapGet("/base/public_key", MarketRoutes.PublicKey).AllowAnonymous();
        group.MapGet("/base/public_key/list", MarketRoutes.PublicKeys).AllowAnonymous();
        group.MapPost("/rate/user_quote/find", MarketRoutes.Quote).RequireAuthorization(data);
        group.MapGet("/depositAddress", MarketRoutes.DepositAddress).RequireAuthorization(data).Reads("tokenId", "chainType");
        group.MapGet("/account", MarketRoutes.Account).RequireAuthorization(data);

        group.MapGet("/payment/list", PaymentRoutes.Configs).AllowAnonymous().Reads("country");
        group.MapPost("/payment/add", PaymentRoutes.AddMethod).RequireAuthorization(data);
        group.MapGet("/payment/my/list", PaymentRoutes.MyMethods).RequireAuthorization(data)
            .Reads("mcId", "country", "fiat", "status", "currentPage", "pageSize");
        group.MapGet("/mc/list", PaymentRoutes.SubMerchants).RequireAuthorization(data).Reads("merchantName", "email");
        group.MapPost("/mc/add", PaymentRoutes.AddSubMerchant).RequireAuthorization(data);
        group.MapGet("/mc/tran/list", PaymentRoutes.Transfers).RequireAuthorization(data)
            .Reads("startTime", "endTime", "mcSettingsId", "type", "status", "currentPage", "pageSize");

        group.MapGet("/order/list", OrderRoutes.List).RequireAuthorization(data).Reads("currentPage", "pageSize", "isPending");
        group.MapGet("/order/detail", OrderRoutes.Detail).RequireAuthorization(data).Reads("orderId", "clientId");
        group.MapPost("/order/add", OrderRoutes.Add).RequireAuthorization(trade);
        group.MapPost("/order/finish", OrderRoutes.Finish).RequireAuthorization(trade);
        group.MapPost("/pic/upload", UploadRoutes.Upload).RequireAuthorization(trade)
            .WithMetadata(new RequestSizeLimitAttribute(UploadRoutes.RequestBytesMax));
    }

    /// <summary>Reads the parameters of a request and runs what needs them, or says what is wrong with them.</summary>
    internal static async Task<IResult> WithAsync(HttpContext http, Func<Parameters, Task<IResult>> run, CancellationToken cancellation)
    {
        var read = await Parameters.ReadAsync(http, cancellation);
        return read.Failed(out var unreadable) ? BlockTradeDialect.Refusal(unreadable) : await run(read.Value);
    }
}
