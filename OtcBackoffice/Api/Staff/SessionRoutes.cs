using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Api.Staff;

/// <summary>Sessions of API clients: a token for fifteen minutes, a refresh token that works once, and the end of both.</summary>
internal static class SessionRoutes
{
    /// <summary>Where they are mounted.</summary>
    public const string Prefix = "/api/v1/session";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost("", Begin).AllowAnonymous();
        group.MapPost("/refresh", Refresh).AllowAnonymous();
        group.MapPost("/revoke", Revoke).AllowAnonymous();
    }

    private static Task<IResult> Begin(HttpContext http, ApiSessionDesk desk, ISessionTokenWriter tokens, CancellationToken cancellation) =>
        Answers.WithBodyAsync<BeginSessionRequest>(http, async body =>
            (await desk.BeginAsync(body.Value.Email, body.Value.Password, body.Value.Code, Origin(http), cancellation))
                .Answer(session => Token(session, tokens)), cancellation);

    private static Task<IResult> Refresh(HttpContext http, ApiSessionDesk desk, ISessionTokenWriter tokens,
        CancellationToken cancellation) =>
        Answers.WithBodyAsync<RefreshSessionRequest>(http, async body =>
            (await desk.RefreshAsync(body.Value.RefreshToken, Origin(http), cancellation)).Answer(session => Token(session, tokens)),
                cancellation);

    private static Task<IResult> Revoke(HttpContext http, ApiSessionDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<RefreshSessionRequest>(http, async body =>
            (await desk.RevokeAsync(body.Value.RefreshToken, Origin(http), cancellation)).Answer(_ => new { Revoked = true }),
                cancellation);

    private static object Token(ApiSession session, ISessionTokenWriter tokens) => new
    {
        AccessToken = tokens.Write(session.PersonId, session.SessionId, session.Name, session.Scopes),
        TokenType = "Bearer",
        ExpiresIn = tokens.LifetimeSeconds,
        session.RefreshToken,
    };

    private static SignInOrigin Origin(HttpContext http) =>
        new(RequestTag.Of(http), http.Connection.RemoteIpAddress?.ToString(), http.Request.Headers.UserAgent.ToString());
}

/// <summary>Somebody signs in; the code only when a second factor is set up.</summary>
internal sealed record BeginSessionRequest
{
    public string? Email { get; init; }
    public string? Password { get; init; }
    public string? Code { get; init; }
}

/// <summary>A refresh token, to be exchanged or revoked.</summary>
internal sealed record RefreshSessionRequest
{
    public string? RefreshToken { get; init; }
}
