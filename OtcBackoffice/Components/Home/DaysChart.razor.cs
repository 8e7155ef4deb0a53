using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Components.Home;

/// <summary>How many records of all kinds were settled a day, for as long as a month looks back.</summary>
public sealed partial class DaysChart : ComponentBase
{
    /// <summary>Every day of the span with its count, the oldest first.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<(DateOnly Day, long Count)> Days { get; set; } = [];

    private List<ChartBar> Bars => [.. Days.Select(one => ChartBar.Of(
        one.Day.ToString("d MMM", CultureInfo.InvariantCulture), one.Count.ToString(CultureInfo.InvariantCulture),
            (int)(one.Count * 100 / Most)))];

    private long Most => Math.Max(1, Days.Max(one => one.Count));

    private string Words
    {
        get
        {
            var sum = Days.Sum(one => one.Count);
            var busiest = Days.MaxBy(one => one.Count);
            return sum == 0 ? "Nothing was settled yet."
                : string.Create(CultureInfo.InvariantCulture, $"{sum} records settled, most on {busiest.Day:d MMM}: {busiest.Count}.");
        }
    }
}
