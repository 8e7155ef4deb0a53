using System.Net;
using Microsoft.AspNetCore.Http;
using OtcBackoffice.Data;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Integrations.Rates;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>Where the market rate comes from, and when nothing is decided against it.</summary>
public sealed class ReferenceRateTests
{
    // As outside the sandbox.
    private static readonly Dictionary<string, string?> Strict = new() { ["Rates:JumpBps"] = "500" };

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_admin_sets_a_rate_that_counts_under_their_name_until_it_is_too_old(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(
            new DeskHostSetup { Provider = provider, Settings = new Dictionary<string, string?> { ["Rates:Desk:AgeSecondsMax"] = "600" } });
        var body = new { @base = "USDC", quote = "EUR", rate = "0.9300", reason = "the feed is down" };
        foreach (var nobody in new[] { host.Officer, host.Treasury, host.Auditor, host.Acacia })
        {
            await nobody.PostJsonAsync("rates", body, HttpStatusCode.Forbidden);
        }
        await host.Admin.PostJsonAsync("rates", new { @base = "USDC", quote = "EUR", rate = "0.9300" }, HttpStatusCode.BadRequest);
        foreach (var bad in new[] { "0", "-1", "1e0", "101", "0.92000000001" })
        {
            await host.Admin.PostJsonAsync("rates", new { @base = "USDC", quote = "EUR", rate = bad, reason = "x" },
                HttpStatusCode.BadRequest);
        }
        var set = (await host.Admin.PostJsonAsync("rates", body, HttpStatusCode.Created)).GetProperty("rate");
        Assert.Equal(("0.9300", "False"), (set.Text("rate"), set.Text("is_stale")));
        Assert.StartsWith("desk, ", set.Text("source"), StringComparison.Ordinal);

        var id = await host.Customer().OrderAsync("buy", "100.00");
        var order = await host.Officer.GetJsonAsync($"otc/exchanges/{id}");
        Assert.Equal(("0.9300", set.Text("source")), (order.Text("exchange", "reference_rate"), order.Text("exchange", "rate_source")));
        var audit = await host.Admin.GetJsonAsync("audit?action=rate.set");
        Assert.Contains("the feed is down", audit.ToString(), StringComparison.Ordinal);

        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 601 });
        var later = (await host.Officer.GetJsonAsync("rates")).GetProperty("rates")[0];
        Assert.Equal(("sandbox", "0.9200"), (later.Text("source"), later.Text("rate")));
        Assert.Equal("True", later.GetProperty("sources")[0].Text("is_stale"));
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_broken_feed_keeps_its_last_rate_until_that_is_too_old_to_approve_against(DatabaseProvider provider)
    {
        var answer = """{"price":"0.9200"}""";
        await using var far = await FarSide.StartAsync(http => http.Response.WriteAsync(answer));
        await using var host = await StartAsync(provider, far, ("Rates:Http:AgeSecondsMax", "120"));
        var id = await host.Customer().OrderAsync("buy", "100.00");
        answer = "<html>down for maintenance</html>";
        await AdvanceAsync(host, 30);

        var broken = (await host.Officer.GetJsonAsync("rates")).GetProperty("rates")[0];
        Assert.Equal(("0.9200", "malformed", "False"),
            (broken.Text("rate"), broken.GetProperty("sources")[0].Text("state"), broken.Text("is_stale")));
        Assert.InRange(broken.GetProperty("age_seconds").GetInt64(), 29, 60);
        await AdvanceAsync(host, 100);
        var order = await host.Officer.GetJsonAsync($"otc/exchanges/{id}");
        Assert.Equal(("True", "RATE_STALE"), (order.Text("live_rate", "is_stale"), order.Text("live_rate", "blocked_by")));
        var refused = await host.Officer.PostJsonAsync($"otc/exchanges/{id}/approve", new { final_rate = "0.9223" },
            HttpStatusCode.UnprocessableEntity);
        Assert.Equal("RATE_STALE", refused.Text("code"));
        Assert.Equal("pending_approval", (await host.Customer().OrderAsync(id)).Text("status"));

        answer = """{"price":"0.9210"}""";
        await AdvanceAsync(host, 20);
        await host.Officer.PostJsonAsync($"otc/exchanges/{id}/approve", new { final_rate = "0.9223" });
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_rate_that_jumps_blocks_decisions_until_treasury_accepts_it(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Provider = provider, Settings = Strict });
        await host.RefreshRatesAsync();
        var id = await host.Customer().OrderAsync("buy", "100.00");
        await host.Admin.PostJsonAsync("/sandbox/rates", new { @base = "USDC", quote = "EUR", rate = "0.9700" });

        foreach (var verb in new[] { "approve", "requote" })
        {
            var refused = await host.Officer.PostJsonAsync($"otc/exchanges/{id}/{verb}",
                verb == "approve" ? (object)new { final_rate = "0.9223" } : new { rate = "0.9700" }, HttpStatusCode.UnprocessableEntity);
            Assert.Equal("RATE_HELD", refused.Text("code"));
            Assert.Contains("543 basis points", refused.Text("detail"), StringComparison.Ordinal);
        }
        await host.RefreshRatesAsync();
        // Time alone accepts nothing.
        await AdvanceAsync(host, 7_200);
        var held = (await host.Officer.GetJsonAsync("rates")).GetProperty("rates")[0];
        Assert.Equal(("True", "543", "0.9200"), (held.Text("is_held"), held.Text("jump_bps"), held.Text("accepted_rate")));
        var accept = new { @base = "USDC", quote = "EUR", rate = "0.9700", reason = "it is on every screen" };
        await host.Officer.PostJsonAsync("rates/accept", accept, HttpStatusCode.Forbidden);
        await host.Treasury.PostJsonAsync("rates/accept", new { @base = "USDC", quote = "EUR", rate = "0.9600", reason = "typed wrongly" },
            HttpStatusCode.Conflict);
        Assert.Equal("False", (await host.Treasury.PostJsonAsync("rates/accept", accept)).Text("rate", "is_held"));
        await host.Treasury.PostJsonAsync("rates/accept", accept, HttpStatusCode.Conflict);

        await host.Officer.PostJsonAsync($"otc/exchanges/{id}/approve", new { final_rate = "0.9223" });
        await host.MineAsync();
        Assert.Equal("completed", (await host.Customer().OrderAsync(id)).Text("status"));
        Assert.Contains("543", (await host.Admin.GetJsonAsync("audit?action=rate.accept")).ToString(), StringComparison.Ordinal);
        await host.AssertRestAsync();
        host.AssertNoErrors();
    }

    [Fact]
    public async Task Whoever_set_a_jumping_rate_does_not_accept_it()
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Settings = Strict });
        await host.RefreshRatesAsync();
        var body = new { @base = "USDC", quote = "EUR", rate = "1.0000", reason = "parity" };
        Assert.Equal("True", (await host.Admin.PostJsonAsync("rates", body, HttpStatusCode.Created)).Text("rate", "is_held"));
        Assert.Equal("MAKER_MAY_NOT_CHECK",
            (await host.Admin.PostJsonAsync("rates/accept", body, HttpStatusCode.UnprocessableEntity)).Text("code"));
        await host.Admin2.PostJsonAsync("rates/accept", body);
    }

    [Fact]
    public async Task A_daily_file_stands_in_when_the_first_source_knows_nothing()
    {
        await using var far = await FarSide.StartAsync(http =>
            http.Response.WriteAsync(
            RateFeedTests.EcbSample.Replace("2026-03-02",
            TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            StringComparison.Ordinal)));
        await using var host = await DeskHost.StartAsync(new DeskHostSetup
        {
            Settings = new Dictionary<string, string?> { ["Rates:Order"] = "desk, ecb",
                ["Rates:Ecb:Url"] = $"http://127.0.0.1:{far.Port}/" },
        });
        await host.RefreshRatesAsync();
        var rate = (await host.Officer.GetJsonAsync("rates")).GetProperty("rates")[0];
        Assert.Equal(("ecb", "0.9216589861", "False"), (rate.Text("source"), rate.Text("rate"), rate.Text("is_stale")));
        // Within its interval it is not asked again.
        await host.RefreshRatesAsync();
        Assert.Single(far.Calls);
    }

    [Theory]
    [InlineData("Rates:Order", "desk, desk")]
    [InlineData("Rates:Order", "oracle")]
    [InlineData("Rates:Order", "http")]
    [InlineData("Rates:JumpBps", "0")]
    [InlineData("Rates:Desk:AgeSecondsMax", "0")]
    public async Task Settings_that_cannot_be_are_told_when_the_product_starts(string name, string value)
    {
        var fault = await Assert.ThrowsAsync<SettingsException>(() =>
            DeskHost.StartAsync(new DeskHostSetup { Settings = new Dictionary<string, string?> { [name] = value } }));
        Assert.Contains("Rates:", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<DeskHost> StartAsync(DatabaseProvider provider, FarSide far, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?> { ["Rates:Order"] = "http", ["Rates:Http:Url"] = $"http://127.0.0.1:{far.Port}/",
            ["Rates:Http:RatePath"] = "price" };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }
        var host = await DeskHost.StartAsync(new DeskHostSetup { Provider = provider, Settings = all });
        await host.RefreshRatesAsync();
        return host;
    }

    private static async Task AdvanceAsync(DeskHost host, int seconds) =>
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds });
}
