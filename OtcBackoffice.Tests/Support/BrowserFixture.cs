using Microsoft.Playwright;

namespace OtcBackoffice.Tests.Support;

/// <summary>
/// A Chromium for browser tests. A test class takes it by <c>[Collection(BrowserFixture.Collection)]</c> and a
/// constructor parameter, and carries <c>[Trait("kind", "browser")]</c> so that a fast run can leave it out.
/// </summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    public const string Collection = "browser", TourCollection = "browser tour";

    // Running as root needs no-sandbox; the others keep the browser from calling home from a closed network.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    // What the content policy refuses becomes an error on the console, and so a fault of the session.
    private const string TellRefusals =
        "document.addEventListener('securitypolicyviolation', e => console.error(`content policy: ${e.effectiveDirective} ${e.blockedURI} "
            + "${e.sample}`));";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser has not been started.");

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Executable(), Args = Flags, Headless = true });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
        _playwright?.Dispose();
    }

    /// <summary>A fresh profile with one page. Motion is reduced, so that nothing is judged in the middle of a fade.</summary>
    public async Task<BrowserSession> OpenAsync(BrowserView? view = null)
    {
        view ??= new BrowserView();
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = view.BaseAddress?.ToString(),
            ViewportSize = new ViewportSize { Width = view.Width, Height = view.Height },
            ColorScheme = view.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            JavaScriptEnabled = view.Scripts,
            Locale = view.Locale,
            TimezoneId = view.TimeZone,
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout(view.TimeoutSeconds * 1000);
        await context.AddInitScriptAsync(TellRefusals);
        return new BrowserSession(context, await context.NewPageAsync());
    }

    private static string Executable()
    {
        string?[] candidates = [Environment.GetEnvironmentVariable("OTC_TEST_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome"];
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("No Chromium found; ./test installs Debian's, or name one in OTC_TEST_CHROMIUM.");
    }
}
