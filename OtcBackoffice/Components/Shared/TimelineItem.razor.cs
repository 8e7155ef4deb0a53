using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>One event of a <see cref="Timeline"/>.</summary>
public sealed partial class TimelineItem : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public DateTime Utc { get; set; }

    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    [Parameter]
    public string? Actor { get; set; }

    [Parameter]
    public string? Tone { get; set; }

    /// <summary>True for what a job or a webhook did; drawn quieter than what a person did.</summary>
    [Parameter]
    public bool System { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
