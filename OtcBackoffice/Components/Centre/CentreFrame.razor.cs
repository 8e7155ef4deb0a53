using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>What is around each page of the developer centre: search, contents, the text, and its samples.</summary>
public sealed partial class CentreFrame : ComponentBase
{
    /// <summary>The page's title.</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>What it is about, in a sentence or two.</summary>
    [Parameter]
    [EditorRequired]
    public string Lead { get; set; } = "";

    /// <summary>The page's place in the contents.</summary>
    [Parameter]
    [EditorRequired]
    public string Here { get; set; } = "";

    /// <summary>What stands above the title.</summary>
    [Parameter]
    public string Crumb { get; set; } = "Developers";

    /// <summary>Where that leads.</summary>
    [Parameter]
    public string? CrumbHref { get; set; }

    /// <summary>Whether the title is a code.</summary>
    [Parameter]
    public bool IsCode { get; set; }

    /// <summary>What was searched for.</summary>
    [Parameter]
    public string? Query { get; set; }

    /// <summary>The text.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>The samples beside it.</summary>
    [Parameter]
    public RenderFragment? Samples { get; set; }
}
