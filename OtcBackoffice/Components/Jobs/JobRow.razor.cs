using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Jobs;

namespace OtcBackoffice.Components.Jobs;

/// <summary>One job.</summary>
public sealed partial class JobRow : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public JobView Job { get; set; } = default!;

    /// <summary>Why it cannot be started, or null.</summary>
    [Parameter]
    public string? Because { get; set; }

    [Parameter]
    public EventCallback<string> OnRun { get; set; }

    private string Every => (Job.Form == JobForm.AtItsMoment ? "at its moment, swept every " : "")
        + (Job.IntervalSeconds % 3_600 == 0 ? $"{Job.IntervalSeconds / 3_600} h" : Job.IntervalSeconds % 60 == 0
            ? $"{Job.IntervalSeconds / 60} min" : $"{Job.IntervalSeconds} s");

    private Task RunAsync() => OnRun.InvokeAsync(Job.Name);
}
