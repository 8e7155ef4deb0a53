using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>What happened to a record, newest first. Its children are <see cref="TimelineItem"/>.</summary>
public sealed partial class Timeline : ComponentBase
{
    [Parameter]
    public string Label { get; set; } = "Timeline";

    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
