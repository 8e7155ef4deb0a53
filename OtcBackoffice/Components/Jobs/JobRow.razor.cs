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

    private Task RunAsync() => OnRun.InvokeAsync(Job.Name);
}
