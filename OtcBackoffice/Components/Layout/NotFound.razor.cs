using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Diagnostics;

namespace OtcBackoffice.Components.Layout;

/// <summary>Shown for an address that no page answers, and by a page that calls NavigationManager.NotFound().</summary>
public sealed partial class NotFound : ComponentBase
{
    [CascadingParameter]
    private HttpContext? Http { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string Address { get; set; } = "";

    protected override void OnInitialized()
    {
        // During a re-executed request the address bar and the routed path differ; people know only the former.
        var original = Http?.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath;
        var path = original ?? "/" + Navigation.ToBaseRelativePath(Navigation.Uri);
        Address = path.Length > 120 ? string.Concat(path.AsSpan(0, 120), "…") : path;
    }
}
