using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>When a change that needs a second person is to take effect, as a clock time of the reader's zone.</summary>
public sealed partial class EffectiveField : ComponentBase
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    [Parameter]
    [EditorRequired]
    public string Id { get; set; } = "";

    [Parameter]
    public string? Value { get; set; }

    [Parameter]
    public EventCallback<string?> ValueChanged { get; set; }

    [CascadingParameter]
    private ConsoleZone Zone { get; set; } = ConsoleZone.Utc;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    /// <summary>Reads what was typed; false when it is no time of the zone. Empty is no time, and right.</summary>
    public static bool TryRead(ConsoleZone zone, string? text, out DateTime? utc)
    {
        ArgumentNullException.ThrowIfNull(zone);
        utc = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }
        utc = DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? zone.ToUtc(local)
            : null;
        return utc is not null;
    }
}
