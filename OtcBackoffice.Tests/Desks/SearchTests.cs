using System.Net;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Api.Gateway;
using OtcBackoffice.Tests.Hosting.Nodes;
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
        var credit = (await host.Admin.PostJsonAsync("/sandbox/bank/credits",
            new { currency = "KES", amount = "77.77", reference = "NOBODY-1", sender_name = "Somebody" })).ToString();
        Assert.NotEmpty(credit);

        foreach (var asked in new[] { deposit.Text("human_id"),
            deposit.Text("human_id").Replace("-", "", StringComparison.Ordinal).ToLowerInvariant(), id, id[..18], "FT26-0001", "ft26 0001",
            "123,456.00", "123456" })
        {
            Assert.Contains(id, await HitsAsync(host.Officer, asked));
        }
        Assert.DoesNotContain(id, await HitsAsync(host.Officer, id[..8]));
        Assert.Contains((await host.Officer.GetJsonAsync("search?q=77.77")).GetProperty("hits").EnumerateArray(),
            hit => hit.Text("kind") == "receipt");
        Assert.Contains((await host.Officer.GetJsonAsync("search?q=nobody-1")).GetProperty("hits").EnumerateArray(),
            hit => hit.Text("kind") == "receipt");
        Assert.Contains((await host.Officer.GetJsonAsync("search?q=acaci")).GetProperty("hits").EnumerateArray(),
            hit => hit.Text("title") == "Acacia Traders");
        Assert.Contains((await host.Admin.GetJsonAsync("search?q=officer2@demo")).GetProperty("hits").EnumerateArray(),
            hit => hit.Text("kind") == "person");
        Assert.Contains(id, await HitsAsync(host.Acacia, deposit.Text("human_id")));
        foreach (var asked in new[] { deposit.Text("human_id"), id, "FT26-0001", "123456", "acacia", "officer2@demo", "77.77" })
        {
            Assert.Empty(await HitsAsync(host.Baobab, asked));
        }
        foreach (var odd in new[] { "%25%25%25", "___", "\\", "ab", "", "%F0%9F%98%80%F0%9F%98%80", new string('9', 200),
            new string('a', 500) })
        {
            Assert.Empty(await HitsAsync(host.Officer, odd, isEscaped: true));
        }

        var counts = await host.Officer.GetJsonAsync("counts");
        Assert.Equal(("1", "0", "0"),
            (counts.Text("deposits", "pending"), counts.Text("deposits", "mine"), counts.Text("deposits", "late")));
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/claim");
        Assert.Equal("1", (await host.Officer.GetJsonAsync("counts")).Text("deposits", "mine"));
        Assert.False((await host.Acacia.GetJsonAsync("counts")).TryGetProperty("deposits", out _));
        await host.Anonymous.GetJsonAsync("/api/v1/auth/search?q=acacia", HttpStatusCode.Unauthorized);
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_stands_on_chains_papers_and_in_logs_leads_to_the_record_as_well(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var tenant = await GatewayCaller.OpenAsync(host);
        var payment = await tenant.PayAsync("100.00", new { order_id = "SHOP-4711" });
        var hash = await host.SendCoinsAsync(payment, "100");
        await GatewayWorld.MineAsync(host);
        await FoundAsync("payment", "GPY-1001", "SHOP-4711", (string)payment["address"]!, hash, hash.ToUpperInvariant(),
            (string)payment["transaction_id"]!);

        var deposit = await CreditAsync(host);
        var transfer = await host.Officer.GetJsonAsync($"otc/deposits/{deposit}/settlement");
        await FoundAsync("deposit", transfer.Text("transfer", "tx_hash"));
        await FoundAsync("proposal", "PRP-1001", "prp1001");
        await FoundAsync("merchant", transfer.Text("deposit", "credited_to_address"));

        // What stands for any letter in a pattern finds nothing, though there are transactions by now.
        Assert.Contains("receipt", await KindsAsync(host.Admin, hash));
        Assert.Empty(await KindsAsync(host.Admin, new string('%', 24)));
        Assert.Empty(await KindsAsync(host.Admin, new string('_', hash.Length)));

        using var asked = await host.Client(host.Credentials.MerchantNamed("Acacia").PlatformApiKey!).GetAsync("/v1/orders?limit=0");
        var request = asked.Headers.GetValues("X-Request-Id").Single();
        await NodePair.UntilAsync(async () => await KindsAsync(host.Admin, request) is ["request"], TimeSpan.FromSeconds(90));
        Assert.Empty(await KindsAsync(host.Baobab, request));
        foreach (var mine in new[] { "SHOP-4711", hash, (string)payment["address"]! })
        {
            Assert.Equal(["payment"], await KindsAsync(host.Acacia, mine));
            Assert.Empty(await KindsAsync(host.Baobab, mine));
        }

        async Task FoundAsync(string kind, params string[] words)
        {
            foreach (var word in words)
            {
                Assert.True((await KindsAsync(host.Admin, word)).Contains(kind), $"{word} finds no {kind}.");
            }
        }
    }

    private static async Task<string> CreditAsync(DeskHost host)
    {
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        var confirmed = await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        var credit = await host.Treasury.PostJsonAsync($"otc/deposits/{id}/credit",
            new { crypto_amount = confirmed.Text("deposit", "requested_crypto_amount"), asset = "USDT", network = "tron" });
        await host.Treasury.PostJsonAsync($"treasury/proposals/{credit.Text("proposal_id")}/sign");
        await host.Treasury2.PostJsonAsync($"treasury/proposals/{credit.Text("proposal_id")}/sign");
        await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "tron", count = 20 });
        return id;
    }

    private static async Task<List<string>> KindsAsync(HttpClient client, string asked) =>
        [.. (await client.GetJsonAsync($"search?q={Uri.EscapeDataString(asked)}")).GetProperty("hits").EnumerateArray()
            .Select(hit => hit.Text("kind"))];

    private static async Task<List<string>> HitsAsync(HttpClient client, string asked, bool isEscaped = false) =>
        [.. (await client.GetJsonAsync($"search?q={(isEscaped ? asked : Uri.EscapeDataString(asked))}")).GetProperty("hits")
            .EnumerateArray().Select(hit => hit.Text("id"))];
}
