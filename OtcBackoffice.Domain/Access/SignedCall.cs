namespace OtcBackoffice.Domain.Access;

/// <summary>
/// A signed request that may have its effect once. Whatever door of a desk it comes to first spends it, in the same
/// transaction as the effect; the rest of the same request then passes.
/// </summary>
/// <param name="credentialId">The key that signed.</param>
/// <param name="signature">64 lower-case hexadecimal digits.</param>
/// <param name="timestampMs">The time that the caller signed.</param>
public sealed class SignedCall(Guid credentialId, string signature, long timestampMs)
{
    /// <summary>The key that signed.</summary>
    public Guid CredentialId { get; } = credentialId;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Signature { get; } = signature;

    /// <summary>The time that the caller signed, in milliseconds.</summary>
    public long TimestampMs { get; } = timestampMs;

    /// <summary>Whether this request has spent it already; set once that is durable.</summary>
    public bool IsSpent { get; set; }
}

/// <summary>Why a request was refused whose signature was right; only its signer is told.</summary>
public sealed record SignatureFault(string Message);

/// <summary>Which scope a refused credential would have needed; the surface tells its caller.</summary>
public sealed record MissingScope(string Scope);

/// <summary>What a request's token was given for, which may be less than its credential has.</summary>
/// <param name="Names">The scopes.</param>
public sealed record GivenScopes(IReadOnlyCollection<string> Names);

/// <summary>Why and for how long a request is kept out; the surface puts it into its own form.</summary>
/// <param name="IsBanned">Whether the address is banned, 418, and not only asked to wait, 429.</param>
/// <param name="Wait">When it may come again.</param>
public sealed record RateRefusal(bool IsBanned, TimeSpan Wait)
{
    /// <summary>Whole milliseconds, as surfaces write <c>retry_after_ms</c>.</summary>
    public long RetryAfterMs => Math.Max(1, (long)Math.Ceiling(Wait.TotalMilliseconds));

    /// <summary>Whole seconds for <c>Retry-After</c>, never less than the milliseconds say.</summary>
    public long RetryAfterSeconds => (RetryAfterMs + 999) / 1000;
}
