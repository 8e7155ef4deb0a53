using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Catalog;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>The shared currency catalogue. Fields come at the root or nested under <c>fiat_currency</c>.</summary>
internal static class CurrencyRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/", ListActive).RequireAuthorization(guard.For(Permission.CurrencyRead));
        group.MapGet("/admin", ListAll).RequireAuthorization(guard.For(Permission.CurrencyEdit)).Reads(FiatCurrencyDesk.Rules);
        group.MapPost("/", Create).RequireAuthorization(guard.For(Permission.CurrencyEdit));
        group.MapPatch("/", ChangeNamed).RequireAuthorization(guard.For(Permission.CurrencyEdit));
        group.MapPatch("/{id:guid}", Change).RequireAuthorization(guard.For(Permission.CurrencyEdit));
    }

    private static async Task<IResult> ListActive(FiatCurrencyDesk desk, CancellationToken cancellation) =>
        (await desk.ListActiveAsync(cancellation)).Listed("fiat_currencies", Mapping.Currency);

    private static Task<IResult> ListAll(HttpContext http, FiatCurrencyDesk desk, CancellationToken cancellation) =>
        Lists.ListedAsync(http, "fiat_currencies", FiatCurrencyDesk.Rules, desk.ListAllAsync, Mapping.KeptCurrency, cancellation);

    private static Task<IResult> Create(HttpContext http, FiatCurrencyDesk desk, CancellationToken cancellation) =>
        WithFieldsAsync(http, async (id, fields, effectiveAt) => (id, effectiveAt) switch
        {
            (not null, _) => ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "id", "id is given by the desk.")),
            (_, not null) => ProblemDialect.Problem(
                DomainError.Of(ErrorCode.InvalidRequest, "effective_at", "A currency is made at once.")),
            _ => (await desk.CreateAsync(fields, cancellation)).AnswerDecided(CurrencyAnswer, StatusCodes.Status201Created),
        }, cancellation);

    private static Task<IResult> Change(Guid id, HttpContext http, FiatCurrencyDesk desk, CancellationToken cancellation) =>
        WithFieldsAsync(http, async (named, fields, effectiveAt) => named is null || named == id
            ? (await desk.ChangeAsync(id, fields, effectiveAt, cancellation)).AnswerDecided(CurrencyAnswer)
            : ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "id", "id differs from the path.")), cancellation);

    // The specification's path has no id, so the body names the row by id or by ISO code.
    private static Task<IResult> ChangeNamed(HttpContext http, FiatCurrencyDesk desk, CancellationToken cancellation) =>
        WithFieldsAsync(http, async (id, fields, effectiveAt) => id is null && fields.IsoCode is null
            ? ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "id", "Name the currency by id or iso_code."))
            : (await desk.ChangeAsync(id, fields, effectiveAt, cancellation)).AnswerDecided(CurrencyAnswer), cancellation);

    private static Task<IResult> WithFieldsAsync(HttpContext http, Func<Guid?, FiatCurrencyFields, DateTime?, Task<IResult>> run,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<FiatCurrencyRequest>(http, async body =>
        {
            var (id, fields) = Fields(body.Value);
            return body.Value is { FiatCurrency: not null }
                and not { DisplayName: null, FractionDigits: null, SortOrder: null, IsActive: null }
                ? ProblemDialect.Problem(
                    DomainError.Of(ErrorCode.InvalidRequest, "fiat_currency", "Send the fields nested or at the root, not both."))
                : await run(id, fields, body.Value.EffectiveAt ?? body.Value.FiatCurrency?.EffectiveAt);
        }, cancellation);

    private static (Guid? Id, FiatCurrencyFields Fields) Fields(FiatCurrencyRequest request) => request.FiatCurrency is { } nested
        ? (nested.Id ?? request.Id,
            new FiatCurrencyFields(nested.IsoCode ?? request.IsoCode, nested.DisplayName, nested.FractionDigits, nested.SortOrder,
            nested.IsActive))
        : (request.Id, new FiatCurrencyFields(request.IsoCode, request.DisplayName, request.FractionDigits, request.SortOrder,
            request.IsActive));

    private static object CurrencyAnswer(FiatCurrencyView view) => new { FiatCurrency = Mapping.KeptCurrency(view) };
}
