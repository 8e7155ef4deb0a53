using Microsoft.Playwright;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Browser;

/// <summary>The public pages in a browser: accessible in both themes, small, and used by keyboard.</summary>
[Collection(BrowserFixture.TourCollection)]
[Trait("kind", "browser")]
public sealed class PublicPagesTests(BrowserFixture browser)
{
    private const int BytesMax = 120 * 1024;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task They_are_accessible_and_small_in_both_themes(bool isDark)
    {
        await using var host = await DeskHost.StartAsync();
        await using var session =
            await browser.OpenAsync(new BrowserView { BaseAddress = host.Address, Dark = isDark });
        foreach (var (path, name)
            in new[] { ("/dev", "centre"), ("/dev/errors", "centre-errors"), ("/dev/errors/quote_expired", "centre-error"),
            ("/dev/auth", "centre-auth"), ("/dev/quick-starts", "centre-starts"), ("/dev/access", "centre-access"), ("/status", "status") })
        {
            var weight = 0L;
            void Weigh(object? sender, IResponse answer) =>
                weight += answer.Headers.TryGetValue("content-length", out var length)
                ? long.Parse(length, System.Globalization.CultureInfo.InvariantCulture) : 0;
            session.Page.Response += Weigh;
            await session.Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
            session.Page.Response -= Weigh;
            Assert.InRange(weight, 1, BytesMax);
            await Axe.AssertCleanAsync(session.Page);
            await session.ScreenshotAsync($"{name}-{(isDark ? "dark" : "light")}");
        }
        await session.Page.GotoAsync("/dev");
        await session.Page.Keyboard.PressAsync("/");
        await session.Page.Keyboard.TypeAsync("QUOTE_EXPIRED");
        await session.Page.Keyboard.PressAsync("Enter");
        await session.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "quote_expired" }).First.ClickAsync();
        Assert.Contains("/dev/errors/", session.Page.Url, StringComparison.Ordinal);
        session.AssertNoFaults();
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_is_quiet_for_a_visitor_and_keeps_its_way_to_the_content()
    {
        await using var host = await DeskHost.StartAsync();
        await using var session = await browser.OpenAsync(new BrowserView { BaseAddress = host.Address });
        var broken = new List<string>();
        session.Page.PageError += (_, fault) => broken.Add(fault);
        await session.Page.GotoAsync("/nowhere/at-all", new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });

        await Axe.AssertCleanAsync(session.Page);
        Assert.Empty(broken);
        Assert.EndsWith("/nowhere/at-all#content", await session.Page.Locator("a.skip").GetAttributeAsync("href"),
            StringComparison.Ordinal);
    }
}
