using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>A drawing beside a word. It is hidden from assistive technology, so the word must always be there.</summary>
public sealed partial class Icon : ComponentBase
{
    /// <summary>A name of <see cref="IconShapes"/>; an unknown one draws a dot.</summary>
    [Parameter]
    [EditorRequired]
    public string Name { get; set; } = "dot";

    /// <summary>Edge in CSS pixels.</summary>
    [Parameter]
    public int Size { get; set; } = 16;

    private string Shape => IconShapes.For(Name);
}
