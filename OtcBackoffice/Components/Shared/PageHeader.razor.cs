using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace OtcBackoffice.Components.Shared;

/// <summary>The one h1 of a page, its document title, and what stands beside it.</summary>
public sealed partial class PageHeader : ComponentBase
{
    private ElementReference _heading;
    private string? _focusedTitle;

    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Name of the area, for the document title: "DEP-1042 · Deposits · OtcBackoffice".</summary>
    [Parameter]
    public string? Section { get; set; }

    /// <summary>List the record belongs to; also reached with Escape.</summary>
    [Parameter]
    public string? BackHref { get; set; }

    [Parameter]
    public string? BackText { get; set; }

    /// <summary>Chips and ids beside the heading.</summary>
    [Parameter]
    public RenderFragment? Beside { get; set; }

    [Parameter]
    public RenderFragment? Actions { get; set; }

    private string Document =>
        string.Join(" · ", new[] { Title, Section, "OtcBackoffice" }.Where(part => !string.IsNullOrEmpty(part)).Distinct());

    /// <summary>Moves the focus to the heading, for when the button that had it is gone.</summary>
    public async Task FocusAsync()
    {
        try
        {
            await _heading.FocusAsync();
        }
        catch (JSException)
        {
            // The heading is gone already: a newer navigation has taken over and moves the focus itself.
        }
        catch (JSDisconnectedException)
        {
            // Nobody is looking any more.
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        var changed = _focusedTitle is not null && _focusedTitle != Title;
        _focusedTitle = Title;
        if (changed)
        {
            // The router moves the focus only when the page class changes; the next record of the same page is our task.
            await FocusAsync();
        }
    }
}
