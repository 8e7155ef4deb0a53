using System.Net;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks;

/// <summary>Whatever somebody has in hand leads to the record, and nobody finds what he may not open (issue 19, point 4).</summary>
public sealed class SearchTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_record_is_found_by_number_id_reference_amount_hash_and_name(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "123456.00");
        var deposit = (await host.Officer.GetJsonAsync($"otc/deposits/{id}")).GetProperty("deposit");
        var credit = (await host.Admin.PostJsonAsync("/sandbox/bank/credits", new { currency = "KES", amount = "77.77", reference = "NOBODY-1", sender_name = "Somebody" })).ToString();
        Assert.NotEmpty(credit);

        foreach (var asked in new[] { deposit.Text("human_id"), deposit.Text("human_id").Replace("-", "", StringComparison.Ordinal).ToLowerInvariant(), id, id[..18], "FT26-0001", "ft26 0001", "123,456.00", "123456" })
        {
            Assert.Contains(id, await HitsAsync(host.Officer, asked));
        }
        Assert.DoesNotContain(id, await HitsAsync(host.Officer, id[..8]));
        Assert.Contains((await host.Officer.GetJsonAsync("search?q=77.77")).GetProperty("hits").EnumerateArray(), hit => hit.Text("kind") == "receipt");
        Assert.Contains((await host.Officer.GetJsonAsync("search?q=nobody-1")).GetProperty("hits").EnumerateArray(), hit => hit.Text("kind") == "receipt");
        Assert.Contains((await host.Officer.GetJsonAsync("search?q=acaci")).GetProperty("hits").EnumerateArray(), hit => hit.Text("title") == "Acacia Traders");
        Assert.Contains((await host.Admin.GetJsonAsync("search?q=officer2@demo")).GetProperty("hits").EnumerateArray(), hit => hit.Text("kind") == "person");
        Assert.Contains(id, await HitsAsync(host.Acacia, deposit.Text("human_id")));
        foreach (var asked in new[] { deposit.Text("human_id"), id, "FT26-0001", "123456", "acacia", "officer2@demo", "77.77" })
        {
            Assert.Empty(await HitsAsync(host.Baobab, asked));
        }
        foreach (var odd in new[] { "%25%25%25", "___", "\\", "ab", "", "%F0%9F%98%80%F0%9F%98%80", new string('9', 200), new string('a', 500) })
        {
            Assert.Empty(await HitsAsync(host.Officer, odd, isEscaped: true));
        }

        var counts = await host.Officer.GetJsonAsync("counts");
        Assert.Equal(("1", "0", "0"), (counts.Text("deposits", "pending"), counts.Text("deposits", "mine"), counts.Text("deposits", "late")));
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/claim");
        Assert.Equal("1", (await host.Officer.GetJsonAsync("counts")).Text("deposits", "mine"));
        Assert.False((await host.Acacia.GetJsonAsync("counts")).TryGetProperty("deposits", out _));
        await host.Anonymous.GetJsonAsync("/api/v1/auth/search?q=acacia", HttpStatusCode.Unauthorized);
        host.AssertNoErrors();
    }

    private static async Task<List<string>> HitsAsync(HttpClient client, string asked, bool isEscaped = false) =>
        [.. (await client.GetJsonAsync($"search?q={(isEscaped ? asked : Uri.EscapeDataString(asked))}")).GetProperty("hits").EnumerateArray().Select(hit => hit.Text("id"))];
}
