using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Components;

/// <summary>Root of the interactive part: finds the page and checks that the person may open it.</summary>
public sealed partial class Routes : ComponentBase
{
    /// <summary>Time zone of the person, as read from the cookie by the server.</summary>
    [Parameter]
    public string ZoneId { get; set; } = ConsoleZone.UtcId;

    private ConsoleZone Zone { get; set; } = ConsoleZone.Utc;

    protected override void OnInitialized()
    {
        Zone = ConsoleZone.Find(ZoneId);
    }
}
