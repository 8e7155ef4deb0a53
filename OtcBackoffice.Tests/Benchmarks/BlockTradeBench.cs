using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Api.BlockTrade;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>Signed orders and pages of the order list over HTTP, against bare endpoints that write the same rows and answer the same
/// bytes.</summary>
internal static class BlockTradeBench
{
    private const int Connections = 16, OrdersBefore = 200;
    private const double Seconds = 1, AddGoal = 0.1, ListGoal = 0.03;
    private const string Form = "Content-Type: application/json";

    public static async Task RunAsync(BenchRunner runner, CancellationToken cancellation)
    {
        await using var desk = await DeskHost.StartAsync();
        var client = SpecClient.Of(desk);
        var merchant = await TradeFlowTests.MexicanAsync(client);
        var number = (await desk.Admin.GetJsonAsync("sub-merchants")).EnumerateObject().First().Value.EnumerateArray()
            .First(row => row.Text("id") == merchant.ToString(CultureInfo.InvariantCulture)).Text("id");
        // Far more than a day of the load.
        await desk.Admin.PatchJsonAsync($"sub-merchants/{number}", new { buy_limit = "1000000000.00", sell_limit = "1000000000.00" });
        var body = JsonSerializer.Serialize(
            new { country = "Mexico", mcId = merchant, cryptoCurrency = "USDT", fiatCurrency = "MXN", orderAmount = "100",
            orderType = "BUY" });
        for (var order = 0; order < OrdersBefore; order++)
        {
            (await client.SendAsync(HttpMethod.Post, "order/add", "", body, "application/json")).Ok();
        }
        var page = (await client.GetAsync("order/list", "pageSize=50")).Text;
        using var directory = new TempDirectory();
        await TableCopies.CopyDatabaseAsync(desk.Services.GetRequiredService<HostSettings>().SqliteFile, directory.File("bare.db"),
            cancellation);
        await using var bare = await BareBlockTrades.StartAsync(directory.File("bare.db"), Encoding.UTF8.GetBytes(page), cancellation);
        var pair = desk.Credentials.MerchantNamed("Acacia").BlockTrade!;
        var key = "X-BH-APIKEY: " + pair.ApiKey;
        string Signed(string query, string content, int call) => Sign(desk, pair.Secret, query, content, call);

        var bareAdd = HttpLoad.Request(bare.Address, "POST", BareBlockTrades.Add, body, Form);
        await runner.RunAsync(
            new Comparison(
                "http_block_trade_add", "req/s",
                new Contender($"bare order, {Connections} connections",
                    token => HttpLoad.RunAsync(bare.Address, Connections, Seconds, _ => bareAdd, token)),
                Warmed("POST order/add", desk,
                    call => HttpLoad.Request(desk.Address, "POST", $"{SpecClient.Root}order/add?{Signed("", body, call)}", body, Form,
                    key)),
                Goal.AtLeast(AddGoal)),
            cancellation);
        var bareList = HttpLoad.Request(bare.Address, "GET", BareBlockTrades.List);
        await runner.RunAsync(
            new Comparison(
                "http_block_trade_list", "req/s",
                new Contender($"a spent signature and the same bytes, {Connections} connections",
                    token => HttpLoad.RunAsync(bare.Address, Connections, Seconds, _ => bareList, token)),
                Warmed("GET order/list, 50 orders", desk,
                    call => HttpLoad.Request(desk.Address, "GET", $"{SpecClient.Root}order/list?{Signed("pageSize=50&", "", call)}", "",
                    key)),
                Goal.AtLeast(ListGoal)),
            cancellation);
        desk.AssertNoErrors();
    }

    // Many requests share a millisecond, and a signature is good once: the window tells them apart.
    private static string Sign(DeskHost desk, string secret, string query, string content, int call)
    {
        var now = desk.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        var signed = string.Create(CultureInfo.InvariantCulture, $"{query}recvWindow={20_000 + (call % 40_000)}&timestamp={now}");
        return $"{signed}&signature={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed + content)))}";
    }

    private static Contender Warmed(string name, DeskHost desk, Func<int, byte[]> request) =>
        new($"{name}, {Connections} connections",
            token => HttpLoad.RunAsync(desk.Address, Connections, Seconds, request, token)) { WarmUpTurns = 5 };
}
