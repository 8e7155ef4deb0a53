using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Gateway;

/// <summary>What was settled for the gateway, line by line: forms of numbers, bounds of lists, refusals in JSON, exits of exceptions,
/// payers of the sandbox.</summary>
public sealed class SettledTests : IAsyncLifetime
{
    private const string Address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";

    private DeskHost _host = null!;

    public async Task InitializeAsync() => _host = await DeskHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Lists_are_bounded_and_every_refusal_before_a_desk_is_JSON()
    {
        var tenant = await GatewayCaller.OpenAsync(_host);
        foreach (var list in new[] { "/payments/", "/withdrawal/", "/user/balances/history/", "/payment-links/", "/wallets/", "/o/apps/" })
        {
            foreach (var limit in new[] { "0", "101", "-1", "x", "1.5" })
            {
                Assert.Equal("limit", await tenant.RefusedAsync(HttpStatusCode.BadRequest, "invalid_request", "GET",
                    $"{list}?limit={limit}"));
            }
            Assert.Equal("offset", await tenant.RefusedAsync(HttpStatusCode.BadRequest, "invalid_request", "GET", $"{list}?offset=-1"));
            await tenant.GetAsync($"{list}?limit=100&offset=0");
        }
        var wallet = Text(await tenant.PostAsync("/wallets/", new { name = "One" }, HttpStatusCode.Created), "wallet_id");
        Assert.Equal("limit", await tenant.RefusedAsync(HttpStatusCode.BadRequest, "invalid_request", "POST", "/wallets/transfer-history/",
            new { wallet_id = wallet, limit = 101 }));
        foreach (var (query, field)
            in new[] { ("sort=status", "sort"), ("status=done", "status"), ("start_date=yesterday", "start_date"),
            ("end_date=2026-13-01", "end_date") })
        {
            Assert.Equal(field, await tenant.RefusedAsync(HttpStatusCode.BadRequest, "invalid_request", "GET", $"/withdrawal/?{query}"));
        }
        // The last moment that there is has no next one.
        foreach (var end in new[] { "9999-12-31", "9999-12-31T23:59:59.9999999Z" })
        {
            await tenant.GetAsync($"/withdrawal/?end_date={end}");
        }
        Assert.Equal("type", await tenant.RefusedAsync(HttpStatusCode.BadRequest, "invalid_request", "GET",
            "/user/balances/history/?type=gift"));

        foreach (var (method, path, type, body, status, code) in new[]
        {
            ("GET", "/withdrawal/status/", null, null, HttpStatusCode.NotFound, "not_found"),
            ("PUT", "/payments/", null, null, HttpStatusCode.MethodNotAllowed, "method_not_allowed"),
            ("PATCH", "/user/me/", null, null, HttpStatusCode.MethodNotAllowed, "method_not_allowed"),
            ("POST", "/payments/", "text/plain", "x", HttpStatusCode.UnsupportedMediaType, "invalid_request"),
            ("POST", "/payments/", "application/json", new string(' ', 300_000), HttpStatusCode.RequestEntityTooLarge, "invalid_request"),
            ("POST", "/payments", "application/json", "{}", HttpStatusCode.BadRequest, "invalid_currency"),
            ("GET", "/nothing/here", null, null, HttpStatusCode.NotFound, "not_found"),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method),
                "/gateway" + path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, type!) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tenant.Token);
            using var answer = await _host.Anonymous.SendAsync(request);
            var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!;
            Assert.Equal((path, status, code, "application/json"),
                (path, answer.StatusCode, Text(error, "code"), answer.Content.Headers.ContentType?.MediaType));
            Assert.Equal(["code", "message", "details"], error.AsObject().Select(member => member.Key));
        }
    }

    [Fact]
    public async Task Amounts_are_text_of_eight_decimals_and_digits_beyond_the_asset_s_are_refused_unless_zero()
    {
        var tenant = await GatewayCaller.OpenAsync(_host);
        var payment = await tenant.PayAsync("100.00");
        foreach (var member in new[] { "pay_amount", "amount_crypto", "fee_amount", "total_paid_amount" })
        {
            Assert.Equal(JsonValueKind.String, payment[member]!.GetValueKind());
            Assert.Equal(8, Text(payment, member).Split('.')[1].Length);
        }
        Assert.Equal(("100.00", "100.00", "USD"), (Text(payment, "amount"), Text(payment, "amount_usd"), Text(payment, "price_currency")));
        await tenant.PostAsync("/payments/", """{"amount": "100.000000000000", "currency": "USDTTRC20"}""", HttpStatusCode.Created);
        await tenant.RefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid_amount", "POST", "/payments/",
            """{"amount": "100.0000001", "currency": "USDTTRC20"}""");
        await tenant.RefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid_amount", "POST", "/payments/",
            """{"amount": 1e2, "currency": "USDTTRC20"}""");
        await tenant.RefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid_amount", "POST", "/payments/",
            """{"amount": 0, "currency": "USDTTRC20"}""");
        foreach (var amount in new[] { "999999999.12345678", "0.00000001", "123456789.10000000", "1000000000" })
        {
            var rate = await tenant.GetAsync($"/rates/?amount={amount}&currency_to=USD");
            Assert.Equal(decimal.Parse(amount, CultureInfo.InvariantCulture),
                decimal.Parse(rate["amount"]!.ToJsonString(), CultureInfo.InvariantCulture));
            Assert.DoesNotContain('e', rate["estimated_amount"]!.ToJsonString().ToLowerInvariant());
        }
        Assert.Equal("address", await tenant.RefusedAsync(HttpStatusCode.BadRequest, "invalid_request", "POST", "/withdrawal/",
            new { amount = 50, currency = "USDTTRC20", address = "nowhere" }));
        var verdict = await tenant.PostAsync("/withdrawal/validate-address/", new { address = "nowhere", currency = "USDTTRC20" });
        Assert.Equal(["is_valid", "address", "type", "blockchain", "token", "currency", "error_message"],
            verdict.AsObject().Select(member => member.Key));
        Assert.Equal("false", verdict["is_valid"]!.ToJsonString());
        Assert.Equal("""{"currency":"USDTTRC20","min_amount":10.0}""",
            (await tenant.PostAsync("/withdrawal/min-amount/", new { currency = "usdttrc20" })).ToJsonString());
    }

    [Fact]
    public async Task Every_payer_of_the_sandbox_leads_where_it_should()
    {
        var tenant = await GatewayCaller.OpenAsync(_host);
        foreach (var (scenario, status, reason, amount, exits) in new (string, string, string?, string?, string[])[]
        {
            ("paid", "completed", null, null, []), ("over", "completed", "overpaid", "33.33333300", ["refund", "credit-difference"]),
            ("duplicate", "completed", "duplicate|overpaid", "100.00000000", []),
            ("wrong_asset", "waiting", "wrong_asset", "100.00000000", ["refund"]),
            ("replaced", "waiting", null, null, []), ("short", "partially_paid", null, null, []),
            ("late", "expired", "paid_late", "100.00000000", ["accept", "refund"]),
        })
        {
            var payment = await tenant.PayAsync("100.00");
            var id = Text(payment, "transaction_id");
            await GatewayWorld.PostAsync(_host.Admin, $"/sandbox/gateway/payments/{id}", new { scenario });
            tenant = await GatewayCaller.OpenAsync(_host);
            var seen = await tenant.StatusAsync(payment);
            Assert.Equal((scenario, status), (scenario, Text(seen, "status")));
            var open = (await _host.StaffPaymentAsync(payment))["exception"];
            Assert.True(reason is null ? open is null : reason.Split('|').Contains(Text(open!, "reason")),
                $"{scenario}: {open?.ToJsonString()}");
            if (open is not null)
            {
                Assert.Equal((scenario, amount), (scenario, Text(open, "amount")));
                Assert.True(exits.Length == 0 || exits.SequenceEqual(open["exits"]!.AsArray().Select(exit => exit!.GetValue<string>())),
                    open.ToJsonString());
            }
            if (scenario == "replaced")
            {
                Assert.Equal((null, 0, "0.00000000"),
                    (seen["transaction_hash"], seen["payment_history"]!.AsArray().Count, Text(seen, "total_paid_amount")));
            }
        }
        await GatewayWorld.PostAsync(_host.Admin, $"/sandbox/gateway/payments/{Guid.NewGuid()}", new { scenario = "paid" },
            HttpStatusCode.NotFound);
        await _host.BooksBalanceAsync();
    }

    [Fact]
    public async Task Exceptions_are_claimed_topped_up_and_closed_once_and_lists_of_staff_answer_alike()
    {
        var tenant = await GatewayCaller.OpenAsync(_host);
        var payment = await tenant.PayAsync("100.00", new { expiry_minutes = 5 });
        var path = $"/api/v1/auth/gateway/payments/{Text(payment, "transaction_id")}";
        await GatewayWorld.PostAsync(_host.Admin, $"/sandbox/gateway/payments/{Text(payment, "transaction_id")}",
            new { scenario = "short" });
        await _host.WaitAsync(301);
        var listed = await GatewayWorld.GetAsync(_host.Officer, "/api/v1/auth/gateway/payments?exception=underpaid");
        Assert.Equal(["results", "total", "limit", "offset"], listed.AsObject().Select(member => member.Key));
        var row = listed["results"]![0]!;
        Assert.Equal(["reason", "amount", "currency", "rate", "opened_at", "due_at", "owner_user_id", "claim_expires_at", "exits", "exit",
            "closed_at"], row["exception"]!.AsObject().Select(member => member.Key));
        Assert.Equal("partially_completed", Text(row, "status"));
        foreach (var query in new[] { "?limit=0", "?limit=101", "?exception=lost" })
        {
            using var refused = await _host.Officer.GetAsync("/api/v1/auth/gateway/payments" + query);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
        await GatewayWorld.PostAsync(_host.Officer, path + "/claim", new { });
        await GatewayWorld.PostAsync(_host.Officer2, path + "/accept", new { reason = "mine" }, HttpStatusCode.Conflict);
        await GatewayWorld.PostAsync(_host.Officer, path + "/release", new { });
        await GatewayWorld.PostAsync(_host.Officer, path + "/credit-difference", new { reason = "no" }, HttpStatusCode.Conflict);
        await GatewayWorld.PostAsync(_host.Officer, path + "/top-up", new { minutes = 30, reason = "the rest comes" });
        tenant = await GatewayCaller.OpenAsync(_host);
        Assert.Equal("partially_paid", Text(await tenant.StatusAsync(payment), "status"));
        await _host.SendCoinsAsync(payment, "50");
        await _host.MineAsync(21);
        Assert.Equal("completed", Text(await tenant.StatusAsync(payment), "status"));
        await GatewayWorld.PostAsync(_host.Officer, path + "/accept", new { reason = "again" }, HttpStatusCode.Conflict);
        Assert.Equal("99.00000000", (await tenant.BalanceAsync()).Amount);
        await _host.BooksBalanceAsync();
    }

    [Fact]
    public async Task History_adds_up_to_balances_whatever_came_and_went()
    {
        var tenant = await GatewayCaller.OpenAsync(_host);
        var wallet = Text(await tenant.PostAsync("/wallets/", new { name = "Shop" }, HttpStatusCode.Created), "wallet_id");
        var random = new Random(20261129);
        for (var step = 1; step <= 36; step++)
        {
            await StepAsync(tenant, wallet, random);
            // Somebody who pays late takes the clock beyond a token's life.
            tenant = await GatewayCaller.OpenAsync(_host);
            if (step % 6 == 0)
            {
                await AddsUpAsync(tenant);
            }
        }
        await _host.MineAsync(25);
        await AddsUpAsync(tenant);
        await _host.BooksBalanceAsync();
    }

    // One legal or illegal thing that somebody does.
    private async Task StepAsync(GatewayCaller tenant, string wallet, Random random)
    {
        var amount = random.Next(10, 200).ToString(CultureInfo.InvariantCulture);
        var withdrawals = (await tenant.GetAsync("/withdrawal/?limit=100"))["results"]!.AsArray();
        var any = withdrawals.Count == 0 ? Guid.NewGuid().ToString() : Text(withdrawals[random.Next(withdrawals.Count)]!, "withdrawal_id");
        switch (random.Next(9))
        {
            case 0 or 1 or 2:
                var payment = await tenant.PayAsync(amount + ".00", random.Next(3) == 0 ? new { wallet_id = wallet } : null);
                var scenarios = new[] { "paid", "short", "over", "duplicate", "wrong_asset", "replaced", "late" };
                await GatewayWorld.PostAsync(_host.Admin, $"/sandbox/gateway/payments/{Text(payment, "transaction_id")}",
                    new { scenario = scenarios[random.Next(random.Next(4) == 0 ? 7 : 6)] });
                break;
            case 3:
                await tenant.SendAsync("POST", "/withdrawal/",
                    new { amount, currency = "USDTTRC20", address = Address, final_amount = random.Next(2) == 0,
                    wallet_id = random.Next(3) == 0 ? wallet : null });
                break;
            case 4:
                await tenant.SendAsync("POST", random.Next(2) == 0 ? "/wallets/transfer-to-user/" : "/wallets/withdraw-to-master/",
                    new { wallet_id = wallet, currency = "USDTTRC20", amount });
                break;
            case 5:
                await tenant.SendAsync("POST", $"/withdrawal/{any}/cancel/", new { });
                break;
            case 6:
                using (await _host.Officer.PostAsync($"/api/v1/auth/gateway/withdrawals/{any}/approve",
                    new StringContent("{}", Encoding.UTF8, "application/json")))
                {
                    break;
                }
            case 7:
                using (await _host.Officer.PostAsync($"/api/v1/auth/gateway/withdrawals/{any}/reject",
                    new StringContent("""{"reason":"no"}""", Encoding.UTF8, "application/json")))
                {
                    break;
                }
            default:
                var open = (await GatewayWorld.GetAsync(_host.Officer, "/api/v1/auth/gateway/payments?exception=open"))["results"]!.AsArray(
                    );
                if (open.Count > 0)
                {
                    var exit = random.Next(2) == 0 ? "accept" : "credit-difference";
                    using var answer = await _host.Officer.PostAsync(
                        $"/api/v1/auth/gateway/payments/{Text(open[0]!, "transaction_id")}/{exit}",
                        new StringContent("""{"reason":"yes"}""", Encoding.UTF8, "application/json"));
                }
                break;
        }
        await _host.MineAsync(random.Next(1, 3));
    }

    private static async Task AddsUpAsync(GatewayCaller tenant)
    {
        var balances = await tenant.GetAsync("/user/balances/");
        var held = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (code, account) in balances["account"]!.AsObject())
        {
            held[code] = Number(account!, "amount");
            Assert.InRange(Number(account!, "pending_amount"), 0, Number(account!, "amount"));
        }
        foreach (var (code, group) in balances["sub_accounts"]!.AsObject())
        {
            held[code] = held.GetValueOrDefault(code) + Number(group!, "total_amount");
            Assert.Equal(Number(group!, "total_amount"), group!["accounts"]!.AsArray().Sum(account => Number(account!, "amount")));
            Assert.All(group["accounts"]!.AsArray(),
                account => Assert.Equal(Number(account!, "available_balance"),
                Number(account!, "amount") - Number(account!, "pending_amount")));
        }
        var summed = new Dictionary<string, decimal>(StringComparer.Ordinal);
        for (var offset = 0; ; offset += 100)
        {
            var rows = (await tenant.GetAsync($"/user/balances/history/?limit=100&offset={offset}"))["results"]!.AsArray();
            foreach (var row in rows)
            {
                summed[Text(row!, "currency")] = summed.GetValueOrDefault(Text(row!, "currency")) + Number(row!, "amount");
            }
            if (rows.Count < 100)
            {
                break;
            }
        }
        foreach (var (code, amount) in held)
        {
            Assert.Equal(amount, summed.GetValueOrDefault(code));
        }
    }

    private static decimal Number(JsonNode node, string member) => decimal.Parse(Text(node, member), CultureInfo.InvariantCulture);

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();
}
