using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Approvals;

namespace OtcBackoffice.Components.Policies;

/// <summary>One draft: how it differs, what it would have decided, and the button that puts it into force.</summary>
public sealed partial class DraftPanel : ComponentBase
{
    private const int RowsMax = 200;

    private readonly string _daysId = "days-" + Guid.CreateVersion7().ToString("N");
    private string _days = "30";
    private Simulation? _simulation;

    [Parameter]
    [EditorRequired]
    public PolicyView Draft { get; set; } = default!;

    /// <summary>Why the viewer may not change the policy, or null.</summary>
    [Parameter]
    public string? Locked { get; set; }

    [Parameter]
    public EventCallback OnDone { get; set; }

    [Inject]
    private PolicyDesk Desk { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    private async Task SimulateAsync()
    {
        var days = int.TryParse(_days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var done = await Desk.SimulateAsync(Draft.Id, days, CancellationToken.None);
        if (done.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
            return;
        }
        _simulation = done.Value;
    }

    private async Task PublishAsync()
    {
        var published = await StepUp.RunAsync(() => Desk.PublishAsync(Draft.Id, CancellationToken.None));
        if (published.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
            return;
        }
        Notices.Done(published.Value.Done is { } policy ? $"Version {policy.PolicyVersion} is in force."
            : "Stored, and waiting for a second person.");
        await OnDone.InvokeAsync();
    }
}
