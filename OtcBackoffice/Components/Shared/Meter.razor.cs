using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>How many of how many, as a bar and in figures.</summary>
public sealed partial class Meter : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public int Value { get; set; }

    [Parameter]
    [EditorRequired]
    public int Of { get; set; }
}
