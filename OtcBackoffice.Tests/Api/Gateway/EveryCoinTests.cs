using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Gateway;

/// <summary>
/// What holds of every currency, whatever the scale that the books keep it in: what is asked for is what completes, what is shown adds
/// up, and a limit that is named is one that is taken.
/// </summary>
public sealed class EveryCoinTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Addresses = new()
    {
        ["TRX"] = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", ["ETH"] = "0x52908400098527886E0F7030069857D2E4169EE7",
        ["BTC"] = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    };

    private DeskHost _host = null!;

    public async Task InitializeAsync() => _host = await DeskHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task What_is_asked_for_completes_a_payment_and_the_history_adds_up_to_the_balance()
    {
        var tenant = await GatewayCaller.OpenAsync(_host);
        foreach (var coin in GatewayCoin.All)
        {
            foreach (var (price, isPaidByUser) in new[] { (123.45m, true), (123.45m, false), (77.77m, true) })
            {
                var payment = await tenant.PostAsync("/payments/",
                    new { amount = price, currency = coin.Code, price_currency = "USD", is_fee_paid_by_user = isPaidByUser },
                    HttpStatusCode.Created);
                var asked = Number(payment, "pay_amount");
                await _host.SendCoinsAsync(payment, Plain(asked), coin.Token, coin.Asset.Network.Code);
                await _host.MineAsync(40, coin.Asset.Network.Code);
                Assert.Equal((coin.Code, price, isPaidByUser, "completed"),
                    (coin.Code, price, isPaidByUser, Text(await tenant.StatusAsync(payment), "status")));
            }
        }
        // A part that the wire cannot say, and the rest as the checkout asks for it: nothing is left that nobody could decide about.
        var dusty = await tenant.PostAsync("/payments/", new { amount = "50", currency = "ETH", price_currency = "USD" },
            HttpStatusCode.Created);
        await _host.SendCoinsAsync(dusty, "0.010000005", "ETH", "ethereum");
        await _host.SendCoinsAsync(dusty, Plain(Number(dusty, "pay_amount") - 0.01m), "ETH", "ethereum");
        await _host.MineAsync(40, "ethereum");
        Assert.Equal("completed", Text(await tenant.StatusAsync(dusty), "status"));
        Assert.Null((await _host.StaffPaymentAsync(dusty))["exception"]);

        var sums = new Dictionary<string, decimal>();
        foreach (var row in (await tenant.GetAsync("/user/balances/history/?limit=100"))["results"]!.AsArray())
        {
            sums[Text(row!, "currency")] = sums.GetValueOrDefault(Text(row!, "currency")) + Number(row!, "amount");
        }
        var balances = (await tenant.GetAsync("/user/balances/"))["account"]!.AsObject();
        Assert.Equal(GatewayCoin.All.Select(coin => coin.Code).Order(), balances.Select(one => one.Key).Order());
        Assert.All(balances, one => Assert.Equal((one.Key, Number(one.Value!, "amount")), (one.Key, sums[one.Key])));
        await _host.BooksBalanceAsync();
    }

    [Fact]
    public async Task An_estimate_adds_up_to_the_last_digit_that_is_shown()
    {
        var tenant = await GatewayCaller.OpenAsync(_host);
        await _host.RateAsync("0.000313373", "ETH");
        await _host.RateAsync("0.0000153847", "BTC");
        foreach (var coin in GatewayCoin.All)
        {
            foreach (var usd in new[] { 11.11m, 395.10m, 3622.10m, 99_999.99m })
            {
                foreach (var isFinal in new[] { false, true })
                {
                    var estimate = await tenant.PostAsync("/withdrawal/estimate/",
                        new { price_amount = usd, price_currency = "USD", currency = coin.Code, final_amount = isFinal });
                    var (requested, fee) = (Number(estimate, "requested_amount"), Number(estimate, "fee"));
                    Assert.Equal((coin.Code, usd, fee),
                        (coin.Code, usd, Number(estimate, "platform_fee") + Number(estimate, "network_fee")));
                    Assert.Equal((coin.Code, usd, isFinal ? requested : requested - fee), (coin.Code, usd, Number(estimate, "amount")));
                    Assert.True(Number(estimate, "platform_fee") >= requested / 100, $"{coin.Code} {usd}: {estimate.ToJsonString()}");
                }
            }
        }
    }

    [Fact]
    public async Task A_limit_that_is_named_is_taken_and_what_lies_beyond_it_is_not()
    {
        var tenant = await GatewayCaller.OpenAsync(_host);
        foreach (var (quote, rate) in new[] { ("USDT", "0.99"), ("USDT", "1.0371"), ("ETH", "0.000313373"), ("BTC", "0.0000153847") })
        {
            await _host.RateAsync(rate, quote);
            foreach (var coin in GatewayCoin.All.Where(one => one.Token == quote))
            {
                var limits = await tenant.GetAsync($"/payments/min-amount/?currency={coin.Code}");
                var step = coin.Asset.Scale >= GatewayCoin.WireScale ? 0.00000001m : 0.000001m;
                var (least, most) = (limits["min_amount"]!.GetValue<decimal>(), limits["max_amount"]!.GetValue<decimal>());
                foreach (var (amount, isTaken) in new[] { (least, true), (most, true), (least - step, false), (most + step, false) })
                {
                    var body = new { amount = Plain(amount), currency = coin.Code };
                    var (paid, _) = await tenant.SendAsync("POST", "/payments/", body);
                    var (estimated, _) = await tenant.SendAsync("POST", "/withdrawal/estimate/", body);
                    Assert.Equal((coin.Code, rate, amount, isTaken ? HttpStatusCode.Created : HttpStatusCode.UnprocessableEntity,
                        isTaken ? HttpStatusCode.OK : HttpStatusCode.UnprocessableEntity), (coin.Code, rate, amount, paid, estimated));
                }
            }
        }
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task A_list_by_amount_compares_coins_and_not_their_smallest_units(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var tenant = await GatewayCaller.OpenAsync(host);
        foreach (var code in new[] { "USDTTRC20", "BTC", "ETH" })
        {
            var coin = GatewayCoin.Find(code)!;
            var payment = await tenant.PostAsync("/payments/", new { amount = 900, currency = code, price_currency = "USD" },
                HttpStatusCode.Created);
            await host.SendCoinsAsync(payment, Plain(Number(payment, "pay_amount")), coin.Token, coin.Asset.Network.Code);
            await host.MineAsync(40, coin.Asset.Network.Code);
            foreach (var usd in new[] { 20, 300 })
            {
                await tenant.PostAsync("/withdrawal/", new { price_amount = usd, currency = code, address = Addresses[coin.Blockchain] },
                    HttpStatusCode.Created);
            }
        }
        foreach (var sort in new[] { "amount", "-amount" })
        {
            var pages = new List<decimal>();
            for (var offset = 0; offset < 6; offset += 2)
            {
                pages.AddRange((await tenant.GetAsync($"/withdrawal/?sort={sort}&limit=2&offset={offset}"))["results"]!.AsArray()
                    .Select(row => Number(row!, "amount")));
            }
            Assert.Equal(6, pages.Count);
            Assert.Equal(sort == "amount" ? pages.Order() : pages.OrderDescending(), pages);
        }
    }

    [Fact]
    public async Task A_custom_id_stands_for_one_body_however_the_market_moves()
    {
        var tenant = await GatewayCaller.OpenAsync(_host);
        var payment = await tenant.PostAsync("/payments/", new { amount = 900, currency = "BTC", price_currency = "USD" },
            HttpStatusCode.Created);
        await _host.SendCoinsAsync(payment, Plain(Number(payment, "pay_amount")), "BTC", "bitcoin");
        await _host.MineAsync(10, "bitcoin");
        var body = new { price_amount = 50, currency = "BTC", address = Addresses["BTC"], custom_id = "one" };
        var first = await tenant.PostAsync("/withdrawal/", body, HttpStatusCode.Created);
        await _host.RateAsync("0.0000161", "BTC");
        Assert.Equal(Text(first, "withdrawal_id"),
            Text(await tenant.PostAsync("/withdrawal/", body, HttpStatusCode.Created), "withdrawal_id"));
        foreach (var other in new object[]
        {
            new { price_amount = 51, currency = "BTC", address = Addresses["BTC"], custom_id = "one" },
            new { price_amount = 50, currency = "BTC", address = Addresses["BTC"], custom_id = "one",
                callback_url = "http://127.0.0.1:9/x" },
        })
        {
            Assert.Equal("custom_id", await tenant.RefusedAsync(HttpStatusCode.Conflict, "conflict", "POST", "/withdrawal/", other));
        }
    }

    [Fact]
    public async Task Every_POST_that_makes_or_ends_something_hears_an_idempotency_key()
    {
        var tenant = await GatewayCaller.OpenAsync(_host);
        var payment = await tenant.PayAsync("100");
        await _host.SendCoinsAsync(payment, "100");
        await _host.MineAsync(40);
        var withdrawal = Text(await tenant.PostAsync("/withdrawal/",
            new { amount = 20, currency = "USDTTRC20", address = Addresses["TRX"] }, HttpStatusCode.Created), "withdrawal_id");
        foreach (var (path, body) in new (string, object)[]
        {
            ("/wallets/", new { name = "Till" }), ("/payment-links/", new { amount = "10", order_description = "Bread" }),
            ("/payments/", new { amount = 20, currency = "USDTTRC20" }), ($"/withdrawal/{withdrawal}/cancel/", new { }),
        })
        {
            var (status, first) = await tenant.SendAsync("POST", path, body, "k-1");
            var (again, second) = await tenant.SendAsync("POST", path, body, "k-1");
            Assert.True((int)status < 300, $"{path}: {first?.ToJsonString()}");
            Assert.Equal((path, status, first!.ToJsonString()), (path, again, second?.ToJsonString()));
        }
        Assert.Equal(1, (await tenant.GetAsync("/wallets/"))["total"]!.GetValue<int>());
        var (reused, _) = await tenant.SendAsync("POST", "/wallets/", new { name = "Other" }, "k-1");
        Assert.Equal(HttpStatusCode.Conflict, reused);
    }

    [Fact]
    public async Task An_order_that_was_paid_in_part_is_settled_for_what_came()
    {
        var tenant = await GatewayCaller.OpenAsync(_host);
        var payment = await tenant.PayAsync("100", new { expiry_minutes = 5, order_id = "part" });
        await _host.SendCoinsAsync(payment, "60");
        await _host.MineAsync(40);
        await _host.WaitAsync(301);
        Assert.Equal("partially_completed", Text(await tenant.StatusAsync(payment), "status"));
        var acacia = _host.Client(_host.Credentials.MerchantNamed("Acacia").PlatformApiKey!);
        var order = (await GatewayWorld.GetAsync(acacia, "/v1/orders?reference=part"))["orders"]!.AsArray().Single()!;
        Assert.Equal(("settled", "60.00", "60.000000", "60.000000", "59.400000", "0.600000"),
            (Text(order, "status"), Text(order["fiat"]!, "amount"), Text(order["crypto"]!, "amount"), Text(order["fees"]!, "gross_amount"),
                Text(order["fees"]!, "net_amount"), Text(order["fees"]!, "fee_amount")));
    }

    [Fact]
    public async Task A_wrong_type_is_told_in_the_words_of_the_gateway()
    {
        var tenant = await GatewayCaller.OpenAsync(_host);
        foreach (var (path, body, word) in new[]
        {
            ("/payments/", """{"amount":true,"currency":"BTC"}""", "number or string"),
            ("/withdrawal/batch/", """{"withdrawals":{}}""", "list"), ("/wallets/", """{"name":5}""", "string"),
        })
        {
            var answer = await tenant.ExpectAsync(HttpStatusCode.BadRequest, "POST", path, body);
            Assert.Contains(word, Text(answer["error"]!, "message"), StringComparison.Ordinal);
        }
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static decimal Number(JsonNode node, string name) =>
        decimal.Parse(Text(node, name), NumberStyles.Number, CultureInfo.InvariantCulture);

    private static string Plain(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);
}
