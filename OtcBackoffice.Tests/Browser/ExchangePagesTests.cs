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
        await Button(page, "Read the market again").ClickAsync();
        await page.GetByText("0.9190").First.WaitForAsync();
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

    private Task<BrowserSession> OpenAsync(DeskHost host) => browser.OpenAsync(new BrowserView { BaseAddress = host.Address, BypassCsp = true, TimeoutSeconds = 30 });

    private static async Task AssertAccessibleAsync(BrowserSession session)
    {
        var violations = await Axe.ViolationsAsync(session.Page);
        Assert.True(violations.Count == 0, string.Join('\n', violations.Select(one => $"{session.Page.Url}: {one.Id} {one.Help}: {string.Join(" | ", one.Nodes.Take(2).Select(node => node.Html))}")));
    }
}
