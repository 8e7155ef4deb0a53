using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>Who looks, and where; without an e-mail nobody signs in.</summary>
internal sealed record PageViewer(Uri Address, string Path, string? Email, string? Password);

/// <summary>
/// Opens pages in Chromium out of a process of its own, so that what driving a browser costs is never found in the heap
/// that is measured. It takes one order a line on standard input and answers each with one line.
/// </summary>
internal sealed class PageOpener : IAsyncDisposable
{
    /// <summary>The verb by which this program becomes the other process.</summary>
    public const string Verb = "open-pages";

    private const string Done = "done";

    private readonly Process _process;

    private PageOpener(Process process)
    {
        _process = process;
    }

    public static PageOpener Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Started as `dotnet X.dll`, the path of the process is that of the host and not of the program.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(PageOpener).Assembly.Location);
        }
        start.ArgumentList.Add(Verb);
        return new PageOpener(Process.Start(start)!);
    }

    /// <summary>Opens one more page for this viewer, and waits until its circuit works.</summary>
    public Task OpenAsync(PageViewer viewer)
    {
        return OrderAsync(JsonSerializer.Serialize(viewer));
    }

    /// <summary>Leaves all pages as a person does, which ends their circuits.</summary>
    public Task CloseAllAsync()
    {
        return OrderAsync("");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>The other process: until its standard input ends.</summary>
    public static async Task<int> RunAsync()
    {
        var fixture = new BrowserFixture();
        await fixture.InitializeAsync();
        var sessions = new Dictionary<string, BrowserSession>(StringComparer.Ordinal);
        while (await Console.In.ReadLineAsync() is { } order)
        {
            if (order.Length == 0)
            {
                await LeaveAsync(sessions.Values);
                sessions.Clear();
            }
            else
            {
                await OpenAsync(fixture, sessions, JsonSerializer.Deserialize<PageViewer>(order)!);
            }
            Console.WriteLine(Done);
        }
        await fixture.DisposeAsync();
        return 0;
    }

    private static async Task OpenAsync(BrowserFixture fixture, Dictionary<string, BrowserSession> sessions, PageViewer viewer)
    {
        var key = viewer.Address + viewer.Email;
        if (!sessions.TryGetValue(key, out var session))
        {
            session = await fixture.OpenAsync(new BrowserView { BaseAddress = viewer.Address });
            sessions[key] = session;
            if (viewer.Email is { } email)
            {
                await session.SignInAsync(email, viewer.Password!);
            }
        }
        // The page of the sign-in is taken for the first, so that a session has as many circuits as it was asked for.
        var page = session.Context.Pages.Any(open => open.Url.EndsWith(viewer.Path, StringComparison.Ordinal))
            ? await session.Context.NewPageAsync() : session.Page;
        await page.GotoAsync(viewer.Path);
        await page.Locator("main[data-interactive=yes]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await page.Locator("tbody tr").Nth(CircuitBench.Rows - 1)
            .WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
    }

    private static async Task LeaveAsync(IEnumerable<BrowserSession> sessions)
    {
        foreach (var session in sessions)
        {
            foreach (var page in session.Context.Pages)
            {
                await page.GotoAsync("about:blank");
            }
            await session.DisposeAsync();
        }
    }

    private async Task OrderAsync(string order)
    {
        await _process.StandardInput.WriteLineAsync(order);
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync();
        if (answer != Done)
        {
            throw new InvalidOperationException($"The browser's process answered '{answer}'.");
        }
    }
}
