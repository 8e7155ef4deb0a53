using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Browser;

/// <summary>The main job as people do it: three tabs, a real PDF, keys, two signatures, blocks, and books that agree.</summary>
[Collection(BrowserFixture.Collection)]
[Trait("kind", "browser")]
public sealed class MainJobTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_merchant_an_officer_treasury_and_two_signers_turn_a_wire_into_usdt()
    {
        const string secret = "whsec_c2VjcmV0LW9mLXRoZS1kZXNrLTAxMjM0NTY3ODk=";
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await DeskHost.StartAsync(new DeskHostSetup
        {
            Settings = new Dictionary<string, string?> { ["OTC_EVENTS_WEBHOOK_URL"] = new Uri(receiver.Address, "/desk").ToString(),
                ["OTC_EVENTS_WEBHOOK_SECRET"] = secret },
        });

        var id = await MerchantSubmitsAsync(host);
        await OfficerConfirmsAsync(host, id);
        await TreasuryCreditsAsync(host, id);
        await SignAsync(host, "treasury");
        await SignAsync(host, "treasury2");
        await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "tron", count = 20 });

        var deposit = (await host.Acacia.GetJsonAsync($"otc/deposits/{id}")).GetProperty("deposit");
        Assert.Equal("credited", deposit.Text("status"));
        var events = await receiver.WaitForAsync(4);
        Assert.All(events, one => Assert.True(one.HasStandardSignature(secret) && one.HasOtcSignature(secret)));
        Assert.Contains(events, one => one.Json.Text("event") == "otc.Deposit.Settlement_completed");
        await AssertBooksAsync(host);
        host.AssertNoErrors();
    }

    private async Task<string> MerchantSubmitsAsync(DeskHost host)
    {
        var acacia = host.Credentials.MerchantNamed("Acacia");
        var pdf = await PdfMaker.BankAdviceAsync(browser,
            new BankAdvice { Amount = "1,000,000.00", Reference = "FT26-7788", Sender = "Acacia Traders",
                ValueDate = TestClock.PrintedDay });
        await using var session = await browser.OpenAsync(new BrowserView { BaseAddress = host.Address });
        var page = session.Page;
        await session.SignInAsync(acacia.Email, acacia.Password);
        await session.GoToAsync("/my/deposits/new");
        await page.GetByLabel("Amount you wire").FillAsync("1000000.00");
        await page.GetByLabel("Sender's account name").FillAsync("Acacia Traders");
        await page.GetByLabel("Sender's bank").FillAsync("Example Bank Kenya");
        await Button(page, "Save draft").ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Get price" }).ClickAsync();
        await Button(page, "Accept price").ClickAsync();

        await page.GetByLabel("PDF of the bank's advice")
            .SetInputFilesAsync(new FilePayload { Name = "advice.pdf", MimeType = "application/pdf", Buffer = pdf });
        await Button(page, "Upload proof").ClickAsync();
        await page.GetByText("Uploaded:").WaitForAsync();
        await session.WaitUntilInteractiveAsync();
        await page.GetByLabel("Payment reference").FillAsync("FT26-7788");
        await page.GetByLabel("Transfer date").FillAsync(TestClock.Day);
        await Button(page, "Submit deposit").ClickAsync();
        await page.GetByText("Pending").First.WaitForAsync();
        session.AssertNoFaults();
        return page.Url.Split('/')[^1].Split('?')[0];
    }

    private async Task OfficerConfirmsAsync(DeskHost host, string id)
    {
        var officer = host.Credentials.StaffNamed("officer");
        await using var session = await browser.OpenAsync(new BrowserView { BaseAddress = host.Address });
        await EnterAsync(session, officer.Email, "tour-1-sign-in");
        await session.ScreenshotAsync("tour-2-home");
        await session.GoToAsync("/deposits");
        await session.ScreenshotAsync("readme-queue");
        await session.Page.Locator($"a[href='/deposits/{id}']").First.ClickAsync();
        await session.Page.WaitForURLAsync($"**/deposits/{id}**");
        await session.WaitUntilInteractiveAsync();
        await session.Page.Locator("canvas").First.WaitForAsync();
        await session.Page.WaitForTimeoutAsync(500);
        await session.ScreenshotAsync("readme-review");
        await session.Page.Keyboard.PressAsync("c");
        await UntilAsync(host, id, deposit => deposit.Text("assignee_user_id") == officer.UserId.ToString());
        await session.Page.Keyboard.PressAsync("1");
        await UntilAsync(host, id, deposit => deposit.Text("status") == "confirmed");
        await session.ScreenshotAsync("tour-3-confirmed");
        session.AssertNoFaults();
    }

    private async Task TreasuryCreditsAsync(DeskHost host, string id)
    {
        var treasury = host.Credentials.StaffNamed("treasury");
        await using var session = await browser.OpenAsync(new BrowserView { BaseAddress = host.Address });
        await EnterAsync(session, treasury.Email);
        await session.GoToAsync($"/deposits/{id}");
        await session.Page.Keyboard.PressAsync("4");
        var sheet = session.Page.GetByRole(AriaRole.Dialog);
        await sheet.WaitForAsync();
        var text = await sheet.InnerTextAsync();
        Assert.Contains("7,672.014644", text, StringComparison.Ordinal);
        await session.ScreenshotAsync("tour-4-credit");
        await sheet.GetByRole(AriaRole.Button, new() { NameRegex = new System.Text.RegularExpressions.Regex("^Propose credit") })
            .ClickAsync();
        await UntilAsync(host, id, deposit => deposit.Text("settlement_state") == "proposed");
        session.AssertNoFaults();
    }

    private async Task SignAsync(DeskHost host, string who)
    {
        var signer = host.Credentials.StaffNamed(who);
        await using var session = await browser.OpenAsync(new BrowserView { BaseAddress = host.Address });
        await EnterAsync(session, signer.Email);
        await session.GoToAsync("/treasury/proposals");
        await session.Page.GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true }).ClickAsync();
        var sign = session.Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { NameRegex = new System.Text.RegularExpressions.Regex("^Sign PRP-") });
        await sign.WaitForAsync();
        await session.ScreenshotAsync("tour-5-sign");
        await sign.ClickAsync();
        await session.Page.GetByText("signed, ").First.WaitForAsync();
        session.AssertNoFaults();
    }

    // As a newcomer comes in: no password, the demo's people stand on the page.
    private static async Task EnterAsync(BrowserSession session, string address, string? picture = null)
    {
        await session.Page.GotoAsync("/account/sign-in");
        var button = session.Page.GetByRole(AriaRole.Button,
            new() { NameRegex = new System.Text.RegularExpressions.Regex($", {System.Text.RegularExpressions.Regex.Escape(address)}$") });
        await button.WaitForAsync();
        if (picture is not null)
        {
            await session.ScreenshotAsync(picture);
        }
        await button.ClickAsync();
        await session.WaitUntilInteractiveAsync();
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static async Task UntilAsync(DeskHost host, string id, Func<JsonElement, bool> holds)
    {
        // A decision of the page is carried out ten seconds after it was taken.
        for (var i = 0; i < 900; i++)
        {
            var deposit = (await host.Admin.GetJsonAsync($"otc/deposits/{id}")).GetProperty("deposit");
            if (holds(deposit))
            {
                return;
            }
            await Task.Delay(100);
        }
        throw new TimeoutException($"The deposit never came so far: {await host.Admin.GetJsonAsync($"otc/deposits/{id}")}");
    }

    private static async Task AssertBooksAsync(DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var checks = await scope.ServiceProvider.GetRequiredService<LedgerDesk>().VerifyAsync(CancellationToken.None);
        Assert.Equal(10, checks.Count);
        Assert.All(checks, check => Assert.Null(check.Fault));
        Assert.Null((await scope.ServiceProvider.GetRequiredService<AuditDesk>().VerifyAsync(CancellationToken.None)).Fault);
    }
}
