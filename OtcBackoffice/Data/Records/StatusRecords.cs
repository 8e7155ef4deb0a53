using OtcBackoffice.Domain.Status;

namespace OtcBackoffice.Data.Records;

/// <summary>The worst that was measured of one part in one minute. A minute without a row is a minute without a desk.</summary>
public sealed class ProbeMinute
{
    public string Component { get; set; } = "";
    public DateTime MinuteUtc { get; set; }

    /// <summary>0 well, 1 degraded, 2 partly down, 3 down.</summary>
    public int Severity { get; set; }
    public int LatencyMs { get; set; }
}

/// <summary>A day of one part, added up from its minutes once the day is over.</summary>
public sealed class ProbeDay
{
    public string Component { get; set; } = "";
    public DateOnly Day { get; set; }
    public int UpMinutes { get; set; }
    public int SlowMinutes { get; set; }
    public DateTime FirstMinuteUtc { get; set; }
}

/// <summary>Something that went wrong, or a pause that is announced.</summary>
public sealed class StatusIncident
{
    public Guid Id { get; set; }
    public string Title { get; set; } = "";
    public IncidentImpact Impact { get; set; }
    public IncidentState State { get; set; }

    /// <summary>Names of parts, separated by commas.</summary>
    public string Components { get; set; } = "";

    /// <summary>Whether it is an announced pause.</summary>
    public bool IsMaintenance { get; set; }
    public DateTime? StartsAtUtc { get; set; }
    public DateTime? EndsAtUtc { get; set; }
    public DateTime OpenedAtUtc { get; set; }

    /// <summary>When it was shown to everybody; null while it is a draft.</summary>
    public DateTime? PublishedAtUtc { get; set; }
    public DateTime? ResolvedAtUtc { get; set; }
    public DateTime UpdatedAtUtc { get; set; }
    public int Version { get; set; }
}

/// <summary>What was said about an incident; append-only.</summary>
public sealed class StatusIncidentUpdate
{
    public Guid Id { get; set; }
    public Guid IncidentId { get; set; }
    public IncidentState State { get; set; }
    public string Message { get; set; } = "";
    public Guid AuthorId { get; set; }
    public DateTime AtUtc { get; set; }
}

/// <summary>Somebody who wants mail when something changes. Nothing is sent before the address was confirmed.</summary>
public sealed class StatusSubscriber
{
    public Guid Id { get; set; }

    /// <summary>The address in lower case.</summary>
    public string Email { get; set; } = "";

    /// <summary>"pending", "confirmed" or "ended".</summary>
    public string State { get; set; } = "pending";

    /// <summary>How many letters asked for a confirmation since the day of <see cref="AskedAtUtc"/> began.</summary>
    public int AskedCount { get; set; }
    public DateTime AskedAtUtc { get; set; }
    public DateTime CreatedAtUtc { get; set; }
    public DateTime? ConfirmedAtUtc { get; set; }
    public DateTime? EndedAtUtc { get; set; }
}
