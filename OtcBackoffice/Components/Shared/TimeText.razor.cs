using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>An instant, both as a distance and as a clock time. The distance is counted on by a script, without the server.</summary>
public sealed partial class TimeText : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public DateTime Utc { get; set; }

    /// <summary>True in a table: the clock time stands under the distance and the zone is left to the page header.</summary>
    [Parameter]
    public bool Stacked { get; set; }

    [CascadingParameter]
    private ConsoleZone Zone { get; set; } = ConsoleZone.Utc;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private string Machine => ClockText.Machine(Utc);

    private string Relative { get; set; } = "";

    private string Absolute { get; set; } = "";

    private string Full { get; set; } = "";

    protected override void OnParametersSet()
    {
        var now = Clock.GetUtcNow().UtcDateTime;
        var local = Zone.ToLocal(Utc);
        var label = Zone.LabelAt(Utc);
        Relative = RelativeTime.Describe(now, Utc);
        Absolute = ClockText.Short(Zone, Utc, now) + (Stacked ? "" : " " + label);
        Full = string.Create(CultureInfo.InvariantCulture, $"{local:d MMM yyyy HH:mm:ss} {label}, {Utc:yyyy-MM-dd HH:mm:ss} UTC");
    }
}
