using System.Net;
using AngleSharp.Dom;
using Bunit;
using OtcBackoffice.Components.Approvals;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Components.Approvals;

public sealed class ApprovalsPageTests(RunningDesk desk) : PageTests(desk)
{
    [Fact]
    public async Task Agreeing_takes_two_steps_the_second_restates_it_all_and_the_row_keeps_its_place()
    {
        var (first, second) = (await AskAsync("1900000.00"), await AskAsync("12500000.00"));
        ActAs("treasury");
        var page = Render<ApprovalsPage>();
        var before = page.FindAll("tbody tr").Count;

        await Button(Row(page, "12,500,000.00"), "Approve").ClickAsync(new());
        var sheet = page.Find("dialog");
        Assert.Equal("pending", await StatusAsync(second));
        Assert.Contains("KES", sheet.TextContent, StringComparison.Ordinal);
        Assert.Contains("12,500,000.00", sheet.TextContent, StringComparison.Ordinal);
        Assert.Contains("Olivia Officer", sheet.TextContent, StringComparison.Ordinal);

        await sheet.QuerySelectorAll("button").First(button => button.TextContent.Contains("Approve DEP-", StringComparison.Ordinal))
            .ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("Approved", Row(page, "12,500,000.00").TextContent, StringComparison.Ordinal));
        Assert.Equal(before, page.FindAll("tbody tr").Count);
        Assert.Empty(page.FindAll("dialog"));
        Assert.Equal(("confirmed", "pending"), (await StatusAsync(second), await StatusAsync(first)));
    }

    [Fact]
    public async Task Refusing_asks_why_and_names_the_record()
    {
        var id = await AskAsync("2900000.00");
        ActAs("treasury2");
        var page = Render<ApprovalsPage>();

        await Button(Row(page, "2,900,000.00"), "Reject").ClickAsync(new());
        var reject = page.Find("dialog .sheet-foot button");
        Assert.StartsWith("Reject DEP-", reject.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("true", reject.GetAttribute("aria-disabled"));
        Assert.Equal("pending", await StatusAsync(id));
    }

    [Fact]
    public async Task What_comes_while_one_looks_waits_until_it_is_asked_for()
    {
        await AskAsync("3900000.00");
        ActAs("treasury");
        var page = Render<ApprovalsPage>();
        var before = page.FindAll("tbody tr").Count;

        await AskAsync("4900000.00");

        page.WaitForAssertion(() => Assert.Equal("1 new. Press R", page.Find("header [role=status]").TextContent));
        Assert.Equal(before, page.FindAll("tbody tr").Count);
        await page.Find("[data-key=r]").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(before + 1, page.FindAll("tbody tr").Count));
    }

    private static IElement Row(IRenderedComponent<ApprovalsPage> page, string amount) =>
        page.FindAll("tbody tr").First(row => row.TextContent.Contains(amount, StringComparison.Ordinal));

    private static IElement Button(IElement within, string name) =>
        within.QuerySelectorAll("button").First(button => button.TextContent.Trim().StartsWith(name, StringComparison.Ordinal));

    private async Task<string> AskAsync(string amount)
    {
        var id = await DepositSteps.SubmitAsync(Host, amount);
        await Host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Accepted);
        return id;
    }

    private async Task<string> StatusAsync(string id) => (await Host.Admin.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "status");
}
