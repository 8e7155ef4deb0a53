using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using OtcBackoffice.Desks;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Hosting;

/// <summary>Takes proofs and statements from the console by plain forms, so that no file ever goes through a circuit.</summary>
public static class ConsoleUploads
{
    // What the form's other parts and boundaries may add to the file.
    private const int FormBytesMax = 64 * 1024;

    /// <summary>Adds the endpoints.</summary>
    public static void MapConsoleUploads(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/my/deposits/{id:guid}/proof", UploadAsync).DisableAntiforgery()
            .RequireAuthorization(new AuthorizeAttribute(nameof(Permission.DepositOwn)));
        routes.MapPost("/statements/upload", StatementAsync).DisableAntiforgery()
            .RequireAuthorization(new AuthorizeAttribute(nameof(Permission.StatementImport)));
    }

    private static async Task<IResult> StatementAsync(HttpContext http, IAntiforgery antiforgery, StatementImportDesk desk,
        CancellationToken cancellation)
    {
        const long Limit = StatementImportDesk.BytesMax + FormBytesMax;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
        {
            body.MaxRequestBodySize = Limit;
        }
        http.Features.Set<IFormFeature>(
            new FormFeature(http.Request,
            new FormOptions { MultipartBodyLengthLimit = Limit, ValueCountLimit = 8, MultipartBoundaryLengthLimit = 128 }));
        try
        {
            if (!http.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(http))
            {
                return Statements("The form had been open too long. Please try once more.");
            }
            var form = await http.Request.ReadFormAsync(cancellation);
            if (form.Files.GetFile("file") is not { Length: > 0 } file)
            {
                return Statements("Choose a statement file first.");
            }
            Guid? Id(string field) => Guid.TryParse(form[field], out var id) ? id : null;
            await using var content = file.OpenReadStream();
            var choice = new UploadChoice(null, Id("map_id"), Id("account_id"));
            var queued = await desk.UploadAsync(
                new UploadStatement(file.FileName, content, _ => Task.FromResult<Result<UploadChoice>>(choice)), cancellation);
            return Statements(queued.IsSuccess ? null : queued.Error.Message);
        }
        catch (Exception fault) when (fault is BadHttpRequestException or InvalidDataException)
        {
            return Statements(StatementImportDesk.TooLarge().Message);
        }
    }

    private static IResult Statements(string? fault) =>
        Results.LocalRedirect($"/statements{(fault is null ? "" : $"?fault={Uri.EscapeDataString(fault)}")}");

    private static async Task<IResult> UploadAsync(Guid id, HttpContext http, IAntiforgery antiforgery, DepositDesk desk,
        DeskSettings settings, CancellationToken cancellation)
    {
        var limit = settings.ProofBytesMax + FormBytesMax;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
        {
            body.MaxRequestBodySize = limit;
        }
        http.Features.Set<IFormFeature>(
            new FormFeature(http.Request,
            new FormOptions { MultipartBodyLengthLimit = limit, ValueCountLimit = 8, MultipartBoundaryLengthLimit = 128 }));
        try
        {
            if (!http.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(http))
            {
                return Back(id, "The form had been open too long. Please try once more.");
            }
            var form = await http.Request.ReadFormAsync(cancellation);
            if (form.Files.GetFile("file") is not { Length: > 0 } file)
            {
                return Back(id, "Choose a PDF first.");
            }
            await using var content = file.OpenReadStream();
            var attached = await desk.AttachProofAsync(new UploadProof(id, file.FileName, content), cancellation);
            return Back(id, attached.IsSuccess ? null : attached.Error.Message);
        }
        catch (Exception fault) when (fault is BadHttpRequestException or InvalidDataException)
        {
            return Back(id, $"A proof may have {settings.ProofBytesMax} bytes at most.");
        }
    }

    private static IResult Back(Guid id, string? fault) =>
        Results.LocalRedirect($"/my/deposits/{id}?step=submit{(fault is null ? "" : $"&fault={Uri.EscapeDataString(fault)}")}");
}
