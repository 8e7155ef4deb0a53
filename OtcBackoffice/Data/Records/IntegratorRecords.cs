using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Data.Records;

/// <summary>Somebody who asks to be let in, with what they want to do.</summary>
public sealed class AccessRequest
{
    public Guid Id { get; set; }
    public string Email { get; set; } = "";
    public string Name { get; set; } = "";
    public string Company { get; set; } = "";

    /// <summary>As they were named, separated by commas.</summary>
    public string Regions { get; set; } = "";
    public string Currencies { get; set; } = "";
    public string ExpectedFlow { get; set; } = "";
    public AccessRequestStatus Status { get; set; }

    /// <summary>The scopes that were granted, separated by commas.</summary>
    public string Scopes { get; set; } = "";
    public Guid? MerchantId { get; set; }
    public Guid? UserId { get; set; }
    public Guid? DecidedBy { get; set; }
    public DateTime? DecidedAtUtc { get; set; }
    public string? Reason { get; set; }
    public DateTime CreatedAtUtc { get; set; }
    public int Version { get; set; }
}

/// <summary>One request that a merchant's credential made, without its secrets; kept for 30 days.</summary>
public sealed class KeyRequest
{
    public long Id { get; set; }
    public Guid CredentialId { get; set; }
    public Guid? MerchantId { get; set; }
    public string RequestId { get; set; } = "";
    public string Method { get; set; } = "";
    public string Path { get; set; } = "";

    /// <summary>The query, with what may not be kept left out.</summary>
    public string Query { get; set; } = "";
    public int Status { get; set; }
    public int LatencyMs { get; set; }
    public bool IdempotencyReplayed { get; set; }
    public DateTime AtUtc { get; set; }

    /// <summary>The code of the refusal as the surface wrote it, or the status where it wrote none; null when it was none.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>The route as the reference writes it, with its ids as names; empty where the path was none of ours.</summary>
    public string Route { get; set; } = "";
    public string? RequestBody { get; set; }
    public string? ResponseBody { get; set; }
}

/// <summary>An order to send again what an endpoint missed: the latest of each object since a moment.</summary>
public sealed class WebhookReplay
{
    public Guid Id { get; set; }

    /// <summary>The merchant whose endpoints are meant; null for all of the desk.</summary>
    public Guid? MerchantId { get; set; }

    /// <summary>One endpoint, or null for each active one.</summary>
    public Guid? EndpointId { get; set; }
    public DateTime SinceUtc { get; set; }

    /// <summary>Up to which event it goes, so that what happens meanwhile is not sent twice.</summary>
    public long UntilSequence { get; set; }

    /// <summary>The last event that was looked at.</summary>
    public long AtSequence { get; set; }

    /// <summary>"running", "laid_out" when all is on its way, or "cancelled".</summary>
    public string State { get; set; } = "running";
    public int Total { get; set; }
    public Guid AskedBy { get; set; }
    public DateTime CreatedAtUtc { get; set; }
    public DateTime? EndedAtUtc { get; set; }
}
