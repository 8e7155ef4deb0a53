using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>The same figures as a picture and as a table, and the choice to see one of them alone.</summary>
public sealed partial class ChartOrTable : ComponentBase
{
    private const string Both = "Both", OnlyChart = "Chart", OnlyTable = "Table";

    private string? _chosen;

    /// <summary>True where there is no room for both at once: the picture first, the table in its place.</summary>
    [Parameter]
    public bool Alone { get; set; }

    private string[] Forms => Alone ? [OnlyChart, OnlyTable] : [Both, OnlyChart, OnlyTable];

    private string Form => _chosen ?? Forms[0];

    /// <summary>What the figures are, as the end of "Show ... as".</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public RenderFragment? Chart { get; set; }

    [Parameter]
    [EditorRequired]
    public RenderFragment? Table { get; set; }
}
