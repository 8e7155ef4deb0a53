using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>
/// Bars drawn here and not by the library, whose charts bring style elements that the content policy refuses. The picture has a
/// name and says in a sentence what it shows; every figure stands in a table beside it.
/// </summary>
public sealed partial class BarChart : ComponentBase
{
    private const int RowHeight = 40, NameAt = 14, BarAt = 20, BarHeight = 12, ColumnsHeight = 120, WordsAt = 136, UprightHeight = 144,
        Whole = 100;

    private readonly string _titleId = "chart-" + Guid.CreateVersion7().ToString("N")[20..], _textId, _hatchId;

    public BarChart()
    {
        (_textId, _hatchId) = (_titleId + "-text", _titleId + "-hatch");
    }

    /// <summary>The name of the picture.</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>What it shows, for somebody who does not see it.</summary>
    [Parameter]
    [EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>At least one.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<ChartBar> Bars { get; set; } = [];

    /// <summary>True for a series in time: one column each, of one part, with the first and the last named.</summary>
    [Parameter]
    public bool Upright { get; set; }

    /// <summary>What the looks mean.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private int Height => Upright ? UprightHeight : Bars.Count * RowHeight;

    private string ColumnWidth => Text100(Math.Min(8m, 70m / Bars.Count));

    private static string LookOf(ChartPart part) => "series-" + part.Look;

    private static string Text100(decimal percent) => percent.ToString("0.##", CultureInfo.InvariantCulture);

    private static IEnumerable<(ChartPart Part, int Start)> PartsOf(ChartBar bar)
    {
        var start = 0;
        foreach (var part in bar.Parts)
        {
            yield return (part, start);
            start += part.Percent;
        }
    }

    private string? FillOf(ChartPart part) => part.Look == "2" ? $"url(#{_hatchId})" : null;

    private string ColumnAt(int at) => Text100(100m * at / Bars.Count);

    // What is more than nothing is seen, however little it is.
    private int ColumnHeight(int at) => Bars[at].Parts[0].Percent == 0 ? 0 : Math.Max(2, Bars[at].Parts[0].Percent * ColumnsHeight / Whole);

    private int ColumnTop(int at) => ColumnsHeight - ColumnHeight(at);
}
