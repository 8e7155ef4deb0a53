using Microsoft.Playwright;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Browser;

/// <summary>What every quiet list offers, tried on the one of people as somebody does it at the screen.</summary>
[Collection(BrowserFixture.Collection)]
[Trait("kind", "browser")]
public sealed class QuietListTests(BrowserFixture browser) : IAsyncLifetime
{
    private DeskHost _host = null!;

    public async Task InitializeAsync() => _host = await DeskHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_column_orders_the_list_and_one_column_says_so()
    {
        await using var session = await OpenAsync("/users");
        var page = session.Page;
        var upwards = await NamesAsync(page);
        Assert.Equal("ascending", await page.Locator("[aria-sort]").GetAttributeAsync("aria-sort"));

        await SortBy(page, "Name").ClickAsync();
        await page.Locator("th[aria-sort=descending]").WaitForAsync();
        Assert.EndsWith("/users?sort=-name", page.Url, StringComparison.Ordinal);
        var downwards = await NamesAsync(page);
        await SortBy(page, "Last seen").PressAsync("Enter");
        await page.Locator("th[aria-sort=ascending]:has-text('Last seen')").WaitForAsync();

        Assert.Equal(upwards.Reverse(), downwards);
        Assert.Equal(1, await page.Locator("[aria-sort]").CountAsync());
        await page.GoBackAsync();
        await page.Locator("th[aria-sort=descending]:has-text('Name')").WaitForAsync();
        session.AssertNoFaults();
    }

    [Fact]
    public async Task A_filter_narrows_the_list_says_so_and_is_taken_away_again()
    {
        await using var session = await OpenAsync("/users");
        var page = session.Page;
        var all = await page.Locator(".quiet-foot [role=status]").InnerTextAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await page.GetByLabel("Role", new() { Exact = true }).SelectOptionAsync("treasury");
        await Axe.AssertCleanAsync(page);
        await session.ScreenshotAsync("list-filter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await page.GetByText("1 to 2 of 2").WaitForAsync();
        Assert.All(await page.Locator("tbody tr").AllInnerTextsAsync(), row => Assert.Contains("Treasury", row, StringComparison.Ordinal));
        Assert.EndsWith("/users?role=treasury", page.Url, StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Searchbox).FillAsync("nobody of this name");
        await page.GetByRole(AriaRole.Searchbox).PressAsync("Enter");
        await page.GetByText("Nothing matches.").WaitForAsync();
        Assert.Equal(1, await page.Locator("[aria-sort]").CountAsync());
        await page.Locator(".quiet-none a").ClickAsync();
        await page.GetByText(all).WaitForAsync();
        session.AssertNoFaults();
    }

    [Fact]
    public async Task Columns_come_and_go_and_a_page_holds_as_many_rows_as_one_likes()
    {
        await using var session = await OpenAsync("/users");
        var page = session.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Columns" }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Second factor" }).UncheckAsync();
        await SortBy(page, "Second factor").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "E-mail" }).CheckAsync();
        await SortBy(page, "E-mail").WaitForAsync();
        await Axe.AssertCleanAsync(page);
        await session.ScreenshotAsync("list-columns");
        await page.Keyboard.PressAsync("Escape");

        await session.GoToAsync("/users?limit=5&columns=name,email,roles");
        await page.GetByText("page 1 of 2").WaitForAsync();
        var first = await NamesAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Next page" }).ClickAsync();
        await page.GetByText("page 2 of 2").WaitForAsync();
        await page.Locator("tbody tr:first-child").Filter(new() { HasNotText = first[0] }).WaitForAsync();

        Assert.Equal(5, first.Length);
        Assert.Empty(first.Intersect(await NamesAsync(page)));
        Assert.EndsWith("page=2&limit=5&columns=name,email,roles", page.Url, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Rows a page" }).SelectOptionAsync("10");
        await page.GetByText("page 1 of 1").WaitForAsync();
        session.AssertNoFaults();
    }

    [Fact]
    public async Task A_link_opens_the_same_view_and_what_it_asks_in_vain_is_said()
    {
        await using var session = await OpenAsync("/users?sort=-email&columns=email,state&limit=10&role=merchant&page=1");
        var page = session.Page;

        Assert.Equal(["E-MAIL", "STATE"],
            (await page.Locator("thead th:visible").AllInnerTextsAsync()).Take(2).Select(text => text.Trim().ToUpperInvariant()));
        await page.Locator("th[aria-sort=descending]:has-text('E-mail')").WaitForAsync();
        Assert.Equal("10", await page.GetByRole(AriaRole.Combobox, new() { Name = "Rows a page" }).InputValueAsync());
        var mails = await page.Locator("tbody tr td:first-child").AllInnerTextsAsync();
        Assert.True(mails.Count > 1, "More than one merchant signs in.");
        Assert.Equal(mails.OrderDescending(StringComparer.OrdinalIgnoreCase), mails);

        await session.GoToAsync("/users?sort=shoe_size&limit=many&colour=green&role=pope");
        var said = await page.Locator(".notice").InnerTextAsync();
        Assert.All((string[])["sort=shoe_size", "limit=many", "colour=green", "role=pope"],
            part => Assert.Contains(part, said, StringComparison.Ordinal));
        Assert.True((await NamesAsync(page)).Length > 5, "The list is shown without what was not understood.");
        await session.GoToAsync("/users?page=99");
        await page.GetByText("There is no page 99").WaitForAsync();
        session.AssertNoFaults();
    }

    [Fact]
    public async Task What_is_shown_is_taken_away_as_a_file()
    {
        await using var session = await OpenAsync("/users?sort=-name&columns=name,state&role=treasury");
        var page = session.Page;
        var shown = await NamesAsync(page);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync());

        var lines = (await File.ReadAllTextAsync(await download.PathAsync()))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal("users.csv", download.SuggestedFilename);
        Assert.Equal("name,state", lines[0].TrimStart('\uFEFF'));
        Assert.Equal(shown.Select(name => $"{name},active"), lines[1..]);
        session.AssertNoFaults();
    }

    [Theory]
    [InlineData(1440, 900, false)]
    [InlineData(1440, 900, true)]
    [InlineData(390, 844, false)]
    [InlineData(390, 844, true)]
    public async Task The_list_is_accessible_at_every_width_in_both_themes_and_its_first_paint_has_its_rows(int width, int height,
        bool isDark)
    {
        await using var session = await OpenAsync("/users", width, height, isDark);
        var page = session.Page;
        await session.ScreenshotAsync($"list-users-{width}{(isDark ? "-dark" : "")}");
        await Axe.AssertCleanAsync(page);

        await using var still = await browser.OpenAsync(new BrowserView { BaseAddress = _host.Address, Scripts = false });
        await still.Context.AddCookiesAsync((await session.Context.CookiesAsync())
            .Select(one => new Cookie { Name = one.Name, Value = one.Value, Url = _host.Address.ToString() }));
        await still.Page.GotoAsync("/users?sort=-name");
        Assert.Equal("Thandi Treasury", (await NamesAsync(still.Page))[0]);
        session.AssertNoFaults();
    }

    private static ILocator SortBy(IPage page, string title) => page.GetByRole(AriaRole.Button, new() { Name = "Sort by " + title });

    private static async Task<string[]> NamesAsync(IPage page) =>
        [.. (await page.Locator("tbody tr td:first-child").AllInnerTextsAsync()).Select(text => text.Split('\n')[0].Trim())];

    private async Task<BrowserSession> OpenAsync(string path, int width = 1440, int height = 900, bool isDark = false)
    {
        var admin = _host.Credentials.StaffNamed("admin");
        var session = await browser.OpenAsync(
            new BrowserView { BaseAddress = _host.Address, Width = width, Height = height, Dark = isDark });
        await session.SignInAsync(admin.Email, admin.Password);
        await session.GoToAsync(path);
        return session;
    }
}
