using System.Globalization;
using System.Text.Json;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Staff;

/// <summary>The audit record: by pages, or all of it as one JSON object per line.</summary>
internal static class AuditRoutes
{
    private const int ExportBatch = 1_000;

    private static readonly string[] Filters = ["actor", "entity", "action", "from", "to", "cursor", "limit"];

    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/", List).RequireAuthorization(guard.For(Permission.AuditRead)).Reads([.. Filters.Union(AuditDesk.Rules.Asked)]);
        group.MapGet("/export", Export).RequireAuthorization(guard.For(Permission.AuditRead)).Reads(Filters);
        group.MapGet("/public-key", PublicKey).RequireAuthorization(guard.For(Permission.AuditRead));
    }

    /// <summary>The same files for the console's page, under its session.</summary>
    public static void MapFiles(IEndpointRouteBuilder routes, SurfaceGuard guard)
    {
        routes.MapGet("/audit/export", Export).RequireAuthorization(guard.For(Permission.AuditRead));
        routes.MapGet("/audit/checkpoint", async (AuditCheckpoints record, CancellationToken cancellation) =>
            Results.Text(await record.CurrentAsync(cancellation), "text/plain; charset=utf-8")).AllowAnonymous();
        routes.MapGet("/audit/checkpoint.vkey",
            (AuditCheckpoints record) => Results.Text(record.VerifierKey() + "\n", "text/plain; charset=utf-8")).AllowAnonymous();
        routes.MapGet("/audit/public-key", PublicKey).RequireAuthorization(guard.For(Permission.AuditRead));
    }

    private static async Task<IResult> List(HttpContext http, AuditDesk desk, CancellationToken cancellation)
    {
        // By its own order the record is walked from line to line; in another order, or by numbered pages, it is a list like the others.
        if (http.Request.Query.ContainsKey("sort") || http.Request.Query.ContainsKey("page"))
        {
            return await Lists.ListedAsync(http, "audit", AuditDesk.Rules, desk.BrowseAsync, Mapping.AuditLine, cancellation,
                Cursor.SizeDefault);
        }
        if (http.Request.Query.Keys.FirstOrDefault(name => !Filters.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            var shown = unknown.Length <= 80 ? unknown : unknown[..80];
            return ProblemDialect.Problem(
                DomainError.Of(ErrorCode.InvalidRequest, shown, $"The record is cut by {string.Join(", ", Filters)}, and not by {shown}."));
        }
        var filter = Filter(new QueryFields(http.Request.Query));
        return filter.Failed(out var fault)
            ? ProblemDialect.Problem(fault)
            : (await desk.ListAsync(filter.Value, cancellation)).Listed("audit", Mapping.AuditLine);
    }

    // The key to check an export with, as PEM; keep it apart from the files it is for.
    private static async Task<IResult> PublicKey(AuditDesk desk, CancellationToken cancellation)
    {
        var key = await desk.PublicKeyAsync(cancellation);
        return key.Failed(out var refused) ? ProblemDialect.Problem(refused) : Results.Text(key.Value, "application/x-pem-file");
    }

    // Newest first, page by page, so that the record's length costs neither memory nor one long transaction.
    private static async Task<IResult> Export(HttpContext http, AuditDesk desk, CancellationToken cancellation)
    {
        var filter = Filter(new QueryFields(http.Request.Query));
        if (filter.Failed(out var fault))
        {
            return ProblemDialect.Problem(fault);
        }
        var first = await desk.ExportAsync(filter.Value with { Size = ExportBatch }, cancellation);
        return first.Failed(out var refused)
            ? ProblemDialect.Problem(refused)
            : Results.Stream(output => WriteLinesAsync(output, first.Value, filter.Value, desk, cancellation), "application/x-ndjson",
                "audit.jsonl");
    }

    private static async Task WriteLinesAsync(Stream output, Page<AuditLine> page, AuditFilter filter, AuditDesk desk,
        CancellationToken cancellation)
    {
        while (true)
        {
            foreach (var line in page.Rows)
            {
                await output.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(Mapping.AuditLine(line), ApiJson.Writing), cancellation);
                await output.WriteAsync(LineEnd, cancellation);
            }
            if (page.NextCursor is not { } next)
            {
                return;
            }
            var following = await desk.ListAsync(filter
                with { Size = ExportBatch, SealedOnly = true, BeforeId = long.Parse(next, CultureInfo.InvariantCulture) }, cancellation);
            // Half an export that looks whole would be worse than one that visibly breaks off.
            page = following.Failed(out var refused) ? throw new InvalidOperationException(refused.Message) : following.Value;
        }
    }

    private static Result<AuditFilter> Filter(QueryFields query)
    {
        var filter = new AuditFilter(
            query.Text("actor"), query.Text("entity"), query.Text("action"), query.Time("from"), query.Until("to"), query.Number("cursor"),
                query.Limit());
        return query.Fault is { } fault ? fault : filter;
    }
}
