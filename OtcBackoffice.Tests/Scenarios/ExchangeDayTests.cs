using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>An exchange order's whole life over HTTP, both ways, on both databases.</summary>
public sealed class ExchangeDayTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_buy_debits_at_once_and_pays_usdc_after_approval(DatabaseProvider provider)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await DeskHost.StartAsync(new DeskHostSetup
        {
            Provider = provider,
            Settings = new Dictionary<string, string?> { ["OTC_EVENTS_WEBHOOK_URL"] = new Uri(receiver.Address, "/hook").ToString(),
                ["OTC_EVENTS_WEBHOOK_SECRET"] = "a-secret" },
        });
        var customer = host.Customer();

        var quote = (await customer.QuoteBuyAsync("1000.00")).GetProperty("data");
        Assert.Equal(["quoteId", "side", "rate", "sourceCurrency", "sourceAmount", "sourceAmountEur", "destinationCurrency",
            "destinationAmount", "ttlExpiresAt", "ttlSeconds", "indicative"],
            quote.EnumerateObject().Select(member => member.Name));
        Assert.Equal("1084.245906", quote.Text("destinationAmount"));
        var id = quote.Text("quoteId");

        var key = Guid.NewGuid().ToString();
        var first = await customer.ConfirmAsync(id, null, key);
        Assert.Equal((HttpStatusCode.Created, $$$"""{"data":{"orderId":"{{{id}}}","status":"debit_pending"}}"""), first);
        Assert.Equal(first, await customer.ConfirmAsync(id, null, key));
        Assert.Equal("249000.00", (await customer.DataAsync("/accounts"))[0].Text("balance"));

        var waiting = await host.Officer.GetJsonAsync("otc/exchanges?status=pending_approval");
        Assert.Equal(id, waiting.GetProperty("exchanges")[0].Text("id"));
        var approved = await host.Officer.PostJsonAsync($"otc/exchanges/{id}/approve", new { final_rate = "0.9250" });
        Assert.Equal("executing", approved.Text("exchange", "status"));
        await host.MineAsync();

        var order = await customer.OrderAsync(id);
        Assert.Equal(["id", "side", "status", "sourceCurrency", "sourceAmount", "destinationCurrency", "destinationAmount", "rate",
            "indicativeRate", "indicative", "createdAt", "updatedAt"],
            order.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("completed", "0.9250", "0.9223", "1081.081081", "False"),
            (order.Text("status"), order.Text("rate"), order.Text("indicativeRate"), order.Text("destinationAmount"),
                order.Text("indicative")));
        var balance = await customer.DataAsync($"/wallets/{await customer.WalletAsync()}/balance");
        Assert.Equal("101081.081081", balance.Text("usdcBalance"));

        var events = (await receiver.WaitForAsync(4)).Select(one => one.Json.Text("event")).Order(StringComparer.Ordinal);
        Assert.Equal(["otc_exchange.approved", "otc_exchange.completed", "otc_exchange.confirmed", "otc_exchange.quoted"], events);
        await host.AssertRestAsync();
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_sell_locks_usdc_and_pays_eur_when_the_transfer_is_final(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var customer = host.Customer();
        var quote = (await customer.QuoteSellAsync("1000.000000")).GetProperty("data");
        Assert.Equal("917.70", quote.Text("destinationAmount"));
        var id = quote.Text("quoteId");
        var wrong = await customer.ConfirmAsync(id);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "SIDE_MISMATCH"), (wrong.Status, wrong.CodeOf()));
        var confirmed = await customer.ConfirmAsync(id, "sell");
        Assert.Equal((HttpStatusCode.Created, $$$"""{"data":{"orderId":"{{{id}}}","status":"pending_approval"}}"""), confirmed);

        await host.Officer.PostJsonAsync($"otc/exchanges/{id}/approve", new { final_rate = "0.9170" });
        await host.MineAsync();

        Assert.Equal("completed", (await customer.OrderAsync(id)).Text("status"));
        Assert.Equal("250917.00", (await customer.DataAsync("/accounts"))[0].Text("balance"));
        Assert.Equal("99000.000000", (await customer.DataAsync($"/wallets/{await customer.WalletAsync()}/balance")).Text("usdcBalance"));
        await host.AssertRestAsync();
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_rate_outside_the_band_asks_the_customer_again(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var customer = host.Customer();
        var id = await customer.OrderAsync("buy", "500.00");
        var requoted = await host.Officer.PostJsonAsync($"otc/exchanges/{id}/approve", new { final_rate = "0.9500" });
        Assert.Equal("requoted", requoted.Text("exchange", "status"));
        Assert.Equal("250000.00", (await customer.DataAsync("/accounts"))[0].Text("balance"));
        Assert.Equal("0.9500", (await customer.OrderAsync(id)).Text("rate"));

        Assert.Equal(HttpStatusCode.Created, (await customer.ConfirmAsync(id)).Status);
        await host.Officer.PostJsonAsync($"otc/exchanges/{id}/approve", new { final_rate = "0.9500" });
        await host.MineAsync();
        Assert.Equal("completed", (await customer.OrderAsync(id)).Text("status"));
        Assert.Equal("249500.00", (await customer.DataAsync("/accounts"))[0].Text("balance"));
        await host.AssertRestAsync();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Rejected_cancelled_and_expired_orders_leave_the_balances_as_they_were(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var customer = host.Customer();
        foreach (var side in new[] { "buy", "sell" })
        {
            var rejected = await customer.OrderAsync(side, "100.00");
            await host.Officer.PostJsonAsync($"otc/exchanges/{rejected}/reject", new { }, HttpStatusCode.BadRequest);
            await host.Officer.PostJsonAsync($"otc/exchanges/{rejected}/reject", new { reason = "the customer asked" });
            Assert.Equal("rejected", (await customer.OrderAsync(rejected)).Text("status"));
        }
        var cancelled = (await customer.QuoteBuyAsync()).Text("data", "quoteId");
        var answer = await customer.PostJsonAsync($"{ExchangeSteps.Root}/{cancelled}/cancel");
        Assert.Equal("cancelled", answer.Text("data", "status"));
        var expired = (await customer.QuoteSellAsync()).Text("data", "quoteId");
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 61 });
        Assert.Equal("expired", (await customer.OrderAsync(expired)).Text("status"));
        var late = await customer.ConfirmAsync(expired, "sell");
        Assert.Equal((HttpStatusCode.BadRequest, "QUOTE_EXPIRED"), (late.Status, late.CodeOf()));
        Assert.Equal("250000.00", (await customer.DataAsync("/accounts"))[0].Text("balance"));
        await host.AssertRestAsync();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_lost_answer_of_the_custody_moves_the_usdc_once(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var customer = host.Customer();
        foreach (var (side, after) in new[] { ("buy", "100108.424590"), ("sell", "100008.424590") })
        {
            var id = await customer.OrderAsync(side, "100.00");
            await host.Admin.PostJsonAsync("/sandbox/faults", new { point = "custody.after_send", mode = "error", times = 1 });
            await host.Officer.PostJsonAsync($"otc/exchanges/{id}/approve", new { final_rate = side == "buy" ? "0.9223" : "0.9177" });
            await host.MineAsync();
            await host.MineAsync();
            Assert.Equal("completed", (await customer.OrderAsync(id)).Text("status"));
            Assert.Equal(after, (await customer.DataAsync($"/wallets/{await customer.WalletAsync()}/balance")).Text("usdcBalance"));
        }
        await host.AssertRestAsync();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_arrives_at_a_custodial_wallet_is_sold_once_final_and_moves_once(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var customer = host.Customer();
        var address = (await customer.DataAsync("/wallets"))[0].Text("address");
        await host.Admin.PostJsonAsync("/sandbox/chain/transfers",
            new { network = "ethereum", asset = "USDC", to_address = address, amount = "500.000000" });
        await host.MineAsync(1);
        Assert.Equal("SOURCE_WALLET_INSUFFICIENT",
            (await customer.QuoteSellAsync("100300.000000", HttpStatusCode.UnprocessableEntity)).Text("error", "code"));
        await host.MineAsync();
        Assert.Equal("100500.000000", (await customer.DataAsync($"/wallets/{await customer.WalletAsync()}/balance")).Text("usdcBalance"));

        var id = await customer.OrderAsync("sell", "100300.000000");
        await customer.QuoteSellAsync("200.000001", HttpStatusCode.UnprocessableEntity);
        await host.Admin.PostJsonAsync("/sandbox/faults", new { point = "custody.after_send", mode = "error", times = 1 });
        await host.Treasury.PostJsonAsync($"otc/exchanges/{id}/approve", new { final_rate = "0.9177" });
        await host.MineAsync();
        await host.MineAsync();

        Assert.Equal("completed", (await customer.OrderAsync(id)).Text("status"));
        Assert.Equal("200.000000", (await customer.DataAsync($"/wallets/{await customer.WalletAsync()}/balance")).Text("usdcBalance"));
        Assert.Equal("342045.31", (await customer.DataAsync("/accounts"))[0].Text("balance"));
        await host.AssertRestAsync();
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_transfer_that_the_chain_refuses_gives_everything_back(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var customer = host.Customer();
        var id = await customer.OrderAsync("sell", "60000.000000");
        // Somebody else spends what the wallet holds before the approval reaches the chain.
        var wallet = (await customer.DataAsync("/wallets"))[0].Text("address");
        var chain = host.Services.GetRequiredService<IChainNode>();
        await chain.SubmitAsync(
            new ChainTransferOrder("other", "ethereum", "USDC", chain.TreasuryAddress("ethereum"), 90_000_000_000,
            6) { FromAddress = wallet }, CancellationToken.None);
        await host.Treasury.PostJsonAsync($"otc/exchanges/{id}/approve", new { final_rate = "0.9177" });
        await host.MineAsync();
        Assert.Equal("failed", (await customer.OrderAsync(id)).Text("status"));
        Assert.Equal("250000.00", (await customer.DataAsync("/accounts"))[0].Text("balance"));
        await host.AssertRestAsync();
    }
}
