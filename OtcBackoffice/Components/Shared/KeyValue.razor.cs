using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>One fact of a <see cref="KeyValueList"/>.</summary>
public sealed partial class KeyValue : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>The value when it is plain text; an empty one shows a dash.</summary>
    [Parameter]
    public string? Text { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
