using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Browser;

/// <summary>A newcomer at the machine: in by a button, the first steps, and the sandbox beside the page.</summary>
[Collection(BrowserFixture.Collection)]
[Trait("kind", "browser")]
public sealed class FirstDayTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(1440, false)]
    [InlineData(390, true)]
    public async Task In_by_a_button_the_sandbox_stands_beside_a_page_that_stays_in_use(int width, bool dark)
    {
        await using var host = await DeskHost.StartAsync();
        var view = new BrowserView { BaseAddress = host.Address, Width = width, Dark = dark };
        await using var session = await browser.OpenAsync(view);
        var page = session.Page;
        await page.GotoAsync("/account/sign-in");
        await Axe.AssertCleanAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in as Amina Admin, admin@demo.local", Exact = true }).ClickAsync();
        await session.WaitUntilInteractiveAsync();
        var steps = page.GetByRole(AriaRole.List, new() { Name = "First steps" });
        await Assertions.Expect(steps.GetByRole(AriaRole.Listitem).First).ToContainTextAsync("Done");
        await Axe.AssertCleanAsync(page);
        if (width > 1000)
        {
            await UseDrawerAsync(page);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Hide the first steps" }).ClickAsync();
        await steps.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await session.GoToAsync("/");
        await Assertions.Expect(steps).ToBeHiddenAsync();
        session.AssertNoFaults();
        host.AssertNoErrors();
    }

    private static async Task UseDrawerAsync(IPage page)
    {
        var opener = page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Button, new() { Name = "Sandbox", Exact = true });
        var drawer = page.GetByRole(AriaRole.Dialog, new() { Name = "Sandbox" });
        await opener.ClickAsync();
        await drawer.GetByRole(AriaRole.Button, new() { Name = "One hour" }).ClickAsync();
        await Assertions.Expect(page.Locator(".toasts")).ToContainTextAsync("clock stands at");
        await Axe.AssertCleanAsync(page);
        await drawer.GetByLabel("Amount").FillAsync("1,250.50");
        await drawer.GetByLabel("Reference").FillAsync("FITS-NOTHING");
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Wire" }).ClickAsync();
        await Assertions.Expect(page.Locator(".toasts")).ToContainTextAsync(new Regex("arrived: unmatched"));
        await page.Keyboard.PressAsync("Escape");
        await drawer.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await Assertions.Expect(opener).ToBeFocusedAsync();
    }
}
