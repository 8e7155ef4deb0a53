using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.BlockTrade;

/// <summary>After a thousand orders that went every way there is, limits, balances and the books are what a second set of books
/// says.</summary>
public sealed class RandomOrderTests
{
    public static TheoryData<DatabaseProvider, int> Walks => TestDatabases.Sized(sqlite: 1_000, postgres: 150);

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task After_random_orders_every_limit_balance_and_rounding_account_adds_up(DatabaseProvider provider, int orders)
    {
        await using var host = await DeskHost.StartAsync(provider);
        await MorningAsync(host);
        var walks = await WalksAsync(host);
        var before = await LedgerAsync(host);
        var free = await FreeAsync(host);

        await RunAsync(walks, orders / walks.Count / 2);
        await CheckAsync(host, walks, before, free);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 86_400 });
        walks.ForEach(walk => walk.Turn());
        await CheckAsync(host, walks, before, free);
        await RunAsync(walks, orders / walks.Count / 2);
        await CheckAsync(host, walks, before, free);

        Assert.Equal(orders, walks.Sum(walk => walk.Placed + walk.Refused));
        Assert.True(orders < 1_000 || walks.Exists(walk => walk.Refused > 0),
            "No limit was ever reached; the walk does not show that it holds.");
        host.AssertNoErrors();
    }

    // Side by side, but one after the other where they share a limit row: who loses a race three times is told to ask again.
    private static Task RunAsync(List<RandomOrders> walks, int orders) =>
        Task.WhenAll(walks.GroupBy(walk => walk.Merchant).Select(async same =>
    {
        foreach (var walk in same)
        {
            await walk.RunAsync(orders);
        }
    }));

    // The day must not turn by itself in the middle.
    private static async Task MorningAsync(DeskHost host)
    {
        var now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (now.Hour >= 22)
        {
            await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = (26 - now.Hour) * 3_600 });
        }
    }

    private static async Task<List<RandomOrders>> WalksAsync(DeskHost host)
    {
        var walks = new List<RandomOrders>();
        foreach (var (name, bps) in ((string, int)[])[("Acacia", 35), ("Baobab", 40)])
        {
            var client = SpecClient.Of(host, name);
            var merchants = (await client.GetAsync("mc/list")).Ok().EnumerateArray()
                .ToDictionary(one => one.Text("fiat"), one => one.GetProperty("id").GetInt64());
            var method = (await client.GetAsync("payment/my/list", $"mcId={merchants["MXN"]}&status=1")).Ok()
                .GetProperty("record")[0].GetProperty("id").GetInt64();
            await host.Admin.PatchJsonAsync($"sub-merchants/{merchants["MXN"]}", new { buy_limit = "250000.00", sell_limit = "250000.00" });
            walks.Add(new RandomOrders(host, name, new RandomMarket("Mexico", "MXN", "BUY", 19.99m, bps, 900_000), merchants["MXN"], method,
                11 + bps) { Limit = 250_000m });
            walks.Add(new RandomOrders(host, name, new RandomMarket("Mexico", "MXN", "SELL", 19.99m, bps, 900_000), merchants["MXN"],
                method, 12 + bps) { Limit = 250_000m });
            if (name == "Acacia")
            {
                walks.Add(new RandomOrders(host, name, new RandomMarket("Argentina", "ARS", "BUY", 1_095.00m, 60, 2_500_000),
                    merchants["ARS"], 0, 13) { Limit = 1_000_000m });
            }
        }
        return walks;
    }

    private static async Task CheckAsync(DeskHost host, List<RandomOrders> walks, Dictionary<string, decimal> before,
        Dictionary<string, decimal> free)
    {
        foreach (var name in (string[])["Acacia", "Baobab"])
        {
            var own = walks.Where(walk => walk.Customer == name).ToList();
            var client = SpecClient.Of(host, name);
            var merchants = (await client.GetAsync("mc/list")).Ok().EnumerateArray().ToDictionary(one => one.GetProperty("id").GetInt64());
            Assert.All(own, walk => Assert.Equal(walk.Used,
                Number(merchants[walk.Merchant], walk.Market.Side == "BUY" ? "buyUsed" : "sellUsed")));
            Assert.All(merchants.Values, merchant => Assert.Equal(0m, Number(merchant, "balance")));
            var usdt = await UsdtAsync(client);
            Assert.Equal((free[name] + own.Sum(walk => walk.Free), own.Sum(walk => walk.Locked)),
                (Number(usdt, "free"), Number(usdt, "locked")));
            Assert.Equal(own.Sum(walk => walk.Placed), (await client.GetAsync("order/list")).Ok().GetProperty("total").GetInt32());
        }
        var now = await LedgerAsync(host);
        decimal Moved(string account) => now.GetValueOrDefault(account) - before.GetValueOrDefault(account);
        foreach (var fiat in (string[])["MXN", "ARS"])
        {
            var (buys, sells) = (walks.Where(walk => walk.Market.Fiat == fiat && walk.Market.Side == "BUY").ToList(),
                walks.Where(walk => walk.Market.Fiat == fiat && walk.Market.Side == "SELL").ToList());
            Assert.Equal(sells.Sum(walk => walk.Rounding), Moved($"rounding:{fiat}"));
            Assert.Equal(sells.Sum(walk => walk.Spread), Moved($"spread_income:{fiat}"));
            Assert.Equal(sells.Sum(walk => walk.InFlight), Moved($"settlement_in_flight:{fiat}"));
            Assert.Equal(buys.Concat(sells).Sum(walk => walk.Nostro), -Moved($"nostro:{fiat}"));
        }
        var all = walks.Where(walk => walk.Market.Side == "BUY").ToList();
        Assert.Equal(all.Sum(walk => walk.Rounding), Moved("rounding:USDT.TRON"));
        Assert.Equal(all.Sum(walk => walk.Spread), Moved("spread_income:USDT.TRON"));
        await using var scope = host.Services.CreateAsyncScope();
        Assert.All(await scope.ServiceProvider.GetRequiredService<LedgerDesk>().VerifyAsync(CancellationToken.None),
            check => Assert.Null(check.Fault));
    }

    private static async Task<Dictionary<string, decimal>> FreeAsync(DeskHost host) => new()
    {
        ["Acacia"] = Number(await UsdtAsync(SpecClient.Of(host)), "free"),
        ["Baobab"] = Number(await UsdtAsync(SpecClient.Of(host, "Baobab")), "free"),
    };

    private static async Task<JsonElement> UsdtAsync(SpecClient client) =>
        (await client.GetAsync("account")).Ok().GetProperty("balances").EnumerateArray().Single(one => one.Text("asset") == "USDT");

    // Credits less debits of every account of the desk, in whole units.
    private static async Task<Dictionary<string, decimal>> LedgerAsync(DeskHost host)
    {
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var rows = await db.LedgerAccounts.AsNoTracking().ToListAsync();
        return rows.ToDictionary(row => row.Key,
            row => (row.CreditMinor - row.DebitMinor) / (row.Key.Contains("USD", StringComparison.Ordinal) ? 1_000_000m : 100m));
    }

    private static decimal Number(JsonElement element, string name) => decimal.Parse(element.Text(name), CultureInfo.InvariantCulture);
}
