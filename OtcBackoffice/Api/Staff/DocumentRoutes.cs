using System.Net.Mime;
using Microsoft.Net.Http.Headers;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Documents;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Staff;

/// <summary>Papers as PDF, and a deposit's case as an archive. Merchants and staff come the same way; the desk decides who sees
/// what.</summary>
internal static class DocumentRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/otc/deposits/{id:guid}/receipt", Receipt).RequireAuthorization(guard.SignedIn).Reads("download");
        group.MapGet("/otc/withdrawals/{id:guid}/advice", Advice).RequireAuthorization(guard.SignedIn).Reads("download");
        group.MapGet("/otc/exchanges/{id:guid}/confirmation", Confirmation).RequireAuthorization(guard.SignedIn).Reads("download");
        group.MapGet("/merchants/{id:guid}/statements/{period}", Statement).RequireAuthorization(guard.SignedIn).Reads("download");
        group.MapGet("/otc/deposits/{id:guid}/case-file", CaseFile).RequireAuthorization(guard.For(Permission.DepositReadAll));
        group.MapGet("/block-trades/{orderId:long}/documents/{fileId:guid}", BlockDocument)
            .RequireAuthorization(guard.For(Permission.BlockTradeRead)).Reads("download");
    }

    /// <summary>The same files for the console's pages, under its session.</summary>
    public static void MapFiles(IEndpointRouteBuilder routes, SurfaceGuard guard)
    {
        routes.MapGet("/files/deposits/{id:guid}/receipt", Receipt).RequireAuthorization(guard.SignedIn);
        routes.MapGet("/files/deposits/selection", Selection).RequireAuthorization(guard.For(Permission.DepositReadAll));
        routes.MapGet("/files/withdrawals/{id:guid}/advice", Advice).RequireAuthorization(guard.SignedIn);
        routes.MapGet("/files/exchanges/{id:guid}/confirmation", Confirmation).RequireAuthorization(guard.SignedIn);
        routes.MapGet("/files/merchants/{id:guid}/statements/{period}", Statement).RequireAuthorization(guard.SignedIn);
        routes.MapGet("/files/deposits/{id:guid}/case-file", CaseFile).RequireAuthorization(guard.For(Permission.DepositReadAll));
        routes.MapGet("/files/block-trades/{orderId:long}/documents/{fileId:guid}", BlockDocument)
            .RequireAuthorization(guard.For(Permission.BlockTradeRead));
    }

    // What is selected in the queue, as a table for a spreadsheet.
    private static async Task<IResult> Selection(HttpContext http, Desks.Deposits.DepositQueries deposits, CancellationToken cancellation)
    {
        var ids = http.Request.Query["ids"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).ToList();
        var table = await deposits.SelectionAsync(ids, cancellation);
        return table.Failed(out var refused) ? ProblemDialect.Problem(refused)
            : Results.File(System.Text.Encoding.UTF8.GetBytes(table.Value), "text/csv; charset=utf-8", "deposits.csv");
    }

    private static async Task<IResult> Receipt(Guid id, HttpContext http, DocumentDesk desk, CancellationToken cancellation) =>
        Pdf(http, await desk.DepositReceiptAsync(id, cancellation));

    private static async Task<IResult> Advice(Guid id, HttpContext http, DocumentDesk desk, CancellationToken cancellation) =>
        Pdf(http, await desk.WithdrawalAdviceAsync(id, cancellation));

    private static async Task<IResult> Confirmation(Guid id, HttpContext http, DocumentDesk desk, CancellationToken cancellation) =>
        Pdf(http, await desk.ExchangeConfirmationAsync(id, cancellation));

    private static async Task<IResult> Statement(Guid id, string period, HttpContext http, DocumentDesk desk,
        CancellationToken cancellation) =>
        Pdf(http, await desk.StatementAsync(id, period, cancellation));

    private static async Task<IResult> CaseFile(Guid id, HttpContext http, CaseFileDesk desk, CancellationToken cancellation)
    {
        var opened = await desk.OpenAsync(id, cancellation);
        if (opened.Failed(out var refused))
        {
            return ProblemDialect.Problem(refused);
        }
        SetHeaders(http.Response, opened.Value.Name, isDownload: true);
        return Results.Stream(output => opened.Value.WriteToAsync(output, cancellation), MediaTypeNames.Application.Zip);
    }

    // What a customer sent is shown as the type that its first bytes proved, and may run nothing.
    private static async Task<IResult> BlockDocument(long orderId, Guid fileId, HttpContext http, BlockTradeDesk desk,
        CancellationToken cancellation)
    {
        var opened = await desk.OpenDocumentAsync(orderId, fileId, cancellation);
        if (opened.Failed(out var refused))
        {
            return ProblemDialect.Problem(refused);
        }
        SetHeaders(http.Response, opened.Value.FileName, http.Request.Query["download"] == "1");
        http.Response.Headers.ContentSecurityPolicy = "sandbox";
        return Results.Stream(opened.Value.Content, opened.Value.MediaType, enableRangeProcessing: opened.Value.Content.CanSeek);
    }

    private static IResult Pdf(HttpContext http, Result<DocumentFile> document)
    {
        if (document.Failed(out var refused))
        {
            return ProblemDialect.Problem(refused);
        }
        SetHeaders(http.Response, document.Value.Name, http.Request.Query["download"] == "1");
        http.Response.Headers.ContentSecurityPolicy = "sandbox";
        return Results.Bytes(document.Value.Content, MediaTypeNames.Application.Pdf);
    }

    private static void SetHeaders(HttpResponse answer, string name, bool isDownload)
    {
        answer.Headers.XContentTypeOptions = "nosniff";
        answer.Headers.CacheControl = "private, no-store";
        var disposition = new ContentDispositionHeaderValue(isDownload ? "attachment" : "inline");
        disposition.SetHttpFileName(name);
        answer.Headers.ContentDisposition = disposition.ToString();
    }
}
