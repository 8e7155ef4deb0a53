using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Components.Layout;

/// <summary>Zone, density and shortcuts. The script keeps them in cookies, because the server must know them at the first paint.</summary>
public sealed partial class PreferenceSheet : ComponentBase
{
    [CascadingParameter]
    private ConsoleZone Zone { get; set; } = ConsoleZone.Utc;
}
