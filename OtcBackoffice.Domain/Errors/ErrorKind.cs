namespace OtcBackoffice.Domain.Errors;

/// <summary>What a refusal means to the caller; every surface maps each kind to its own status and body.</summary>
public enum ErrorKind
{
    /// <summary>The request cannot be understood: a missing or malformed part. Repair it and send it again.</summary>
    Invalid,

    /// <summary>Nobody is signed in, or the credential is unknown, expired or revoked.</summary>
    Unauthenticated,

    /// <summary>The actor is known and may not do this.</summary>
    Forbidden,

    /// <summary>There is no such thing, or it belongs to somebody else; both look the same.</summary>
    NotFound,

    /// <summary>Somebody else acted first, or a unique value is taken. Read again, then decide.</summary>
    Conflict,

    /// <summary>The lifecycle does not allow this action in this status.</summary>
    WrongState,

    /// <summary>The body or file is larger than the limit.</summary>
    TooLarge,

    /// <summary>The content is not of a type that is taken here.</summary>
    UnsupportedMedia,

    /// <summary>The request is well formed and a business rule refuses it.</summary>
    Unprocessable,

    /// <summary>The actor alone may not do it; another person can.</summary>
    NeedsSecondPerson,

    /// <summary>Too many requests; wait as told.</summary>
    RateLimited,

    /// <summary>The desk or something it depends on cannot act now; nothing was changed.</summary>
    Unavailable,

    /// <summary>The effect may or may not have happened; ask again with the same client id, never send anew.</summary>
    OutcomeUnknown,
}
