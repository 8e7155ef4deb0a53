using Microsoft.Playwright;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Browser;

/// <summary>What is there before any script has run, and what it weighs.</summary>
[Collection(BrowserFixture.Collection)]
[Trait("kind", "browser")]
public sealed class FirstPaintTests(BrowserFixture browser)
{
    private const int QueueBytesMax = 300_000;

    private const int Rows = 12;

    [Theory]
    [InlineData("dark", false, "rgb(11, 17, 16)")]
    [InlineData("light", true, "rgb(243, 244, 240)")]
    public async Task The_theme_of_the_cookie_is_there_without_scripts(string theme, bool systemIsDark, string paper)
    {
        await using var host = await DeskHost.StartAsync();
        await using var session =
            await browser.OpenAsync(new BrowserView { BaseAddress = host.Address, Dark = systemIsDark, Scripts = false });
        await session.Context.AddCookiesAsync([new Cookie { Name = "theme", Value = theme, Url = host.Address.ToString() }]);
        var officer = host.Credentials.StaffNamed("officer");
        await session.Page.GotoAsync("/account/sign-in");
        await session.Page.GetByLabel("Email").FillAsync(officer.Email);
        await session.Page.GetByLabel("Password").FillAsync(officer.Password);
        await session.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await session.Page.GotoAsync("/deposits");

        Assert.Equal(paper, await ColourAsync(session.Page, "body"));

        // The menu is links, so it leads on as well.
        await session.Page.GetByRole(AriaRole.Link, new() { Name = "Withdrawals", Exact = true }).ClickAsync();
        await session.Page.GetByRole(AriaRole.Heading, new() { Name = "Withdrawals", Level = 1 }).WaitForAsync();
    }

    [Fact]
    public async Task The_queue_weighs_no_more_than_a_picture()
    {
        await using var host = await DeskHost.StartAsync();
        for (var row = 0; row < Rows; row++)
        {
            await DepositSteps.SubmitAsync(host, $"{100 + row}000.00");
        }
        await using var session = await browser.OpenAsync(new BrowserView { BaseAddress = host.Address });
        var officer = host.Credentials.StaffNamed("officer");
        await session.SignInAsync(officer.Email, officer.Password);

        // A context of its own with the same cookies: nothing of the page may come from a cache.
        await using var fresh = await browser.OpenAsync(new BrowserView { BaseAddress = host.Address });
        await fresh.Context.AddCookiesAsync([.. (await session.Context.CookiesAsync()).Select(cookie => new Cookie
        {
            Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path,
        })]);
        var requests = new List<IRequest>();
        fresh.Page.RequestFinished += (_, request) => requests.Add(request);
        await fresh.GoToAsync("/deposits");
        await fresh.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        var bytes = 0;
        foreach (var request in requests.ToList())
        {
            var sizes = await request.SizesAsync();
            bytes += sizes.ResponseBodySize + sizes.ResponseHeadersSize;
        }
        Assert.Equal(Rows, await fresh.Page.Locator(".queue tbody tr").CountAsync());
        Assert.True(requests.Count > 10, "Hardly anything was asked for.");
        Assert.InRange(bytes, 1, QueueBytesMax);
    }

    private static Task<string> ColourAsync(IPage page, string selector) =>
        page.Locator(selector).First.EvaluateAsync<string>("element => getComputedStyle(element).backgroundColor");
}
