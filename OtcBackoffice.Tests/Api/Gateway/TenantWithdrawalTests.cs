using System.Net;
using System.Text.Json.Nodes;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Gateway;

/// <summary>Withdrawals, wallets, transfers and balances of the gateway (specification 002).</summary>
public sealed class TenantWithdrawalTests
{
    private const string Address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task A_withdrawal_locks_amount_and_fees_until_it_is_final(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var tenant = await FundedAsync(host, "500.00");
        Assert.Equal(("495.00000000", "0.00000000"), await tenant.BalanceAsync());
        var made = await tenant.PostAsync("/withdrawal/",
            new { amount = 100.0, currency = "USDTTRC20", address = Address, custom_id = "w-1" }, HttpStatusCode.Created);
        Assert.Equal(("pending", "98.50000000", "100.00000000", "1.50000000", "1.00000000", "0.50000000"),
            (Text(made, "status"), Text(made, "amount"), Text(made, "requested_amount"), Text(made, "fee"), Text(made, "platform_fee"),
                Text(made, "network_fee")));
        Assert.Equal(("495.00000000", "100.00000000"), await tenant.BalanceAsync());
        Assert.Equal("395.00000000",
            Text((await tenant.GetAsync("/withdrawal/available-currencies/"))["currencies"] is { } ? await AvailableAsync(tenant) : made,
            "available"));

        var again = await tenant.PostAsync("/withdrawal/",
            new { amount = 100, currency = "USDTTRC20", address = Address, custom_id = "w-1" }, HttpStatusCode.Created);
        Assert.Equal(Text(made, "withdrawal_id"), Text(again, "withdrawal_id"));
        await tenant.RefusedAsync(HttpStatusCode.Conflict, "conflict", "POST", "/withdrawal/",
            new { amount = 101, currency = "USDTTRC20", address = Address, custom_id = "w-1" });

        await GatewayWorld.PostAsync(host.Officer, $"/api/v1/auth/gateway/withdrawals/{Text(made, "withdrawal_id")}/approve", new { });
        Assert.Equal("processing", Text(await tenant.GetAsync($"/withdrawal/{Text(made, "withdrawal_id")}/"), "status"));
        await host.MineAsync(25);
        var done = await tenant.PostAsync("/withdrawal/status/", new { withdrawal_id = Text(made, "withdrawal_id") });
        Assert.Equal("completed", Text(done, "status"));
        Assert.NotNull(done["transaction_hash"]);
        Assert.Equal(("395.00000000", "0.00000000"), await tenant.BalanceAsync());
        await host.BooksBalanceAsync();
    }

    [Fact]
    public async Task All_four_forms_of_amount_and_currency_are_taken_and_both_or_neither_are_refused()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await FundedAsync(host, "1000.00");
        foreach (var body in new object[]
        {
            new { amount = "50", currency = "USDTTRC20", address = Address },
            new { amount = 50.0, blockchain = "TRX", token = "USDT", address = Address },
            new { price_amount = 50, price_currency = "USD", currency = "usdttrc20", address = Address },
            new { price_amount = "50.00", blockchain = "trx", token = "usdt", address = Address },
        })
        {
            Assert.Equal("USDTTRC20", Text(await tenant.PostAsync("/withdrawal/", body, HttpStatusCode.Created), "currency"));
        }
        foreach (var (body, code, status) in new (object, string, HttpStatusCode)[]
        {
            (new { amount = 50, price_amount = 50, currency = "USDTTRC20", address = Address }, "invalid_request",
                HttpStatusCode.BadRequest),
            (new { currency = "USDTTRC20", address = Address }, "invalid_request", HttpStatusCode.BadRequest),
            (new { amount = 50, address = Address }, "invalid_request", HttpStatusCode.BadRequest),
            (new { amount = 50, currency = "USDTTRC20", blockchain = "TRX", token = "USDT", address = Address }, "invalid_request",
                HttpStatusCode.BadRequest),
            (new { amount = 50, currency = "USDTTRC20", address = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t" }, "invalid_request",
                HttpStatusCode.BadRequest),
            (new { amount = 50, currency = "USDTTRC20", address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv9" }, "invalid_request",
                HttpStatusCode.BadRequest),
            (new { amount = 5000, currency = "USDTTRC20", address = Address }, "insufficient_balance", HttpStatusCode.UnprocessableEntity),
            (new { amount = "50.0000001", currency = "USDTTRC20", address = Address }, "invalid_amount",
                HttpStatusCode.UnprocessableEntity),
        })
        {
            await tenant.RefusedAsync(status, code, "POST", "/withdrawal/", body);
        }
        Assert.Equal(4, (await tenant.GetAsync("/withdrawal/?sort=-amount"))["total"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_estimate_adds_up_exactly_in_both_settings()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await GatewayCaller.OpenAsync(host);
        var within = await tenant.PostAsync("/withdrawal/estimate/", new { amount = 100.00, currency = "USDTTRC20", final_amount = false });
        Assert.Equal(["requested_amount", "fee", "amount", "currency", "blockchain", "token", "platform_fee", "network_fee"],
            within.AsObject().Select(member => member.Key));
        Assert.Equal(("100.00000000", "1.50000000", "98.50000000"),
            (Text(within, "requested_amount"), Text(within, "fee"), Text(within, "amount")));
        var above = await tenant.PostAsync("/withdrawal/estimate/", new { amount = 100, currency = "USDTTRC20", final_amount = true });
        Assert.Equal(("100.00000000", "100.00000000"), (Text(above, "requested_amount"), Text(above, "amount")));
        Assert.Equal(decimal.Parse(Text(above, "fee"), System.Globalization.CultureInfo.InvariantCulture),
            decimal.Parse(Text(above, "platform_fee"), System.Globalization.CultureInfo.InvariantCulture)
                + decimal.Parse(Text(above, "network_fee"), System.Globalization.CultureInfo.InvariantCulture));
        var fee = await tenant.PostAsync("/withdrawal/fee-estimate/", new { amount = 100, currency = "USDTTRC20", address = Address });
        Assert.Equal(System.Text.Json.JsonValueKind.Number, fee["fee"]!.GetValueKind());
    }

    [Fact]
    public async Task Rejected_is_failed_and_cancelled_is_cancelled_and_both_give_the_funds_back()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await FundedAsync(host, "500.00");
        var one = Text(await tenant.PostAsync("/withdrawal/", new { amount = 100, currency = "USDTTRC20", address = Address },
            HttpStatusCode.Created), "withdrawal_id");
        await GatewayWorld.PostAsync(host.Officer, $"/api/v1/auth/gateway/withdrawals/{one}/reject", new { reason = "not this one" });
        Assert.Equal("failed", Text(await tenant.GetAsync($"/withdrawal/{one}/"), "status"));
        var two = Text(await tenant.PostAsync("/withdrawal/", new { amount = 100, currency = "USDTTRC20", address = Address },
            HttpStatusCode.Created), "withdrawal_id");
        Assert.Equal("cancelled", Text(await tenant.PostAsync($"/withdrawal/{two}/cancel/", new { }), "status"));
        await tenant.RefusedAsync(HttpStatusCode.Conflict, "conflict", "POST", $"/withdrawal/{two}/cancel/", new { });
        Assert.Equal(("495.00000000", "0.00000000"), await tenant.BalanceAsync());
        await host.BooksBalanceAsync();
    }

    [Fact]
    public async Task Transfers_lock_before_the_answer_and_balances_add_up()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await FundedAsync(host, "500.00");
        var wallet = await tenant.PostAsync("/wallets/", new { name = "My Wallet", external_id = "ext_123" }, HttpStatusCode.Created);
        await tenant.RefusedAsync(HttpStatusCode.Conflict, "conflict", "POST", "/wallets/",
            new { name = "other", external_id = "ext_123" });
        var id = Text(wallet, "wallet_id");
        var taken = await tenant.PostAsync("/wallets/transfer-to-user/",
            new { wallet_id = id, currency = "USDTTRC20", amount = "100.00000000" }, HttpStatusCode.Accepted);
        Assert.Equal("accepted", Text(taken, "status"));
        await tenant.RefusedAsync(HttpStatusCode.UnprocessableEntity, "insufficient_balance", "POST", "/wallets/transfer-to-user/",
            new { wallet_id = id, currency = "USDTTRC20", amount = "395.000001" });
        await host.WaitAsync(3);
        var history = await tenant.PostAsync("/wallets/transfer-history/",
            new { wallet_id = id, status = "completed", transfer_type = "to_sub", currency = "USDTTRC20", limit = 20, offset = 0 });
        Assert.Equal(Text(taken, "transfer_id"), Text(history["transfers"]![0]!, "id"));
        await tenant.PostAsync("/wallets/withdraw-to-master/", new { external_id = "ext_123", currency = "USDTTRC20", amount = "40" },
            HttpStatusCode.Accepted);
        await host.WaitAsync(3);
        var all = await tenant.GetAsync("/user/balances/");
        var sub = all["sub_accounts"]!["USDTTRC20"]!;
        Assert.Equal(("60.00000000", "0.00000000"), (Text(sub, "total_amount"), Text(sub, "total_pending")));
        Assert.Equal("60.00000000", Text(sub["accounts"]![0]!, "available_balance"));
        Assert.Equal("435.00000000", (await tenant.BalanceAsync()).Amount);
        Assert.Equal(1, all["statistics"]!["subaccounts_count"]!.GetValue<int>());
        var stranger = await GatewayCaller.OpenAsync(host, "Baobab");
        await stranger.RefusedAsync(HttpStatusCode.NotFound, "not_found", "POST", "/wallets/balances/", new { wallet_id = id });
        await stranger.RefusedAsync(HttpStatusCode.NotFound, "not_found", "GET", $"/wallets/{wallet["id"]!.GetValue<long>()}/");
        Assert.Equal(id, Text(await tenant.GetAsync($"/wallets/{id}/"), "wallet_id"));
        await host.BooksBalanceAsync();
    }

    [Fact]
    public async Task Of_many_withdrawals_at_once_only_as_many_pass_as_the_balance_bears()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await FundedAsync(host, "500.00");
        var asked = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => tenant.SendAsync("POST", "/withdrawal/", new { amount = 100, currency = "USDTTRC20", address = Address })));
        Assert.Equal(4, asked.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(asked.Where(answer => answer.Status != HttpStatusCode.Created),
            answer => Assert.True(answer.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict));
        Assert.Equal(("495.00000000", "400.00000000"), await tenant.BalanceAsync());
        await host.BooksBalanceAsync();
    }

    [Fact]
    public async Task The_webhook_secret_is_shown_once_and_rotates_only_when_asked()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await GatewayCaller.OpenAsync(host);
        var first = await tenant.PostAsync("/user/webhooks/", new { callback_url = "http://127.0.0.1:9/hook" });
        var secret = Text(first, "secret");
        Assert.StartsWith("sec_", secret, StringComparison.Ordinal);
        Assert.True(secret.Length >= 28);
        var second = await tenant.PostAsync("/user/webhooks/", new { callback_url = "http://127.0.0.1:9/other" });
        Assert.Equal(["callback_url", "masked_secret", "message"], second.AsObject().Select(member => member.Key));
        Assert.Equal($"sec_****{secret[^3..]}", Text(second, "masked_secret"));
        var me = await tenant.GetAsync("/user/me/");
        Assert.Equal(["name", "transaction_fee", "is_fee_paid_by_user", "webhook_callback_url", "webhook_secret_masked"],
            me.AsObject().Select(member => member.Key));
        Assert.Equal("1.0", me["transaction_fee"]!.ToJsonString());
        Assert.NotEqual(secret, Text(await tenant.PostAsync("/user/webhooks/rotate/", new { }), "secret"));
    }

    [Fact]
    public async Task Currencies_and_rates_are_as_the_text_shows_them()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await GatewayCaller.OpenAsync(host);
        Assert.Contains("USDTTRC20",
            (await tenant.GetAsync("/currencies/"))["currencies"]!.AsArray().Select(one => one!.GetValue<string>()));
        var full = (await tenant.GetAsync("/currencies/?full=true&min_max=true&include_usd=true"))["currencies"]![0]!;
        Assert.Equal(["currency", "name", "token", "blockchain", "is_popular", "is_stable", "min_amount", "max_amount", "min_amount_usd",
            "max_amount_usd"],
            full.AsObject().Select(member => member.Key));
        Assert.Equal(("usdt", "trx", "10.00000000", "10.00"),
            (Text(full, "token"), Text(full, "blockchain"), Text(full, "min_amount"), Text(full, "min_amount_usd")));
        await tenant.RefusedAsync(HttpStatusCode.BadRequest, "invalid_request", "GET", "/currencies/?include_usd=true");

        await GatewayWorld.PostAsync(host.Admin, "/sandbox/rates", new { @base = "USD", quote = "USDT", rate = "0.999" });
        var plain = await tenant.GetAsync("/rates/?amount=100.0&currency_to=USDTTRC20");
        Assert.Equal("""{"currency_from":"USD","currency_to":"USDTTRC20","amount":100.0,"estimated_amount":99.9,"rate":0.999}""",
            plain.ToJsonString());
        var paid = await tenant.GetAsync("/rates/?amount=100&currency_to=USDTTRC20&full=true&is_fee_paid_by_user=true&fee_percentage=1");
        Assert.Equal(("98.901", "1.0", "1.0"),
            (paid["estimated_amount"]!.ToJsonString(), paid["fee_percentage"]!.ToJsonString(), paid["fee_amount"]!.ToJsonString()));
        await tenant.RefusedAsync(HttpStatusCode.BadRequest, "invalid_request", "GET", "/rates/?currency_to=USDTTRC20&fee_percentage=0.5");
        await tenant.RefusedAsync(HttpStatusCode.BadRequest, "invalid_request", "GET", "/rates/");
        var minimum = await tenant.GetAsync("/payments/min-amount/?currency=USDTTRC20");
        Assert.Equal("""{"currency":"USDTTRC20","min_amount":10.0,"max_amount":100000.0,"blockchain":"TRX","token":"USDT"}""",
            minimum.ToJsonString());
    }

    private static async Task<JsonNode> AvailableAsync(GatewayCaller tenant)
    {
        var (amount, pending) = await tenant.BalanceAsync();
        var available = decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)
            - decimal.Parse(pending, System.Globalization.CultureInfo.InvariantCulture);
        return new JsonObject { ["available"] = available.ToString("0.00000000", System.Globalization.CultureInfo.InvariantCulture) };
    }

    private static async Task<GatewayCaller> FundedAsync(DeskHost host, string usd)
    {
        var tenant = await GatewayCaller.OpenAsync(host);
        var payment = await tenant.PayAsync(usd);
        await host.SendCoinsAsync(payment, usd);
        await host.MineAsync(21);
        return tenant;
    }

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();
}
