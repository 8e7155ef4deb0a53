using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.BlockTrade;

/// <summary>What admins switch and price is what customers meet with their next request.</summary>
public sealed class MarketSwitchTests : IAsyncLifetime
{
    private DeskHost _host = null!;

    public async Task InitializeAsync() => _host = await DeskHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private SpecClient Client => SpecClient.Of(_host);

    [Fact]
    public async Task A_switched_off_side_of_a_country_takes_no_orders_and_is_shown()
    {
        var merchant = await TradeFlowTests.MexicanAsync(Client);
        await _host.Officer.PatchJsonAsync("block-trades/countries/MX", new { buy_switch = false }, HttpStatusCode.Forbidden);
        await _host.Admin.PatchJsonAsync("block-trades/countries/MX", new { }, HttpStatusCode.BadRequest);
        await _host.Admin.PatchJsonAsync("block-trades/countries/XX", new { buy_switch = false }, HttpStatusCode.NotFound);
        var changed = await _host.Admin.PatchJsonAsync("block-trades/countries/mx",
            new { buy_switch = false, reason = "The bank is shut." });
        Assert.Equal(("Mexico", "False", "True"),
            (changed.Text("country", "country"), changed.Text("country", "buy_switch"), changed.Text("country", "sell_switch")));

        (await Client.PostAsync("order/add", Order(merchant, "BUY"))).Refused(400, -4001);
        (await Client.PostAsync("order/add", Order(merchant, "SELL", await MethodAsync(Client, merchant)))).Ok();
        var shown = (await _host.Anonymous.GetJsonAsync(SpecClient.Root + "base/symbol_rate/country/list")).GetProperty("countryList")[0];
        Assert.Equal((0, 1), (shown.GetProperty("buySwitch").GetInt32(), shown.GetProperty("sellSwitch").GetInt32()));

        await _host.Admin.PatchJsonAsync("block-trades/countries/MX", new { buy_switch = true });
        (await Client.PostAsync("order/add", Order(merchant, "BUY"))).Ok();
        var seen = await _host.Admin.GetJsonAsync("audit?action=trade_country.change");
        Assert.Equal(2, seen.GetProperty("audit").GetArrayLength());
    }

    [Fact]
    public async Task A_closed_pair_takes_no_orders_and_a_new_price_holds_for_the_next_one()
    {
        var merchant = await TradeFlowTests.MexicanAsync(Client);
        var kept = (await Client.PostAsync("order/add", Order(merchant, "BUY"))).Ok().GetProperty("orderId").GetInt64();
        var pair = (await _host.Officer.GetJsonAsync("block-trades/pairs?country=Mexico")).GetProperty("pairs").EnumerateArray()
            .Single(one => one.Text("crypto_currency") == "USDT").Text("id");
        await _host.Officer.PatchJsonAsync($"block-trades/pairs/{pair}", new { has_open = false }, HttpStatusCode.Forbidden);
        await _host.Admin.PatchJsonAsync($"block-trades/pairs/{pair}", new { buy_spread_bps = 2_001 }, HttpStatusCode.BadRequest);
        await _host.Admin.PatchJsonAsync($"block-trades/pairs/{pair}", new { reference_rate = "0" }, HttpStatusCode.BadRequest);

        await _host.Admin.PatchJsonAsync($"block-trades/pairs/{pair}", new { has_open = false });
        (await Client.PostAsync("order/add", Order(merchant, "BUY"))).Refused(400, -4001);
        Assert.Equal(0, (await QuoteAsync(Client)).GetProperty("hasOpen").GetInt32());
        var changed = await _host.Admin.PatchJsonAsync($"block-trades/pairs/{pair}",
            new { has_open = true, reference_rate = "20.5", buy_spread_bps = 100, sell_spread_bps = 200 });
        Assert.Equal(("20.5", "100", "200"),
            (changed.Text("pair", "reference_rate"), changed.Text("pair", "buy_spread_bps"), changed.Text("pair", "sell_spread_bps")));

        // Acacia has spreads of its own, 35 basis points; Baobab pays those of the pair. A buy is rounded up, a sell down.
        var (own, common) = (await QuoteAsync(Client), await QuoteAsync(SpecClient.Of(_host, "Baobab")));
        Assert.Equal((20.58m, 20.42m), (own.GetProperty("buyRate").GetDecimal(), own.GetProperty("sellRate").GetDecimal()));
        Assert.Equal((20.71m, 20.09m), (common.GetProperty("buyRate").GetDecimal(), common.GetProperty("sellRate").GetDecimal()));
        Assert.Equal("20.06", (await Client.GetAsync("order/detail", $"orderId={kept}")).Ok().Text("orderPrice"));
    }

    [Fact]
    public async Task A_customer_has_spreads_of_its_own_until_they_are_taken_away()
    {
        var pair = (await _host.Officer.GetJsonAsync("block-trades/pairs?country=Mexico")).GetProperty("pairs").EnumerateArray()
            .Single(one => one.Text("crypto_currency") == "USDT").Text("id");
        var baobab = _host.Credentials.MerchantNamed("Baobab").MerchantId;
        var path = $"block-trades/pairs/{pair}/spreads/{baobab}";
        var client = SpecClient.Of(_host, "Baobab");
        var before = (await QuoteAsync(client)).GetProperty("buyRate").GetDecimal();
        using var put = await _host.Officer.PutAsJsonAsync("/api/v1/auth/" + path, new { buy_spread_bps = 0, sell_spread_bps = 0 });
        Assert.Equal(HttpStatusCode.Forbidden, put.StatusCode);

        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync(path, new { buy_spread_bps = 2_001, sell_spread_bps = 0 })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync(path, new { buy_spread_bps = 5 })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound,
            (await PutAsync($"block-trades/pairs/{pair}/spreads/{Guid.NewGuid()}", new { buy_spread_bps = 5, sell_spread_bps = 5 }))
            .StatusCode);
        Assert.Equal(HttpStatusCode.OK,
            (await PutAsync(path, new { buy_spread_bps = 0, sell_spread_bps = 0, reason = "Volume." })).StatusCode);

        var own = (await QuoteAsync(client)).GetProperty("buyRate").GetDecimal();
        Assert.True(own < before, $"{own} is not below {before}.");
        Assert.Contains((await _host.Auditor.GetJsonAsync($"block-trades/pairs/{pair}/spreads")).GetProperty("spreads").EnumerateArray(),
            row => row.Text("merchant_id") == baobab.ToString());
        Assert.Equal(HttpStatusCode.OK, (await _host.Admin.DeleteAsync("/api/v1/auth/" + path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.Admin.DeleteAsync("/api/v1/auth/" + path)).StatusCode);
        Assert.Equal(before, (await QuoteAsync(client)).GetProperty("buyRate").GetDecimal());
        Assert.Equal(2, (await _host.Admin.GetJsonAsync("audit?action=customer_spread.change")).GetProperty("audit").GetArrayLength());
    }

    private Task<HttpResponseMessage> PutAsync(string path, object body) => _host.Admin.PutAsJsonAsync("/api/v1/auth/" + path, body);

    [Fact]
    public async Task A_new_limit_of_the_day_holds_at_once()
    {
        var merchant = await TradeFlowTests.MexicanAsync(Client);
        await _host.Officer.PatchJsonAsync($"sub-merchants/{merchant}", new { buy_limit = "150" }, HttpStatusCode.Forbidden);
        await _host.Admin.PatchJsonAsync($"sub-merchants/{merchant}", new { buy_limit = "150.00" });
        (await Client.PostAsync("order/add", Order(merchant, "BUY"))).Ok();
        (await Client.PostAsync("order/add", Order(merchant, "BUY"))).Refused(400, -4004);
        var shown = (await Client.GetAsync("mc/list")).Ok().EnumerateArray().Single(one => one.GetProperty("id").GetInt64() == merchant);
        Assert.Equal(("150.00", "100.00"), (shown.Text("buyLimit"), shown.Text("buyUsed")));
    }

    [Fact]
    public async Task A_payment_method_that_a_buy_names_must_be_a_verified_one_of_its_merchant()
    {
        var (acacia, baobab) = (Client, SpecClient.Of(_host, "Baobab"));
        var merchant = await TradeFlowTests.MexicanAsync(acacia);
        var own = await MethodAsync(acacia, merchant);
        var foreign = await MethodAsync(baobab, await TradeFlowTests.MexicanAsync(baobab));
        var waiting = (await acacia.PostAsync("payment/add", new
        {
            mcId = merchant, country = "Mexico", fiatCurrency = "MXN", paymentConfigId = 58, paymentMethodName = "SPEI",
            realName = "Acacia",
            fieldJson = new object[] { new { index = 1, text = "012180015049733082" }, new { index = 2, text = "BBVA" } },
        })).Ok().GetProperty("data").GetProperty("id").GetInt64();
        foreach (var wrong in (long[])[foreign, waiting, 999_999, 0])
        {
            foreach (var side in (string[])["BUY", "SELL"])
            {
                (await acacia.PostAsync("order/add", Order(merchant, side, wrong))).Refused(400, -4007);
            }
        }
        Assert.Equal(0, (await acacia.GetAsync("order/list")).Ok().GetProperty("total").GetInt32());
        var named = (await acacia.PostAsync("order/add", Order(merchant, "BUY", own))).Ok().GetProperty("orderId").GetInt64();
        Assert.Equal(own.ToString(CultureInfo.InvariantCulture),
            (await _host.Officer.GetJsonAsync($"block-trades/{named}")).Text("block_trade", "payment_method_id"));
        // The customer is still told the desk's account to pay into, and nothing of its own.
        var detail = (await acacia.GetAsync("order/detail", $"orderId={named}")).Ok();
        Assert.Equal(0, detail.GetProperty("deptPaymentInfo").GetProperty("id").GetInt64());
        Assert.False(detail.TryGetProperty("userPaymentInfo", out _));
    }

    [Fact]
    public async Task A_captured_request_stays_refused_when_the_product_was_started_again()
    {
        var body = $$"""{"country":"Mexico","mcId":{{await TradeFlowTests.MexicanAsync(Client)}},"cryptoCurrency":"USDT","fiatCurrency":"MXN","orderAmount":"100","orderType":"BUY"}""";
        var (read, write) = (Client.Signed("pageSize=5", ""), Client.Signed("", body));
        (await Client.RawAsync(HttpMethod.Get, "order/list", read, null)).Ok();
        (await Client.RawAsync(HttpMethod.Post, "order/add", write, Json(body))).Ok();

        await _host.RestartAsync();

        (await Client.RawAsync(HttpMethod.Get, "order/list", read, null)).Refused(401, -2015);
        (await Client.RawAsync(HttpMethod.Post, "order/add", write, Json(body))).Refused(401, -2015);
        Assert.Equal(1, (await Client.GetAsync("order/list")).Ok().GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task The_desk_shows_what_was_uploaded_and_writes_down_who_looked()
    {
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[100]];
        var id = (await Client.PostAsync("order/add", Order(await TradeFlowTests.MexicanAsync(Client), "BUY"))).Ok().GetProperty("orderId")
            .GetInt64();
        await _host.Officer.PostJsonAsync($"block-trades/{id}/request-documents", new { reason = "The invoice, please." });
        (await Client.UploadAsync($"orderId={id}", ("a.png", png))).Ok();
        var file = (await _host.Officer.GetJsonAsync($"block-trades/{id}")).GetProperty("block_trade")
            .GetProperty("documents")[0].Text("file_id");

        using var answer = await _host.Officer.GetAsync($"/api/v1/auth/block-trades/{id}/documents/{file}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(png, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(("image/png", "nosniff", "sandbox", "inline"),
            (answer.Content.Headers.ContentType?.MediaType, answer.Headers.GetValues("X-Content-Type-Options").Single(),
            answer.Headers.GetValues("Content-Security-Policy").Single(), answer.Content.Headers.ContentDisposition?.DispositionType));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        await _host.Acacia.GetJsonAsync($"block-trades/{id}/documents/{file}", HttpStatusCode.Forbidden);
        await _host.Officer.GetJsonAsync($"block-trades/{id}/documents/{Guid.NewGuid()}", HttpStatusCode.NotFound);
        await _host.Officer.GetJsonAsync($"block-trades/{id + 1}/documents/{file}", HttpStatusCode.NotFound);
        await _host.Anonymous.GetJsonAsync($"/files/block-trades/{id}/documents/{file}", HttpStatusCode.Found);
        Assert.Equal(1, (await _host.Admin.GetJsonAsync("audit?action=block_document.view")).GetProperty("audit").GetArrayLength());
        // A signed request does not cover the file, so the record keeps what came.
        var taken = (await _host.Admin.GetJsonAsync("audit?action=block_trade.take_documents")).GetProperty("audit")[0].ToString();
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(png)), taken, StringComparison.Ordinal);
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    private static async Task<System.Text.Json.JsonElement> QuoteAsync(SpecClient client) =>
        (await client.PostAsync("rate/user_quote/find", new { country = "Mexico", fiatCurrency = "MXN", cryptoCurrency = "USDT" })).Ok();

    private static async Task<long> MethodAsync(SpecClient client, long merchant) =>
        (await client.GetAsync("payment/my/list", $"mcId={merchant}&status=1")).Ok().GetProperty("record")[0].GetProperty("id").GetInt64();

    private static Dictionary<string, object?> Order(long merchant, string side, long? payment = null) => new()
    {
        ["country"] = "Mexico", ["mcId"] = merchant, ["cryptoCurrency"] = "USDT", ["fiatCurrency"] = "MXN", ["orderAmount"] = "100",
        ["orderType"] = side,
        ["paymentId"] = payment?.ToString(CultureInfo.InvariantCulture),
    };
}
