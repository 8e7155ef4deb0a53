using System.Globalization;
using System.Text.Json;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Staff;

/// <summary>The approval policy and the settings it refers to.</summary>
internal static class PolicyRoutes
{
    private const int ReasonLengthMax = 1_000;

    public static void Map(RouteGroupBuilder policies, RouteGroupBuilder settings, SurfaceGuard guard)
    {
        policies.MapGet("/", List).RequireAuthorization(guard.For(Permission.PolicyRead));
        policies.MapGet("/templates", Templates).RequireAuthorization(guard.For(Permission.PolicyRead));
        policies.MapGet("/history", History).RequireAuthorization(guard.For(Permission.PolicyRead)).Reads(PolicyDesk.Rules);
        policies.MapPost("/drafts", Draft).RequireAuthorization(guard.For(Permission.PolicyEdit));
        policies.MapPost("/drafts/{id:guid}/simulate", Simulate).RequireAuthorization(guard.For(Permission.PolicyEdit));
        policies.MapPost("/drafts/{id:guid}/publish", Publish).RequireAuthorization(guard.For(Permission.PolicyEdit));
        settings.MapGet("/", ListSettings).RequireAuthorization(guard.For(Permission.SettingRead));
        settings.MapPatch("/", ChangeSettings).RequireAuthorization(guard.For(Permission.SettingEdit));
    }

    private static Task<IResult> History(HttpContext http, PolicyDesk desk, CancellationToken cancellation) =>
        Lists.ListedAsync(http, "policies", PolicyDesk.Rules, desk.HistoryAsync, Shape, cancellation);

    private static async Task<IResult> List(PolicyDesk desk, CancellationToken cancellation) =>
        (await desk.ListAsync(cancellation)).Listed("policies", Shape);

    private static async Task<IResult> Templates(PolicyDesk desk, CancellationToken cancellation) =>
        (await desk.TemplatesAsync(cancellation)).Listed("templates", one => new
    {
        one.Name, one.Title, Rules = one.Rules.Select(PolicyText.Of),
    });

    private static Task<IResult> Draft(HttpContext http, PolicyDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<PolicyDraftRequest>(http, async body =>
        {
            var rules = body.Value.Rules is { ValueKind: not JsonValueKind.Null } given ? given.GetRawText() : null;
            return (await desk.DraftAsync(rules, body.Value.FromVersion, body.Value.Template, body.Value.Note, cancellation))
                .Created(DraftAnswer);
        }, cancellation);

    private static Task<IResult> Simulate(Guid id, HttpContext http, PolicyDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<SimulateRequest>(http,
            async body => (await desk.SimulateAsync(id, body.Value.Days, cancellation)).Answer(done => new
        {
            done.Days,
            done.Replayed,
            Affected = done.Affected.Select(one => new
            {
                Id = one.EntityId, one.From, one.To, one.DecisionId, At = one.AtUtc, one.Operation, one.Subject, one.ActorName,
                one.FromRule, one.ToRule,
            }),
        }), cancellation);

    private static async Task<IResult> Publish(Guid id, PolicyDesk desk, CancellationToken cancellation) =>
        (await desk.PublishAsync(id, cancellation)).AnswerDecided(view => new { Policy = Shape(view) });

    private static async Task<IResult> ListSettings(SettingsDesk desk, CancellationToken cancellation) =>
        (await desk.ListAsync(cancellation))
            .Listed("settings", view => new { view.Name, view.Value, view.Unit, view.Source, view.IsEditable });

    private static Task<IResult> ChangeSettings(HttpContext http, SettingsDesk desk, CancellationToken cancellation) =>
        Answers.WithChangeAsync<SettingsRequest>(http, async body =>
        {
            var ask = body.Value;
            if (ask.Reason?.Length > ReasonLengthMax)
            {
                return ProblemDialect.Problem(
                    DomainError.Of(ErrorCode.InvalidRequest, "reason", $"reason may have {ReasonLengthMax} characters at most."));
            }
            (string Name, string? Value)[] given =
            [
                ("officer_max_usd", ask.OfficerMaxUsd), ("four_eyes_usd", ask.FourEyesUsd),
                ("credit_quote_tolerance_bps", ask.CreditQuoteToleranceBps?.ToString(CultureInfo.InvariantCulture)),
                ("claim_lease_seconds", ask.ClaimLeaseSeconds?.ToString(CultureInfo.InvariantCulture)),
            ];
            var values = given.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Name, pair => pair.Value!);
            return (await desk.ChangeAsync(new SettingsChange(values, ask.Reason), ask.EffectiveAt, cancellation))
                .AnswerDecided(changed => new { Settings = changed });
        }, cancellation);

    private static object DraftAnswer(PolicyView view) => new { Draft = Shape(view), view.Id };

    private static object Shape(PolicyView view) => new
    {
        view.Id, Version = view.PolicyVersion, view.BasedOn, view.Status, view.Note, AuthorUserId = view.AuthorId, view.AuthorName,
        CreatedAt = view.CreatedAtUtc,
        view.PublishedByName, PublishedAt = view.PublishedAtUtc, view.Rules, view.Changes,
    };
}
