namespace OtcBackoffice.Domain.Access;

/// <summary>Writes the short-lived token of somebody's API session.</summary>
public interface ISessionTokenWriter
{
    /// <summary>How long a token holds, in seconds.</summary>
    int LifetimeSeconds { get; }

    /// <summary>A token that names the session, whose row decides at every request: ending the session ends the token as well.</summary>
    /// <param name="personId">Who signed in.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="name">What to call the person.</param>
    /// <param name="scopes">What the session may do on the exchange surface.</param>
    string Write(Guid personId, Guid sessionId, string name, IReadOnlyList<string> scopes);
}
