using System.Net;
using System.Text.Json;
using OtcBackoffice.Tests.Api.BlockTrade;
using OtcBackoffice.Tests.Api.Gateway;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api;

/// <summary>
/// Records carry <c>actions: [{name, key, allowed, why}]</c> (issue 19), whatever kind they are and wherever they are shown, and what
/// stands there is so.
/// </summary>
public sealed class RecordActionTests
{
    [Fact]
    public async Task A_withdrawal_says_what_its_reader_may_do_and_what_it_says_no_to_is_refused()
    {
        await using var host = await DeskHost.StartAsync();
        var body = await WithdrawalSteps.FundAndPriceAsync(host, "500.000000");
        var made = await host.Acacia.PostJsonAsync("otc/withdrawals", body, HttpStatusCode.Created);
        Assert.False(made.GetProperty("withdrawal").TryGetProperty("actions", out _));
        var id = made.Text("withdrawal", "id");

        var before = await ReadAsync(host.Officer, $"otc/withdrawals/{id}", "withdrawal");
        Assert.Equal([("claim", "C", true), ("release", "", false), ("assign", "A", false), ("approve", "1", false), ("reject", "3", false),
            ("execute", "4", false), ("complete", "4", false), ("fail", "", false), ("snooze", "H", true), ("note", "N", true),
            ("follow", "F", true)], before.Select(one => (one.Text("name"), one.Text("key"), one.GetProperty("allowed").GetBoolean())));
        Assert.All(before, one => Assert.Equal(one.GetProperty("allowed").GetBoolean(), one.Text("why").Length == 0));
        await AssertRefusedAsync(host.Officer, $"otc/withdrawals/{id}", before);

        var claimed = await host.Officer.PostEmptyAsync($"otc/withdrawals/{id}/claim");
        Assert.True(Allowed(claimed.GetProperty("withdrawal"), "approve"));
        var other = await ReadAsync(host.Officer2, $"otc/withdrawals/{id}", "withdrawal");
        await AssertRefusedAsync(host.Officer2, $"otc/withdrawals/{id}", other);
        Assert.Contains(other, one => one.Text("name") == "approve" && one.Text("why") == "Somebody else has claimed it.");
        var rows = (await host.Auditor.GetJsonAsync("otc/withdrawals")).GetProperty("withdrawals").EnumerateArray().Single();
        Assert.Equal(["follow"], Actions(rows).Where(one => one.GetProperty("allowed").GetBoolean()).Select(one => one.Text("name")));
        Assert.False((await host.Acacia.GetJsonAsync($"otc/withdrawals/{id}")).GetProperty("withdrawal").TryGetProperty("actions", out _));

        var approved = await host.Officer.PostEmptyAsync($"otc/withdrawals/{id}/approve");
        Assert.Equal((false, "Not possible while it is approved."), (Allowed(approved.GetProperty("withdrawal"), "approve"),
            Actions(approved.GetProperty("withdrawal")).Single(one => one.Text("name") == "approve").Text("why")));
        Assert.True(Allowed((await host.Treasury.GetJsonAsync($"otc/withdrawals/{id}")).GetProperty("withdrawal"), "execute"));
    }

    [Fact]
    public async Task A_receipt_can_be_undone_once_something_was_decided_about_it()
    {
        await using var host = await DeskHost.StartAsync();
        var id = (await ReceiptSteps.WireAsync(host, "777.00", "for nobody", "Nobody")).Text("receipt_id");
        var row = (await host.Officer.GetJsonAsync("receipts")).GetProperty("receipts").EnumerateArray()
            .Single(one => one.Text("id") == id);
        Assert.Equal((true, false), (Allowed(row, "keep"), Allowed(row, "undo")));
        await AssertRefusedAsync(host.Officer, $"receipts/{id}", Actions(row));
        var kept = await host.Officer.PostJsonAsync($"receipts/{id}/keep", new { reason = "A gift." });
        Assert.Equal((false, true), (Allowed(kept.GetProperty("receipt"), "keep"), Allowed(kept.GetProperty("receipt"), "undo")));
        Assert.DoesNotContain(Actions((await host.Auditor.GetJsonAsync($"receipts/{id}")).GetProperty("receipt")),
            one => one.GetProperty("allowed").GetBoolean() && one.Text("name") != "follow");
    }

    [Fact]
    public async Task Exchanges_and_block_trades_tell_their_actions_and_their_merchant_in_every_answer()
    {
        await using var host = await DeskHost.StartAsync();
        var exchange = await host.Customer().OrderAsync("sell", "100.000000");
        Assert.True(Allowed((await host.Treasury.GetJsonAsync($"otc/exchanges/{exchange}")).GetProperty("exchange"), "approve"));
        var requoted = (await host.Treasury.PostJsonAsync($"otc/exchanges/{exchange}/requote", new { rate = "0.92" }))
            .GetProperty("exchange");
        Assert.Equal(("Acacia Traders", false), (requoted.Text("merchant_name"), Allowed(requoted, "approve")));

        var trader = SpecClient.Of(host);
        var order = await trader.PostAsync("order/add", new { country = "Mexico", mcId = 1001, cryptoCurrency = "USDT",
            fiatCurrency = "MXN", orderAmount = 500, orderType = "BUY", paymentId = "1001" });
        var number = JsonSerializer.Deserialize<JsonElement>(order.Text).Text("orderId");
        var row = (await host.Treasury.GetJsonAsync("block-trades")).GetProperty("block_trades").EnumerateArray().Single();
        Assert.Equal((true, false), (Allowed(row, "approve"), Allowed(row, "release")));
        var approved = (await host.Treasury.PostEmptyAsync($"block-trades/{number}/approve")).GetProperty("block_trade");
        Assert.Equal(("Acacia Traders", false), (approved.Text("merchant_name"), Allowed(approved, "approve")));
        await AssertRefusedAsync(host.Treasury, $"block-trades/{number}", Actions(approved));
        await host.Officer.PostJsonAsync($"block-trades/{number}/note", new { text = "Looked at." }, HttpStatusCode.Created);
        Assert.Equal("Looked at.", (await host.Officer.GetJsonAsync($"block-trades/{number}/notes")).GetProperty("notes")[0].Text("text"));
    }

    [Fact]
    public async Task Approvals_incidents_requests_verifications_and_the_gateway_tell_theirs()
    {
        await using var host = await DeskHost.StartAsync();
        var merchant = host.Credentials.MerchantNamed("Acacia").MerchantId;
        var asked = await host.Admin.PatchJsonAsync($"gateway/tenants/{merchant}", new { tolerance_bps = 25 }, HttpStatusCode.Accepted);
        var approval = $"approvals/{asked.Text("approval_id")}";
        var own = await ReadAsync(host.Admin, approval, "approval");
        Assert.Equal(["withdraw"], own.Where(one => one.GetProperty("allowed").GetBoolean()).Select(one => one.Text("name")));
        await AssertRefusedAsync(host.Admin, approval, own);
        Assert.True(Allowed((await host.Admin2.GetJsonAsync(approval)).GetProperty("approval"), "approve"));

        var incident = (await host.Admin.PostJsonAsync("incidents", new { title = "Slow", message = "We look.", impact = "minor",
            components = new[] { "gateway" }, publish = true }, HttpStatusCode.Created)).GetProperty("incident");
        Assert.Equal((true, true, false), (incident.GetProperty("publish").GetBoolean(), Allowed(incident, "resolve"),
            Allowed(incident, "publish")));
        var resolved = (await host.Admin.PostJsonAsync($"incidents/{incident.Text("id")}/resolve", new { message = "Over." }))
            .GetProperty("incident");
        Assert.Equal((false, true), (Allowed(resolved, "resolve"), Allowed(resolved, "postmortem")));

        await host.Anonymous.PostJsonAsync("/dev/access", new { email = "ina@example.test", name = "Ina", company = "Ina Ltd",
            regions = new[] { "KE" }, currencies = new[] { "KES" }, expected_flow = "ten a day" }, HttpStatusCode.Accepted);
        var request = (await host.Admin.GetJsonAsync("access-requests")).GetProperty("access_requests")[0];
        Assert.Equal((true, true), (Allowed(request, "approve"), Allowed(request, "deny")));

        await host.RateAsync("1.001");
        var tenant = await GatewayCaller.OpenAsync(host);
        await tenant.SendAsync("POST", "/payments/", new { amount = 25, currency = "USDTTRC20" });
        var payment = (await host.Treasury.GetJsonAsync("gateway/payments")).GetProperty("results")[0];
        Assert.All(Actions(payment), one => Assert.Equal("It has no open exception.", one.Text("why")));
        foreach (var list in new[] { "payment-methods", "sub-merchants" })
        {
            var rows = (await host.Officer.GetJsonAsync(list)).GetProperty(list.Replace('-', '_')).EnumerateArray().ToList();
            Assert.NotEmpty(rows);
            Assert.All(rows, row => Assert.Equal(["verify", "reject"], Actions(row).Select(one => one.Text("name"))));
        }
    }

    private static async Task<List<JsonElement>> ReadAsync(HttpClient reader, string path, string one) =>
        Actions((await reader.GetJsonAsync(path)).GetProperty(one));

    private static List<JsonElement> Actions(JsonElement record) => [.. record.GetProperty("actions").EnumerateArray()];

    private static bool Allowed(JsonElement record, string name) =>
        Actions(record).Single(one => one.Text("name") == name).GetProperty("allowed").GetBoolean();

    // Whatever is said not to be possible is asked for all the same, with all that any of them wants to hear.
    private static async Task AssertRefusedAsync(HttpClient reader, string path, IReadOnlyList<JsonElement> actions)
    {
        foreach (var action in actions.Where(one => !one.GetProperty("allowed").GetBoolean()))
        {
            using var nothing = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            using var answer = await reader.PostAsync($"/api/v1/auth/{path}/{action.Text("name").Replace('_', '-')}", nothing);
            Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{path} {action.Text("name")} answered {(int)answer.StatusCode}.");
        }
    }
}
