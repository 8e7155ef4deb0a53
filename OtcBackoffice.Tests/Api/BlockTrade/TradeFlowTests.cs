using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.BlockTrade;

/// <summary>Buy and sell from the first request to the last, by a client of the specification and staff over HTTP.</summary>
public sealed class TradeFlowTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_buy_is_paid_released_and_booked(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var client = SpecClient.Of(host);
        var merchant = await MexicanAsync(client);
        var before = await FreeAsync(client);
        var quote = (await client.PostAsync("rate/user_quote/find",
            new { country = "Mexico", fiatCurrency = "MXN", cryptoCurrency = "USDT" })).Ok();
        Assert.Equal(1, quote.GetProperty("hasOpen").GetInt32());
        Assert.Equal(JsonValueKind.Number, quote.GetProperty("buyRate").ValueKind);

        var added = (await client.PostAsync("order/add", new
        {
            country = "Mexico", clientId = "ebab8a9663704e7cbbeb", mcId = merchant, cryptoCurrency = "USDT", fiatCurrency = "MXN",
            orderAmount = 10.00m, orderType = "BUY",
        })).Ok();
        var id = added.GetProperty("orderId").GetInt64();
        var order = (await client.GetAsync("order/detail", "clientId=ebab8a9663704e7cbbeb")).Ok();
        Assert.Equal(id.ToString(CultureInfo.InvariantCulture), order.Text("orderId"));
        Assert.Equal(("10", "0.4985", "20.06", 10),
            (order.Text("fiatAmount"), order.Text("quantity"), order.Text("orderPrice"), order.GetProperty("orderStatus").GetInt32()));
        Assert.Equal(decimal.Parse(order.Text("orderPrice"), CultureInfo.InvariantCulture), quote.GetProperty("buyRate").GetDecimal());
        (await client.PostAsync("order/add",
            new { country = "Mexico", clientId = "ebab8a9663704e7cbbeb", mcId = merchant, cryptoCurrency = "USDT", fiatCurrency = "MXN",
            orderAmount = "10", orderType = "BUY" }))
            .Refused(409, -4005);

        (await client.PostAsync("order/finish", new { orderId = id })).Refused(409, -4009);
        Assert.Equal("payment_pending", (await host.Officer.PostJsonAsync($"block-trades/{id}/approve")).Text("block_trade", "status"));
        order = (await client.GetAsync("order/detail", $"orderId={id}")).Ok();
        Assert.Equal(40, order.GetProperty("orderStatus").GetInt32());
        Assert.Equal(15, order.GetProperty("orderTimeFrameMinute").GetInt32());
        Assert.Equal((long.Parse(order.Text("orderApprovedTime"), CultureInfo.InvariantCulture) / 1_000) + 900,
            long.Parse(order.Text("orderExpireTimestamp"), CultureInfo.InvariantCulture));
        (await client.PostAsync("order/finish", new { orderId = id })).Ok();
        (await client.PostAsync("order/finish", new { orderId = id })).Ok();
        Assert.Equal(50, (await client.GetAsync("order/detail", $"orderId={id}")).Ok().GetProperty("orderStatus").GetInt32());
        Assert.Equal("released",
            (await host.Officer.PostJsonAsync($"block-trades/{id}/release", new { reason = "The wire is there." }))
            .Text("block_trade", "status"));

        Assert.Equal(before + 0.4985m, await FreeAsync(client));
        var transfer = Assert.Single((await client.GetAsync("mc/tran/list", "type=1&status=2")).Ok().GetProperty("record")
            .EnumerateArray());
        Assert.Equal(("10.00", id.ToString(CultureInfo.InvariantCulture)), (transfer.Text("amount"), transfer.Text("orderId")));
        await AssertBooksAsync(host);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_sell_puts_the_crypto_aside_and_ends_with_the_customer_s_word(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var client = SpecClient.Of(host);
        var merchant = await MexicanAsync(client);
        var method = (await client.GetAsync("payment/my/list", $"mcId={merchant}&status=1")).Ok().GetProperty("record")[0].GetProperty("id")
            .GetInt64();
        var before = await FreeAsync(client);

        var id = await SellAsync(client, merchant, method, "0.2");
        Assert.Equal(before - 0.2m, await FreeAsync(client));
        await host.Officer.PostJsonAsync($"block-trades/{id}/cancel", new { reason = "Tried only." });
        Assert.Equal(before, await FreeAsync(client));

        id = await SellAsync(client, merchant, method, "0.2");
        await host.Officer.PostJsonAsync($"block-trades/{id}/approve");
        var order = (await client.GetAsync("order/detail", $"orderId={id}")).Ok();
        Assert.Equal(("3.98", "19.92", 240),
            (order.Text("fiatAmount"), order.Text("orderPrice"), order.GetProperty("orderTimeFrameMinute").GetInt32()));
        Assert.Equal("BBVA", order.GetProperty("userPaymentInfo").GetProperty("paymentFieldList")[1].Text("text"));
        Assert.Empty(order.GetProperty("deptPaymentInfo").GetProperty("paymentFieldList").EnumerateArray());
        await host.Officer.PostJsonAsync($"block-trades/{id}/mark-paid", new { tracking_number = "2024090890706GA27Y4BFDRDHAD3X" });
        (await client.FormAsync("order/finish", $"orderId={id}")).Ok();
        order = (await client.GetAsync("order/detail", $"orderId={id}")).Ok();
        Assert.Equal((60, "2024090890706GA27Y4BFDRDHAD3X"), (order.GetProperty("orderStatus").GetInt32(), order.Text("traclingNumber")));
        Assert.Equal(before - 0.2m, await FreeAsync(client));

        id = await SellAsync(client, merchant, method, "1");
        await host.Officer.PostJsonAsync($"block-trades/{id}/approve");
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 240 * 60 });
        Assert.Equal("canceled", (await host.Officer.GetJsonAsync($"block-trades/{id}")).Text("block_trade", "status"));
        await AssertBooksAsync(host);
    }

    internal static async Task<long> MexicanAsync(SpecClient client) =>
        (await client.GetAsync("mc/list")).Ok().EnumerateArray().First(one => one.Text("fiat") == "MXN").GetProperty("id").GetInt64();

    internal static async Task<long> SellAsync(SpecClient client, long merchant, long method, string quantity) =>
        (await client.PostAsync("order/add", new
    {
        country = "Mexico", mcId = merchant, cryptoCurrency = "USDT", fiatCurrency = "MXN", quantity, orderType = "SELL",
        paymentId = $"{method}",
    })).Ok().GetProperty("orderId").GetInt64();

    private static async Task<decimal> FreeAsync(SpecClient client) => decimal.Parse(
        (await client.GetAsync("account")).Ok().GetProperty("balances").EnumerateArray().Single(one => one.Text("asset") == "USDT")
            .Text("free"), CultureInfo.InvariantCulture);

    private static async Task AssertBooksAsync(DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        Assert.All(await scope.ServiceProvider.GetRequiredService<LedgerDesk>().VerifyAsync(CancellationToken.None),
            check => Assert.Null(check.Fault));
        host.AssertNoErrors();
    }
}
