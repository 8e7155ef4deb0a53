using Microsoft.Playwright;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Browser;

/// <summary>A customer quotes and confirms, the market moves, and an operator decides at the rate that the page shows.</summary>
[Collection(BrowserFixture.Collection)]
[Trait("kind", "browser")]
public sealed class ExchangePagesTests(BrowserFixture browser)
{
    [Fact]
    public async Task An_exchange_is_quoted_confirmed_and_approved_while_the_market_moves()
    {
        await using var host = await DeskHost.StartAsync();
        await CustomerConfirmsAsync(host);
        var id = (await host.Customer().DataAsync(""))[0].Text("id");
        Assert.Equal("pending_approval", (await host.Customer().OrderAsync(id)).Text("status"));

        var officer = host.Credentials.StaffNamed("officer");
        await using var session = await OpenAsync(host);
        var page = session.Page;
        await session.SignInAsync(officer.Email, officer.Password);
        await session.GoToAsync("/exchanges");
        await AssertAccessibleAsync(session);
        await page.GetByRole(AriaRole.Link, new() { Name = "EXC-" }).First.ClickAsync();
        await page.GetByLabel("Final rate").WaitForAsync();
        await session.WaitUntilInteractiveAsync();
        await AssertAccessibleAsync(session);
        await host.Admin.PostJsonAsync("/sandbox/rates", new { @base = "USDC", quote = "EUR", rate = "0.9190" });
        // The page follows by itself, keeps what was typed, and nothing moves under the pointer.
        await page.Locator("#live-rate", new() { HasText = "0.9190" }).WaitForAsync();
        Assert.Equal("0.9223", await page.GetByLabel("Final rate").InputValueAsync());
        await page.GetByLabel("Final rate").FillAsync("0.9210");
        await page.GetByText("21 bps from the market").First.WaitForAsync();
        var before = await Button(page, "Approve").First.BoundingBoxAsync();
        await host.Admin.PostJsonAsync("/sandbox/rates", new { @base = "USDC", quote = "EUR", rate = "0.9195" });
        await page.GetByText("16 bps from the market").First.WaitForAsync();
        var after = await Button(page, "Approve").First.BoundingBoxAsync();
        Assert.Equal((before!.X, before.Y), (after!.X, after.Y));
        Assert.Equal("0.9210", await page.GetByLabel("Final rate").InputValueAsync());
        await page.GetByLabel("Final rate").FillAsync("0.9600");
        await page.GetByText("Outside the band").WaitForAsync();
        await page.GetByLabel("Final rate").FillAsync("0.9210");
        await page.GetByText("085.776330").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await Button(page, "Approve").First.ClickAsync();
        await Button(page, "Approve EXC-").ClickAsync();
        await page.Locator(".chip", new() { HasText = "Executing" }).First.WaitForAsync();
        await host.MineAsync();
        await page.Locator(".chip", new() { HasText = "Completed" }).First.WaitForAsync();
        session.AssertNoFaults();
        await host.AssertRestAsync();
    }

    [Fact]
    public async Task A_rate_outside_the_band_asks_the_customer_again_and_a_jump_waits_for_treasury()
    {
        await using var host = await DeskHost.StartAsync(
            new DeskHostSetup { Settings = new Dictionary<string, string?> { ["Rates:JumpBps"] = "500" } });
        var id = await host.Customer().OrderAsync("buy", "500.00");
        var officer = host.Credentials.StaffNamed("officer");
        await using var session = await OpenAsync(host);
        var page = session.Page;
        await session.SignInAsync(officer.Email, officer.Password);
        await session.GoToAsync($"/exchanges/{id}");
        await session.WaitUntilInteractiveAsync();
        await host.RefreshRatesAsync();
        await host.Admin.PostJsonAsync("/sandbox/rates", new { @base = "USDC", quote = "EUR", rate = "0.9700" });
        await page.Locator("#market-says", new() { HasText = "jumped by 543 basis points" }).WaitForAsync();
        Assert.Equal("true", await Button(page, "Approve").First.GetAttributeAsync("aria-disabled"));
        await host.Treasury.PostJsonAsync("rates/accept",
            new { @base = "USDC", quote = "EUR", rate = "0.9700", reason = "it is on every screen" });
        await page.Locator("#market-says:text-is('')").WaitForAsync(new() { State = WaitForSelectorState.Attached });

        await page.GetByLabel("Final rate").FillAsync("0.9750");
        await page.GetByText("Outside the band").WaitForAsync();
        await Button(page, "Approve").First.ClickAsync();
        await Button(page, "Requote EXC-").ClickAsync();
        await page.Locator(".chip", new() { HasText = "Requoted" }).First.WaitForAsync();
        Assert.Equal(("requoted", "0.9750"),
            ((await host.Customer().OrderAsync(id)).Text("status"), (await host.Customer().OrderAsync(id)).Text("rate")));
        session.AssertNoFaults();
        await host.AssertRestAsync();
    }

    private async Task CustomerConfirmsAsync(DeskHost host)
    {
        var acacia = host.Credentials.MerchantNamed("Acacia");
        await using var session = await OpenAsync(host);
        var page = session.Page;
        await session.SignInAsync(acacia.Email, acacia.Password);
        await session.GoToAsync("/my/exchanges");
        await page.GetByLabel("Amount you pay").FillAsync("1000.00");
        await Button(page, "Get a quote").ClickAsync();
        await AssertAccessibleAsync(session);
        await Button(page, "Confirm EXC-").ClickAsync();
        await page.GetByText("Pending approval").First.WaitForAsync();
        session.AssertNoFaults();
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });

    private Task<BrowserSession> OpenAsync(DeskHost host) =>
        browser.OpenAsync(new BrowserView { BaseAddress = host.Address });

    private static async Task AssertAccessibleAsync(BrowserSession session)
    {
        var violations = await Axe.ViolationsAsync(session.Page);
        Assert.True(violations.Count == 0,
            string.Join('\n', violations.Select(one =>
            $"{session.Page.Url}: {one.Id} {one.Help}: {string.Join(" | ", one.Nodes.Take(2).Select(node => node.Html))}")));
    }
}
