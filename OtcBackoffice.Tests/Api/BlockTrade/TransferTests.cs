using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.BlockTrade;

/// <summary>Every movement on a CLABE or CVU is a transfer row with its journal, whichever of bank, customer and desk speaks
/// first.</summary>
public sealed class TransferTests : IAsyncLifetime
{
    private DeskHost _host = null!;
    private long _merchant;
    private string _clabe = "";

    private SpecClient Client => SpecClient.Of(_host);

    public async Task InitializeAsync()
    {
        _host = await DeskHost.StartAsync();
        _merchant = await TradeFlowTests.MexicanAsync(Client);
        _clabe = (await _host.Officer.GetJsonAsync("sub-merchants")).GetProperty("sub_merchants").EnumerateArray()
            .Single(one => one.GetProperty("id").GetInt64() == _merchant).Text("account_number");
    }

    public async Task DisposeAsync()
    {
        await using (var scope = _host.Services.CreateAsyncScope())
        {
            Assert.All(await scope.ServiceProvider.GetRequiredService<LedgerDesk>().VerifyAsync(CancellationToken.None),
                check => Assert.Null(check.Fault));
        }
        _host.AssertNoErrors();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_wire_to_the_clabe_is_a_deposit_of_its_merchant()
    {
        Assert.NotEqual("", await LineAsync(_clabe, "123.45"));
        Assert.Equal("", await LineAsync(_clabe[..17] + "x", "1.00"));
        var row = Assert.Single(await RowsAsync());
        Assert.Equal(("123.45", 1, 2, "", _clabe),
            (row.Text("amount"), row.GetProperty("type").GetInt32(), row.GetProperty("status").GetInt32(), row.Text("orderId"),
            row.Text("accountNumber")));
        Assert.Equal("123.45", await BalanceAsync());
        Assert.Equal(0, (await SpecClient.Of(_host, "Baobab").GetAsync("mc/tran/list")).Ok().GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_wire_before_the_customer_says_so_is_the_order_s_and_counts_once()
    {
        var id = await ApprovedAsync("250");
        await LineAsync(_clabe, "250.00");
        Assert.Equal(("40", "250.00"), (await StatusAsync(id), await BalanceAsync()));
        WireTests.AssertShape("result:b msg:s", (await Client.PostAsync("order/finish", new { orderId = id })).Ok());
        await _host.Officer.PostJsonAsync($"block-trades/{id}/release");
        Assert.Equal(["1 2 " + id], await ShortAsync());
        Assert.Equal("0.00", await BalanceAsync());
    }

    [Fact]
    public async Task A_wire_after_the_release_is_linked_and_a_second_one_is_the_customer_s()
    {
        var id = await ApprovedAsync("250");
        (await Client.PostAsync("order/finish", new { orderId = id })).Ok();
        Assert.Equal(["1 1 " + id], await ShortAsync());
        await _host.Officer.PostJsonAsync($"block-trades/{id}/release");
        await LineAsync($"BLK-{id}", "250.00");
        Assert.Equal(["1 2 " + id], await ShortAsync());
        Assert.Equal("0.00", await BalanceAsync());
        await LineAsync($"BLK-{id}", "250.00");
        Assert.Equal(["1 2 " + id, "1 2 "], await ShortAsync());
        Assert.Equal("250.00", await BalanceAsync());
    }

    [Fact]
    public async Task A_paid_buy_that_is_cancelled_goes_back_online_once_its_wire_is_there()
    {
        var method = (await Client.GetAsync("payment/my/list", $"mcId={_merchant}&status=1")).Ok()
            .GetProperty("record")[0].GetProperty("id").GetInt64();
        var id = await ApprovedAsync("250", method);
        (await Client.PostAsync("order/finish", new { orderId = id })).Ok();
        await LineAsync(_clabe, "250.00");
        Assert.Equal(["1 2 " + id], await ShortAsync());
        Assert.Equal("250.00", await BalanceAsync());
        Assert.Equal(0, await RefundFlagAsync(id));
        await _host.Officer.PostJsonAsync($"block-trades/{id}/cancel", new { reason = "The sender is another." });
        Assert.Equal(["1 2 " + id, "3 2 " + id], await ShortAsync());
        Assert.Equal(("0.00", 1), (await BalanceAsync(), await RefundFlagAsync(id)));
        var page = (await Client.GetAsync("mc/tran/list", "type=3")).Ok();
        WireTests.AssertShape("currentPage:n size:n total:n record:a", page);
        var refund = Assert.Single(page.GetProperty("record").EnumerateArray());
        WireTests.AssertShape(
            "id:s userId:s orderId:s bankOrderId:s country:s mcSettingsId:n merchantName:s fiat:s amount:s type:n status:n "
                + "accountNumber:s bankName:s createTime:s updateTime:s", refund);
        Assert.Equal(("250.00", "012180015049733082", "BBVA"),
            (refund.Text("amount"), refund.Text("accountNumber"), refund.Text("bankName")));
    }

    [Fact]
    public async Task A_paid_buy_that_is_cancelled_before_its_wire_waits_for_it_as_an_offline_refund()
    {
        var id = await ApprovedAsync("250");
        (await Client.PostAsync("order/finish", new { orderId = id })).Ok();
        await _host.Officer.PostJsonAsync($"block-trades/{id}/cancel", new { reason = "Nothing came." });
        Assert.Equal(["1 3 " + id, "5 1 " + id], await ShortAsync());
        await LineAsync(_clabe, "250.00");
        Assert.Equal(["1 3 " + id, "5 2 " + id, "1 2 " + id], await ShortAsync());
        Assert.Equal("0.00", await BalanceAsync());
    }

    [Fact]
    public async Task A_wire_of_another_amount_or_currency_pays_no_order()
    {
        var id = await ApprovedAsync("250");
        await LineAsync($"BLK-{id}", "249.99");
        Assert.Equal("", await LineAsync($"BLK-{id}", "250.00", "KES"));
        Assert.Equal(["1 2 "], await ShortAsync());
        await _host.Officer.PostJsonAsync($"block-trades/{id}/cancel", new { reason = "Too little." });
        Assert.Equal(["1 2 "], await ShortAsync());
        Assert.Equal("249.99", await BalanceAsync());
    }

    [Fact]
    public async Task A_sell_is_a_withdrawal_from_its_payment_to_its_end()
    {
        var method = (await Client.GetAsync("payment/my/list", $"mcId={_merchant}&status=1")).Ok()
            .GetProperty("record")[0].GetProperty("id").GetInt64();
        var id = await TradeFlowTests.SellAsync(Client, _merchant, method, "1");
        await _host.Officer.PostJsonAsync($"block-trades/{id}/approve");
        await _host.Officer.PostJsonAsync($"block-trades/{id}/mark-paid", new { tracking_number = "T-1" });
        Assert.Equal(["2 1 " + id], await ShortAsync());
        await _host.Officer.PostJsonAsync($"block-trades/{id}/release");
        Assert.Equal(["2 2 " + id], await ShortAsync());
    }

    private async Task<long> ApprovedAsync(string amount, long? method = null)
    {
        var id = (await Client.PostAsync("order/add", new
        {
            country = "Mexico", mcId = _merchant, cryptoCurrency = "USDT", fiatCurrency = "MXN", orderAmount = amount, orderType = "BUY",
            paymentId = method?.ToString(CultureInfo.InvariantCulture),
        })).Ok().GetProperty("orderId").GetInt64();
        await _host.Officer.PostJsonAsync($"block-trades/{id}/approve");
        return id;
    }

    private async Task<string> LineAsync(string reference, string amount, string currency = "MXN") =>
        (await _host.Admin.PostJsonAsync("/sandbox/bank/credits",
            new { currency, amount, reference, sender_name = "Somebody", value_date = "2026-11-21" })).Text("transfer_id");

    private async Task<List<JsonElement>> RowsAsync() =>
        [.. (await Client.GetAsync("mc/tran/list")).Ok().GetProperty("record").EnumerateArray()];

    private async Task<string[]> ShortAsync() =>
        [.. (await RowsAsync()).Select(row => $"{row.Text("type")} {row.Text("status")} {row.Text("orderId")}")];

    private async Task<string> BalanceAsync() =>
        (await Client.GetAsync("mc/list")).Ok().EnumerateArray().Single(one => one.GetProperty("id").GetInt64() == _merchant)
        .Text("balance");

    private async Task<string> StatusAsync(long id) => (await Client.GetAsync("order/detail", $"orderId={id}")).Ok().Text("orderStatus");

    private async Task<int> RefundFlagAsync(long id)
    {
        var (detail, listed) = ((await Client.GetAsync("order/detail", $"orderId={id}")).Ok(),
            (await Client.GetAsync("order/list")).Ok().GetProperty("record")[0]);
        Assert.Equal(detail.Text("hasRefund"), listed.Text("hasRefund"));
        return detail.GetProperty("hasRefund").GetInt32();
    }
}
