using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Diagnostics;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Components.Layout;

/// <summary>
/// Bar and menu around the interactive pages. They are drawn once a request and are no part of the circuit: the library's components
/// for them would be four times the memory of the page inside. What moves in them (groups, the lit entry, the counts) the browser moves.
/// </summary>
public sealed partial class Frame : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public ConsoleZone Zone { get; set; } = ConsoleZone.Utc;

    [Parameter]
    [EditorRequired]
    public RenderFragment? ChildContent { get; set; }

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private ILocalAccess Local { get; set; } = default!;

    private string ZoneLabel => Zone.LabelAt(Clock.GetUtcNow().UtcDateTime);

    // The document has a base address, so a bare fragment would lead to the home page. The script keeps to the page one is on.
    // A page that is not there is drawn at another address than the one it was asked for at.
    private string SkipHref => (Http?.Features.Get<IStatusCodeReExecuteFeature>() is { } asked
        ? asked.OriginalPath + asked.OriginalQueryString : Navigation.Uri.Split('#')[0]) + "#content";
}
