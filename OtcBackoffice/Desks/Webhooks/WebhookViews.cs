using OtcBackoffice.Data.Records;

namespace OtcBackoffice.Desks.Webhooks;

/// <summary>An endpoint as it is shown; its secret is never among the facts.</summary>
public sealed record WebhookEndpointView(Guid Id, Guid? MerchantId, string Url, IReadOnlyList<string> Events, bool IsActive, bool HasSecret,
    bool IsFromEnvironment, DateTime CreatedAtUtc)
{
    /// <summary>In whose form events are sent.</summary>
    public string Surface { get; init; } = "";

    /// <summary>How its lane stands on the node that was asked; null when nothing has been sent from there yet.</summary>
    public WebhookLaneView? Lane { get; init; }

    /// <summary>Why it is not active, or null.</summary>
    public string? Cause { get; init; }

    /// <summary>Until when the secret before the last rotation signs as well; null when it does not any more.</summary>
    public DateTime? PreviousUntilUtc { get; init; }

    /// <summary>The same as of a moment: an overlap that is over is none.</summary>
    internal WebhookEndpointView At(DateTime now) => this with { PreviousUntilUtc = PreviousUntilUtc > now ? PreviousUntilUtc : null };

    internal static WebhookEndpointView Of(WebhookEndpoint row) => new(
        row.Id, row.MerchantId, row.Url, row.Events.Split(','), row.IsActive, row.ProtectedSecret is not null, row.IsFromEnvironment,
            row.CreatedAtUtc) {
            Surface = row.Surface, Cause = row.Cause, PreviousUntilUtc = row.PreviousUntilUtc,
        };
}

/// <summary>A new endpoint with its secret, which is shown this once.</summary>
public sealed record CreatedEndpoint(WebhookEndpointView Endpoint, string Secret);

/// <summary>One try as it is shown.</summary>
public sealed record WebhookAttemptView(int Number, DateTime AtUtc, int? StatusCode, long LatencyMs, string Outcome, string Answer);

/// <summary>A delivery with its tries.</summary>
public sealed record WebhookDeliveryView(
    Guid Id, Guid MessageId, Guid EndpointId, string Url, string EventType, Guid SubjectId, string State, int AttemptCount,
    DateTime? NextAttemptAtUtc,
    DateTime CreatedAtUtc, DateTime? EndedAtUtc, IReadOnlyList<WebhookAttemptView> Attempts);

/// <summary>What changes of an endpoint; null leaves a field as it is.</summary>
public sealed record EndpointChange(string? Url, IReadOnlyList<string>? Events, bool? IsActive);
