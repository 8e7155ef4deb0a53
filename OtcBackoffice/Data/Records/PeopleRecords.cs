namespace OtcBackoffice.Data.Records;

/// <summary>One signed-in browser. The cookie only names this row; ending the row ends the session everywhere.</summary>
public sealed class UserSession
{
    public Guid Id { get; set; }
    public Guid UserId { get; set; }
    public DateTime CreatedAtUtc { get; set; }
    public DateTime LastSeenAtUtc { get; set; }

    /// <summary>When the person last proved who they are; decides whether a dangerous command asks again.</summary>
    public DateTime FreshAtUtc { get; set; }
    public DateTime? EndedAtUtc { get; set; }
    public string? Address { get; set; }

    /// <summary>What the browser calls itself, cut to a readable length.</summary>
    public string Device { get; set; } = "";

    /// <summary>How the person signed in, such as <c>password</c> or <c>passkey</c>.</summary>
    public string Method { get; set; } = "";

    /// <summary>Whether a second factor or a passkey was shown in this session.</summary>
    public bool HasSecondFactor { get; set; }

    /// <summary>The hash of the one refresh token that holds now, for sessions of API clients; null for browsers.</summary>
    public string? RefreshSha256 { get; set; }
}

/// <summary>A challenge that a passkey has answered. The browser keeps the challenge itself, so this is what makes it good once.</summary>
public sealed class SpentChallenge
{
    public string ChallengeSha256 { get; set; } = "";
    public DateTime SpentAtUtc { get; set; }
}

/// <summary>A link that works once: an invitation, or the set-up of an empty desk. Only its hash is kept.</summary>
public sealed class OneTimeLink
{
    public Guid Id { get; set; }
    public string Purpose { get; set; } = "";
    public Guid? UserId { get; set; }
    public string SecretSha256 { get; set; } = "";
    public DateTime CreatedAtUtc { get; set; }
    public DateTime ExpiresAtUtc { get; set; }
    public DateTime? UsedAtUtc { get; set; }
}

/// <summary>A code that replaces the authenticator once. Only its hash is kept.</summary>
public sealed class RecoveryCode
{
    public Guid Id { get; set; }
    public Guid UserId { get; set; }
    public string CodeSha256 { get; set; } = "";
    public DateTime CreatedAtUtc { get; set; }
    public DateTime? UsedAtUtc { get; set; }
}
