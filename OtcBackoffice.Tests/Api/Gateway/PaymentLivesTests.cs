using System.Net;
using System.Text.Json.Nodes;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Gateway;

/// <summary>
/// Whatever comes, each unit of it is somewhere once. Ten thousand lives: <c>dotnet run --project OtcBackoffice.Tests -- lives
/// 10000</c>.
/// </summary>
public sealed class PaymentLivesTests
{
    public static TheoryData<DatabaseProvider, int> Lives => TestDatabases.Sized(sqlite: 36, postgres: 18);

    [Theory]
    [MemberData(nameof(Lives))]
    public async Task Each_unit_that_came_is_credited_refunded_or_in_suspense(DatabaseProvider provider, int count)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var lives = new PaymentLives(host, count);
        await lives.LiveAsync(count);
        await lives.CheckAsync();
        Assert.Equal(count, lives.Lived);
        Assert.True(lives.Ends.Count >= 2, "All ended alike; the walk shows nothing.");
    }

    [Fact]
    public async Task Late_money_that_a_window_takes_in_is_not_decided_about_a_second_time()
    {
        await using var host = await DeskHost.StartAsync();
        var payment = await ShortAsync(host, "50");
        await host.SendCoinsAsync(payment, "30");
        await host.MineAsync(21);
        await GatewayWorld.PostAsync(host.Officer, PathOf(payment, "top-up"), new { minutes = 60, reason = "the rest comes" });
        Assert.Equal("topped_up", (await host.StaffPaymentAsync(payment))["exception"]!["exit"]!.GetValue<string>());
        await host.SendCoinsAsync(payment, "20");
        await host.MineAsync(21);
        Assert.Equal("completed", await StatusAsync(host, payment));
        await GatewayWorld.PostAsync(host.Officer, PathOf(payment, "accept"), new { reason = "again" }, HttpStatusCode.Conflict);
        Assert.Equal("99.00000000", (await (await GatewayCaller.OpenAsync(host)).BalanceAsync()).Amount);
        await host.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_window_completes_at_once_what_late_money_has_made_whole()
    {
        await using var host = await DeskHost.StartAsync();
        var payment = await ShortAsync(host, "50");
        await host.SendCoinsAsync(payment, "50");
        await host.MineAsync(21);
        await GatewayWorld.PostAsync(host.Officer, PathOf(payment, "top-up"), new { minutes = 60, reason = "it is all there" });
        Assert.Equal("completed", await StatusAsync(host, payment));
        Assert.Equal("99.00000000", (await (await GatewayCaller.OpenAsync(host)).BalanceAsync()).Amount);
        await host.BooksBalanceAsync();
    }

    [Fact]
    public async Task What_went_back_is_asked_for_again_and_never_credited()
    {
        await using var host = await DeskHost.StartAsync();
        var payment = await ShortAsync(host, "60");
        var asked = await GatewayWorld.PostAsync(host.Officer, PathOf(payment, "refund"),
            new { reason = "half of it", amount = "30", to_address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8" }, HttpStatusCode.Accepted);
        await GatewayWorld.PostAsync(host.Treasury, $"/api/v1/auth/approvals/{asked["approval_id"]!.GetValue<string>()}/approve", new { });
        await host.MineAsync(21);
        await GatewayWorld.PostAsync(host.Officer, PathOf(payment, "top-up"), new { minutes = 60, reason = "the rest comes" });
        await host.SendCoinsAsync(payment, "40");
        await host.MineAsync(21);
        Assert.Equal("partially_paid", await StatusAsync(host, payment));
        await host.SendCoinsAsync(payment, "30");
        await host.MineAsync(21);
        Assert.Equal("completed", await StatusAsync(host, payment));
        Assert.Equal("99.00000000", (await (await GatewayCaller.OpenAsync(host)).BalanceAsync()).Amount);
        await host.BooksBalanceAsync();
    }

    private static async Task<JsonNode> ShortAsync(DeskHost host, string amount)
    {
        var payment = await (await GatewayCaller.OpenAsync(host)).PayAsync("100.00");
        await host.SendCoinsAsync(payment, amount);
        await host.MineAsync(21);
        await host.WaitAsync(1_801);
        Assert.Equal("partially_completed", await StatusAsync(host, payment));
        return payment;
    }

    private static async Task<string> StatusAsync(DeskHost host, JsonNode payment) =>
        (await (await GatewayCaller.OpenAsync(host)).StatusAsync(payment))["status"]!.GetValue<string>();

    private static string PathOf(JsonNode payment, string exit) =>
        $"/api/v1/auth/gateway/payments/{payment["transaction_id"]!.GetValue<string>()}/{exit}";
}
