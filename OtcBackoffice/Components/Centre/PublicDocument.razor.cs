using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Components.Centre;

/// <summary>The document around a page that is open to everybody: no circuit, no library, nothing of the console.</summary>
public sealed partial class PublicDocument : ComponentBase
{
    /// <summary>The title of the window.</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The style sheet of its kind: "status" or "centre".</summary>
    [Parameter]
    [EditorRequired]
    public string Kind { get; set; } = "";

    /// <summary>What it is about, in a sentence for search engines.</summary>
    [Parameter]
    public string? Description { get; set; }

    /// <summary>Its feed.</summary>
    [Parameter]
    public string? Feed { get; set; }

    /// <summary>What the feed is called.</summary>
    [Parameter]
    public string? FeedTitle { get; set; }

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    // The theme that the reader chose in the console, if there was one.
    private string? Theme => Http is null ? null : ConsolePreferences.Read(Http.Request.Cookies).Theme;

    /// <summary>After how many seconds it is read again; null leaves it.</summary>
    [Parameter]
    public int? Refresh { get; set; }

    /// <summary>What is in it.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
