using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>
/// Filters of a list. It is a plain GET form: whatever is set stands in the address, so going back, reloading and sending
/// a link all keep it. The page reads the fields as query parameters.
/// </summary>
public sealed partial class FilterBar : ComponentBase
{
    /// <summary>Path of the list.</summary>
    [Parameter]
    [EditorRequired]
    public string Action { get; set; } = "";

    [Parameter]
    public string Label { get; set; } = "Filters";

    /// <summary>For example "128 deposits, KES 4,120,000.00 in the filtered set".</summary>
    [Parameter]
    public string? Result { get; set; }

    /// <summary>True when any filter is set; shows the link that clears them.</summary>
    [Parameter]
    public bool IsFiltered { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
