using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Developers;

/// <summary>How each event went on its way, and a button to send one again.</summary>
public sealed partial class DeliveriesPage : QuietPage<QuietLoad<WebhookDeliveryView>>
{
    [Inject]
    private WebhookDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Outbox];

    /// <inheritdoc/>
    protected override ListRules List => WebhookDesk.DeliveryRules;

    private string? Locked => May(Permission.WebhookEdit) || May(Permission.WebhookOwn) ? null : "Only admins change webhooks.";

    /// <inheritdoc/>
    protected override async Task<Result<QuietLoad<WebhookDeliveryView>>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        return (await Desk.DeliveriesAsync(asked.Ask, cancellation)).Map(rows => new QuietLoad<WebhookDeliveryView>(asked, rows));
    }

    private static string Last(WebhookDeliveryView row) =>
        row.Attempts.Count == 0 ? "not tried yet" : row.Attempts[^1] is var last && last.StatusCode is { } status
        ? $"{status} in {last.LatencyMs} ms"
        : $"{last.Outcome}: {last.Answer}";

    private async Task ResendAsync(WebhookDeliveryView row)
    {
        var sent = await Desk.ResendAsync(row.Id, Gone);
        if (sent.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
        }
        else
        {
            Notices.Done($"{row.EventType} is sent again.");
        }
        await ReloadAsync();
    }
}
