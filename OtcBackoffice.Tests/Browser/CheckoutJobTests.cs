using Microsoft.Playwright;
using OtcBackoffice.Tests.Api.Gateway;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Browser;

/// <summary>What a payer sees and does on the checkout in a browser, by keyboard (sentence G13).</summary>
[Collection(BrowserFixture.Collection)]
[Trait("kind", "browser")]
public sealed class CheckoutJobTests(BrowserFixture browser)
{
    private const int BytesMax = 60_000;

    [Fact]
    public async Task A_payer_copies_pays_a_part_sees_the_rest_pays_it_and_sees_it_confirmed()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await GatewayCaller.OpenAsync(host);
        var payment = await tenant.PayAsync("100.00", new { order_id = "order-9", success_url = "https://shop.example/done" });
        var path = new Uri(payment["checkout_url"]!.GetValue<string>()).AbsolutePath;
        await using var session = await browser.OpenAsync(new BrowserView { BaseAddress = host.Address });
        await session.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = session.Page;
        var requests = new List<IRequest>();
        page.RequestFinished += (_, request) => requests.Add(request);
        await page.GotoAsync(path);
        await page.WaitForLoadStateAsync(LoadState.Load);
        var copyAddress = page.GetByRole(AriaRole.Button,
            new() { NameRegex = new("copy.*address", System.Text.RegularExpressions.RegexOptions.IgnoreCase) });
        await copyAddress.WaitForAsync();
        var bytes = 0;
        foreach (var request in requests.ToList())
        {
            var sizes = await request.SizesAsync();
            bytes += sizes.ResponseBodySize + sizes.ResponseHeadersSize;
            Assert.Equal(host.Address.Authority, new Uri(request.Url).Authority);
        }
        Assert.InRange(bytes, 1, BytesMax);
        await Axe.AssertCleanAsync(page);

        await copyAddress.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal(payment["address"]!.GetValue<string>(), await page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        await host.SendCoinsAsync(payment, "60");
        await host.MineAsync();
        await page.Locator("#pay [role=status]").GetByText("60.00 USDT came. Still to pay: 40.00 USDT.")
            .WaitForAsync(new() { Timeout = 90_000 });
        await Axe.AssertCleanAsync(page);
        await page.GetByRole(AriaRole.Button,
            new() { NameRegex = new("copy.*amount", System.Text.RegularExpressions.RegexOptions.IgnoreCase) }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("40.00", await page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        await host.SendCoinsAsync(payment, "40");
        await host.MineAsync(21);
        await page.Locator("#pay [role=status]").GetByText("100.00 USDT confirmed.").WaitForAsync(new() { Timeout = 90_000 });
        await Axe.AssertCleanAsync(page);
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("https://shop.example/done", await page.Locator("a[href^='https://shop.example']").GetAttributeAsync("href"));
        session.AssertNoFaults();
    }
}
