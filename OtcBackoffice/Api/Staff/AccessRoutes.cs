using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Integrators;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Api.Staff;

/// <summary>What somebody is let in for.</summary>
internal sealed record ApproveAccessRequest
{
    public IReadOnlyList<string>? Scopes { get; init; }
    public Guid? MerchantId { get; init; }
}

/// <summary>Why somebody is not let in.</summary>
internal sealed record DenyAccessRequest
{
    public string? Reason { get; init; }
}

/// <summary>Who asks for access, and what is decided.</summary>
internal static class AccessRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("", List).RequireAuthorization(guard.For(Permission.AccessRead)).Reads(AccessDesk.Rules);
        group.MapPost("/{id:guid}/approve", Approve).RequireAuthorization(guard.For(Permission.AccessDecide));
        group.MapPost("/{id:guid}/deny", Deny).RequireAuthorization(guard.For(Permission.AccessDecide));
    }

    private static Task<IResult> List(HttpContext http, AccessDesk desk, CancellationToken cancellation) =>
        Lists.ListedAsync(http, "access_requests", AccessDesk.Rules, desk.ListAsync, Wire, cancellation, Desks.Pipeline.Cursor.SizeDefault);

    private static Task<IResult> Approve(Guid id, HttpContext http, AccessDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ApproveAccessRequest>(http, async body =>
    {
        http.Response.Headers.CacheControl = "no-store";
        var here = new Uri($"{http.Request.Scheme}://{http.Request.Host}");
        return (await desk.ApproveAsync(id, body.Value.Scopes, body.Value.MerchantId, here, cancellation)).Answer(granted => new
        {
            Link = granted.Link, granted.WasMailed, AccessRequest = Wire(granted.Request), ApprovalId = granted.Waiting?.Id,
        });
    }, cancellation);

    private static Task<IResult> Deny(Guid id, HttpContext http, AccessDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<DenyAccessRequest>(http, async body =>
        (await desk.DenyAsync(id, body.Value.Reason, cancellation)).Answer(view => new { AccessRequest = Wire(view) }), cancellation);

    private static object Wire(AccessRequestView view) => new
    {
        view.Id, view.Email, view.Name, view.Company, view.Regions, view.Currencies, view.ExpectedFlow, Status = Names.Snake(view.Status),
        view.Scopes, view.MerchantId, view.DecidedBy,
        DecidedAt = view.DecidedAtUtc, view.Reason, CreatedAt = view.CreatedAtUtc,
    };
}
