using System.Net;
using System.Text.Json.Nodes;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Gateway;

/// <summary>Payments of the gateway through their lives, as a tenant, a payer and the desk see them (sentences G1 to G11).</summary>
public sealed class PaymentLifeTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task A_payment_is_seen_becomes_final_and_is_credited_less_the_fee(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var tenant = await GatewayCaller.OpenAsync(host);
        var payment = await tenant.PayAsync("100.00", new { order_id = "order_123", order_description = "Payment for order 123" });
        Assert.Equal(("waiting", "100.00", "100.00000000", "1.00000000"),
            (Text(payment, "status"), Text(payment, "amount_usd"), Text(payment, "pay_amount"), Text(payment, "fee_amount")));
        Assert.Equal(Text(payment, "pay_amount"), Text(payment, "amount_crypto"));
        Assert.Equal(Text(payment, "checkout_url"), Text(payment, "payment_url"));

        var hash = await host.SendCoinsAsync(payment, "100");
        await host.MineAsync();
        var seen = await tenant.StatusAsync(payment);
        Assert.Equal(("confirming", hash, "100.00000000"),
            (Text(seen, "status"), Text(seen, "transaction_hash"), Text(seen, "total_paid_amount")));
        await host.MineAsync(20);
        var done = await tenant.StatusAsync(payment);
        Assert.Equal(("completed", "full"), (Text(done, "status"), Text(done, "payment_type")));
        Assert.Equal(("99.00000000", "0.00000000"), await tenant.BalanceAsync());

        var history = await tenant.GetAsync("/user/balances/history/");
        Assert.Equal([("payment_fee", "-1.00000000"), ("payment", "100.00000000")],
            history["results"]!.AsArray().Select(row => (Text(row!, "type"), Text(row!, "amount"))));
        await BooksAsync(host);
    }

    [Fact]
    public async Task Short_money_waits_as_underpaid_and_accept_credits_it_once()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await GatewayCaller.OpenAsync(host);
        var payment = await tenant.PayAsync("100.00", new { expiry_minutes = 30 });
        await host.SendCoinsAsync(payment, "99.999999");
        await host.MineAsync();
        Assert.Equal("partially_paid", Text(await tenant.StatusAsync(payment), "status"));
        await host.MineAsync(20);
        Assert.Equal("partially_paid", Text(await tenant.StatusAsync(payment), "status"));
        await host.WaitAsync(1_801);
        tenant = await GatewayCaller.OpenAsync(host);
        Assert.Equal("partially_completed", Text(await tenant.StatusAsync(payment), "status"));
        Assert.Equal("0.00000000", (await tenant.BalanceAsync()).Amount);

        var open = (await host.StaffPaymentAsync(payment))["exception"]!;
        Assert.Equal(("underpaid", "99.99999900"), (Text(open, "reason"), Text(open, "amount")));
        Assert.Equal(["accept", "refund", "top-up"], open["exits"]!.AsArray().Select(exit => exit!.GetValue<string>()));
        Assert.Equal(TimeSpan.FromDays(14), open["due_at"]!.GetValue<DateTime>() - open["opened_at"]!.GetValue<DateTime>());
        var accept = $"/api/v1/auth/gateway/payments/{Text(payment, "transaction_id")}/accept";
        await GatewayWorld.PostAsync(host.Officer, accept, new { reason = "a cent is a cent" });
        await GatewayWorld.PostAsync(host.Officer, accept, new { reason = "again" }, HttpStatusCode.Conflict);
        Assert.Equal("98.99999900", (await tenant.BalanceAsync()).Amount);
        Assert.Equal("partially_completed", Text(await tenant.StatusAsync(payment), "status"));
        await BooksAsync(host);
    }

    [Fact]
    public async Task Late_money_leaves_the_payment_expired_and_opens_paid_late()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await GatewayCaller.OpenAsync(host);
        var payment = await tenant.PayAsync("100.00");
        await host.WaitAsync(1_801);
        tenant = await GatewayCaller.OpenAsync(host);
        Assert.Equal("expired", Text(await tenant.StatusAsync(payment), "status"));
        await host.SendCoinsAsync(payment, "100");
        await host.MineAsync(21);
        var late = await tenant.StatusAsync(payment);
        Assert.Equal(("expired", "100.00000000"), (Text(late, "status"), Text(late, "total_paid_amount")));
        var open = (await host.StaffPaymentAsync(payment))["exception"]!;
        Assert.Equal("paid_late", Text(open, "reason"));
        await GatewayWorld.PostAsync(host.Officer, $"/api/v1/auth/gateway/payments/{Text(payment, "transaction_id")}/accept",
            new { reason = "customer asked" });
        Assert.Equal("99.00000000", (await tenant.BalanceAsync()).Amount);
        Assert.Equal("expired", Text(await tenant.StatusAsync(payment), "status"));
        await BooksAsync(host);
    }

    [Fact]
    public async Task What_is_too_much_waits_apart_and_no_more_than_it_goes_back()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await GatewayCaller.OpenAsync(host);
        var payment = await tenant.PayAsync("100.00");
        await host.SendCoinsAsync(payment, "130");
        await host.MineAsync(21);
        Assert.Equal("completed", Text(await tenant.StatusAsync(payment), "status"));
        Assert.Equal("99.00000000", (await tenant.BalanceAsync()).Amount);
        var open = (await host.StaffPaymentAsync(payment))["exception"]!;
        Assert.Equal(("overpaid", "30.00000000"), (Text(open, "reason"), Text(open, "amount")));

        var refund = $"/api/v1/auth/gateway/payments/{Text(payment, "transaction_id")}/refund";
        const string address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
        await GatewayWorld.PostAsync(host.Officer, refund, new { reason = "extra", amount = "30.000001", to_address = address },
            HttpStatusCode.UnprocessableEntity);
        var asked = await GatewayWorld.PostAsync(host.Officer, refund, new { reason = "extra", amount = "30", to_address = address },
            HttpStatusCode.Accepted);
        await GatewayWorld.PostAsync(host.Treasury, $"/api/v1/auth/approvals/{Text(asked, "approval_id")}/approve", new { });
        await host.MineAsync(21);
        await GatewayWorld.PostAsync(host.Officer, refund, new { reason = "twice", amount = "1", to_address = address },
            HttpStatusCode.Conflict);
        Assert.Equal("refunded", Text((await host.StaffPaymentAsync(payment))["exception"]!, "exit"));
        await BooksAsync(host);
    }

    [Fact]
    public async Task A_dropped_block_takes_the_payment_back_to_waiting()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await GatewayCaller.OpenAsync(host);
        var payment = await tenant.PayAsync("100.00");
        await host.SendCoinsAsync(payment, "100");
        await host.MineAsync(2);
        Assert.Equal("confirming", Text(await tenant.StatusAsync(payment), "status"));
        await GatewayWorld.PostAsync(host.Admin, "/sandbox/chain/reorg", new { network = "tron", depth = 2 });
        await host.WaitAsync(3);
        var back = await tenant.StatusAsync(payment);
        Assert.Equal(("waiting", "0.00000000"), (Text(back, "status"), Text(back, "total_paid_amount")));
        Assert.Null(back["transaction_hash"]);
        Assert.Empty(back["payment_history"]!.AsArray());
    }

    [Fact]
    public async Task Of_two_payments_of_one_order_the_paid_one_ends_the_other()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await GatewayCaller.OpenAsync(host);
        var first = await tenant.PayAsync("100.00", new { order_id = "one" });
        var second = await tenant.PayAsync("100.00", new { order_id = "one" });
        Assert.NotEqual(Text(first, "address"), Text(second, "address"));
        await host.SendCoinsAsync(second, "100");
        await host.MineAsync(21);
        Assert.Equal("completed", Text(await tenant.StatusAsync(second), "status"));
        Assert.Equal("expired", Text(await tenant.StatusAsync(first), "status"));
        await host.SendCoinsAsync(first, "100");
        await host.MineAsync(21);
        Assert.Equal("duplicate", Text((await host.StaffPaymentAsync(first))["exception"]!, "reason"));
        await host.SendCoinsAsync(second, "50", "USDC");
        await host.MineAsync(21);
        Assert.Equal("wrong_asset", Text((await host.StaffPaymentAsync(second))["exception"]!, "reason"));
        await BooksAsync(host);
    }

    [Fact]
    public async Task Bad_payments_are_refused_by_field_and_leave_nothing()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await GatewayCaller.OpenAsync(host);
        foreach (var (body, status, code, field) in new (string, HttpStatusCode, string, string)[]
        {
            ("""{"amount":0,"currency":"USDTTRC20","price_currency":"USD"}""", HttpStatusCode.UnprocessableEntity, "invalid_amount",
                "amount"),
            ("""{"amount":-5,"currency":"USDTTRC20","price_currency":"USD"}""", HttpStatusCode.UnprocessableEntity, "invalid_amount",
                "amount"),
            ("""{"amount":1e3,"currency":"USDTTRC20","price_currency":"USD"}""", HttpStatusCode.UnprocessableEntity, "invalid_amount",
                "amount"),
            ("""{"amount":100.001,"currency":"USDTTRC20","price_currency":"USD"}""", HttpStatusCode.UnprocessableEntity, "invalid_amount",
                "amount"),
            ("""{"amount":99999999999999999999999999,"currency":"USDTTRC20","price_currency":"USD"}""", HttpStatusCode.UnprocessableEntity,
                "invalid_amount", "amount"),
            ("""{"amount":100,"currency":"DOGE","price_currency":"USD"}""", HttpStatusCode.BadRequest, "invalid_currency", "currency"),
            ("""{"amount":100,"currency":"USDTTRC20","price_currency":"XXX"}""", HttpStatusCode.BadRequest, "invalid_currency",
                "price_currency"),
            ("""{"amount":100,"currency":"USDTTRC20","price_currency":"USD","callback_url":"ftp://example.org/"}""",
                HttpStatusCode.BadRequest, "invalid_url", "callback_url"),
            ("""{"amount":100,"currency":"USDTTRC20","price_currency":"USD","expiry_minutes":100000}""", HttpStatusCode.BadRequest,
                "invalid_request", "expiry_minutes"),
        })
        {
            Assert.Equal(field, await tenant.RefusedAsync(status, code, "POST", "/payments/", body));
        }
        Assert.Equal(0, (await tenant.GetAsync("/payments/"))["total"]!.GetValue<int>());
        foreach (var limit in new[] { "0", "101", "x", "-1" })
        {
            await tenant.RefusedAsync(HttpStatusCode.BadRequest, "invalid_request", "GET", $"/payments/?limit={limit}");
        }
        await tenant.RefusedAsync(HttpStatusCode.NotFound, "not_found", "GET", $"/payments/{Guid.NewGuid()}/");
    }

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();

    private static Task BooksAsync(DeskHost host) => host.BooksBalanceAsync();
}
