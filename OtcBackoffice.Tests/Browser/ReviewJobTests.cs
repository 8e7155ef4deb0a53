using Microsoft.Playwright;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Browser;

/// <summary>An officer at work: real documents, keys only, and no way to a wrong decision.</summary>
[Collection(BrowserFixture.Collection)]
[Trait("kind", "browser")]
public sealed class ReviewJobTests(BrowserFixture browser)
{
    private enum Kind
    {
        Clean,
        Differs,
        AboveCap,
    }

    [Fact]
    public async Task An_officer_clears_ten_deposits_by_keyboard_and_none_of_them_wrongly()
    {
        await using var host = await DeskHost.StartAsync();
        var jobs = new List<(string Id, Kind Kind)>();
        for (var i = 0; i < 10; i++)
        {
            jobs.Add(i switch
            {
                3 => (await SubmitAsync(host, "110000.00", "101,000.00", $"FT26-77{i}0", $"FT26-77{i}0"), Kind.Differs),
                6 => (await SubmitAsync(host, "110000.00", "110,000.00", $"FT26-77{i}0", "FT26-9999"), Kind.Differs),
                8 => (await SubmitAsync(host, "9000000.00", "9,000,000.00", $"FT26-77{i}0", $"FT26-77{i}0"), Kind.AboveCap),
                _ => (await SubmitAsync(host, "100000.00", "100,000.00", $"FT26-77{i}0", $"FT26-77{i}0"), Kind.Clean),
            });
        }
        await using var session = await OpenAsync(host, "officer", jobs[0].Id);
        foreach (var (id, kind) in jobs)
        {
            // A decision opens the next one by itself.
            await session.Page.WaitForURLAsync($"**/deposits/{id}**");
            await DecideAsync(host, session, id, kind);
        }

        var statuses = new List<string>();
        foreach (var (id, kind) in jobs)
        {
            await UntilAsync(host, id, kind switch { Kind.Clean => "confirmed", Kind.Differs => "rejected", _ => "pending" });
            statuses.Add(await StatusAsync(host, id));
        }
        Assert.Equal(["confirmed", "confirmed", "confirmed", "rejected", "confirmed", "confirmed", "rejected", "confirmed", "pending",
            "confirmed"], statuses);
        session.AssertNoFaults();
        host.AssertNoErrors();
    }

    [Fact]
    public async Task A_decision_is_taken_back_from_the_next_record_and_every_key_of_a_record_does_what_it_says()
    {
        await using var host = await DeskHost.StartAsync();
        var first = await SubmitAsync(host, "100000.00", "100,000.00", "FT26-7700", "FT26-7700");
        var second = await SubmitAsync(host, "110000.00", "110,000.00", "FT26-7701", "FT26-7701");
        await using var session = await OpenAsync(host, "officer", first);
        var page = session.Page;
        await page.Keyboard.PressAsync("1");
        await AtAsync(page, second);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).WaitForAsync();
        await page.Keyboard.PressAsync("u");
        await AtAsync(page, first);
        await page.GetByText("taken back").First.WaitForAsync();
        Assert.Equal("pending", await StatusAsync(host, first));

        foreach (var (key, name) in new[] { ("h", "Snooze DEP-"), ("n", "Write note on DEP-"), ("2", "Ask the merchant DEP-") })
        {
            await page.Keyboard.PressAsync(key);
            var sheet = page.GetByRole(AriaRole.Dialog);
            await sheet.GetByRole(AriaRole.Button, new() { NameRegex = new System.Text.RegularExpressions.Regex("^" + name) })
                .WaitForAsync();
            Assert.Empty((await Axe.ViolationsAsync(page)).Select(one => $"{one.Id} {one.Help}"));
            await sheet.GetByRole(AriaRole.Button, new() { Name = "Go back" }).ClickAsync();
            await sheet.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        }
        await page.Keyboard.PressAsync("f");
        await page.GetByText("You follow DEP-").First.WaitForAsync();
        // A key acts once the record that it is about is there: its way on says which one that is.
        await page.Locator($"a[data-key=']'][href='/deposits/{second}']").WaitForAsync();
        await page.Keyboard.PressAsync("]");
        await AtAsync(page, second);
        await page.Locator($"a[data-key='['][href='/deposits/{first}']").WaitForAsync();
        await page.Keyboard.PressAsync("[");
        await AtAsync(page, first);
        await page.Locator($"a[data-key=']'][href='/deposits/{second}']").WaitForAsync();
        await page.Keyboard.PressAsync("w");
        await AtAsync(page, second);
        await page.GetByText("Claimed by you").First.WaitForAsync();
        session.AssertNoFaults();
    }

    [Fact]
    public async Task What_the_proof_says_is_boxed_in_it_ticked_beside_it_and_shown_to_who_else_looks()
    {
        await using var host = await DeskHost.StartAsync();
        var id = await SubmitAsync(host, "100000.00", "100,000.00", "FT26-7700", "FT26-7700");
        await using var session = await OpenAsync(host, "officer", id);
        var page = session.Page;
        await page.Locator(".pdf-mark").First.WaitForAsync();
        Assert.True(await page.Locator(".pdf-mark").CountAsync() >= 4);

        var reference = page.Locator("[data-pdf-boxes]", new PageLocatorOptions { HasText = "FT26-7700" });
        await reference.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".pdf-mark[data-now]").WaitForAsync();
        var tick = page.GetByRole(AriaRole.Checkbox, new() { Name = "Amount checked" });
        await tick.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.GetByText("Checked by O").First.WaitForAsync();
        await session.ScreenshotAsync("review-evidence", fullPage: true);

        await using (var other = await OpenAsync(host, "officer2", id))
        {
            await page.GetByText("Also here:").WaitForAsync();
            await other.Page.GetByText("Also here:").WaitForAsync();
        }
        await page.GetByText("Also here:")
            .WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached, Timeout = 60_000 });

        await host.Acacia.UploadProofAsync(id, DepositSteps.OneBlankPage());
        await page.GetByText("ticks of the earlier one no longer count").WaitForAsync();
        await page.GetByText("as a scan or a photo has none").WaitForAsync();
        Assert.False(await tick.IsCheckedAsync());
        session.AssertNoFaults();
    }

    [Theory]
    [InlineData(false, 1440, 900)]
    [InlineData(true, 1440, 900)]
    [InlineData(false, 390, 844)]
    [InlineData(true, 390, 844)]
    public async Task A_contradiction_is_plain_to_see_and_accessible(bool dark, int width, int height)
    {
        await using var host = await DeskHost.StartAsync();
        var id = await SubmitAsync(host, "110000.00", "101,000.00", "FT26-7700", "FT26-9999");
        var person = host.Credentials.StaffNamed(dark ? "treasury" : "officer");
        await using var session =
            await browser.OpenAsync(
            new BrowserView { BaseAddress = host.Address, Dark = dark, Width = width, Height = height });
        await session.SignInAsync(person.Email, person.Password);
        await session.GoToAsync($"/deposits/{id}");
        await session.Page.Locator(".pdf-mark").First.WaitForAsync();
        await session.ScreenshotAsync($"review-differs-{width}{(dark ? "-dark" : "")}", fullPage: true);

        Assert.Equal(2, await session.Page.Locator("tr[data-match=differs]").CountAsync());
        if (width >= 1_440)
        {
            await AssertOneViewAsync(session.Page);
        }
        Assert.Empty((await Axe.ViolationsAsync(session.Page)).Select(one => $"{one.Id} {one.Help}"));
        Assert.False(await session.Page.EvaluateAsync<bool>(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"));
    }

    // Everything that the decision stands on is above its bar, and the proof is wide enough to be read.
    private static async Task AssertOneViewAsync(IPage page)
    {
        await page.EvaluateAsync("scrollTo(0, 0)");
        var bar = (await page.GetByRole(AriaRole.Region, new() { Name = "Decision", Exact = true }).BoundingBoxAsync())!;
        Assert.True((await page.GetByRole(AriaRole.Region, new() { Name = "Proof", Exact = true }).BoundingBoxAsync())!.Width >= 600);
        foreach (var name in new[] { "Declared against the proof", "Money that came", "Price", "Payout" })
        {
            var box = (await page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true }).BoundingBoxAsync())!;
            Assert.True(box.Y + box.Height <= bar.Y, $"{name} ends at {box.Y + box.Height}, the decision bar begins at {bar.Y}.");
        }
    }

    private static async Task DecideAsync(DeskHost host, BrowserSession session, string id, Kind kind)
    {
        var page = session.Page;
        await page.Locator($"main[data-interactive=yes] .rail-queue a[href='/deposits/{id}'][aria-current=page]")
            .WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await page.Keyboard.PressAsync("1");
        if (kind == Kind.Clean)
        {
            // Held for ten seconds: the record is as before, and says who decided what.
            await page.GetByText(" confirmed").First.WaitForAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).WaitForAsync();
            return;
        }
        if (kind == Kind.AboveCap)
        {
            await page.GetByText("waiting for a second person").First.WaitForAsync();
            return;
        }
        // The key does nothing here; the page says why, and offers the reason to reject.
        await page.GetByText("The proof does not say what was declared").First.WaitForAsync();
        await page.Keyboard.PressAsync("1");
        await page.WaitForTimeoutAsync(300);
        Assert.Equal("pending", await StatusAsync(host, id));
        await page.Keyboard.PressAsync("3");
        await page.GetByRole(AriaRole.Dialog).WaitForAsync();
        Assert.Contains("differs from what was declared", await page.GetByLabel("Reason").InputValueAsync(), StringComparison.Ordinal);
        await page.Locator("dialog [data-autofocus]:focus").WaitForAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText(" rejected").First.WaitForAsync();
        await page.GetByRole(AriaRole.Dialog).WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }

    // The address is there before what stands at it.
    private static async Task AtAsync(IPage page, string id)
    {
        await page.WaitForURLAsync($"**/deposits/{id}**");
        await page.Locator($"main[data-interactive=yes] .rail-queue a[href='/deposits/{id}'][aria-current=page]")
            .WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
    }

    private async Task<BrowserSession> OpenAsync(DeskHost host, string who, string id)
    {
        var person = host.Credentials.StaffNamed(who);
        var session = await browser.OpenAsync(
            new BrowserView { BaseAddress = host.Address, Width = 1_440, Height = 900 });
        await session.SignInAsync(person.Email, person.Password);
        await session.GoToAsync($"/deposits/{id}");
        return session;
    }

    private async Task<string> SubmitAsync(DeskHost host, string declared, string printed, string reference, string printedReference)
    {
        var pdf = await PdfMaker.BankAdviceAsync(browser,
            new BankAdvice { Amount = printed, Reference = printedReference, Sender = "Acacia Traders", ValueDate = TestClock.Day });
        var id = await DepositSteps.PriceAsync(host.Acacia, declared);
        var proof = await host.Acacia.UploadProofAsync(id, pdf);
        await host.Acacia.PostJsonAsync($"otc/deposits/{id}/submit", new { payment_reference = reference, transfer_date = TestClock.Day,
            proof_url = proof.Text("file_url") });
        return id;
    }

    private static async Task<string> StatusAsync(DeskHost host, string id) =>
        (await host.Admin.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "status");

    private static async Task UntilAsync(DeskHost host, string id, string status)
    {
        for (var i = 0; i < 900 && await StatusAsync(host, id) != status; i++)
        {
            await Task.Delay(100);
        }
        Assert.Equal(status, await StatusAsync(host, id));
    }
}
