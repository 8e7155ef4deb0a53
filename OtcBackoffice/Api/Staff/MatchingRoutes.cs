using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Api.Staff;

/// <summary>The rules by which receipts are matched.</summary>
internal static class MatchingRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/", Read).RequireAuthorization(guard.For(Permission.ReceiptRead));
        group.MapPost("/drafts", Draft).RequireAuthorization(guard.For(Permission.MatchingEdit));
        group.MapPost("/drafts/{id:guid}/dry-run", DryRun).RequireAuthorization(guard.For(Permission.MatchingEdit));
        group.MapPost("/drafts/{id:guid}/publish", Publish).RequireAuthorization(guard.For(Permission.MatchingEdit));
    }

    private static async Task<IResult> Read(MatchingDesk desk, CancellationToken cancellation) =>
        (await desk.ReadAsync(cancellation)).Answer(rules => new { Published = Wire(rules.Published), Drafts = rules.Drafts.Select(Wire) });

    private static Task<IResult> Draft(HttpContext http, MatchingDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<MatchingRulesRequest>(http, async body => (await desk.DraftAsync(
            body.Value.Rules?.ConvertAll(rule =>
                new MatchingRuleDraft(rule.Name, rule.Automatic, rule.Tolerance, rule.ToleranceBps, rule.WindowDays, rule.Sender)),
                cancellation))
            .Created(view => new { Draft = Wire(view) }), cancellation);

    private static Task<IResult> DryRun(Guid id, HttpContext http, MatchingDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<SimulateRequest>(http,
            async body => (await desk.DryRunAsync(id, body.Value.Days, cancellation)).Answer(changes => new
        {
            Changes = changes.Select(change => new { change.ReceiptId, change.HumanId, change.From, change.To }),
        }), cancellation);

    private static async Task<IResult> Publish(Guid id, MatchingDesk desk, CancellationToken cancellation) =>
        (await desk.PublishAsync(id, cancellation)).AnswerDecided(view => new { Published = Wire(view) });

    private static object Wire(MatchingRulesView view) => new
    {
        view.Id,
        view.Version,
        Rules = view.Rules.Select(rule => new
        {
            Name = Names.Snake(rule.Name), rule.Automatic, rule.Tolerance, rule.ToleranceBps, rule.WindowDays,
            Sender = Names.Snake(rule.Sender),
        }),
        view.AuthorId,
        CreatedAt = view.CreatedAtUtc,
        PublishedAt = view.PublishedAtUtc,
    };
}

/// <summary>Drafted rules.</summary>
internal sealed record MatchingRulesRequest
{
    public List<MatchingRuleRequest>? Rules { get; init; }
}

/// <summary>One rule.</summary>
internal sealed record MatchingRuleRequest
{
    public string? Name { get; init; }
    public bool? Automatic { get; init; }
    public long? Tolerance { get; init; }
    public int? ToleranceBps { get; init; }
    public int? WindowDays { get; init; }
    public string? Sender { get; init; }
}
