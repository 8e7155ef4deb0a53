using System.Net;
using System.Text;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Nodes;

/// <summary>A server that takes no writes, goes away and comes back: said in each surface's form, mended without a restart.</summary>
public sealed class DatabaseOutageTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_database_that_is_read_only_or_away_is_named_and_found_again()
    {
        if (!TestDatabases.HasShared)
        {
            return;
        }
        await using var cluster = await PostgresCluster.StartAsync();
        await using var host = await DeskHost.OpenAsync(new DeskHostSetup { Provider = DatabaseProvider.PostgreSql, IsFirstStart = true },
            new TestDatabase(DatabaseProvider.PostgreSql, cluster.ConnectionString), new TempDirectory());
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync(host));
        var id = await DepositSteps.DraftAsync(host.Acacia, "100000.00");

        await cluster.SetReadOnlyAsync(true);
        await NodePair.UntilAsync(async () => (await DraftAsync(host)).Code == "DATABASE_READ_ONLY", Limit);
        await AssertRefusedAsync(await DraftAsync(host), "DATABASE_READ_ONLY");
        await host.Acacia.GetJsonAsync($"otc/deposits/{id}");
        await NodePair.UntilAsync(async () => await ReadyAsync(host) == HttpStatusCode.ServiceUnavailable, Limit);
        await host.Officer.GetJsonAsync("otc/deposits");

        await cluster.SetReadOnlyAsync(false);
        await NodePair.UntilAsync(async () => await ReadyAsync(host) == HttpStatusCode.OK, Limit);
        await NodePair.UntilAsync(async () => (await DraftAsync(host)).Status == HttpStatusCode.Created, Limit);

        await cluster.StopAsync();
        await AssertRefusedAsync(await DraftAsync(host), "DATABASE_UNAVAILABLE");
        using var platform = await host.Client(host.Credentials.MerchantNamed("Acacia").PlatformApiKey!).GetAsync("/v1/orders");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, platform.StatusCode);
        Assert.NotNull(platform.Headers.RetryAfter);
        Assert.Contains("\"database_unavailable\"", await platform.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await host.Anonymous.GetAsync("/health/live")).StatusCode);
        await NodePair.UntilAsync(async () => await ReadyAsync(host) == HttpStatusCode.ServiceUnavailable, Limit);

        await cluster.BeginAsync();
        await NodePair.UntilAsync(async () => await ReadyAsync(host) == HttpStatusCode.OK, Limit);
        await NodePair.UntilAsync(async () => (await DraftAsync(host)).Status == HttpStatusCode.Created, Limit);
        await host.Acacia.GetJsonAsync($"otc/deposits/{id}");
    }

    private static async Task<HttpStatusCode> ReadyAsync(DeskHost host)
    {
        using var answer = await host.Anonymous.GetAsync("/health/ready");
        return answer.StatusCode;
    }

    private static async Task<Answer> DraftAsync(DeskHost host)
    {
        using var body = new StringContent("""
            {"method":"bank","fiat_amount":"100000.00","fiat_currency":"KES","requested_asset":"USDT","requested_network":"tron",
            "sender_account_name":"Acacia Traders"}
            """, Encoding.UTF8, "application/json");
        using var answer = await host.Acacia.PostAsync("/api/v1/auth/otc/deposits/draft", body);
        var text = await answer.Content.ReadAsStringAsync();
        using var json = System.Text.Json.JsonDocument.Parse(text);
        var code = json.RootElement.TryGetProperty("code", out var named) ? named.GetString() : null;
        return new Answer(answer.StatusCode, code, answer.Headers.RetryAfter?.ToString(), text);
    }

    private static Task AssertRefusedAsync(Answer answer, string code)
    {
        Assert.Equal((HttpStatusCode.ServiceUnavailable, code, "1"), (answer.Status, answer.Code, answer.RetryAfter));
        Assert.DoesNotContain("127.0.0.1", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Npgsql", answer.Text, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    private sealed record Answer(HttpStatusCode Status, string? Code, string? RetryAfter, string Text);
}
