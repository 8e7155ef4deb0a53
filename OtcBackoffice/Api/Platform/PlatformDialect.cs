using System.Net.Mime;
using System.Text.Json;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Platform;

/// <summary>
/// How this surface says no (specification 000, Errors &amp; retry): <c>{"error":{"code","message","retry_after_ms"}}</c>, codes in
/// snake case, and the milliseconds only where asking again helps; <c>Retry-After</c> says the same in seconds.
/// </summary>
public sealed class PlatformDialect : SurfaceDialect
{
    private const int MillisecondsPerSecond = 1_000;

    private static readonly PlatformDialect Instance = new();

    /// <inheritdoc/>
    public override string CodeOf(ErrorCode code) => code.Wire().ToLowerInvariant();

    /// <inheritdoc/>
    public override System.Text.Json.Nodes.JsonObject Schema() =>
        MemberSchema.Of(["error.code: text", "error.message: text", "error.retry_after_ms: whole sometimes"]);

    /// <summary>The answer for a refusal.</summary>
    internal static IResult Refused(DomainError error) => new Refusal(error);

    /// <inheritdoc/>
    public override Task WriteAsync(HttpContext http, DomainError error, int? status = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(error);
        var answered = status ?? StatusOf(error.Code);
        var limit = http.Features.Get<RateRefusal>();
        var isRetryable = error.Code is ErrorCode.IdempotencyKeyInFlight or ErrorCode.ConcurrentChange || answered is >= 502 and <= 503;
        Prepare(http, answered, isRetryable);
        var wait = limit?.RetryAfterMs ?? (isRetryable ? RetryAfterSeconds * MillisecondsPerSecond : (long?)null);
        var (code, message) = (CodeOf(error.Code), error.Message);
        object body = wait is { } milliseconds
            ? new { Error = new { Code = code, Message = message, RetryAfterMs = milliseconds } }
            : new { Error = new { Code = code, Message = message } };
        return SendAsync(http, JsonSerializer.SerializeToUtf8Bytes(body, ApiJson.Writing), MediaTypeNames.Application.Json);
    }

    /// <inheritdoc/>
    public override Task WriteFaultAsync(HttpContext http, int status)
    {
        ArgumentNullException.ThrowIfNull(http);
        return status == StatusCodes.Status401Unauthorized && http.Features.Get<ForeignKey>() is { } foreign
            ? WriteAsync(http, new DomainError(ErrorCode.WrongEnvironment, foreign.Kind == CredentialEnvironment.Live
                ? "This is a live key, and this desk is a sandbox. Use a key that begins with otc_sandbox_."
                : "This is a sandbox key, and this desk is live. Use a key that begins with otc_live_."), status)
            : base.WriteFaultAsync(http, status);
    }

    /// <inheritdoc/>
    protected override string Sentence(ErrorCode code, HttpContext http) => code switch
    {
        ErrorCode.Unauthenticated => "Send a valid key as Authorization: Bearer.",
        ErrorCode.Forbidden => $"The key lacks the scope {http.Features.Get<MissingScope>()?.Scope ?? "that this needs"}.",
        ErrorCode.RateLimited => "Too many requests",
        _ => base.Sentence(code, http),
    };

    private sealed class Refusal(DomainError error) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Instance.WriteAsync(httpContext, error);
    }
}

/// <summary>Turns what a desk answered into what goes over the wire.</summary>
internal static class PlatformAnswers
{
    private const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>The value in its shape, or the refusal in the surface's form.</summary>
    public static IResult Answer<T>(this Result<T> result, HttpContext http, Func<T, object> shape, int status = StatusCodes.Status200OK)
    {
        if (result.Failed(out var refused))
        {
            return PlatformDialect.Refused(refused);
        }
        if (result.IsReplay)
        {
            http.Response.Headers[ReplayedHeader] = "true";
        }
        return Results.Json(shape(result.Value), ApiJson.Writing, statusCode: status);
    }

    /// <summary>A page under its plural name.</summary>
    public static IResult Listed<T>(this Result<Desks.Pipeline.Page<T>> result, HttpContext http, string plural, Func<T, object> shape) =>
        result.Answer(http, page =>
            new Dictionary<string, object?> { [plural] = page.Rows.Select(shape).ToList(), ["next_cursor"] = page.NextCursor });
}
