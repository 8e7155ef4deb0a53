using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Developers;

/// <summary>Where events go, and whether they get there.</summary>
public sealed partial class WebhooksPage : QuietPage<QuietLoad<WebhookEndpointView>>
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

    private string? Locked => May(Permission.WebhookEdit) || May(Permission.WebhookOwn) ? null : "Only admins change webhooks.";

    /// <inheritdoc/>
    protected override ListRules List => WebhookDesk.EndpointRules;

    /// <inheritdoc/>
    protected override async Task<Result<QuietLoad<WebhookEndpointView>>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        return (await Desk.ListAsync(asked.Ask, cancellation)).Map(rows => new QuietLoad<WebhookEndpointView>(asked, rows));
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
}
