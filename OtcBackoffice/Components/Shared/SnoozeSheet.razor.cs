using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>Asks until when something is put aside.</summary>
public sealed partial class SnoozeSheet : ComponentBase
{
    private static readonly int[] Minutes = [15, 30, 60, 120, 240, 1_440];

    private int _minutes = 30;

    /// <summary>The number of the record that the sheet was opened for.</summary>
    [Parameter]
    [EditorRequired]
    public string RecordId { get; set; } = "";

    [Parameter]
    public DateTime NowUtc { get; set; }

    [Parameter]
    public ConsoleZone Zone { get; set; } = ConsoleZone.Utc;

    [Parameter]
    public string? Refusal { get; set; }

    [Parameter]
    public EventCallback<DateTime?> OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private IEnumerable<(int Minutes, string Words)> Offered => Minutes.Select(minutes =>
        (minutes, $"{(minutes < 60 ? $"{minutes} min" : minutes < 1_440 ? $"{minutes / 60} h" : "tomorrow")}, "
            + $"{ClockText.Near(Zone, NowUtc.AddMinutes(minutes), NowUtc)}"));

    private Task ConfirmAsync() => OnConfirm.InvokeAsync(Clock.GetUtcNow().UtcDateTime.AddMinutes(_minutes));
}
