using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Components;

/// <summary>The document around every page. Rendered once per request, never inside a circuit.</summary>
public sealed partial class App : ComponentBase
{
    private static readonly string[] StyleSheets =
    [
        "css/tokens.css", "css/base.css", "css/shell.css", "css/controls.css", "css/parts.css", "css/tables.css", "css/lists.css",
        "css/pages.css",
    ];

    // The version is the one of Directory.Packages.props and of css/mud.css; a test holds the three together.
    private const string LibrarySheet = "_content/MudBlazor/MudBlazor.min.css?v=9.12.0";
    private const string LibraryScript = "_content/MudBlazor/MudBlazor.min.js?v=9.12.0";

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private ConsolePreferences Preferences { get; set; } = ConsolePreferences.Default;

    private bool IsSignedIn => Http.User.Identity?.IsAuthenticated == true;

    private IComponentRenderMode? PageRenderMode { get; set; }

    // The browser's clock may differ from the product's, so relative times are counted from this instant.
    private string NowUnixMilliseconds { get; set; } = "";

    protected override void OnInitialized()
    {
        Preferences = ConsolePreferences.Read(Http.Request.Cookies);
        PageRenderMode = Http.AcceptsInteractiveRouting() ? RenderMode.InteractiveServer : null;
        NowUnixMilliseconds = Clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
    }
}
