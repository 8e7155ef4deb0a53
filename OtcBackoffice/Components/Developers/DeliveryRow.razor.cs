using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Webhooks;

namespace OtcBackoffice.Components.Developers;

/// <summary>One delivery with its last try.</summary>
public sealed partial class DeliveryRow : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public WebhookDeliveryView Row { get; set; } = default!;

    /// <summary>Why it cannot be sent again, or null.</summary>
    [Parameter]
    public string? Because { get; set; }

    [Parameter]
    public EventCallback<WebhookDeliveryView> OnResend { get; set; }

    private string Last => Row.Attempts.Count == 0 ? "not tried yet" : Row.Attempts[^1] is var last && last.StatusCode is { } status
        ? $"{status} in {last.LatencyMs} ms"
        : $"{last.Outcome}: {last.Answer}";

    private Task ResendAsync() => OnResend.InvokeAsync(Row);
}
