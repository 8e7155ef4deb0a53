using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>The same figures as a picture and as a table, and the choice to see one of them alone.</summary>
public sealed partial class ChartOrTable : ComponentBase
{
    private const string Both = "Both", OnlyChart = "Chart", OnlyTable = "Table";

    private static readonly string[] Forms = [Both, OnlyChart, OnlyTable];

    private string _form = Both;

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
