using System.Net;
using AngleSharp.Dom;
using Bunit;
using OtcBackoffice.Components.Withdrawals;
using OtcBackoffice.Tests.Scenarios;

namespace OtcBackoffice.Tests.Components.Withdrawals;

public sealed class WithdrawalPageTests(RunningDesk desk) : PageTests(desk)
{
    [Fact]
    public async Task Approving_and_ordering_the_payment_each_restate_amount_bank_and_account_before_they_act()
    {
        var ask = await WithdrawalSteps.FundAndPriceAsync(Host, "1000.000000");
        var id = (await Host.Acacia.PostJsonAsync("otc/withdrawals", ask, HttpStatusCode.Created)).Text("withdrawal", "id");
        ActAs("treasury");
        var page = Render<WithdrawalPage>(parameters => parameters.Add(one => one.Id, Guid.Parse(id)));

        foreach (var (key, verb, before, after) in new[] { ("1", "Approve WDR-", "pending", "approved"),
            ("4", "Order payment WDR-", "approved", "executing") })
        {
            await page.Find($"[data-key='{key}']").ClickAsync(new());
            var sheet = page.Find("dialog");
            Assert.Equal(before, await StatusAsync(id));
            Assert.Contains("0110023456", sheet.TextContent, StringComparison.Ordinal);
            Assert.Contains("Equity", sheet.TextContent, StringComparison.Ordinal);
            var confirm = sheet.QuerySelector(".sheet-foot button")!;
            Assert.StartsWith(verb, confirm.TextContent.Trim(), StringComparison.Ordinal);
            await confirm.ClickAsync(new());
            page.WaitForAssertion(() => Assert.Empty(page.FindAll("dialog")));
            Assert.Equal(after, await StatusAsync(id));
        }
    }

    private async Task<string> StatusAsync(string id) =>
        (await Host.Admin.GetJsonAsync($"otc/withdrawals/{id}")).Text("withdrawal", "status");
}
