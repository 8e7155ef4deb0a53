using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Status;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Status;

namespace OtcBackoffice.Api.Staff;

/// <summary>An incident to write; with a begin and an end it is a pause that is announced.</summary>
internal sealed record IncidentRequest
{
    public string? Title { get; init; }
    public string? Message { get; init; }
    public string? Impact { get; init; }
    public IReadOnlyList<string>? Components { get; init; }
    public bool? Publish { get; init; }
    public DateTime? StartsAt { get; init; }
    public DateTime? EndsAt { get; init; }
}

/// <summary>What is said about an incident; the state may stay as it is.</summary>
internal sealed record IncidentUpdateRequest
{
    public string? State { get; init; }
    public string? Message { get; init; }
}

/// <summary>Incidents of the status page: drafts, publishing, updates, the end, and what was learnt.</summary>
internal static class IncidentRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("", List).RequireAuthorization(guard.For(Permission.StatusRead)).Reads("cursor", "limit");
        group.MapPost("", Create).RequireAuthorization(guard.For(Permission.StatusEdit));
        group.MapPost("/{id:guid}/publish", Publish).RequireAuthorization(guard.For(Permission.StatusEdit));
        group.MapPost("/{id:guid}/updates", Update).RequireAuthorization(guard.For(Permission.StatusEdit));
        group.MapPost("/{id:guid}/resolve", Resolve).RequireAuthorization(guard.For(Permission.StatusEdit));
        group.MapPost("/{id:guid}/postmortem", LookBack).RequireAuthorization(guard.For(Permission.StatusEdit));
    }

    private static async Task<IResult> List(HttpContext http, IncidentDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var page = query.Page();
        return query.Fault is { } fault ? ProblemDialect.Problem(fault)
            : (await desk.ListAsync(page, cancellation)).Listed("incidents", Wire);
    }

    private static Task<IResult> Create(HttpContext http, IncidentDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<IncidentRequest>(http, async body =>
    {
        var asked = body.Value;
        var draft = new IncidentDraft(asked.Title, asked.Message, asked.Impact, asked.Components, asked.Publish == true, asked.StartsAt,
            asked.EndsAt);
        return (await desk.CreateAsync(draft, Here(http), cancellation)).Created(Answer);
    }, cancellation);

    private static async Task<IResult> Publish(Guid id, HttpContext http, IncidentDesk desk, CancellationToken cancellation) =>
        (await desk.PublishAsync(id, Here(http), cancellation)).Answer(Answer);

    private static Task<IResult> Update(Guid id, HttpContext http, IncidentDesk desk, CancellationToken cancellation) =>
        SayAsync(id, http, desk, null, cancellation);

    private static Task<IResult> Resolve(Guid id, HttpContext http, IncidentDesk desk, CancellationToken cancellation) =>
        SayAsync(id, http, desk, IncidentState.Resolved, cancellation);

    private static Task<IResult> LookBack(Guid id, HttpContext http, IncidentDesk desk, CancellationToken cancellation) =>
        SayAsync(id, http, desk, IncidentState.Postmortem, cancellation);

    private static Task<IResult> SayAsync(Guid id, HttpContext http, IncidentDesk desk, IncidentState? to,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<IncidentUpdateRequest>(http, async body =>
        {
            var state = to;
            if (body.Value.State is { } named)
            {
                if (!Names.TryParse<IncidentState>(named, out var read) || (to is not null && to != read))
                {
                    return ProblemDialect.Problem(
                        DomainError.Of(ErrorCode.InvalidRequest, "state",
                        "state must be investigating, identified, monitoring, resolved or postmortem."));
                }
                state = read;
            }
            var message = body.Value.Message ?? (to == IncidentState.Resolved ? "This incident is over." : null);
            return (await desk.UpdateAsync(id, state, message, Here(http), cancellation)).Answer(Answer);
        }, cancellation);

    private static object Answer(IncidentView view) => new { Incident = Wire(view) };

    private static object Wire(IncidentView view) => new
    {
        view.Id, view.Title, view.Message, Impact = Names.Snake(view.Impact), State = Names.Snake(view.State), view.Components,
        Publish = view.PublishedAtUtc is not null, Published = view.PublishedAtUtc is not null,
        Maintenance = view.IsMaintenance, StartsAt = view.StartsAtUtc, EndsAt = view.EndsAtUtc, OpenedAt = view.OpenedAtUtc,
        PublishedAt = view.PublishedAtUtc,
        ResolvedAt = view.ResolvedAtUtc, UpdatedAt = view.UpdatedAtUtc,
        Updates = view.Updates.Select(one => new { State = Names.Snake(one.State), one.Message, At = one.AtUtc }),
    };

    private static Uri Here(HttpContext http) => new($"{http.Request.Scheme}://{http.Request.Host}");
}
