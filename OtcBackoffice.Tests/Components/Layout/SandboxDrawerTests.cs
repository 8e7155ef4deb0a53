using System.Net;
using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Components.Layout;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Security;
using OtcBackoffice.Tests.Scenarios;

namespace OtcBackoffice.Tests.Components.Layout;

/// <summary>The sandbox's drawer does what the routes do, says what came of it, and is nobody else's.</summary>
public sealed class SandboxDrawerTests(RunningDesk desk) : PageTests(desk)
{
    // What a press does runs every job that became due, which takes its time on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Time_blocks_wires_and_faults_are_moved_and_told()
    {
        var drawer = Open();
        var before = await NowAsync();
        Press(drawer, "One hour");
        drawer.WaitForAssertion(() => Assert.StartsWith("The sandbox's clock stands at", Said(), StringComparison.Ordinal), Patience);
        Assert.InRange((await NowAsync() - before).TotalSeconds, 3600, 3700);

        drawer.Find("#sandbox-network").Change("ethereum");
        Press(drawer, "Mine");
        drawer.WaitForAssertion(() => Assert.Equal("Mined 20 on ethereum: it stands at 23,000,020.", Said()), Patience);

        drawer.Find("#sandbox-amount").Change("1,250.50");
        drawer.Find("#sandbox-currency").Change("KES");
        drawer.Find("#sandbox-reference").Change("FITS-NOTHING");
        drawer.Find("#sandbox-sender").Change("BAOBAB IMPORTS LTD");
        Press(drawer, "Wire");
        drawer.WaitForAssertion(() => Assert.Matches("^RCP-[0-9]+ arrived: unmatched\\.$", Said()), Patience);
        var receipts = await Host.Officer.GetJsonAsync("receipts?status=unmatched&source=bank");
        Assert.Contains(receipts.GetProperty("receipts").EnumerateArray(), row => row.Text("amount") == "1250.50");

        drawer.Find("#sandbox-amount").Change("a lot");
        Press(drawer, "Wire");
        drawer.WaitForAssertion(() => Assert.Equal("bad", Notices.Current?.Tone), Patience);

        drawer.Find("#sandbox-point").Change("custody.balance");
        drawer.Find("#sandbox-mode").Change("timeout");
        Press(drawer, "Arm");
        drawer.WaitForAssertion(() => Assert.Equal("custody.balance fails the next time.", Said()), Patience);
        var faults = (await Host.Admin.GetJsonAsync("/sandbox/faults")).GetProperty("faults").EnumerateArray();
        Assert.Equal("timeout", faults.Single(one => one.Text("point") == "custody.balance").Text("mode"));
    }

    [Theory]
    [InlineData("Paid", "paid")]
    [InlineData("Cancelled", "failed")]
    public async Task A_phone_that_asks_is_answered_once(string button, string state)
    {
        var created = await Host.Acacia.PostJsonAsync("otc/deposits", new
        {
            method = "mpesa", fiat_amount = "50000.00", fiat_currency = "KES", requested_asset = "USDT", requested_network = "tron",
            phone_number = "254712345678",
        }, HttpStatusCode.Created);
        var drawer = Open();
        Assert.Contains("KES 50,000.00", drawer.Markup, StringComparison.Ordinal);
        Press(drawer, button);
        drawer.WaitForAssertion(() => Assert.StartsWith("Phone …678 answered", Said(), StringComparison.Ordinal), Patience);

        var deposit = await Host.Officer.GetJsonAsync($"otc/deposits/{created.Text("deposit", "id")}");
        Assert.Equal(state, deposit.Text("deposit", "push_state"));
        drawer.WaitForAssertion(() => Assert.Contains("No phone asks now.", drawer.Markup, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData("admin", false, ErrorKind.NotFound)]
    [InlineData("officer", true, ErrorKind.Forbidden)]
    [InlineData("auditor", true, ErrorKind.Forbidden)]
    public async Task From_elsewhere_and_for_others_the_desk_refuses(string person, bool isLocal, ErrorKind kind)
    {
        ActAs(person);
        Services.GetRequiredService<CurrentActor>().CircuitIsLocal = isLocal;
        var sandbox = Services.GetRequiredService<SandboxDesk>();
        var before = await NowAsync();

        Assert.Equal(kind, (await sandbox.ReadAsync(CancellationToken.None)).Error!.Kind);
        Assert.Equal(kind, (await sandbox.AdvanceAsync(3600, CancellationToken.None)).Error!.Kind);
        Assert.Equal(kind, (await sandbox.MineAsync("tron", 1, CancellationToken.None)).Error!.Kind);
        Assert.Equal(kind, (await sandbox.ArmAsync("custody.balance", "crash", 1, CancellationToken.None)).Error!.Kind);
        Assert.InRange((await NowAsync() - before).TotalSeconds, 0, 600);
        Assert.Equal(isLocal, Render<SandboxDrawer>().Markup.Contains("<dialog", StringComparison.Ordinal));
    }

    private Notices Notices => Services.GetRequiredService<Notices>();

    private IRenderedComponent<SandboxDrawer> Open()
    {
        ActAs("admin");
        Services.GetRequiredService<CurrentActor>().CircuitIsLocal = true;
        var drawer = Render<SandboxDrawer>();
        drawer.Find("dialog").FocusIn();
        drawer.WaitForElement("#sandbox-clock", Patience);
        return drawer;
    }

    private static void Press(IRenderedComponent<SandboxDrawer> drawer, string label) =>
        drawer.FindAll("button").First(button => button.TextContent.Trim() == label).Click();

    private string Said() => Notices.Current?.Text ?? "";

    private async Task<DateTime> NowAsync() => (await Host.Admin.GetJsonAsync("/sandbox/clock")).GetProperty("now").GetDateTime();
}
