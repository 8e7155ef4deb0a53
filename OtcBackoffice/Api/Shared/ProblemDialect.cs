using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Api.Shared;

/// <summary>
/// How this surface says no: RFC 9457 problem documents with a stable <c>code</c>, the request's id, the field at fault and
/// the facts of the refusal. Every kind of refusal has its status here and nowhere else.
/// </summary>
public sealed class ProblemDialect : SurfaceDialect
{
    // "status" is taken by RFC 9457 for the HTTP status.
    private const string StatusFact = "status", StatusMember = "current_status";

    /// <summary>The one that every surface with problem documents shares.</summary>
    public static ProblemDialect Instance { get; } = new();

    /// <inheritdoc/>
    public override string ContentType => MediaTypeNames.Application.ProblemJson;

    /// <inheritdoc/>
    public override System.Text.Json.Nodes.JsonObject Schema() =>
        ObjectSchema(("type", TextSchema()), ("title", TextSchema()), ("detail", TextSchema()), ("code", TextSchema()));

    /// <summary>A short title; the detail says the rest.</summary>
    public static string TitleOf(ErrorCode code) => code switch
    {
        ErrorCode.MethodNotAllowed => "Method not offered",
        ErrorCode.InternalError => "A defect of the desk",
        _ => TitleOf(code.Kind()),
    };

    private static string TitleOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => "The request is not valid",
        ErrorKind.Unauthenticated => "Not signed in",
        ErrorKind.Forbidden => "Not allowed",
        ErrorKind.NotFound => "Not found",
        ErrorKind.Conflict => "In conflict with something else",
        ErrorKind.WrongState => "Not possible in this status",
        ErrorKind.TooLarge => "Too large",
        ErrorKind.UnsupportedMedia => "Content not taken here",
        ErrorKind.Unprocessable => "Refused by a rule",
        ErrorKind.NeedsSecondPerson => "Another person is needed",
        ErrorKind.RateLimited => "Too many requests",
        ErrorKind.Unavailable => "Not possible now",
        ErrorKind.OutcomeUnknown => "The outcome is not known yet",
    };

    /// <summary>Whether the same request may succeed a moment later without being changed.</summary>
    public static bool IsRetryable(ErrorCode code) => code == ErrorCode.IdempotencyKeyInFlight
        || (code != ErrorCode.InternalError && code.Kind() is ErrorKind.Unavailable or ErrorKind.OutcomeUnknown or ErrorKind.RateLimited);

    /// <summary>The answer for a refusal.</summary>
    public static IResult Problem(DomainError error) => new ProblemAnswer(error);

    /// <inheritdoc/>
    public override Task WriteAsync(HttpContext http, DomainError error, int? status = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(error);
        Prepare(http, status ?? StatusOf(error.Code), IsRetryable(error.Code));
        var body = JsonSerializer.SerializeToUtf8Bytes(Members(http, error, http.Response.StatusCode), ApiJson.Writing);
        return SendAsync(http, body, MediaTypeNames.Application.ProblemJson);
    }

    /// <inheritdoc/>
    protected override string Sentence(ErrorCode code, HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return code switch
        {
            ErrorCode.Unauthenticated => "Send a valid token as Authorization: Bearer. It may be missing, unknown, expired or revoked.",
            ErrorCode.Forbidden when http.Features.Get<MissingScope>() is { } missing => $"The token lacks the scope {missing.Scope}.",
            ErrorCode.Forbidden => Forbidden(http.GetEndpoint()),
            _ => base.Sentence(code, http),
        };
    }

    private static string Forbidden(Endpoint? endpoint)
    {
        var policy = endpoint?.Metadata.GetMetadata<IAuthorizeData>()?.Policy;
        return Enum.TryParse<Permission>(policy, out var permission)
            ? $"This needs one of the roles {string.Join(", ", PermissionTable.HoldersOf(permission).Select(Names.Snake))}."
            : "The credential does not allow this.";
    }

    private static Dictionary<string, object> Members(HttpContext http, DomainError error, int status)
    {
        var members = new Dictionary<string, object>
        {
            ["type"] = $"urn:otc-backoffice:error:{Names.Snake(error.Code)}",
            ["title"] = TitleOf(error.Code),
            ["status"] = status,
            ["detail"] = error.Message,
            ["code"] = error.Code.Wire(),
            ["request_id"] = RequestTag.Of(http),
        };
        if (error.Field is { } field)
        {
            members["field"] = field;
        }
        if (http.Features.Get<RateRefusal>() is { } refusal)
        {
            members["retry_after_ms"] = refusal.RetryAfterMs;
        }
        if (error.Kind == ErrorKind.NeedsSecondPerson)
        {
            members["requires_second_approval"] = true;
        }
        foreach (var (name, value) in error.Facts)
        {
            members.TryAdd(name == StatusFact ? StatusMember : name, value);
        }
        return members;
    }

    private sealed class ProblemAnswer(DomainError error) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Instance.WriteAsync(httpContext, error);
    }
}
