using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Orders;
using OtcBackoffice.Tests.Api.BlockTrade;
using OtcBackoffice.Tests.Api.Gateway;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Platform;

/// <summary>Orders of all surfaces through their lives, as the platform shows and tells them.</summary>
public sealed class OrderLivesTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Every_surface_s_orders_are_here_with_true_stages_and_events(DatabaseProvider provider)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await DeskHost.StartAsync(provider);
        var acacia = PlatformContractTests.Key(host, "Acacia");
        var endpoint = await acacia.PostJsonAsync("/v1/webhooks/endpoints", new { url = new Uri(receiver.Address, "/hook").ToString() },
            HttpStatusCode.Created);

        await OneOfEachAsync(host, acacia);
        var orders = (await acacia.GetJsonAsync("/v1/orders")).GetProperty("orders").EnumerateArray()
            .ToDictionary(row => row.Text("surface"));
        Assert.Equal(["block_trade", "deposit_desk", "exchange", "gateway"], orders.Keys.Order(StringComparer.Ordinal));
        Assert.All(orders.Values, row =>
        {
            Assert.Equal("settled", row.Text("status"));
            Assert.NotEqual("", row.Text("verified_at"));
            Assert.NotEqual("", row.Text("settled_at"));
            Assert.Equal(JsonValueKind.Null, row.GetProperty("reconciled_at").ValueKind);
        });
        Assert.Equal(("block-1", "shop-1"), (orders["block_trade"].Text("reference"), orders["gateway"].Text("reference")));
        Assert.Equal(("EUR", "1000.00", "USDC", "ETHEREUM"),
            (orders["exchange"].Text("fiat", "currency"), orders["exchange"].Text("fiat", "amount"),
                orders["exchange"].Text("crypto", "asset"), orders["exchange"].Text("crypto", "network")));
        Assert.Empty((await PlatformContractTests.Key(host, "Baobab").GetJsonAsync("/v1/orders")).GetProperty("orders").EnumerateArray());

        var events = await EventsAsync(host, acacia, 16);
        foreach (var (surface, row) in orders)
        {
            var own = events.Where(one => one.Text("data", "order_id") == row.Text("id")).ToList();
            Assert.True(own.Count == 4, $"{surface}: {string.Join(", ", own.Select(one => one.Text("event")))}");
            Assert.Equal(["order.created", "order.status_changed", "order.status_changed", "settlement.completed"],
                own.Select(one => one.Text("event")));
            Assert.Equal([("pending", "verified"), ("verified", "settled")],
                own.Skip(1).Take(2).Select(one => (one.Text("data", "from"), one.Text("data", "to"))));
            Assert.Equal("order_id", own[3].GetProperty("data").EnumerateObject().First().Name);
            Assert.Equal(surface != "block_trade", own[3].GetProperty("data").GetProperty("transfers").EnumerateArray().Any());
        }
        Assert.Equal(events.Select(one => long.Parse(one.Text("sequence"), System.Globalization.CultureInfo.InvariantCulture)).Order(),
            events.Select(one => long.Parse(one.Text("sequence"), System.Globalization.CultureInfo.InvariantCulture)));

        var delivered = await receiver.WaitForAsync(events.Count);
        Assert.All(delivered, one => Assert.True(one.HasStandardSignature(endpoint.Text("secret"))));
        Assert.Equal(events.Select(one => one.Text("id")).Order(StringComparer.Ordinal),
            delivered.Select(one => one.Id).Order(StringComparer.Ordinal));
        Assert.All(delivered, one =>
            Assert.Equal(["event", "timestamp", "data"], one.Json.EnumerateObject().Select(member => member.Name)));
        Assert.All(delivered, one => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", one.Json.Text("timestamp")));
        await AssertToldAsync(host);
        host.AssertNoErrors();
    }

    // An order of every surface but the platform's own, each lived to its end.
    private static async Task OneOfEachAsync(DeskHost host, HttpClient acacia)
    {
        // Deposit desk: a draft is no order, a submitted deposit is.
        await DepositSteps.PriceAsync(host.Acacia, "500000.00");
        Assert.Empty((await acacia.GetJsonAsync("/v1/orders")).GetProperty("orders").EnumerateArray());
        var deposit = await DepositSteps.SubmitAsync(host, "500000.00");
        await SettleAsync(host, deposit);

        // Exchange: bought, approved, final.
        var exchange = await host.Customer().OrderAsync("buy", "1000.00");
        await host.Officer.PostJsonAsync($"otc/exchanges/{exchange}/approve",
            new { final_rate = (await host.Officer.GetJsonAsync($"otc/exchanges/{exchange}")).Text("exchange", "indicative_rate"),
            reason = "ok" });
        await ExchangeSteps.MineAsync(host);

        // Block trade: paid and released.
        var block = SpecClient.Of(host);
        var order = (await block.PostAsync("order/add",
            new { country = "Mexico", clientId = "block-1", mcId = await TradeFlowTests.MexicanAsync(block), cryptoCurrency = "USDT",
            fiatCurrency = "MXN", orderAmount = "100", orderType = "BUY" })).Ok().GetProperty("orderId").GetInt64();
        await host.Officer.PostJsonAsync($"block-trades/{order}/approve");
        (await block.PostAsync("order/finish", new { orderId = order })).Ok();
        await host.Officer.PostJsonAsync($"block-trades/{order}/release", new { reason = "The wire is there." });

        // Gateway: a payment that is paid in one go.
        var tenant = await GatewayCaller.OpenAsync(host);
        var payment = await tenant.PayAsync("100.00", new { order_id = "shop-1" });
        await host.SendCoinsAsync(payment, "100");
        await GatewayWorld.MineAsync(host, 20);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_order_is_reconciled_when_the_later_of_its_days_is_signed_by_two(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var acacia = PlatformContractTests.Key(host, "Acacia");
        var placed = await acacia.PostJsonAsync("/v1/orders", PlatformContractTests.Onramp("500000.00"), HttpStatusCode.Created);
        await host.Admin.PostJsonAsync("/sandbox/bank/credits",
            new { currency = "KES", amount = "500000.00", reference = placed.Text("reference"), sender_name = "Acacia Traders" });
        var deposit = (await host.Officer.GetJsonAsync("otc/deposits/queue/pending")).GetProperty("deposits").EnumerateArray()
            .Single(row => row.Text("payment_reference") == placed.Text("reference"));
        Assert.Equal("500000.00", deposit.Text("received_amount"));
        Assert.Equal(HttpStatusCode.Conflict, (await acacia.PostAsync($"/v1/orders/{placed.Text("id")}/cancel", null)).StatusCode);
        var banked = await TodayAsync(host);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 86_400 });
        await SettleAsync(host, deposit.Text("id"));
        var paid = await TodayAsync(host);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 86_400 });

        var accounts = (await host.Admin.GetJsonAsync("accounts")).GetProperty("accounts").EnumerateArray().ToList();
        var bank = accounts.First(row => row.Text("kind") == "bank" && row.Text("currency") == "KES").Text("id");
        var wallet = accounts.First(row => row.Text("kind") == "wallet" && row.Text("currency") == "USDT.TRON").Text("id");
        await SignAsync(host, bank, banked);
        // What the confirmation posted lies on the next day of the same account.
        await SignAsync(host, bank, paid);
        Assert.Equal("settled", (await acacia.GetJsonAsync("/v1/orders/" + placed.Text("id"))).Text("status"));
        await SignAsync(host, wallet, paid);
        var done = await acacia.GetJsonAsync("/v1/orders/" + placed.Text("id"));
        Assert.Equal("reconciled", done.Text("status"));
        Assert.NotEqual(JsonValueKind.Null, done.GetProperty("reconciled_at").ValueKind);
        var events = await EventsAsync(host, acacia, 6);
        Assert.Equal(["order.created", "order.status_changed", "order.status_changed", "settlement.completed", "order.status_changed",
            "reconciliation.ready"], events.Select(one => one.Text("event")));
        Assert.Equal(done.Text("reconciled_at"), events[^1].Text("data", "reconciled_at"));
        await AssertToldAsync(host);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_offramp_is_a_withdrawal_that_locks_and_frees(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        await WithdrawalSteps.FundAndPriceAsync(host, "2000.000000");
        var acacia = PlatformContractTests.Key(host, "Acacia");
        object Offramp(string amount) => new
        {
            type = "offramp", fiat = new { currency = "KES" }, crypto = new { asset = "USDT", network = "ETHEREUM", amount },
            payout_bank_account = "0110023456", payout_bank_name = "Equity",
        };
        var placed = await acacia.PostJsonAsync("/v1/orders", Offramp("500"), HttpStatusCode.Created);
        Assert.Equal(("offramp", "500.000000", "KES"),
            (placed.Text("type"), placed.Text("crypto", "amount"), placed.Text("fees", "currency")));
        Assert.False(placed.TryGetProperty("pay_to", out _));
        var funds = (await acacia.GetJsonAsync("/v1/funds")).GetProperty("funds").EnumerateArray()
            .Single(row => row.Text("asset") == "USDT" && row.Text("network") == "ETHEREUM");
        Assert.Equal(("1500.000000", "500.000000"), (funds.Text("available"), funds.Text("locked")));
        Assert.Equal("insufficient_funds",
            (await acacia.PostJsonAsync("/v1/orders", Offramp("1500.000001"), HttpStatusCode.UnprocessableEntity)).Text("error", "code"));
        Assert.Equal("cancelled", (await acacia.PostJsonAsync($"/v1/orders/{placed.Text("id")}/cancel")).Text("status"));
        Assert.Equal("0.000000", await WithdrawalSteps.BalanceAsync(host, "merchant_locked"));

        var wished = await acacia.PostJsonAsync("/v1/orders", new
        {
            type = "offramp", fiat = new { currency = "KES", amount = "100000.00" }, crypto = new { asset = "USDT", network = "ETHEREUM" },
            payout_bank_account = "0110023456", payout_bank_name = "Equity",
        }, HttpStatusCode.Created);
        Assert.True(decimal.Parse(wished.Text("fiat", "amount"), System.Globalization.CultureInfo.InvariantCulture) is >= 100_000m
            and < 100_000.5m, wished.ToString());
        await AssertToldAsync(host);
        await ReceiptSteps.AssertBooksAsync(host);
    }

    // What was last told of every order is what its record says now.
    private static async Task AssertToldAsync(DeskHost host)
    {
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var deposits = await db.Deposits.ToDictionaryAsync(row => row.Id,
            row => row.IsCancelledByCustomer ? OrderStatus.Cancelled : OrderMap.Of("deposit", row.StatusName));
        foreach (var row in await db.Orders.Where(one => one.Kind == "deposit" && !one.IsHidden).ToListAsync())
        {
            Assert.Equal(deposits[row.Id], row.Status == OrderStatus.Reconciled ? OrderStatus.Settled : row.Status);
        }
        Assert.Equal(deposits.Values.Count(status => status is not null),
            await db.Orders.CountAsync(one => one.Kind == "deposit" && !one.IsHidden));
    }

    private static async Task<List<JsonElement>> EventsAsync(DeskHost host, HttpClient key, int count)
    {
        var events = new List<JsonElement>();
        for (var (tries, after) = (0, ""); tries < 100; tries++)
        {
            var page = await key.GetJsonAsync($"/v1/events?limit=5{(after.Length == 0 ? "" : "&after=" + after)}");
            events.AddRange(page.GetProperty("events").EnumerateArray());
            if (page.GetProperty("next_cursor").ValueKind == JsonValueKind.String)
            {
                after = page.Text("next_cursor");
                continue;
            }
            if (events.Count >= count)
            {
                return events;
            }
            // Where many write, what is younger than two seconds waits, so that no reader passes a number that comes late.
            await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 3 });
        }
        return events;
    }

    private static async Task SettleAsync(DeskHost host, string deposit)
    {
        await host.Officer.PostJsonAsync($"otc/deposits/{deposit}/claim");
        var confirmed = await host.Officer.PostJsonAsync($"otc/deposits/{deposit}/confirm");
        var credit = await host.Treasury.PostJsonAsync($"otc/deposits/{deposit}/credit",
            new { crypto_amount = confirmed.Text("deposit", "requested_crypto_amount"), asset = "USDT", network = "tron" });
        await host.Treasury.PostJsonAsync($"treasury/proposals/{credit.Text("proposal_id")}/sign");
        await host.Treasury2.PostJsonAsync($"treasury/proposals/{credit.Text("proposal_id")}/sign");
        await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "tron", count = 20 });
    }

    private static async Task SignAsync(DeskHost host, string account, string day)
    {
        await host.Treasury.PostJsonAsync($"reconciliation/{account}/{day}/sign-off", new { note = "seen" });
        await host.Admin.PostJsonAsync($"reconciliation/{account}/{day}/sign-off", new { note = "seen too" });
    }

    private static async Task<string> TodayAsync(DeskHost host) => (await host.Admin.GetJsonAsync("/sandbox/clock")).Text("now")[..10];
}
