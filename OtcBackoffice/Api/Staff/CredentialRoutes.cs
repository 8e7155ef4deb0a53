using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Desks.Integrators;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Api.Staff;

/// <summary>Credentials of machines. Admins keep all of them, a merchant its own; the desk tells them apart.</summary>
internal static class CredentialRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/", List).RequireAuthorization(guard.SignedIn).Reads(CredentialDesk.Rules);
        group.MapPost("/", Create).RequireAuthorization(guard.SignedIn);
        group.MapGet("/{id:guid}", Get).RequireAuthorization(guard.SignedIn);
        group.MapPost("/{id:guid}/rotate", Rotate).RequireAuthorization(guard.SignedIn);
        group.MapPost("/{id:guid}/overlap", ShortenOverlap).RequireAuthorization(guard.SignedIn);
        group.MapDelete("/{id:guid}", Revoke).RequireAuthorization(guard.SignedIn);
        group.MapGet("/{id:guid}/requests", Requests).RequireAuthorization(guard.SignedIn).Reads(KeyLogDesk.Rules);
        group.MapGet("/{id:guid}/errors", Errors).RequireAuthorization(guard.SignedIn);
    }

    private static Task<IResult> Requests(Guid id, HttpContext http, KeyLogDesk desk, CancellationToken cancellation) =>
        Lists.ListedAsync(http, "requests", KeyLogDesk.Rules, (ask, token) => desk.ListAsync(id, ask, token), row => new
        {
            row.RequestId, row.Method, row.Path, row.Query, row.Status, Code = row.ErrorCode, row.LatencyMs, row.IdempotencyReplayed,
                At = row.AtUtc, row.RequestBody, row.ResponseBody,
        }, cancellation, Desks.Pipeline.Cursor.SizeDefault);

    private static async Task<IResult> Errors(Guid id, KeyLogDesk desk, CancellationToken cancellation) => (await desk.ErrorsAsync(id,
        cancellation)).Listed("errors", one => new
    {
        one.Code, one.Status, one.Method, one.Endpoint, one.Count, FirstAt = one.FirstAtUtc, LastAt = one.LastAtUtc,
            Href = one.CataloguePage,
        Samples = one.Samples.Select(sample => new { sample.RequestId, At = sample.AtUtc, sample.Path }),
    });

    private static Task<IResult> List(HttpContext http, CredentialDesk desk, CancellationToken cancellation) =>
        Lists.ListedAsync(http, "credentials", CredentialDesk.Rules, desk.ListAsync, Shape, cancellation);

    private static async Task<IResult> Get(Guid id, CredentialDesk desk, CancellationToken cancellation) =>
        (await desk.GetAsync(id, cancellation)).Answer(Answer);

    private static Task<IResult> Create(HttpContext http, CredentialDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<CreateCredentialRequest>(http, async body =>
        {
            var asked = body.Value;
            if (!Names.TryParse<CredentialSurface>(asked.Surface, out var surface))
            {
                return ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "surface",
                    $"surface must be one of {string.Join(", ", Enum.GetValues<CredentialSurface>().Select(Names.Snake))}."));
            }
            var request = new CredentialRequest(surface, asked.Name, asked.MerchantId, asked.Scopes, asked.IpAllowList, asked.ExpiresAt);
            return Unkept(http, (await desk.CreateAsync(request, cancellation)).Created(Issued));
        }, cancellation);

    private static async Task<IResult> Rotate(Guid id, HttpContext http, CredentialDesk desk, CancellationToken cancellation)
    {
        var hasBody = http.Request.ContentLength is > 0 || http.Request.Headers.TransferEncoding.Count > 0;
        return hasBody
            ? await Answers.WithBodyAsync<RotateCredentialRequest>(http, async body =>
                Unkept(http, (await desk.RotateAsync(id, body.Value.OldValidUntil, cancellation)).Answer(Issued)), cancellation)
            : Unkept(http, (await desk.RotateAsync(id, null, cancellation)).Answer(Issued));
    }

    private static Task<IResult> ShortenOverlap(Guid id, HttpContext http, CredentialDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<RotateCredentialRequest>(http, async body => (await desk.ShortenOverlapAsync(id,
            body.Value.OldValidUntil, cancellation)).Answer(Answer), cancellation);

    // The reason may be left out, and with it the body: a key that leaked is taken away first.
    private static async Task<IResult> Revoke(Guid id, HttpContext http, CredentialDesk desk, CancellationToken cancellation) =>
        http.Request.ContentLength is > 0 || http.Request.Headers.TransferEncoding.Count > 0
            ? await Answers.WithBodyAsync<ReasonRequest>(http,
                async body => (await desk.RevokeAsync(id, cancellation, body.Value.Reason)).Answer(Answer), cancellation)
            : (await desk.RevokeAsync(id, cancellation)).Answer(Answer);

    // The one answer with a secret in it stays out of every cache on the way.
    private static IResult Unkept(HttpContext http, IResult answer)
    {
        http.Response.Headers.CacheControl = "no-store";
        return answer;
    }

    private static object Answer(CredentialView view) => new { Credential = Shape(view) };

    private static object Issued(IssuedCredential issued) => issued.Credential.Surface switch
    {
        CredentialSurface.BlockTrade => new { Credential = Shape(issued.Credential), ApiKey = issued.Credential.KeyId, issued.Secret },
        CredentialSurface.Gateway => new { Credential = Shape(issued.Credential), ClientId = issued.Credential.KeyId, issued.Secret },
        _ => new { Credential = Shape(issued.Credential), issued.Secret },
    };

    private static object Shape(CredentialView view) => new
    {
        view.Id,
        Surface = Names.Snake(view.Surface),
        Environment = Names.Snake(view.Environment),
        view.Name,
        view.KeyId,
        view.MerchantId,
        view.OwnerUserId,
        view.OwnerName,
        view.Scopes,
        view.IpAllowList,
        view.Status,
        view.UnusableBecause,
        CreatedAt = view.CreatedAtUtc,
        ExpiresAt = view.ExpiresAtUtc,
        RotatedAt = view.RotatedAtUtc,
        OldValidUntil = view.PreviousUntilUtc,
        RevokedAt = view.RevokedAtUtc,
        LastUsedAt = view.LastUsedAtUtc,
        view.LastAddressRange,
        view.Prefix,
        view.CreatedBy,
        view.CreatedByName,
    };
}

/// <summary>A credential to issue; it may do nothing until scopes are chosen.</summary>
internal sealed record CreateCredentialRequest
{
    public string? Surface { get; init; }
    public string? Name { get; init; }
    public Guid? MerchantId { get; init; }
    public IReadOnlyList<string>? Scopes { get; init; }
    public IReadOnlyList<string>? IpAllowList { get; init; }
    public DateTime? ExpiresAt { get; init; }
}

/// <summary>How long the old secret holds beside the new one.</summary>
internal sealed record RotateCredentialRequest
{
    public DateTime? OldValidUntil { get; init; }
}
