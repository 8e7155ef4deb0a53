using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Developers;

/// <summary>Endpoints and the newest deliveries.</summary>
public sealed record WebhooksLoad(IReadOnlyList<WebhookEndpointView> Endpoints, IReadOnlyList<WebhookDeliveryView> Deliveries);

/// <summary>Where events go, how each delivery went, and a button to send one again.</summary>
public sealed partial class WebhooksPage : DeskPage<WebhooksLoad>
{
    private bool _open;
    private string _url = "", _events = "*";
    private string? _refusal, _secret;

    [Inject]
    private WebhookDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Outbox];

    private string? Locked => May(Permission.WebhookEdit) ? null : "Only admins change webhooks.";

    /// <inheritdoc/>
    protected override async Task<Result<WebhooksLoad>> ReadAsync(CancellationToken cancellation)
    {
        var endpoints = await Desk.ListAsync(cancellation);
        if (endpoints.Failed(out var refused))
        {
            return refused;
        }
        return (await Desk.DeliveriesAsync(null, null, 50, cancellation)).Map(deliveries => new WebhooksLoad(endpoints.Value, deliveries));
    }

    private void Ask() => (_open, _url, _events, _refusal) = (true, "", "*", null);

    private void Close() => _open = false;

    private async Task SaveAsync()
    {
        var events = _events.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var made = await Desk.CreateAsync(_url.Trim(), events, null, Gone);
        if (made.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        (_open, _secret) = (false, made.Value.Secret);
        Notices.Done("Endpoint added. Copy its secret now.");
        await ReloadAsync();
    }

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
