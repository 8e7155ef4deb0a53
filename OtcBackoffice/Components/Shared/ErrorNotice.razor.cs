using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>A failure at the place where it happened, with the id under which the log knows it.</summary>
public sealed partial class ErrorNotice : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    [Parameter]
    public string? RequestId { get; set; }

    /// <summary>A retry must be safe: it reuses the idempotency key of the first attempt.</summary>
    [Parameter]
    public EventCallback OnRetry { get; set; }

    [Parameter]
    public string RetryLabel { get; set; } = "Try again";

    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
