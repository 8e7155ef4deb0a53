namespace OtcBackoffice.Data.Records;

/// <summary>An event that was made true together with its cause; append-only.</summary>
public sealed class OutboxMessage
{
    public long Id { get; set; }
    public Guid MessageId { get; set; }
    public string Type { get; set; } = "";
    public Guid SubjectId { get; set; }
    public Guid MerchantId { get; set; }
    public string Payload { get; set; } = "";
    public string Cause { get; set; } = "";
    public DateTime CreatedAtUtc { get; set; }

    /// <summary>The trace in which it happened, in the W3C form, where telemetry was on; its deliveries go on in it.</summary>
    public string? TraceParent { get; set; }
}

/// <summary>Somewhere that events are sent to.</summary>
public sealed class WebhookEndpoint
{
    public Guid Id { get; set; }

    /// <summary>The merchant whose events it hears, or null for the whole desk.</summary>
    public Guid? MerchantId { get; set; }
    public string Url { get; set; } = "";

    /// <summary>In whose form events are sent: <c>deposit_desk</c>, <c>block_trade</c>, <c>gateway</c>, or <c>gateway_callback</c> for the
    /// address of one record.</summary>
    public string Surface { get; set; } = "deposit_desk";

    /// <summary>Event names separated by commas, or <c>*</c>.</summary>
    public string Events { get; set; } = "*";

    /// <summary>The signing secret under Data Protection, or null when none is used.</summary>
    public string? ProtectedSecret { get; set; }
    /// <summary>The secret before the last rotation, under Data Protection; it signs as well until
    /// <see cref="PreviousUntilUtc"/>.</summary>
    public string? PreviousProtectedSecret { get; set; }

    /// <summary>Until when the secret before the last rotation signs as well.</summary>
    public DateTime? PreviousUntilUtc { get; set; }
    public bool IsActive { get; set; }

    /// <summary>The causes that end an endpoint: its receiver said 410, or somebody removed it.</summary>
    public const string Gone = "gone", Removed = "removed";

    /// <summary>Why it is not active: <c>gone</c>, <c>removed</c> or <c>switched_off</c>; null while it is.</summary>
    public string? Cause { get; set; }

    /// <summary>Whether its first value came from the environment; the row counts since.</summary>
    public bool IsFromEnvironment { get; set; }
    public DateTime CreatedAtUtc { get; set; }
}

/// <summary>One event on its way to one endpoint.</summary>
public sealed class WebhookDelivery
{
    public Guid Id { get; set; }
    public Guid MessageId { get; set; }
    public Guid EndpointId { get; set; }
    public string EventType { get; set; } = "";
    public Guid SubjectId { get; set; }

    /// <summary><c>pending</c>, <c>delivered</c> or <c>dead</c>.</summary>
    public string State { get; set; } = "";
    public int AttemptCount { get; set; }
    public DateTime? NextAttemptAtUtc { get; set; }
    public DateTime CreatedAtUtc { get; set; }
    public DateTime? EndedAtUtc { get; set; }

    /// <summary><c>replay</c> or <c>test</c>, which the receiver is told; null for what happened and was sent once.</summary>
    public string? Mark { get; set; }

    /// <summary>The order to send again that it belongs to.</summary>
    public Guid? ReplayId { get; set; }
}

/// <summary>One try to deliver; append-only.</summary>
public sealed class WebhookAttempt
{
    public long Id { get; set; }
    public Guid DeliveryId { get; set; }
    public int Number { get; set; }
    public DateTime AtUtc { get; set; }
    public int? StatusCode { get; set; }
    public long LatencyMs { get; set; }
    public string Outcome { get; set; } = "";

    /// <summary>The first 1 KB of the answer.</summary>
    public string Answer { get; set; } = "";
}
