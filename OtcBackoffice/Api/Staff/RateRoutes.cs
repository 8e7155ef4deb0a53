using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Rates;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Api.Staff;

/// <summary>Market rates: what every source says, one set by hand, and a jump that is accepted.</summary>
internal static class RateRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("", List).RequireAuthorization(guard.For(Permission.ExchangeRead));
        group.MapPost("", Set).RequireAuthorization(guard.For(Permission.RateEdit));
        group.MapPost("/accept", Accept).RequireAuthorization(guard.For(Permission.RateAccept));
    }

    private static async Task<IResult> List(RateDesk desk, CancellationToken cancellation) =>
        (await desk.ListAsync(cancellation)).Listed("rates", Shape);

    private static Task<IResult> Set(HttpContext http, RateDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<RateRequest>(http, async body =>
        (await desk.SetAsync(new SetRate(body.Value.Base, body.Value.Quote, body.Value.Rate, body.Value.Reason), cancellation))
            .Created(One), cancellation);

    private static Task<IResult> Accept(HttpContext http, RateDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<RateRequest>(http, async body =>
        (await desk.AcceptAsync(new AcceptRate(body.Value.Base, body.Value.Quote, body.Value.Rate, body.Value.Reason), cancellation))
            .Answer(One), cancellation);

    private static object One(RatePicture picture) => new { Rate = Shape(picture) };

    private static object Shape(RatePicture picture) => new
    {
        Base = picture.BaseCode,
        Quote = picture.QuoteCode,
        Rate = picture.Chosen?.Rate?.ToString(),
        Source = picture.Chosen?.Title,
        AsOf = picture.Chosen?.AsOfUtc,
        AgeSeconds = picture.Chosen?.AgeSeconds,
        IsStale = picture.Chosen?.IsStale ?? true,
        IsHeld = picture.JumpBps is not null,
        picture.JumpBps,
        AcceptedRate = picture.Memory?.Seen.ToString(),
        Sources = picture.Sources.Select(one => new
        {
            one.Name,
            State = Names.Snake(one.State),
            Rate = one.Rate?.ToString(),
            AsOf = one.AsOfUtc,
            AgeSeconds = one.Rate is null ? (long?)null : one.AgeSeconds,
            one.AgeSecondsMax,
            one.IsStale,
            one.Detail,
            SetBy = one.SetByName,
            one.Reason,
        }),
    };
}

/// <summary>A rate that is set or accepted.</summary>
internal sealed record RateRequest
{
    public string? Base { get; init; }
    public string? Quote { get; init; }
    public string? Rate { get; init; }
    public string? Reason { get; init; }
}
