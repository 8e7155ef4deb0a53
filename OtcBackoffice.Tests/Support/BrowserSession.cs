using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace OtcBackoffice.Tests.Support;

/// <summary>
/// A browser profile with its page. It notes what a user would not see and a developer must: errors on the console
/// (broken content policy included), uncaught exceptions and requests that failed.
/// </summary>
public sealed class BrowserSession : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _faults = [];

    internal BrowserSession(IBrowserContext context, IPage page)
    {
        Context = context;
        Page = page;
        context.Page += (_, opened) => Watch(opened);
        Watch(page);
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public IReadOnlyList<string> Faults => [.. _faults];

    /// <summary>Opens a page of the product and waits until its keys and buttons work.</summary>
    public async Task GoToAsync(string path)
    {
        await Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
        await WaitUntilInteractiveAsync();
    }

    /// <summary>Signs in as a person does, and waits until the page behind it can be used.</summary>
    public async Task SignInAsync(string email, string password)
    {
        await Page.GotoAsync("/account/sign-in");
        await Page.GetByLabel("Email").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in", Exact = true }).ClickAsync();
        await WaitUntilInteractiveAsync();
    }

    /// <summary>Clicks before the circuit starts are lost, so the product marks the moment from which they count.</summary>
    public async Task WaitUntilInteractiveAsync()
    {
        await Page.Locator("main[data-interactive=yes]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
    }

    /// <summary>Keeps what the page looks like now, as TestResults/screenshots/NAME.png, and answers the file.</summary>
    public async Task<string> ScreenshotAsync(string name, bool fullPage = false)
    {
        var file = Path.Combine(Repository.Root, "OtcBackoffice.Tests", "TestResults", "screenshots", name + ".png");
        await Page.ScreenshotAsync(
            new PageScreenshotOptions { Path = file, FullPage = fullPage, Animations = ScreenshotAnimations.Disabled });
        return file;
    }

    public void AssertNoFaults()
    {
        Assert.True(_faults.IsEmpty, "The browser complained:\n" + string.Join('\n', _faults));
    }

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
    }

    private void Watch(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _faults.Enqueue($"console: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => _faults.Enqueue("uncaught: " + error);
        page.RequestFailed += (_, request) =>
        {
            // A page that is left takes its open requests with it; that is no fault.
            if (request.Failure is { } failure && !failure.Contains("ERR_ABORTED", StringComparison.Ordinal))
            {
                _faults.Enqueue($"request: {request.Method} {request.Url} {failure}");
            }
        };
    }
}
