using Microsoft.AspNetCore.Http.Features;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Shared;

/// <summary>Turns what a desk answered into what goes over the wire.</summary>
internal static class Answers
{
    /// <summary>The refusal, or the value in the shape that <paramref name="shape"/> gives it.</summary>
    public static IResult Answer<T>(this Result<T> result, Func<T, object> shape, int status = StatusCodes.Status200OK) =>
        result.Failed(out var refused) ? ProblemDialect.Problem(refused) : Json(shape(result.Value), status);

    /// <summary>The same for what a second person may have to agree to first: then 202 with the id of the stored command.</summary>
    public static IResult AnswerDecided<T>(this Result<Decided<T>> result, Func<T, object> shape, int status = StatusCodes.Status200OK)
        where T : class => result.IsSuccess && result.Value.Waiting is { } waiting
            ? Waits(waiting, result.IsReplay)
            : result.Answer(decided => shape(decided.Done!), status);

    /// <summary>The answer to a command that is stored until a second person agrees.</summary>
    public static IResult Waits(ApprovalView waiting, bool isReplay = false) => Json(
        new { ApprovalId = waiting.Id, RequiresSecondApproval = true, waiting.Rule, Approval = SharedWire.Approval(waiting),
            IdempotentReplay = isReplay }, StatusCodes.Status202Accepted);

    /// <summary>The same for something that was made: 201.</summary>
    public static IResult Created<T>(this Result<T> result, Func<T, object> shape) => result.Answer(shape, StatusCodes.Status201Created);

    /// <summary>A page under its plural name, and where the next one starts.</summary>
    public static IResult Listed<T>(this Result<Page<T>> result, string plural, Func<T, object> shape) =>
        result.Answer(page => List(plural, page.Rows.Select(shape), page.NextCursor));

    /// <summary>A whole list under its plural name.</summary>
    public static IResult Listed<T>(this Result<IReadOnlyList<T>> result, string plural, Func<T, object> shape) =>
        result.Answer(rows => List(plural, rows.Select(shape), null));

    /// <summary>Runs a command on a request's body, or says what is wrong with the body.</summary>
    public static async Task<IResult> WithBodyAsync<T>(HttpContext http, Func<RequestBody<T>, Task<IResult>> run,
        CancellationToken cancellation)
        where T : class
    {
        var body = await RequestBody.ReadAsync<T>(http, cancellation);
        return body.Failed(out var unreadable) ? ProblemDialect.Problem(unreadable) : await run(body.Value);
    }

    /// <summary>The same where everything in the body may be left out, and so may the body itself.</summary>
    public static async Task<IResult> WithOptionalBodyAsync<T>(HttpContext http, Func<T, Task<IResult>> run, CancellationToken cancellation)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(http);
        var isAbsent = http.Request.ContentLength == 0 || http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false };
        return isAbsent ? await run(new T()) : await WithBodyAsync<T>(http, body => run(body.Value), cancellation);
    }

    /// <summary>The same for a change, which must name at least one field.</summary>
    public static Task<IResult> WithChangeAsync<T>(HttpContext http, Func<RequestBody<T>, Task<IResult>> run,
        CancellationToken cancellation)
        where T : class, new() =>
        WithBodyAsync<T>(http, body => body.Value.Equals(new T())
            ? Task.FromResult(ProblemDialect.Problem(new DomainError(ErrorCode.InvalidRequest, "Send at least one field to change.")))
            : run(body), cancellation);

    /// <summary>JSON as this surface writes it.</summary>
    public static IResult Json(object value, int status = StatusCodes.Status200OK) =>
        Results.Json(value, ApiJson.Writing, statusCode: status);

    private static Dictionary<string, object?> List(string plural, IEnumerable<object> rows, string? nextCursor) =>
        new() { [plural] = rows.ToList(), ["next_cursor"] = nextCursor };
}
