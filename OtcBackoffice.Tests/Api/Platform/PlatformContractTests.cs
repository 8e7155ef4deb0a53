using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Platform;

/// <summary>The platform API against specification 000 and its settled lines, on both databases.</summary>
public sealed class PlatformContractTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_onramp_is_placed_listed_and_taken_back(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var acacia = Key(host, "Acacia");
        var placed = await acacia.PostJsonAsync("/v1/orders", Onramp("129500.00"), HttpStatusCode.Created);
        Assert.Matches("^ord_[0-9A-HJKMNP-TV-Z]{26}$", placed.Text("id"));
        Assert.Equal(("onramp", "pending", "platform"), (placed.Text("type"), placed.Text("status"), placed.Text("surface")));
        Assert.Equal(("KES", "129500.00", "USDT", "TRON"),
            (placed.Text("fiat", "currency"), placed.Text("fiat", "amount"), placed.Text("crypto", "asset"),
            placed.Text("crypto", "network")));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", placed.Text("created_at"));
        Assert.Equal(placed.Text("reference"), placed.Text("pay_to", "reference"));
        Assert.NotEmpty(placed.Text("pay_to", "account"));
        decimal Fee(string name) => decimal.Parse(placed.Text("fees", name), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(Fee("gross_amount") - Fee("net_amount") - Fee("fee_amount") - Fee("spread_amount"), 0m, 0.000002m);
        Assert.Equal((placed.Text("crypto", "amount"), "USDT"), (placed.Text("fees", "net_amount"), placed.Text("fees", "currency")));

        var wished = await acacia.PostJsonAsync("/v1/orders",
            new { type = "onramp", fiat = new { currency = "KES" }, crypto = new { asset = "USDT", network = "TRON", amount = "1000" } },
            HttpStatusCode.Created);
        Assert.True(decimal.Parse(wished.Text("crypto", "amount"), System.Globalization.CultureInfo.InvariantCulture) is >= 1000m
            and < 1000.01m, wished.ToString());

        var deposits = await host.Officer.GetJsonAsync("otc/deposits/queue/pending");
        var queued = deposits.GetProperty("deposits").EnumerateArray()
            .Single(row => row.Text("payment_reference") == placed.Text("reference"));
        Assert.Equal("129500.00", queued.Text("fiat_amount"));
        Assert.Equal(placed.ToString(), (await acacia.GetJsonAsync("/v1/orders/" + placed.Text("id"))).ToString());
        await Key(host, "Baobab").GetJsonAsync("/v1/orders/" + placed.Text("id"), HttpStatusCode.NotFound);

        var first = await acacia.GetJsonAsync("/v1/orders?limit=1");
        Assert.Equal(wished.Text("id"), first.GetProperty("orders")[0].Text("id"));
        var second = await acacia.GetJsonAsync($"/v1/orders?limit=1&cursor={first.Text("next_cursor")}");
        Assert.Equal((placed.Text("id"), JsonValueKind.Null),
            (second.GetProperty("orders")[0].Text("id"), second.GetProperty("next_cursor").ValueKind));
        Assert.Equal("invalid_cursor",
            Code(await Key(host, "Baobab").GetJsonAsync($"/v1/orders?cursor={first.Text("next_cursor")}", HttpStatusCode.BadRequest)));
        Assert.Equal("invalid_cursor", Code(await acacia.GetJsonAsync("/v1/orders?cursor=forged", HttpStatusCode.BadRequest)));
        Assert.Equal("invalid_cursor",
            Code(await acacia.GetJsonAsync($"/v1/customers?cursor={first.Text("next_cursor")}", HttpStatusCode.BadRequest)));
        await EmptyIsNoCursorAsync(acacia);
        var later = DateTime.Parse(placed.Text("created_at"), null,
            System.Globalization.DateTimeStyles.AdjustToUniversal).AddMinutes(5).ToString("yyyy-MM-ddTHH:mm:ssZ");
        Assert.Equal(0, Count(await acacia.GetJsonAsync($"/v1/orders?created_after={later}")));
        Assert.Equal(2, Count(await acacia.GetJsonAsync($"/v1/orders?created_before={later}&created_after=2020-01-01T00:00:00Z")));
        Assert.Equal("invalid_request", Code(await acacia.GetJsonAsync("/v1/orders?created_after=yesterday", HttpStatusCode.BadRequest)));
        Assert.Equal("invalid_request", Code(await acacia.GetJsonAsync("/v1/orders?created_before=1", HttpStatusCode.BadRequest)));
        foreach (var limit in new[] { "", "0", "101", "-1", "x", "1.5" })
        {
            await acacia.GetJsonAsync($"/v1/orders?limit={limit}", HttpStatusCode.BadRequest);
        }
        Assert.Equal(2, Count(await acacia.GetJsonAsync(
            "/v1/orders?status=pending&type=onramp&asset=USDT&network=TRON&currency=KES&surface=platform")));
        Assert.Equal(0, Count(await acacia.GetJsonAsync("/v1/orders?status=settled,reconciled")));
        Assert.Equal(1, Count(await acacia.GetJsonAsync(
            $"/v1/orders?reference={placed.Text("reference")}&customer_id={placed.Text("customer_id")}")));

        var cancelled = await acacia.PostJsonAsync($"/v1/orders/{placed.Text("id")}/cancel");
        Assert.Equal("cancelled", cancelled.Text("status"));
        Assert.Equal(cancelled.ToString(), (await acacia.GetJsonAsync("/v1/orders/" + placed.Text("id"))).ToString());
        var rejected = await host.Officer.GetJsonAsync($"otc/deposits/{queued.Text("id")}");
        Assert.Equal(("rejected", "cancelled by customer"),
            (rejected.Text("deposit", "status"), rejected.Text("deposit", "rejection_reason")));
        Assert.Equal("not_cancellable",
            Code(await acacia.PostJsonAsync($"/v1/orders/{placed.Text("id")}/cancel", null, HttpStatusCode.Conflict)));
        host.AssertNoErrors();
    }

    private static async Task EmptyIsNoCursorAsync(HttpClient acacia)
    {
        // A client that sends back an empty next_cursor would begin again for ever.
        Assert.Equal("invalid_cursor", Code(await acacia.GetJsonAsync("/v1/orders?cursor=", HttpStatusCode.BadRequest)));
        Assert.Equal("invalid_cursor", Code(await acacia.GetJsonAsync("/v1/events?after=", HttpStatusCode.BadRequest)));
        Assert.Equal(2, Count(await acacia.GetJsonAsync("/v1/orders?status=&type=")));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_door_says_what_is_wrong_in_its_own_form(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var acacia = Key(host, "Acacia");
        var missing = await host.Anonymous.GetJsonAsync("/v1/orders", HttpStatusCode.Unauthorized);
        Assert.Equal(["code", "message"], missing.GetProperty("error").EnumerateObject().Select(member => member.Name));
        Assert.Equal("wrong_environment",
            Code(await host.Client("otc_live_whatever").GetJsonAsync("/v1/orders", HttpStatusCode.Unauthorized)));
        Assert.StartsWith("otc_sandbox_", host.Credentials.MerchantNamed("Acacia").PlatformApiKey!, StringComparison.Ordinal);
        Assert.Equal("unauthenticated",
            Code(await host.Client(host.Credentials.StaffNamed("admin").ApiToken).GetJsonAsync("/v1/orders", HttpStatusCode.Unauthorized)));
        Assert.Equal("not_found", Code(await acacia.GetJsonAsync("/v1/nothing", HttpStatusCode.NotFound)));
        Assert.Equal("method_not_allowed", Code(await acacia.DeleteJsonAsync("/v1/orders", HttpStatusCode.MethodNotAllowed)));
        Assert.Equal("order_not_found", Code(await acacia.GetJsonAsync("/v1/orders/ord_<script>", HttpStatusCode.NotFound)));

        var (status, headers, body) = await SendAsync(acacia, "GET", "/v1/funds", null, ("X-Request-Id", "<b>no uuid</b>"));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request_id"), (status, Code(JsonSerializer.Deserialize<JsonElement>(body))));
        Assert.DoesNotContain("<b>", headers["X-Request-Id"], StringComparison.Ordinal);
        var own = Guid.NewGuid().ToString();
        (status, headers, _) = await SendAsync(acacia, "GET", "/v1/funds", null, ("X-Request-Id", own));
        Assert.Equal((HttpStatusCode.OK, own), (status, headers["X-Request-Id"]));

        var text = JsonSerializer.Serialize(Onramp("100000.00"));
        (status, headers, body) = await SendAsync(acacia, "POST", "/v1/orders", text, ("Idempotency-Key", "k-1"));
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.False(headers.ContainsKey("Idempotency-Replayed"));
        var id = JsonSerializer.Deserialize<JsonElement>(body).Text("id");
        await CancelTwiceAsync(acacia, id);
        var again = await SendAsync(acacia, "POST", "/v1/orders", text, ("Idempotency-Key", "k-1"));
        Assert.Equal((HttpStatusCode.Created, "true", body), (again.Status, again.Headers["Idempotency-Replayed"], again.Body));
        var other = await SendAsync(acacia, "POST", "/v1/orders", JsonSerializer.Serialize(Onramp("100001.00")),
            ("Idempotency-Key", "k-1"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency_key_reused"),
            (other.Status, Code(JsonSerializer.Deserialize<JsonElement>(other.Body))));
        var unfit = await SendAsync(acacia, "POST", "/v1/orders", text, ("Idempotency-Key", "two words"));
        Assert.Equal(HttpStatusCode.BadRequest, unfit.Status);

        foreach (var (sent, expected, code) in new (object, HttpStatusCode, string)[]
        {
            (new { type = "swap", fiat = new { currency = "KES", amount = "1" }, crypto = new { asset = "USDT", network = "TRON" } },
                HttpStatusCode.BadRequest, "invalid_request"),
            (new { type = "onramp", fiat = new { currency = "KES", amount = "1000.00" },
                crypto = new { asset = "USDT", network = "TRON", amount = "1" } }, HttpStatusCode.BadRequest, "invalid_request"),
            (new { type = "onramp", fiat = new { currency = "KES" }, crypto = new { asset = "USDT", network = "TRON" } },
                HttpStatusCode.BadRequest, "invalid_request"),
            (new { type = "onramp", fiat = new { currency = "KES", amount = 1000 }, crypto = new { asset = "USDT", network = "TRON" } },
                HttpStatusCode.BadRequest, "invalid_request"),
            (Onramp("1e5"), HttpStatusCode.UnprocessableEntity, "invalid_amount"),
            (Onramp("-1"), HttpStatusCode.UnprocessableEntity, "invalid_amount"),
            (Onramp("0.00"), HttpStatusCode.UnprocessableEntity, "invalid_amount"),
            (Onramp("1000.001"), HttpStatusCode.UnprocessableEntity, "invalid_amount"),
            (Onramp("1000.00", "XOF"), HttpStatusCode.UnprocessableEntity, "currency_not_active"),
            (new { type = "onramp", fiat = new { currency = "KES", amount = "1000.00" },
                crypto = new { asset = "DOGE", network = "TRON" } }, HttpStatusCode.UnprocessableEntity, "asset_unknown"),
            (new { type = "onramp", fiat = new { currency = "KES" },
                crypto = new { asset = "USDT", network = "TRON", amount = "99999999999999999999" } }, HttpStatusCode.UnprocessableEntity,
                "invalid_amount"),
            (new { type = "onramp", fiat = new { currency = "KES" },
                crypto = new { asset = "USDT", network = "TRON", amount = "9000000000000" } }, HttpStatusCode.UnprocessableEntity,
                "invalid_amount"),
        })
        {
            Assert.Equal(code, Code(await acacia.PostJsonAsync("/v1/orders", sent, expected)));
        }
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Customers_have_limits_funds_add_up_and_keys_have_scopes(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var acacia = Key(host, "Acacia");
        var customers = (await acacia.GetJsonAsync("/v1/customers")).GetProperty("customers").EnumerateArray().ToList();
        Assert.Contains(customers, one => one.Text("name") == "Acacia Kisumu");
        Assert.All(customers, one => Assert.Equal(("verified", "3"), (one.Text("kyc_status"), one.Text("tier"))));
        var kisumu = customers.Single(one => one.Text("name") == "Acacia Kisumu").Text("id");
        Assert.Equal(["id", "name", "kyc_status", "tier", "limits", "created_at"],
            customers[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(["per_order_usd", "rolling_12_months_usd", "used_usd"],
            customers[0].GetProperty("limits").EnumerateObject().Select(member => member.Name));
        await Key(host, "Baobab").GetJsonAsync("/v1/customers/" + kisumu, HttpStatusCode.NotFound);

        await host.Admin.PostJsonAsync("/sandbox/customers/" + kisumu, new { kyc_status = "verified", tier = 1 });
        Assert.Equal("customer_limit_exceeded",
            Code(await acacia.PostJsonAsync("/v1/orders", Onramp("200000.00", customer: kisumu), HttpStatusCode.UnprocessableEntity)));
        for (var i = 0; i < 14; i++)
        {
            await acacia.PostJsonAsync("/v1/orders", Onramp("129000.00", customer: kisumu), HttpStatusCode.Created);
        }
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PlacedAsync(acacia, Onramp("129000.00", customer: kisumu))));
        Assert.Equal(1, atOnce.Count(status => status == HttpStatusCode.Created));
        Assert.Equal(3, atOnce.Count(status => status == HttpStatusCode.UnprocessableEntity));
        var over = await acacia.PostJsonAsync("/v1/orders", Onramp("129000.00", customer: kisumu), HttpStatusCode.UnprocessableEntity);
        Assert.Contains("Enough of it frees on 20", over.Text("error", "message"), StringComparison.Ordinal);
        var never = await acacia.PostJsonAsync("/v1/orders", Onramp("200000.00", customer: kisumu), HttpStatusCode.UnprocessableEntity);
        Assert.Contains("does not free with time", never.Text("error", "message"), StringComparison.Ordinal);
        Assert.Contains("15000.00 USD in twelve months", over.Text("error", "message"), StringComparison.Ordinal);
        await host.Admin.PostJsonAsync("/sandbox/customers/" + kisumu, new { kyc_status = "pending" });
        Assert.Equal("customer_not_verified",
            Code(await acacia.PostJsonAsync("/v1/orders", Onramp("1000.00", customer: kisumu), HttpStatusCode.UnprocessableEntity)));
        await acacia.PostJsonAsync("/v1/orders", Onramp("1000.00", customer: "cus_01KN62MV00FAY8VVR14D2PF2DB"), HttpStatusCode.NotFound);

        var funds = (await acacia.GetJsonAsync("/v1/funds")).GetProperty("funds").EnumerateArray().ToList();
        Assert.Contains(funds, row => row.Text("asset") == "EUR" && row.Text("total") == "250000.00");
        Assert.All(funds, row =>
            Assert.Equal(Number(row, "total"), Number(row, "available") + Number(row, "locked") + Number(row, "pending")));

        var statuses = await acacia.GetJsonAsync("/v1/statuses");
        Assert.Equal(JsonValueKind.Array, statuses.ValueKind);
        Assert.Equal(["pending", "verified", "settled", "reconciled", "rejected", "cancelled", "expired", "failed"],
            statuses.EnumerateArray().Select(row => row.Text("status")));
        Assert.Equal("verify", statuses[1].Text("stage"));

        var made = await host.Admin.PostJsonAsync("credentials",
            new { surface = "platform", merchant_id = host.Credentials.MerchantNamed("Acacia").MerchantId, name = "reader",
            scopes = new[] { "orders:read" } }, HttpStatusCode.Created);
        var reader = host.Client(made.Text("secret"));
        await reader.GetJsonAsync("/v1/orders");
        var refused = await reader.PostJsonAsync("/v1/orders", Onramp("1000.00"), HttpStatusCode.Forbidden);
        Assert.Equal("forbidden", Code(refused));
        await reader.GetJsonAsync("/v1/events", HttpStatusCode.Forbidden);
        host.AssertNoErrors();
    }

    internal static HttpClient Key(DeskHost host, string merchant) => host.Client(host.Credentials.MerchantNamed(merchant).PlatformApiKey!);

    internal static object Onramp(string amount, string currency = "KES", string? customer = null)
    {
        var body = new Dictionary<string, object>
        {
            ["type"] = "onramp", ["fiat"] = new { currency, amount }, ["crypto"] = new { asset = "USDT", network = "TRON" },
            ["sender_account_name"] = "Acacia Traders",
        };
        if (customer is not null)
        {
            body["customer_id"] = customer;
        }
        return body;
    }

    private static decimal Number(JsonElement row, string name) =>
        decimal.Parse(row.Text(name), System.Globalization.CultureInfo.InvariantCulture);

    private static int Count(JsonElement page) => page.GetProperty("orders").GetArrayLength();

    private static async Task CancelTwiceAsync(HttpClient acacia, string id)
    {
        var cancelled = await SendAsync(acacia, "POST", $"/v1/orders/{id}/cancel", "{}", ("Idempotency-Key", "k-2"));
        var repeated = await SendAsync(acacia, "POST", $"/v1/orders/{id}/cancel", "{}", ("Idempotency-Key", "k-2"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, "true", cancelled.Body),
            (cancelled.Status, repeated.Status, repeated.Headers["Idempotency-Replayed"], repeated.Body));
    }

    private static string Code(JsonElement answer) => answer.Text("error", "code");

    private static async Task<(HttpStatusCode Status, Dictionary<string, string> Headers, string Body)> SendAsync(
        HttpClient client, string method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", client.DefaultRequestHeaders.Authorization!.Parameter);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode,
            answer.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase),
            await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpStatusCode> PlacedAsync(HttpClient caller, object order)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post,
            "/v1/orders") { Content = System.Net.Http.Json.JsonContent.Create(order) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var response = await caller.SendAsync(request);
        return response.StatusCode;
    }
}
