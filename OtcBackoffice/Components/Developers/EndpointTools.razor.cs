using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Events;

namespace OtcBackoffice.Components.Developers;

/// <summary>What may be tried on an endpoint: a test event of any type, and the latest of each object again after an outage.</summary>
public sealed partial class EndpointTools : ComponentBase
{
    private bool _isTesting, _isReplaying, _isRotating;
    private string _type = EventCatalogue.All[0].Type;
    private int _hours = 24, _overlapHours = 24;
    private string? _refusal, _secret;
    private WebhookReplayView? _job;

    /// <summary>Which endpoint.</summary>
    [Parameter]
    [EditorRequired]
    public WebhookEndpointView Endpoint { get; set; } = default!;

    /// <summary>Why it may not be tried, or null.</summary>
    [Parameter]
    public string? Locked { get; set; }

    /// <summary>What to do when the endpoint is another than it was.</summary>
    [Parameter]
    public EventCallback OnChange { get; set; }

    [Inject]
    private WebhookDesk Endpoints { get; set; } = default!;

    [Inject]
    private WebhookReplayDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private string? Because => Locked ?? (Endpoint.IsActive ? null : "The endpoint is switched off.");

    // Those of the gateway share their tenant's secret, which its own page rotates.
    private bool IsRotatable => !Endpoint.Surface.StartsWith("gateway", StringComparison.Ordinal);

    private void AskTest() => (_isTesting, _refusal) = (true, null);

    private void AskReplay() => (_isReplaying, _refusal) = (true, null);

    private void AskRotate() => (_isRotating, _overlapHours, _refusal, _secret) = (true, 24, null, null);

    private void Close() => (_isTesting, _isReplaying, _isRotating, _refusal) = (false, false, false, null);

    private async Task RotateAsync()
    {
        // "Now" must not lie in the desk's past by the time it is heard.
        var until = Clock.GetUtcNow().UtcDateTime.AddHours(_overlapHours).AddSeconds(_overlapHours == 0 ? 1 : 0);
        var rotated = await Endpoints.RotateAsync(Endpoint.Id, until, CancellationToken.None);
        _refusal = rotated.Failed(out var refused) ? refused.Message : null;
        if (rotated.IsSuccess)
        {
            Close();
            _secret = rotated.Value.Secret;
            Notices.Done("Rotated. Copy the new secret now.");
            await OnChange.InvokeAsync();
        }
    }

    private async Task EndOverlapAsync()
    {
        var ended = await Endpoints.ShortenOverlapAsync(Endpoint.Id, Clock.GetUtcNow().UtcDateTime, CancellationToken.None);
        Notices.Done(ended.Failed(out var refused) ? refused.Message : "The old secret signs no more.");
        await OnChange.InvokeAsync();
    }


    private async Task TestAsync()
    {
        var sent = await Desk.TestAsync(Endpoint.Id, _type, CancellationToken.None);
        _refusal = sent.Failed(out var refused) ? refused.Message : null;
        if (sent.IsSuccess)
        {
            Close();
            Notices.Done($"A test of {_type} is on its way. Deliveries has what became of it.");
        }
    }

    private async Task SendLifeAsync()
    {
        var sent = await Desk.ScenarioAsync(Endpoint.Id, CancellationToken.None);
        Notices.Done(sent.Failed(out var refused) ? refused.Message
            : $"The life of an order is on its way, {sent.Value.Count} events marked as tests. Deliveries has what became of each.");
    }

    private async Task ReplayAsync()
    {
        var asked = await Desk.AskAsync(Clock.GetUtcNow().UtcDateTime.AddHours(-_hours), Endpoint.Id, CancellationToken.None);
        Take(asked);
        if (asked.IsSuccess)
        {
            Close();
            Notices.Done("The replay is under way.");
        }
    }

    private async Task LookAsync() => Take(await Desk.GetAsync(_job!.Id, CancellationToken.None));

    private async Task CallOffAsync() => Take(await Desk.CancelAsync(_job!.Id, CancellationToken.None));

    private void Take(Result<WebhookReplayView> answer)
    {
        _refusal = answer.Failed(out var refused) ? refused.Message : null;
        _job = answer.IsSuccess ? answer.Value : _job;
    }
}
