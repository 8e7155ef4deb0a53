using AngleSharp.Dom;
using Bunit;
using OtcBackoffice.Components.Treasury;
using OtcBackoffice.Tests.Scenarios;

namespace OtcBackoffice.Tests.Components.Treasury;

public sealed class TreasuryPageTests(RunningDesk desk) : PageTests(desk)
{
    [Fact]
    public async Task Several_payments_are_signed_under_one_sheet_that_restates_each_with_sum_and_hash()
    {
        for (var i = 0; i < 3; i++)
        {
            await ProposeAsync();
        }
        ActAs("treasury");
        var page = Render<ProposalsPage>();
        foreach (var number in page.FindAll("input[type=checkbox]").Select(box => box.GetAttribute("aria-label")).ToList())
        {
            await page.Find($"input[aria-label='{number}']").ChangeAsync(new() { Value = true });
        }
        var bar = page.Find("section[aria-label=Selection]");
        var sign = bar.QuerySelector("[data-key=s]")!;
        Assert.Equal("Sign 3", sign.QuerySelector("span")!.TextContent);

        await sign.ClickAsync(new());
        var sheet = page.Find("dialog");
        Assert.Equal(3, sheet.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("Sum", sheet.TextContent, StringComparison.Ordinal);
        Assert.Contains("proof ", sheet.TextContent, StringComparison.Ordinal);
        await sheet.QuerySelector(".sheet-foot button")!.ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("3 of 3 signed.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(3, page.FindAll(".panel").Count(card => card.TextContent.Contains("1 of 2 signatures", StringComparison.Ordinal)));
        Assert.Empty(page.FindAll("section[aria-label=Selection]"));
    }

    [Fact]
    public async Task Minimums_are_set_where_the_liquidity_is_shown()
    {
        ActAs("treasury");
        var page = Render<LiquidityPage>();
        await page.Find("[data-key=m]").ClickAsync(new());
        await page.Find("#minimum-tron-USDT").ChangeAsync(new() { Value = "6,000,000" });
        await page.Find("dialog .sheet-foot button").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("under minimum", page.Markup, StringComparison.Ordinal));
        var told = (await Host.Treasury.GetJsonAsync("treasury/minimums")).GetProperty("minimums");
        Assert.Contains(told.EnumerateArray(), row => row.Text("asset") == "USDT" && row.Text("minimum") == "6000000.000000");
    }

    [Fact]
    public async Task Signers_of_a_wallet_are_chosen_by_their_names()
    {
        ActAs("admin");
        var page = Render<WalletsPage>();
        await page.FindAll("tbody button")[0].ClickAsync(new());

        var signers = page.FindAll("dialog fieldset").First(set => set.TextContent.StartsWith("Signers", StringComparison.Ordinal));
        Assert.Contains("Tariq Treasury", signers.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Olivia Officer", signers.TextContent, StringComparison.Ordinal);
    }

    private async Task ProposeAsync()
    {
        var id = await DepositSteps.SubmitAsync(Host, "100000.00");
        var confirmed = await Host.Admin.PostJsonAsync($"otc/deposits/{id}/confirm");
        await Host.Treasury2.PostJsonAsync($"otc/deposits/{id}/credit",
            new { crypto_amount = confirmed.Text("deposit", "requested_crypto_amount") });
    }
}
