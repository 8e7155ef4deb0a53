using System.Text.RegularExpressions;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>The list "First steps" on Home is ticked by what is in the books, on both databases, and goes when all is done.</summary>
public sealed partial class FirstStepsTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Every_step_is_ticked_by_what_was_really_done(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        // What was there before anybody signed in, as a demo's made-up life is, ticks nothing.
        var before = await DepositSteps.SubmitAsync(host, "100000.00");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{before}/confirm");

        using var officer = new FormBrowser(host.Address);
        using var merchant = new FormBrowser(host.Address);
        await officer.SignInAsync(host.Credentials.StaffNamed("officer").Email, host.Credentials.StaffNamed("officer").Password);
        await merchant.SignInAsync(host.Credentials.MerchantNamed("Acacia").Email, host.Credentials.MerchantNamed("Acacia").Password);
        Assert.Equal(
            ["SignIn done", "OpenQueue now", "Confirm later", "Credit later", "Sign later", "SeeCredited later"],
            await StepsAsync(officer));
        Assert.Equal(["SignIn done", "Submit now", "Confirm later", "SeeCredited later"], await StepsAsync(merchant));

        Assert.Equal(200, (await officer.GetAsync("/deposits")).Status);
        var id = await DepositSteps.SubmitAsync(host, "500000.00");
        Assert.Equal("OpenQueue done", (await StepsAsync(officer))[1]);
        Assert.Equal(["SignIn done", "Submit done", "Confirm now", "SeeCredited later"], await StepsAsync(merchant));

        var confirmed = await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        Assert.Equal(["Confirm done", "Credit now"], (await StepsAsync(officer)).Skip(2).Take(2));
        var credit = await host.Treasury.PostJsonAsync($"otc/deposits/{id}/credit", new
        {
            crypto_amount = confirmed.Text("deposit", "requested_crypto_amount"), asset = "USDT", network = "tron",
        });
        Assert.Equal(["Credit done", "Sign now"], (await StepsAsync(officer)).Skip(3).Take(2));
        await host.Treasury.PostJsonAsync($"treasury/proposals/{credit.Text("proposal_id")}/sign");
        Assert.Equal(["Sign done", "SeeCredited now"], (await StepsAsync(officer)).Skip(4));
        await host.Treasury2.PostJsonAsync($"treasury/proposals/{credit.Text("proposal_id")}/sign");
        await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "tron", count = 20 });

        Assert.Empty(await StepsAsync(officer));
        Assert.Empty(await StepsAsync(merchant));
        host.AssertNoErrors();
    }

    private static async Task<List<string>> StepsAsync(FormBrowser browser)
    {
        var page = await browser.GetAsync("/");
        Assert.Equal(200, page.Status);
        var steps = Step().Matches(page.Text).Select(match => $"{match.Groups["step"].Value} {match.Groups["state"].Value}").ToList();
        Assert.Equal(steps.Count > 0, page.Text.Contains("aria-label=\"First steps\"", StringComparison.Ordinal));
        return steps;
    }

    [GeneratedRegex("data-step=\"(?<step>[A-Za-z]+)\" data-state=\"(?<state>[a-z]+)\"")]
    private static partial Regex Step();
}
