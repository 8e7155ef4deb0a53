using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Pricing;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>Prices, and the profiles and quotes they are made from.</summary>
internal static class PricingRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapPost("/resolve-otc", ResolveOtc).RequireAuthorization(guard.For(Permission.PricingResolve));
        group.MapPost("/resolve", Resolve).RequireAuthorization(guard.For(Permission.PricingResolve));
        group.MapGet("/profiles", ListProfiles).RequireAuthorization(guard.For(Permission.PricingRead)).Reads(PricingDesk.ProfileRules);
        group.MapPost("/profiles", CreateProfile).RequireAuthorization(guard.For(Permission.PricingEdit));
        group.MapPatch("/profiles/{id:guid}", ChangeProfile).RequireAuthorization(guard.For(Permission.PricingEdit));
        group.MapGet("/fx-quotes", ListQuotes).RequireAuthorization(guard.For(Permission.PricingRead)).Reads(PricingDesk.QuoteRules);
        group.MapPost("/fx-quotes", CreateQuote).RequireAuthorization(guard.For(Permission.PricingEdit));
        group.MapPatch("/fx-quotes/{id:guid}", ChangeQuote).RequireAuthorization(guard.For(Permission.PricingEdit));
    }

    private static Task<IResult> ResolveOtc(HttpContext http, PriceResolver prices, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ResolveOtcRequest>(http, async body =>
        {
            var ask = body.Value;
            var price = new ResolvePrice(ask.FlowType, ask.OtcType, ask.Asset, ask.Network, ask.FiatCurrency, ask.AmountIn,
                ask.AmountInType);
            return (await prices.ResolveAsync(price, isOtc: true, cancellation)).Answer(Mapping.OtcPrice);
        }, cancellation);

    private static Task<IResult> Resolve(HttpContext http, PriceResolver prices, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ResolveRequest>(http, async body =>
        {
            var ask = body.Value;
            var price = new ResolvePrice(ask.FlowType, null, ask.Asset, ask.Network, ask.FiatCurrency, ask.AmountIn, ask.AmountInType);
            return (await prices.ResolveAsync(price, isOtc: false, cancellation)).Answer(Mapping.Price);
        }, cancellation);

    private static Task<IResult> ListProfiles(HttpContext http, PricingDesk desk, CancellationToken cancellation) =>
        Lists.ListedAsync(http, "pricing_profiles", PricingDesk.ProfileRules, desk.ListProfilesAsync, Mapping.Profile, cancellation);

    private static Task<IResult> CreateProfile(HttpContext http, PricingDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<PricingProfileRequest>(http, async body => body.Value.EffectiveAt is null
            ? (await desk.CreateProfileAsync(Fields(body.Value), cancellation)).Created(ProfileAnswer)
            : ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "effective_at", "A profile is made at once.")), cancellation);

    private static Task<IResult> ChangeProfile(Guid id, HttpContext http, PricingDesk desk, CancellationToken cancellation) =>
        Answers.WithChangeAsync<PricingProfileRequest>(http, async body =>
            (await desk.ChangeProfileAsync(id, Fields(body.Value), body.Value.EffectiveAt, cancellation)).AnswerDecided(ProfileAnswer),
                cancellation);

    private static Task<IResult> ListQuotes(HttpContext http, PricingDesk desk, CancellationToken cancellation) =>
        Lists.ListedAsync(http, "fx_quotes", PricingDesk.QuoteRules, desk.ListQuotesAsync, Mapping.FxQuote, cancellation);

    private static Task<IResult> CreateQuote(HttpContext http, PricingDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<FxQuoteRequest>(http, async body =>
            (await desk.CreateQuoteAsync(Fields(body.Value), cancellation)).Created(QuoteAnswer), cancellation);

    private static Task<IResult> ChangeQuote(Guid id, HttpContext http, PricingDesk desk, CancellationToken cancellation) =>
        Answers.WithChangeAsync<FxQuoteRequest>(http, async body =>
            (await desk.ChangeQuoteAsync(id, Fields(body.Value), cancellation)).Answer(QuoteAnswer), cancellation);

    private static object ProfileAnswer(PricingProfileView view) => new { PricingProfile = Mapping.Profile(view) };

    private static object QuoteAnswer(FxQuoteView view) => new { FxQuote = Mapping.FxQuote(view) };

    private static PricingProfileFields Fields(PricingProfileRequest request) => new()
    {
        Name = request.Name,
        FlowType = request.FlowType,
        OtcType = request.OtcType,
        Asset = request.Asset,
        Network = request.Network,
        FiatCurrency = request.FiatCurrency,
        FeeType = request.FeeType,
        FixedFee = request.FixedFee,
        FixedFeeCurrency = request.FixedFeeCurrency,
        PercentageFeeBps = request.PercentageFeeBps,
        MinFee = request.MinFee,
        MaxFee = request.MaxFee,
        SpreadBps = request.SpreadBps,
        SettlementSide = request.SettlementSide,
        IsActive = request.IsActive,
    };

    private static FxQuoteFields Fields(FxQuoteRequest request) => new()
    {
        FlowType = request.FlowType,
        OtcType = request.OtcType,
        Asset = request.Asset,
        Network = request.Network,
        FiatCurrency = request.FiatCurrency,
        ReferenceRate = request.ReferenceRate,
        AppliedRate = request.AppliedRate,
        SpreadBps = request.SpreadBps,
        Source = request.Source,
        ExpiresAtUtc = request.ExpiresAt,
        IsActive = request.IsActive,
    };
}
