namespace OtcBackoffice.Components.Centre;

/// <summary>A page of the developer centre.</summary>
/// <param name="Title">In the navigation.</param>
/// <param name="Href">Where it lies.</param>
/// <param name="Section">Under which heading.</param>
/// <param name="About">What stands there, for the search.</param>
public sealed record CentrePageLink(string Title, string Href, string Section, string About);

/// <summary>The pages of the developer centre, in the order in which they are read.</summary>
public static class CentreNavigation
{
    private const string Start = "Start", Build = "Build", Safe = "Be safe", Reference = "Reference";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<CentrePageLink> All =
    [
        new("Overview", "/dev", Start,
            "Resource boundaries: orders, customers, funds, statuses. Order lifecycle create, verify, settle, reconcile. Which surface to use."),
        new("Quick starts", "/dev/quick-starts", Start,
            "curl, Python, JavaScript, C#, Java, PHP. Create an order, idempotency key, read it again."),
        new("Keys and scopes", "/dev/auth", Start,
            "Authorization Bearer, X-Request-Id, key issuance, scopes, rotation, overlap, environments, otc_sandbox_, otc_live_, "
            + "signature examples, HMAC test vectors."),
        new("Sandbox", "/dev/sandbox", Start,
            "Simulated clock, chain, bank wires, mails, faults. clock/advance, chain/blocks, bank/credits."),
        new("Ask for access", "/dev/access", Start, "Access form: regions, currencies, expected flow."),
        new("Events", "/dev/events", Build,
            "order.created, order.status_changed, settlement.completed, reconciliation.ready. Envelope event, timestamp, data. Sequence, "
            + "/v1/events."),
        new("Webhooks", "/dev/webhooks", Build,
            "Signatures, retries, at least once, order, replay of the latest, test events, endpoints, webhook-id, webhook-timestamp, "
            + "webhook-signature."),
        new("Errors", "/dev/errors", Safe, "Error shape, retry guidance, retry_after_ms, a page for each code."),
        new("Limits", "/dev/limits", Safe, "Requests per minute, 429, Retry-After, 418, body size, page size, header size."),
        new("Versions", "/dev/versions", Safe, "Versioning policy, compatibility, deprecation, Deprecation and Sunset headers."),
        new("Changelog", "/dev/changelog", Safe, "Dated changes of every surface with compatibility notes. Atom feed."),
        new("All surfaces", "/reference", Reference, "OpenAPI documents of the platform, deposit desk, exchange, block trade and gateway."),
        new("Status", "/status", Reference, "What works now, uptime of 90 days, incidents, maintenance, mail."),
    ];

    /// <summary>The headings with their pages.</summary>
    public static IEnumerable<IGrouping<string, CentrePageLink>> Sections => All.GroupBy(page => page.Section);
}
