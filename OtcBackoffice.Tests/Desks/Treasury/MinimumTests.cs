using System.Globalization;
using System.Net;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Treasury;

/// <summary>What shall be free of an asset at least: set by treasury, told beside what is free (issue 19, point 7).</summary>
public sealed class MinimumTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task A_minimum_is_set_told_and_taken_away(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        await host.Admin.GetJsonAsync("treasury/desk-liquidity?refresh=true");
        Assert.False(await IsBelowAsync(host));
        var free = decimal.Parse((await LineAsync(host)).Text("available"), CultureInfo.InvariantCulture);
        var above = (free + 0.000001m).ToString("0.000000", CultureInfo.InvariantCulture);
        await PutAsync(host.Treasury, new { network = "tron", asset = "USDT", minimum = above });
        Assert.True(await IsBelowAsync(host));
        var row = Assert.Single((await host.Auditor.GetJsonAsync("treasury/minimums")).GetProperty("minimums").EnumerateArray());
        Assert.Equal(("tron", "USDT", above), (row.Text("network"), row.Text("asset"), row.Text("minimum")));
        await PutAsync(host.Treasury,
            new { network = "tron", asset = "USDT", minimum = free.ToString("0.000000", CultureInfo.InvariantCulture) });
        Assert.False(await IsBelowAsync(host));
        await PutAsync(host.Treasury, new { network = "tron", asset = "USDT", minimum = "0" });
        Assert.Empty((await host.Treasury.GetJsonAsync("treasury/minimums")).GetProperty("minimums").EnumerateArray());

        await PutAsync(host.Officer, new { network = "tron", asset = "USDT", minimum = "1" }, HttpStatusCode.Forbidden);
        await PutAsync(host.Treasury, new { network = "tron", asset = "DOGE", minimum = "1" }, HttpStatusCode.UnprocessableEntity);
        await PutAsync(host.Treasury, new { network = "tron", asset = "USDT", minimum = "-1" }, HttpStatusCode.UnprocessableEntity);
        await PutAsync(host.Treasury, new { network = "tron", asset = "USDT", minimum = "0.0000001" }, HttpStatusCode.UnprocessableEntity);
    }

    private static async Task<bool> IsBelowAsync(DeskHost host) => (await LineAsync(host)).GetProperty("is_below_minimum").GetBoolean();

    private static async Task<System.Text.Json.JsonElement> LineAsync(DeskHost host) =>
        (await host.Treasury.GetJsonAsync("treasury/desk-liquidity?network=tron")).GetProperty("desk_liquidity").EnumerateArray()
            .Single(line => line.Text("asset") == "USDT");

    private static Task<System.Text.Json.JsonElement> PutAsync(HttpClient client, object body,
        HttpStatusCode expected = HttpStatusCode.OK) =>
        client.PutJsonAsync("treasury/minimums", body, expected);
}
