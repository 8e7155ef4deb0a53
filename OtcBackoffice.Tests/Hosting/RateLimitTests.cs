using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting;

/// <summary>Limits and bans as a client meets them.</summary>
public sealed class RateLimitTests
{
    private const string BlockTrade = "/openapi/v1/otc/nothing", Deposits = "/api/v1/auth/otc/deposits";

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Fact]
    public async Task A_credential_has_its_requests_a_minute_and_nobody_else_pays_for_it()
    {
        await using var host = await StartAsync(("RateLimits:PerMinute", "5"));
        for (var call = 0; call < 5; call++)
        {
            await host.Officer.GetJsonAsync("otc/deposits");
        }
        foreach (var path in (string[])[Deposits, Deposits + "/", Deposits.ToUpperInvariant(), "/api/v1/auth/fiat-currencies"])
        {
            using var refused = await host.Officer.GetAsync(path);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
            var problem = System.Text.Json.JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement;
            Assert.Equal("RATE_LIMITED", problem.Text("code"));
            var (seconds, millis) = (refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds,
                problem.GetProperty("retry_after_ms").GetInt64());
            Assert.InRange(seconds, 1, 60);
            Assert.Equal((millis + 999) / 1_000, (long)seconds);
        }

        await host.Officer2.GetJsonAsync("otc/deposits");
        using var page = await host.Anonymous.GetAsync("/account/sign-in");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 61 });
        await host.Officer.GetJsonAsync("otc/deposits");
    }

    [Fact]
    public async Task Many_keys_of_one_merchant_are_no_way_around()
    {
        await using var host = await StartAsync(("RateLimits:PerMinute", "6"), ("RateLimits:PerMerchantPerMinute", "7"));
        var made = await host.Acacia.PostJsonAsync("credentials", new { surface = "deposit_desk", scopes = (string[])["read"] },
            HttpStatusCode.Created);
        var second = host.Client(made.Text("secret"));
        for (var call = 0; call < 6; call++)
        {
            await second.GetJsonAsync("otc/deposits");
        }

        await host.Acacia.GetJsonAsync("otc/deposits", HttpStatusCode.TooManyRequests);
        await host.Baobab.GetJsonAsync("otc/deposits");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Whoever_goes_on_after_429_is_banned_for_longer_each_time_until_an_admin_lifts_it(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider, ("RateLimits:PerAddressPerMinute", "4"));
        await BanAsync(host, 120);

        await host.RestartAsync();
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(host, Deposits, host.Credentials.StaffNamed("admin").ApiToken)).Status);
        Assert.Equal((HttpStatusCode)418, (await GetAsync(host, BlockTrade)).Status);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 121 });
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(host, BlockTrade)).Status);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 61 });
        await BanAsync(host, 240);

        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 61 });
        var ban = Assert.Single((await host.Admin.GetJsonAsync("bans")).GetProperty("bans").EnumerateArray());
        Assert.Equal(("127.0.0.1", "2", "True"), (ban.Text("address"), ban.Text("level"), ban.Text("is_active")));
        await host.Officer.DeleteJsonAsync($"bans/{ban.Text("id")}", HttpStatusCode.Forbidden);
        await host.Admin.DeleteJsonAsync($"bans/{ban.Text("id")}");
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(host, BlockTrade)).Status);
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        Assert.Equal(["ban.impose", "ban.impose", "ban.lift"],
            await db.Audit.Where(row => row.EntityKind == "address_ban").OrderBy(row => row.Id).Select(row => row.Action).ToListAsync());
    }

    [Fact]
    public async Task Twenty_nine_more_are_refused_and_do_not_ban()
    {
        await using var host = await StartAsync(("RateLimits:PerAddressPerMinute", "4"));
        for (var call = 0; call < 4 + 1 + 29; call++)
        {
            Assert.Equal(call < 4 ? HttpStatusCode.NotFound : HttpStatusCode.TooManyRequests, (await GetAsync(host, BlockTrade)).Status);
        }
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 61 });
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(host, BlockTrade)).Status);
    }

    [Fact]
    public async Task A_forwarded_address_counts_only_from_a_listed_proxy()
    {
        await using var open = await StartAsync();
        await using var listed = await StartAsync(("Edges:KnownNetworks:0", "127.0.0.0/8"));
        foreach (var (host, expected) in ((DeskHost, HttpStatusCode)[])[(open, HttpStatusCode.Unauthorized), (listed, HttpStatusCode.OK)])
        {
            var made = await host.Admin.PostJsonAsync("credentials",
                new { surface = "deposit_desk", scopes = (string[])["read"], ip_allow_list = (string[])["203.0.113.7"] },
                HttpStatusCode.Created);
            var token = made.Text("secret");
            Assert.Equal(expected, (await GetAsync(host, Deposits, token, "203.0.113.7")).Status);
            Assert.Equal(expected, (await GetAsync(host, Deposits, token, "198.51.100.1, 203.0.113.7")).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(host, Deposits, token, "203.0.113.7, 198.51.100.1")).Status);
        }
    }

    [Theory]
    [InlineData("RateLimits:PerMinute", "0")]
    [InlineData("RateLimits:Ban:After", "-1")]
    [InlineData("Edges:KnownProxies:0", "everybody")]
    [InlineData("Edges:KnownNetworks:0", "0.0.0.0/0")]
    public async Task Settings_that_cannot_hold_stop_the_start(string name, string value) =>
        await Assert.ThrowsAsync<SettingsException>(() => StartAsync((name, value)));

    private static async Task BanAsync(DeskHost host, int seconds)
    {
        for (var call = 0; call < 4 + 30; call++)
        {
            Assert.NotEqual((HttpStatusCode)418, (await GetAsync(host, BlockTrade)).Status);
        }
        var (status, retryAfter, body) = await GetAsync(host, BlockTrade);
        Assert.Equal((HttpStatusCode)418, status);
        Assert.InRange(retryAfter, seconds - 30, seconds);
        Assert.Equal("-1003", System.Text.Json.JsonDocument.Parse(body).RootElement.Text("code"));
    }

    private static async Task<(HttpStatusCode Status, int RetryAfter, string Body)> GetAsync(DeskHost host, string path,
        string? token = null, string? forwardedFor = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (forwardedFor is not null)
        {
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        }
        using var answer = await host.Client(token ?? "").SendAsync(request);
        var wait = answer.Headers.TryGetValues("Retry-After", out var values) ? int.Parse(values.Single(), CultureInfo.InvariantCulture)
            : 0;
        return (answer.StatusCode, wait, await answer.Content.ReadAsStringAsync());
    }

    private static Task<DeskHost> StartAsync(params (string Name, string Value)[] settings) =>
        StartAsync(DatabaseProvider.Sqlite, settings);

    private static Task<DeskHost> StartAsync(DatabaseProvider provider, params (string Name, string Value)[] settings) =>
        DeskHost.StartAsync(new DeskHostSetup { Provider = provider,
            Settings = settings.ToDictionary(one => one.Name, one => (string?)one.Value) });
}
