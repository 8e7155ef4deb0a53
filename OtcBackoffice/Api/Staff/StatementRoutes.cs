using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Api.Staff;

/// <summary>Statements: a file is sent, followed and called off; statements, their lines and the maps of CSV are read.</summary>
internal static class StatementRoutes
{
    // Somewhat more than a statement may have, so that whoever sends too much hears why instead of a broken connection.
    private const long RequestBytesMax = StatementImportDesk.BytesMax + (8L * 1024 * 1024);

    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        var (read, import) = (guard.For(Permission.StatementRead), guard.For(Permission.StatementImport));
        group.MapPost("/", StatementUpload.ReceiveAsync).RequireAuthorization(import)
            .WithMetadata(new RequestSizeLimitAttribute(RequestBytesMax));
        group.MapGet("/", List).RequireAuthorization(read).Reads("account_id", "cursor", "limit");
        group.MapGet("/imports", Imports).RequireAuthorization(read).Reads("cursor", "limit");
        group.MapGet("/imports/{id:guid}", Follow).RequireAuthorization(read);
        group.MapDelete("/imports/{id:guid}", Cancel).RequireAuthorization(import);
        group.MapGet("/maps", Maps).RequireAuthorization(read);
        group.MapPost("/maps", MakeMap).RequireAuthorization(import);
        group.MapPatch("/maps/{id:guid}", ChangeMap).RequireAuthorization(import);
        group.MapGet("/{id:guid}", Get).RequireAuthorization(read);
        group.MapGet("/{id:guid}/lines", Lines).RequireAuthorization(read).Reads("cursor", "limit");
        group.MapGet("/{id:guid}/file", Fetch).RequireAuthorization(read);
        group.MapPost("/{id:guid}/accept", Accept).RequireAuthorization(import);
    }

    /// <summary>The files of statements for the console's page, under its session.</summary>
    public static void MapFiles(IEndpointRouteBuilder routes, SurfaceGuard guard) =>
        routes.MapGet("/statements/{id:guid}/file", Fetch).RequireAuthorization(guard.For(Permission.StatementRead));

    private static async Task<IResult> List(HttpContext http, StatementQueries queries, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (account, cursor, limit) = (query.Id("account_id"), query.Cursor(), query.Limit());
        return query.Fault is { } fault ? ProblemDialect.Problem(fault)
            : (await queries.ListAsync(account, cursor, limit, cancellation)).Listed("statements", Statement);
    }

    private static async Task<IResult> Imports(HttpContext http, StatementImportDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var page = query.Page();
        return query.Fault is { } fault ? ProblemDialect.Problem(fault)
            : (await desk.ListAsync(page, cancellation)).Listed("imports", Import);
    }

    private static async Task<IResult> Follow(Guid id, StatementImportDesk desk, CancellationToken cancellation) =>
        (await desk.GetAsync(id, cancellation)).Answer(Import);

    private static async Task<IResult> Cancel(Guid id, StatementImportDesk desk, CancellationToken cancellation) =>
        (await desk.CancelAsync(id, cancellation)).Answer(Import);

    private static async Task<IResult> Get(Guid id, StatementQueries queries, CancellationToken cancellation) =>
        (await queries.GetAsync(id, cancellation)).Answer(view => new { Statement = Statement(view) });

    private static async Task<IResult> Lines(Guid id, HttpContext http, StatementQueries queries, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (cursor, limit) = (query.Cursor(), query.Limit());
        return query.Fault is { } fault ? ProblemDialect.Problem(fault)
            : (await queries.LinesAsync(id, cursor, limit, cancellation)).Listed("lines", Line);
    }

    private static async Task<IResult> Fetch(Guid id, HttpContext http, StatementQueries queries, CancellationToken cancellation)
    {
        var opened = await queries.OpenFileAsync(id, cancellation);
        if (opened.Failed(out var refused))
        {
            return ProblemDialect.Problem(refused);
        }
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, no-store";
        http.Response.Headers.ContentSecurityPolicy = "sandbox";
        return Results.Stream(opened.Value.Content, MediaTypeNames.Application.Octet, opened.Value.Name);
    }

    private static Task<IResult> Accept(Guid id, HttpContext http, StatementImportDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http, async body =>
            (await desk.AcceptAsync(id, body.Value.Reason, cancellation)).Answer(view => new { Statement = Statement(view) }),
                cancellation);

    private static async Task<IResult> Maps(CsvMapDesk desk, CancellationToken cancellation) =>
        (await desk.ListAsync(cancellation)).Listed("maps", MapRequests.Shape);

    private static Task<IResult> MakeMap(HttpContext http, CsvMapDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<CsvMapRequest>(http,
            async body => MapRequests.Read(body.Value, null) is var read && read.Failed(out var wrong)
            ? ProblemDialect.Problem(wrong)
            : (await desk.SaveAsync(null, body.Value.Name, read.Value, cancellation))
            .Created(view => new { Map = MapRequests.Shape(view) }), cancellation);

    private static Task<IResult> ChangeMap(Guid id, HttpContext http, CsvMapDesk desk, CancellationToken cancellation) =>
        Answers.WithChangeAsync<CsvMapRequest>(http, async body =>
        {
            var known = await desk.GetAsync(id, cancellation);
            if (known.Failed(out var missing))
            {
                return ProblemDialect.Problem(missing);
            }
            var read = MapRequests.Read(body.Value, known.Value.Map);
            return read.Failed(out var wrong) ? ProblemDialect.Problem(wrong)
                : (await desk.SaveAsync(id, body.Value.Name ?? known.Value.Name, read.Value, cancellation))
                .Answer(view => new { Map = MapRequests.Shape(view) });
        }, cancellation);

    internal static object Import(ImportView view) => new
    {
        ImportId = view.Id, view.Id, view.FileName, view.Format, view.AccountId, Status = Names.Snake(view.Status), view.LinesDone,
        view.LinesTotal, view.LinesNew, view.LinesKnown,
        view.StatementIds, view.Faults, view.Notes, view.RequestedBy, CreatedAt = view.CreatedAtUtc, EndedAt = view.EndedAtUtc,
    };

    private static object Statement(StatementView view) => new
    {
        view.Id, view.ImportId, view.AccountId, view.AccountName, view.Format, Kind = view.IsBooked ? "booked" : "announced", view.BankId,
        view.Number, view.Currency, From = view.FromDay, To = view.ToDay,
        view.OpeningBalance, view.ClosingBalance, Status = Names.Snake(view.Status), view.Sentence, view.Lines,
        ImportedAt = view.ImportedAtUtc, view.ImportedBy, view.ImportedByName, view.AcceptReason,
    };

    private static object Line(StatementEntryView view)
    {
        var text = TextOf(view.Raw);
        return new LineWire(view.Id, view.Number, view.Amount, view.Currency, view.BookingDate, view.ValueDate, view.Reference,
            view.BankReference, view.EndToEndId, view.CounterpartyName,
            view.CounterpartyAccount, view.Text, Names.Snake(view.Status), view.IsReversal, view.Explanation, view.ReceiptId, view.Children,
                text, text is null ? Convert.ToBase64String(view.Raw.Span) : null);
    }

    // What is valid UTF-8 is shown as text; other bytes come as they are, in Base64.
    private static string? TextOf(ReadOnlyMemory<byte> raw)
    {
        try
        {
            return new UTF8Encoding(false, true).GetString(raw.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

/// <summary>A line of a statement; what the bank wrote is in <c>raw</c>, or in <c>raw_base64</c> when it is no UTF-8.</summary>
internal sealed record LineWire(
    Guid Id, int Number, string Amount, string Currency, DateOnly? BookingDate, DateOnly? ValueDate, string? Reference,
    string? BankReference, string? EndToEndId, string? CounterpartyName,
    string? CounterpartyAccount, string Text, string Status, bool IsReversal, string? Explanation, Guid? ReceiptId,
        IReadOnlyList<LineChildView> Children, string? Raw, string? RawBase64);
