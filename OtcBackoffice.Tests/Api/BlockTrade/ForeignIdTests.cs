using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.BlockTrade;

/// <summary>Every id that the block-trade surface takes: another customer's number is a missing one, in status and in every word.</summary>
public sealed class ForeignIdTests : IAsyncLifetime
{
    private const long Missing = 999_999_999;

    private static readonly byte[] Picture = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[100]];

    private DeskHost _host = null!;

    public async Task InitializeAsync() => _host = await DeskHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Another_customer_s_number_looks_missing_wherever_a_number_is_taken()
    {
        var (acacia, baobab) = (SpecClient.Of(_host), SpecClient.Of(_host, "Baobab"));
        var (merchant, own) = (await TradeFlowTests.MexicanAsync(acacia), await TradeFlowTests.MexicanAsync(baobab));
        var method = (await acacia.GetAsync("payment/my/list", $"mcId={merchant}&status=1")).Ok().GetProperty("record")[0].GetProperty("id")
            .GetInt64();
        var order = (await acacia.PostAsync("order/add", Buy(merchant, "acacia-only"))).Ok().GetProperty("orderId").GetInt64();
        await _host.Officer.PostJsonAsync($"block-trades/{order}/request-documents", new { reason = "The invoice, please." });
        var fields = new[] { new { index = 1, text = "012180015049733082" }, new { index = 2, text = "BBVA" } };
        const int Spei = 58;
        // Where each route takes a number, the foreign one, and the request; a route that takes none has none.
        var uses = new Dictionary<string, (long Foreign, Func<long, Task<SpecAnswer>> Ask)[]>
        {
            ["GET base/symbol_rate/country/list"] = [], ["GET base/symbol/self/list_data"] = [], ["GET base/public_key"] = [],
            ["GET base/public_key/list"] = [], ["GET payment/list"] = [],
            ["POST rate/user_quote/find"] = [], ["GET depositAddress"] = [], ["GET account"] = [], ["GET mc/list"] = [],
            ["POST mc/add"] = [], ["GET order/list"] = [],
            ["GET order/detail"] = [(order, id => baobab.GetAsync("order/detail", $"orderId={id}")),
                (order, id => baobab.GetAsync("order/detail", id == order ? "clientId=acacia-only" : "clientId=nobody-has-it"))],
            ["POST order/finish"] = [(order, id => baobab.PostAsync("order/finish", new { orderId = id }))],
            ["POST pic/upload"] = [(order, id => baobab.UploadAsync($"orderId={id}", ("a.png", Picture)))],
            ["POST order/add"] =
            [
                (merchant, id => baobab.PostAsync("order/add", Buy(id, null))),
                (method, id => baobab.PostAsync("order/add",
                    new { country = "Mexico", mcId = own, cryptoCurrency = "USDT", fiatCurrency = "MXN", quantity = "1", orderType = "SELL",
                    paymentId = $"{id}" })),
            ],
            ["POST payment/add"] =
            [
                (merchant, id => baobab.PostAsync("payment/add",
                    new { mcId = id, country = "Mexico", fiatCurrency = "MXN", paymentConfigId = Spei, paymentMethodName = "CLABE",
                    realName = "Baobab", fieldJson = fields })),
            ],
            ["GET payment/my/list"] = [(merchant, id => baobab.GetAsync("payment/my/list", $"mcId={id}"))],
            ["GET mc/tran/list"] = [(merchant, id => baobab.GetAsync("mc/tran/list", $"mcSettingsId={id}"))],
        };
        Assert.Equal(Routes().Order(StringComparer.Ordinal), uses.Keys.Order(StringComparer.Ordinal));

        foreach (var (route, places) in uses)
        {
            foreach (var (foreign, ask) in places)
            {
                var (asked, missing) = (await ask(foreign), await ask(Missing));
                Assert.True(asked == missing, $"{route}: foreign {asked}, missing {missing}");
                Assert.True((int)asked.Status is >= 400 and < 500 || IsEmptyPage(asked.Json), $"{route}: {asked}");
            }
        }
        // The same numbers serve their own customer, and nothing of the above has touched them.
        Assert.Equal(31, (await acacia.GetAsync("order/detail", "clientId=acacia-only")).Ok().GetProperty("orderStatus").GetInt32());
        Assert.Equal(0, (await _host.Officer.GetJsonAsync($"block-trades/{order}")).GetProperty("block_trade").GetProperty("documents")
            .GetArrayLength());
        (await acacia.UploadAsync($"orderId={order}", ("a.png", Picture))).Ok();
        (await acacia.PostAsync("payment/add",
            new { mcId = merchant, country = "Mexico", fiatCurrency = "MXN", paymentConfigId = Spei, paymentMethodName = "CLABE",
            realName = "Acacia", fieldJson = fields })).Ok();
        Assert.Equal(0, (await baobab.GetAsync("order/list")).Ok().GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Two_customers_may_use_one_name_for_their_orders_and_each_finds_its_own()
    {
        var (acacia, baobab) = (SpecClient.Of(_host), SpecClient.Of(_host, "Baobab"));
        var first = (await acacia.PostAsync("order/add", Buy(await TradeFlowTests.MexicanAsync(acacia), "the-same"))).Ok()
            .GetProperty("orderId").GetInt64();
        var second = (await baobab.PostAsync("order/add", Buy(await TradeFlowTests.MexicanAsync(baobab), "the-same"))).Ok()
            .GetProperty("orderId").GetInt64();

        Assert.NotEqual(first, second);
        Assert.Equal($"{first}", (await acacia.GetAsync("order/detail", "clientId=the-same")).Ok().Text("orderId"));
        Assert.Equal($"{second}", (await baobab.GetAsync("order/detail", "clientId=the-same")).Ok().Text("orderId"));
    }

    private static object Buy(long merchant, string? clientId) =>
        new { country = "Mexico", clientId, mcId = merchant, cryptoCurrency = "USDT", fiatCurrency = "MXN", orderAmount = "100",
            orderType = "BUY" };

    private static bool IsEmptyPage(JsonElement page) =>
        page.TryGetProperty("total", out var total) && total.GetInt64() == 0 && page.GetProperty("record").GetArrayLength() == 0;

    private List<string> Routes() =>
    [
        .. from endpoint in _host.Endpoints.OfType<RouteEndpoint>()
           let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
           where pattern.StartsWith(SpecClient.Root, StringComparison.Ordinal)
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
           select $"{method} {pattern[SpecClient.Root.Length..]}",
    ];
}
