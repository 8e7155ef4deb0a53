using System.Text.Json;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Exchanges;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Api.Staff;

/// <summary>What operators do with exchanges.</summary>
internal static class ExchangeRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("", List).RequireAuthorization(guard.For(Permission.ExchangeRead)).Reads("status", "cursor", "limit");
        group.MapGet("/{id:guid}", Get).RequireAuthorization(guard.For(Permission.ExchangeRead));
        group.MapPost("/{id:guid}/approve", Approve).RequireAuthorization(guard.For(Permission.ExchangeDecide));
        group.MapPost("/{id:guid}/reject", Reject).RequireAuthorization(guard.For(Permission.ExchangeDecide));
        group.MapPost("/{id:guid}/requote", Requote).RequireAuthorization(guard.For(Permission.ExchangeDecide));
    }

    private static async Task<IResult> List(HttpContext http, ExchangeQueries queries, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (status, cursor, limit) = (query.Name<ExchangeStatus>("status"), query.Cursor(), query.Limit());
        return query.Fault is { } fault ? ProblemDialect.Problem(fault)
            : (await queries.ListAsync(status, cursor, limit, cancellation)).Listed("exchanges", Wire);
    }

    private static async Task<IResult> Get(Guid id, ExchangeQueries queries, CancellationToken cancellation)
    {
        var found = await queries.GetAsync(id, cancellation);
        var live = await queries.LiveAsync(cancellation);
        return found.Answer(view =>
            new { Exchange = Wire(view), LiveRate = live is { IsSuccess: true, Value: { } rate } ? Wire(rate) : null });
    }

    private static Task<IResult> Approve(Guid id, HttpContext http, ExchangeDesk desk, ExchangeQueries queries,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<ApproveExchangeRequest>(http, async body =>
        {
            var decided = await desk.ApproveAsync(new ApproveExchange(id, body.Value.FinalRate, body.Value.Reason), cancellation);
            return decided.IsSuccess && decided.Value.Done is { } done ? await ShownAsync(done, queries, cancellation)
                : decided.AnswerDecided(One);
        }, cancellation);

    private static Task<IResult> Reject(Guid id, HttpContext http, ExchangeDesk desk, ExchangeQueries queries,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http, async body =>
            await ShownAsync(await desk.RejectAsync(id, body.Value.Reason, cancellation), queries, cancellation), cancellation);

    private static Task<IResult> Requote(Guid id, HttpContext http, ExchangeDesk desk, ExchangeQueries queries,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<RequoteRequest>(http, async body =>
            await ShownAsync(await desk.RequoteAsync(id, body.Value.Rate, cancellation), queries, cancellation), cancellation);

    // What a command answers is read again, so that it names the merchant as a list does.
    private static async Task<IResult> ShownAsync(Result<ExchangeView> changed, ExchangeQueries queries, CancellationToken cancellation) =>
        changed.Failed(out var refused) ? ProblemDialect.Problem(refused)
            : (await queries.GetAsync(changed.Value.Id, cancellation)).Answer(One);

    private static object One(ExchangeView view) => new { Exchange = Wire(view) };

    private static object Wire(LiveRate live) =>
        new { Rate = live.Rate.ToString(), live.Source, AsOf = live.AsOfUtc, live.AgeSeconds, live.IsStale,
        BlockedBy = live.Blocked?.Code.Wire(), BlockedBecause = live.Blocked?.Message };

    private static object Wire(ExchangeView view) => new
    {
        view.Id,
        view.HumanId,
        view.MerchantId,
        view.MerchantName,
        Side = Names.Snake(view.Side),
        Status = Names.Snake(view.Status),
        view.SourceCurrency,
        view.SourceAmount,
        view.DestinationCurrency,
        view.DestinationAmount,
        view.Rate,
        Indicative = view.IsIndicative,
        view.IndicativeRate,
        view.IndicativeDestinationAmount,
        view.ExecutedRate,
        view.ExecutedDestinationAmount,
        view.ReferenceRate,
        view.ExecutedReferenceRate,
        view.MarginAmount,
        view.RateSource,
        QuoteExpiresAt = view.QuoteExpiresAtUtc,
        view.FiatAccountId,
        view.WalletId,
        view.Network,
        view.WalletAddress,
        TravelRulePayload = view.TravelRulePayload is { } payload ? JsonSerializer.Deserialize<JsonElement>(payload) : (JsonElement?)null,
        ConfirmedAt = view.ConfirmedAtUtc,
        view.DecidedBy,
        DecidedAt = view.DecidedAtUtc,
        view.Reason,
        view.TxHash,
        view.BlockDepth,
        CompletedAt = view.CompletedAtUtc,
        CreatedAt = view.CreatedAtUtc,
        UpdatedAt = view.UpdatedAtUtc,
    };
}

/// <summary>An approval at a final rate.</summary>
internal sealed record ApproveExchangeRequest
{
    public string? FinalRate { get; init; }
    public string? Reason { get; init; }
}

/// <summary>Another rate for the customer to confirm.</summary>
internal sealed record RequoteRequest
{
    public string? Rate { get; init; }
}
