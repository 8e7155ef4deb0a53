using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>Tabs with arrow keys. Only the chosen panel is rendered.</summary>
public sealed partial class Tabs : ComponentBase
{
    private readonly string _prefix = "tab-" + Guid.CreateVersion7().ToString("N");

    [Parameter]
    [EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public IReadOnlyList<TabItem> Items { get; set; } = [];

    [Parameter]
    [EditorRequired]
    public string Selected { get; set; } = "";

    [Parameter]
    public EventCallback<string> SelectedChanged { get; set; }

    /// <summary>Panel of the tab whose id is given as context.</summary>
    [Parameter]
    public RenderFragment<string>? ChildContent { get; set; }

    private Task PickAsync(string id) => SelectedChanged.InvokeAsync(id);
}
