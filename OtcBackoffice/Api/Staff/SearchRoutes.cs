using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Search;

namespace OtcBackoffice.Api.Staff;

/// <summary>What the palette finds and the navigation counts, over HTTP. Merchants find their own.</summary>
internal static class SearchRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/search", Find).RequireAuthorization(guard.SignedIn).Reads("q");
        group.MapGet("/counts", Counts).RequireAuthorization(guard.SignedIn);
    }

    private static async Task<IResult> Find(HttpContext http, SearchDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var text = query.Text("q");
        return query.Fault is { } fault ? ProblemDialect.Problem(fault)
            : (await desk.FindAsync(text, cancellation)).Answer(hits => new { Hits = hits });
    }

    private static async Task<IResult> Counts(CountsDesk desk, CancellationToken cancellation) =>
        (await desk.ReadAsync(cancellation)).Answer(counts => counts);
}
