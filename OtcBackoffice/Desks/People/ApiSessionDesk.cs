using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.People;

/// <summary>A session of an API client, with the refresh token that holds from now on. It is shown once.</summary>
public sealed record ApiSession(Guid PersonId, Guid SessionId, string Name, IReadOnlyList<string> Scopes, string RefreshToken);

/// <summary>
/// Sessions without a browser: begun by password and second factor, kept by a refresh token that works once, ended by revoking
/// it. An old refresh token that comes again means that two hold it, so it ends the session for both.
/// </summary>
public sealed class ApiSessionDesk(DeskTransaction transaction, SignInDesk signIn)
{
    private const string Prefix = "otc_rt_", Method = "api";
    private const int SessionHoursMax = 10, TokenLengthMax = 200;

    /// <summary>Begins a session.</summary>
    public async Task<Result<ApiSession>> BeginAsync(string? email, string? password, string? code, SignInOrigin origin,
        CancellationToken cancellation)
    {
        var entered = await signIn.PasswordAsync(email, password, origin, cancellation);
        if (entered is { IsSuccess: true, Value.Step: SignInStep.SecondFactor } && code is not null)
        {
            entered = await signIn.CodeAsync(entered.Value.UserId, code, origin, cancellation);
        }
        if (entered.Failed(out var unavailable))
        {
            return unavailable;
        }
        return entered.Value.Step == SignInStep.SignedIn ? await IssueAsync(entered.Value.SessionId, null, origin, cancellation)
            : Refused();
    }

    /// <summary>Gives a new token and a new refresh token for the present one, which stops working.</summary>
    public async Task<Result<ApiSession>> RefreshAsync(string? refreshToken, SignInOrigin origin, CancellationToken cancellation) =>
        SessionOf(refreshToken) is { } session ? await IssueAsync(session, refreshToken, origin, cancellation) : Refused();

    /// <summary>Ends the session of a refresh token. Whether there was one is not told.</summary>
    public async Task<Result<Unit>> RevokeAsync(string? refreshToken, SignInOrigin origin, CancellationToken cancellation)
    {
        if (SessionOf(refreshToken) is not { } id)
        {
            return Unit.Done;
        }
        return await RunAsync<Unit>(origin, async (work, token) =>
        {
            var session = await work.Db.UserSessions.FirstOrDefaultAsync(row => row.Id == id, token);
            if (session is { EndedAtUtc: null } && session.RefreshSha256 == PersonWrites.Hash(refreshToken!))
            {
                End(work, session, "session.end");
            }
            return Unit.Done;
        }, cancellation);
    }

    private async Task<Result<ApiSession>> IssueAsync(Guid sessionId, string? presented, SignInOrigin origin,
        CancellationToken cancellation)
    {
        var issued = await RunAsync<ApiSession?>(origin, async (work, token) =>
        {
            var session = await work.Db.UserSessions.FirstOrDefaultAsync(row => row.Id == sessionId, token);
            if (session is null || session.EndedAtUtc is not null || session.CreatedAtUtc.AddHours(SessionHoursMax) <= work.Now)
            {
                return (ApiSession?)null;
            }
            if (presented is not null && session.RefreshSha256 != PersonWrites.Hash(presented))
            {
                End(work, session, "session.refresh_reused");
                return (ApiSession?)null;
            }
            var user = await work.Db.Users.FirstAsync(row => row.Id == session.UserId, token);
            if (user.IsDisabled)
            {
                return (ApiSession?)null;
            }
            var refresh = $"{Prefix}{session.Id:N}_{PersonWrites.NewSecret()}";
            if (presented is not null && !await ReplaceAsync(work, session.Id, presented, refresh, token))
            {
                // Somebody else used the token between the reading and the write: the next attempt finds it used.
                throw new DbUpdateConcurrencyException("The refresh token was used meanwhile.");
            }
            session.RefreshSha256 = PersonWrites.Hash(refresh);
            session.LastSeenAtUtc = work.Now;
            work.Audit(new AuditNote(presented is null ? "session.issue" : "session.refresh", "user",
                user.Id) { MerchantId = user.MerchantId, Changes = new { SessionId = session.Id, Method } });
            IReadOnlyList<string> scopes = user.MerchantId is null ? [] : CredentialScopes.Of(CredentialSurface.Exchange);
            return new ApiSession(user.Id, session.Id, user.DisplayName, scopes, refresh);
        }, cancellation);
        if (issued.Failed(out var unavailable))
        {
            return unavailable;
        }
        return issued.Value is { } done ? done : Refused();
    }

    // Takes the token's place only where it still stands: whoever refreshes at the same moment finds no row.
    private static async Task<bool> ReplaceAsync(DeskWork work, Guid sessionId, string presented, string next,
        CancellationToken cancellation) =>
        (await work.Session.ReadAsync("UPDATE user_sessions SET refresh_sha256 = @p1 WHERE id = @p0 AND refresh_sha256 = @p2 RETURNING id",
            row => row.GetGuid(0), cancellation,
            sessionId, PersonWrites.Hash(next), PersonWrites.Hash(presented))).Count == 1;

    private static void End(DeskWork work, UserSession session, string action)
    {
        session.EndedAtUtc = work.Now;
        session.RefreshSha256 = null;
        work.Audit(new AuditNote(action, "user", session.UserId) { Changes = new { SessionId = session.Id } });
        work.Touch(Topics.People, session.UserId);
    }

    private Task<Result<T>> RunAsync<T>(SignInOrigin origin, Func<DeskWork, CancellationToken, Task<Result<T>>> act,
        CancellationToken cancellation) =>
        transaction.RunAsAsync(Actor.System("sign_in") with { Cause = origin.Cause, Address = origin.Address }, new DeskCommand(null), act, cancellation);

    private static Guid? SessionOf(string? refreshToken) =>
        refreshToken is { Length: < TokenLengthMax } && refreshToken.StartsWith(Prefix, StringComparison.Ordinal)
            && refreshToken.Length > Prefix.Length + 32
            && Guid.TryParseExact(refreshToken.AsSpan(Prefix.Length, 32), "N", out var id) ? id : null;

    private static DomainError Refused() => new(ErrorCode.Unauthenticated, "That is not right, or there were too many attempts.");
}
