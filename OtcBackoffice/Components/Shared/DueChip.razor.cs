using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>Time left until something is due, in calendar time, so that two chips can always be compared.</summary>
public sealed partial class DueChip : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public DateTime Utc { get; set; }

    /// <summary>From how many seconds before the due time on the chip warns.</summary>
    [Parameter]
    public int WarnSeconds { get; set; } = 900;

    [CascadingParameter]
    private ConsoleZone Zone { get; set; } = ConsoleZone.Utc;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private string Machine => ClockText.Machine(Utc);

    private string Words { get; set; } = "";

    private string Full { get; set; } = "";

    private string Tone { get; set; } = Tones.Idle;

    protected override void OnParametersSet()
    {
        var now = Clock.GetUtcNow().UtcDateTime;
        Words = RelativeTime.DescribeDue(now, Utc);
        Full = "Due " + ClockText.Full(Zone, Utc);
        Tone = Utc <= now ? Tones.Bad : Utc - now <= TimeSpan.FromSeconds(WarnSeconds) ? Tones.Warn : Tones.Idle;
    }
}
