using System.Text.Json;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Staff;

/// <summary>Webhook endpoints and deliveries. Staff keep all of them, a merchant its own; the desk tells them apart.</summary>
internal static class WebhookRoutes
{
    private const string Surface = "deposit_desk";

    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/endpoints", List).RequireAuthorization(guard.SignedIn).Reads(WebhookDesk.EndpointRules);
        group.MapPost("/endpoints", Create).RequireAuthorization(guard.SignedIn);
        group.MapGet("/endpoints/{id:guid}", Get).RequireAuthorization(guard.SignedIn);
        group.MapPatch("/endpoints/{id:guid}", Change).RequireAuthorization(guard.SignedIn);
        group.MapDelete("/endpoints/{id:guid}", Remove).RequireAuthorization(guard.SignedIn);
        group.MapPost("/endpoints/{id:guid}/rotate", Rotate).RequireAuthorization(guard.SignedIn);
        group.MapPost("/endpoints/{id:guid}/overlap", ShortenOverlap).RequireAuthorization(guard.SignedIn);
        group.MapGet("/types", Types).RequireAuthorization(guard.SignedIn);
        group.MapGet("/deliveries", Deliveries).RequireAuthorization(guard.SignedIn).Reads(WebhookDesk.DeliveryRules);
        group.MapPost("/deliveries/{id:guid}/resend", Resend).RequireAuthorization(guard.SignedIn);
        WebhookReplayRoutes.Map(group, guard);
    }

    private static Task<IResult> List(HttpContext http, WebhookDesk desk, CancellationToken cancellation) =>
        Lists.ListedAsync(http, "endpoints", WebhookDesk.EndpointRules, desk.ListAsync, Mapping.Endpoint, cancellation);

    private static Task<IResult> Create(HttpContext http, WebhookDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<CreateEndpointRequest>(http,
            async body => body.Value.Surface is null or Surface or WebhookDesk.BlockTradeSurface or WebhookDesk.PlatformSurface
            ? (await desk.CreateAsync(body.Value.Url, body.Value.Events, body.Value.MerchantId, body.Value.Surface ?? Surface,
                cancellation)).Created(
                made => new { Endpoint = Mapping.Endpoint(made.Endpoint), made.Secret })
            : ProblemDialect.Problem(
                DomainError.Of(ErrorCode.InvalidRequest, "surface",
                $"surface must be {Surface}, {WebhookDesk.BlockTradeSurface} or {WebhookDesk.PlatformSurface}.")), cancellation);

    private static async Task<IResult> Types(WebhookDesk desk, CancellationToken cancellation) =>
        (await desk.TypesAsync(cancellation)).Listed("types", kind => new
    {
        kind.Type, kind.Surface, kind.Description, Example = JsonSerializer.Deserialize<JsonElement>(kind.Example),
    });

    private static async Task<IResult> Get(Guid id, WebhookDesk desk, CancellationToken cancellation) =>
        (await desk.GetAsync(id, cancellation)).Answer(EndpointAnswer);

    private static Task<IResult> Change(Guid id, HttpContext http, WebhookDesk desk, CancellationToken cancellation) =>
        Answers.WithChangeAsync<ChangeEndpointRequest>(http, async body =>
            (await desk.ChangeAsync(id, new EndpointChange(body.Value.Url, body.Value.Events, body.Value.IsActive), cancellation))
                .AnswerDecided(EndpointAnswer), cancellation);

    // Without a body the old secret signs for a day more.
    private static async Task<IResult> Rotate(Guid id, HttpContext http, WebhookDesk desk, CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        var hasBody = http.Request.ContentLength is > 0 || http.Request.Headers.TransferEncoding.Count > 0;
        return hasBody
            ? await Answers.WithBodyAsync<RotateCredentialRequest>(http, async body => (await desk.RotateAsync(id,
                body.Value.OldValidUntil, cancellation)).Answer(Rotated), cancellation)
            : (await desk.RotateAsync(id, null, cancellation)).Answer(Rotated);
    }

    private static Task<IResult> ShortenOverlap(Guid id, HttpContext http, WebhookDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<RotateCredentialRequest>(http, async body => (await desk.ShortenOverlapAsync(id,
            body.Value.OldValidUntil, cancellation)).Answer(EndpointAnswer), cancellation);

    private static object Rotated(CreatedEndpoint made) => new { Endpoint = Mapping.Endpoint(made.Endpoint), made.Secret };

    private static async Task<IResult> Remove(Guid id, WebhookDesk desk, CancellationToken cancellation) =>
        (await desk.RemoveAsync(id, cancellation)).Answer(EndpointAnswer);

    private static Task<IResult> Deliveries(HttpContext http, WebhookDesk desk, CancellationToken cancellation) =>
        Lists.ListedAsync(http, "deliveries", WebhookDesk.DeliveryRules, desk.DeliveriesAsync, Mapping.Delivery, cancellation,
            Cursor.SizeDefault);

    private static async Task<IResult> Resend(Guid id, WebhookDesk desk, CancellationToken cancellation) =>
        (await desk.ResendAsync(id, cancellation)).Answer(_ => new { Delivery = new { Id = id, State = "pending" } });

    private static object EndpointAnswer(WebhookEndpointView view) => new { Endpoint = Mapping.Endpoint(view) };
}
