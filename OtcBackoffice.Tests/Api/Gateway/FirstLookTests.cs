using OtcBackoffice.Data;
using OtcBackoffice.Desks.Custody;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Gateway;

/// <summary>Nothing that is paid to the first address of a network is missed, however late the desk first sees its chain.</summary>
public sealed class FirstLookTests
{
    [Theory]
    [MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Blocks_that_passed_before_the_first_look_are_looked_through(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var tenant = await GatewayCaller.OpenAsync(host);
        var payment = await tenant.PayAsync("100.00");
        await host.SendCoinsAsync(payment, "100");
        await host.MineAsync(150);
        Assert.Equal("completed", (await tenant.StatusAsync(payment))["status"]!.GetValue<string>());
    }

    [Theory]
    // An hour of a node that was away, at twice the usual pace of blocks, the depth and two hundred more.
    [InlineData("tron", 3_600, 70_000_000, 70_000_000 - 18 - 2_400 - 200)]
    [InlineData("bitcoin", 3_600, 900_000, 900_000 - 2 - 12 - 200)]
    [InlineData("bitcoin", 0, 100, 0)]
    // A wallet of years ago: a day is looked through, which is the longest that a node may be away at first.
    [InlineData("ethereum", 100_000_000, 20_000_000, 20_000_000 - 11 - 14_400 - 200)]
    public void The_first_look_begins_where_the_first_address_was_given_out(string network, int seconds, long height, long first)
    {
        var now = new DateTime(2026, 3, 16, 8, 0, 0, DateTimeKind.Utc);
        Assert.Equal(first, ScanStart.First(Network.Find(network)!, height, now.AddSeconds(-seconds), now));
    }
}
