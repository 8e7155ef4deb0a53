using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Staff;

/// <summary>Which event to try a receiver with.</summary>
internal sealed record TestEventRequest
{
    public string? Type { get; init; }
}

/// <summary>Since when the latest of each object is to be sent again.</summary>
internal sealed record WebhookReplayRequest
{
    public DateTime? Since { get; init; }
    public Guid? EndpointId { get; init; }
    public bool? LatestPerObject { get; init; }
}

/// <summary>Test events, and what an endpoint missed.</summary>
internal static class WebhookReplayRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapPost("/endpoints/{id:guid}/test", Test).RequireAuthorization(guard.SignedIn);
        group.MapPost("/endpoints/{id:guid}/scenario", Scenario).RequireAuthorization(guard.SignedIn);
        group.MapPost("/deliveries/replay", Ask).RequireAuthorization(guard.SignedIn);
        group.MapGet("/deliveries/replay/{id:guid}", Get).RequireAuthorization(guard.SignedIn);
        group.MapDelete("/deliveries/replay/{id:guid}", Cancel).RequireAuthorization(guard.SignedIn);
    }

    private static Task<IResult> Test(Guid id, HttpContext http, WebhookReplayDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<TestEventRequest>(http, async body =>
        (await desk.TestAsync(id, body.Value.Type, cancellation))
            .Answer(delivery => new { Delivery = new { Id = delivery, State = "pending", EventType = body.Value.Type } },
            StatusCodes.Status202Accepted), cancellation);

    private static async Task<IResult> Scenario(Guid id, WebhookReplayDesk desk,
        CancellationToken cancellation) => (await desk.ScenarioAsync(id, cancellation)).Answer(
        sent => new { Deliveries = sent.Select(one => new { one.Id, State = "pending", EventType = one.Type }) },
            StatusCodes.Status202Accepted);

    private static Task<IResult> Ask(HttpContext http, WebhookReplayDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<WebhookReplayRequest>(http, async body =>
        body.Value.LatestPerObject == false
            ? ProblemDialect.Problem(
                DomainError.Of(ErrorCode.InvalidRequest, "latest_per_object",
                "latest_per_object must be true; each event is at /v1/events."))
            : (await desk.AskAsync(body.Value.Since, body.Value.EndpointId, cancellation)).Answer(Wire, StatusCodes.Status202Accepted),
            cancellation);

    private static async Task<IResult> Get(Guid id, WebhookReplayDesk desk, CancellationToken cancellation) =>
        (await desk.GetAsync(id, cancellation)).Answer(Wire);

    private static async Task<IResult> Cancel(Guid id, WebhookReplayDesk desk, CancellationToken cancellation) =>
        (await desk.CancelAsync(id, cancellation)).Answer(Wire);

    private static object Wire(WebhookReplayView view) => new
    {
        Job = new { view.Id, view.State, Since = view.SinceUtc, view.EndpointId, LatestPerObject = true, view.Total, view.Done, view.Failed,
            CreatedAt = view.CreatedAtUtc, EndedAt = view.EndedAtUtc },
    };
}
