using Microsoft.Playwright;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Browser;

/// <summary>The frame around the pages: the menu, its keys and groups, and what is one's own.</summary>
[Collection(BrowserFixture.Collection)]
[Trait("kind", "browser")]
public sealed class FrameTests(BrowserFixture browser)
{
    private const string IsEntryInView =
        "(() => { const a = document.querySelector('#rail a[aria-current]').getBoundingClientRect(), "
        + "list = document.querySelector('.rail-nav').getBoundingClientRect(); return a.top >= list.top && a.bottom <= list.bottom; })()";

    [Fact]
    public async Task The_entry_of_the_page_is_in_view_groups_fold_and_keys_lead_into_them()
    {
        await using var host = await DeskHost.StartAsync();
        await using var session = await OpenAsync(host, 700);
        var page = session.Page;
        await session.GoToAsync("/credentials");
        Assert.True(await page.EvaluateAsync<bool>(IsEntryInView));

        await page.GetByRole(AriaRole.Button, new() { Name = "Toggle Books" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Ledger" }).WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await Axe.AssertCleanAsync(page);
        await page.Locator("h1").FocusAsync();
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("l");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Ledger", Level = 1 }).WaitForAsync();

        // K alone is the row before; after G it is a page.
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("k");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Credentials", Level = 1 }).WaitForAsync();
        session.AssertNoFaults();
    }

    [Fact]
    public async Task The_account_menu_answers_keys_is_accessible_and_leads_out()
    {
        await using var host = await DeskHost.StartAsync();
        await using var session = await OpenAsync(host, 900);
        var page = session.Page;
        var account = page.GetByRole(AriaRole.Button, new() { Name = "Account of" });
        var list = page.Locator("#account-list");
        await account.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await list.WaitForAsync();
        await Axe.AssertCleanAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await list.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.StartsWith("Account of", await page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label')"),
            StringComparison.Ordinal);

        await account.ClickAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = "Theme" }).ClickAsync();
        await page.Locator("html[data-theme=dark]").WaitForAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByLabel("Password").WaitForAsync();
        session.AssertNoFaults();
    }

    [Fact]
    public async Task A_narrow_screen_opens_the_menu_by_its_button()
    {
        await using var host = await DeskHost.StartAsync();
        await using var session = await OpenAsync(host, 844, 390);
        var page = session.Page;
        var toggle = page.GetByRole(AriaRole.Button, new() { Name = "Menu", Exact = true });
        await page.GetByRole(AriaRole.Link, new() { Name = "Deposits" }).First.WaitForAsync(new() { State = WaitForSelectorState.Hidden });

        await toggle.ClickAsync();
        Assert.Equal("true", await toggle.GetAttributeAsync("aria-expanded"));
        await Axe.AssertCleanAsync(page);
        await page.Locator("#rail").GetByRole(AriaRole.Link, new() { Name = "Audit" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Audit", Level = 1 }).WaitForAsync();
        await page.Locator("#rail").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        session.AssertNoFaults();
    }

    private async Task<BrowserSession> OpenAsync(DeskHost host, int height, int width = 1440)
    {
        var session = await browser.OpenAsync(
            new BrowserView { BaseAddress = host.Address, Width = width, Height = height });
        var admin = host.Credentials.StaffNamed("admin");
        await session.SignInAsync(admin.Email, admin.Password);
        return session;
    }
}
