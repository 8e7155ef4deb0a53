using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Lists;

namespace OtcBackoffice.Desks.Webhooks;

/// <summary>How the lists of webhook endpoints and of deliveries are ordered, cut and shown.</summary>
internal static class WebhookLists
{
    private static readonly string[] States = ["active", "inactive"], DeliveryStates = ["pending", "delivered", "dead"];

    public static readonly ListShape<WebhookEndpoint, WebhookEndpointView> Endpoints =
        ListShape<WebhookEndpoint, WebhookEndpointView>.By("created_at", row => row.Id)
        .Column("url", "Address", row => row.Url, row => row.Url.ToLower())
        .Show("events", "Events", row => string.Join(' ', row.Events))
        .Column("signed", "Signed", row => row.HasSecret ? "yes" : "no", row => row.ProtectedSecret != null ? 0 : 1)
        .Column("state", "State", row => row.IsActive ? "active" : "inactive", row => row.IsActive ? 0 : 1)
        .Column("surface", "Form", row => row.Surface, row => row.Surface, isSpare: true)
        .Column("created_at", "Since", row => Time(row.CreatedAtUtc), row => row.CreatedAtUtc)
        .Find("Address", (text, _) => row => row.Url.ToLower().Contains(text))
        .Words("state", "State", States, (state, _) => row => row.IsActive == (state == "active"));

    public static readonly ListShape<WebhookDelivery, WebhookDeliveryView> Deliveries =
        ListShape<WebhookDelivery, WebhookDeliveryView>.By("-created_at", row => row.Id)
        .Column("event", "Event", row => row.EventType, row => row.EventType)
        .ColumnAt<string?>("url", "To", row => row.Url,
            at => row => at.Db.WebhookEndpoints.Where(one => one.Id == row.EndpointId).Select(one => one.Url.ToLower()).FirstOrDefault())
        .Column("state", "State", row => row.State, row => row.State)
        .Column("tries", "Tries", row => Number(row.AttemptCount), row => row.AttemptCount, isFigure: true)
        .Show("answer", "Last answer",
            row => row.Attempts.Count == 0 ? null : row.Attempts[^1].StatusCode is { } status ? Number(status) : row.Attempts[^1].Outcome)
        .Column("next_attempt_at", "Next try", row => Time(row.NextAttemptAtUtc), row => row.NextAttemptAtUtc, isSpare: true)
        .Column("created_at", "Created", row => Time(row.CreatedAtUtc), row => row.CreatedAtUtc)
        .Column("ended_at", "Ended", row => Time(row.EndedAtUtc), row => row.EndedAtUtc, isSpare: true)
        .Find("Event", (text, _) => row => row.EventType.ToLower().Contains(text))
        .Words("state", "State", DeliveryStates, (state, _) => row => row.State == state)
        .Id("endpoint_id", "Endpoint (id)", (id, _) => row => row.EndpointId == id)
        .Id("subject_id", "Record (id)", (id, _) => row => row.SubjectId == id)
        .Between(from => row => row.CreatedAtUtc >= from, to => row => row.CreatedAtUtc < to);

    private static string? Time(DateTime? utc) => ListShape<WebhookDelivery, WebhookDeliveryView>.Time(utc);

    private static string? Number(long? value) => ListShape<WebhookDelivery, WebhookDeliveryView>.Number(value);
}
