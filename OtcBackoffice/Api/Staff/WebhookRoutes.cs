using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Staff;

/// <summary>Webhook endpoints and deliveries. Staff keep all of them, a merchant its own; the desk tells them apart.</summary>
internal static class WebhookRoutes
{
    private const string Surface = "deposit_desk";

    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/endpoints", List).RequireAuthorization(guard.SignedIn);
        group.MapPost("/endpoints", Create).RequireAuthorization(guard.SignedIn);
        group.MapGet("/endpoints/{id:guid}", Get).RequireAuthorization(guard.SignedIn);
        group.MapPatch("/endpoints/{id:guid}", Change).RequireAuthorization(guard.SignedIn);
        group.MapDelete("/endpoints/{id:guid}", Remove).RequireAuthorization(guard.SignedIn);
        group.MapGet("/deliveries", Deliveries).RequireAuthorization(guard.SignedIn);
        group.MapPost("/deliveries/{id:guid}/resend", Resend).RequireAuthorization(guard.SignedIn);
    }

    private static async Task<IResult> List(WebhookDesk desk, CancellationToken cancellation) =>
        (await desk.ListAsync(cancellation)).Listed("endpoints", Mapping.Endpoint);

    private static Task<IResult> Create(HttpContext http, WebhookDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<CreateEndpointRequest>(http, async body => body.Value.Surface is null or Surface or WebhookDesk.BlockTradeSurface
            ? (await desk.CreateAsync(body.Value.Url, body.Value.Events, body.Value.MerchantId, body.Value.Surface ?? Surface, cancellation)).Created(
                made => new { Endpoint = Mapping.Endpoint(made.Endpoint), made.Secret })
            : ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "surface", $"surface must be {Surface} or {WebhookDesk.BlockTradeSurface}.")), cancellation);

    private static async Task<IResult> Get(Guid id, WebhookDesk desk, CancellationToken cancellation)
    {
        var endpoints = await desk.ListAsync(cancellation);
        var found = endpoints.IsSuccess ? endpoints.Value.FirstOrDefault(endpoint => endpoint.Id == id) : null;
        return endpoints.IsSuccess && found is null
            ? ProblemDialect.Problem(DomainError.Missing("webhook endpoint"))
            : endpoints.Answer(_ => EndpointAnswer(found!));
    }

    private static Task<IResult> Change(Guid id, HttpContext http, WebhookDesk desk, CancellationToken cancellation) =>
        Answers.WithChangeAsync<ChangeEndpointRequest>(http, async body =>
            (await desk.ChangeAsync(id, new EndpointChange(body.Value.Url, body.Value.Events, body.Value.IsActive), cancellation)).AnswerDecided(EndpointAnswer), cancellation);

    private static async Task<IResult> Remove(Guid id, WebhookDesk desk, CancellationToken cancellation) =>
        (await desk.RemoveAsync(id, cancellation)).Answer(EndpointAnswer);

    private static async Task<IResult> Deliveries(HttpContext http, WebhookDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (endpoint, subject, limit) = (query.Id("endpoint_id"), query.Id("subject_id"), query.Limit());
        return query.Fault is { } fault
            ? ProblemDialect.Problem(fault)
            : (await desk.DeliveriesAsync(endpoint, subject, limit, cancellation)).Listed("deliveries", Mapping.Delivery);
    }

    private static async Task<IResult> Resend(Guid id, WebhookDesk desk, CancellationToken cancellation) =>
        (await desk.ResendAsync(id, cancellation)).Answer(_ => new { Delivery = new { Id = id, State = "pending" } });

    private static object EndpointAnswer(WebhookEndpointView view) => new { Endpoint = Mapping.Endpoint(view) };
}
