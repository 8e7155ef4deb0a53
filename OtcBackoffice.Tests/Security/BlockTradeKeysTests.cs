using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Security;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Security;

/// <summary>Signed requests from the header to the desk: who gets in, and that each gets in once.</summary>
public sealed class BlockTradeKeysTests
{
    private static readonly string[] Trade = ["TRADE"], Loopback = ["127.0.0.0/8", "::1"];

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_signed_request_has_its_effect_once_and_a_refused_one_is_spent_too(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var key = await KeyAsync(host);
        var now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();

        Assert.True((await AddEndpointAsync(host, key, now, "https://hooks.example/a")).IsSuccess);
        Assert.Equal(ErrorCode.Unauthenticated, (await AddEndpointAsync(host, key, now, "https://hooks.example/a")).Error.Code);
        Assert.Equal(ErrorCode.WebhookTargetRefused, (await AddEndpointAsync(host, key, now + 1, "ftp://hooks.example")).Error.Code);
        Assert.Equal(ErrorCode.Unauthenticated, (await AddEndpointAsync(host, key, now + 1, "https://hooks.example/b")).Error.Code);
        Assert.True((await ReadAsync(host, key, now + 2)).IsSuccess);
        Assert.Equal(ErrorCode.Unauthenticated, (await ReadAsync(host, key, now + 2)).Error.Code);
        Assert.Equal(ErrorCode.Unauthenticated, (await AddEndpointAsync(host, key, now + 2, "https://hooks.example/c")).Error.Code);

        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        Assert.Equal(["https://hooks.example/a"], await db.WebhookEndpoints.Select(row => row.Url).ToListAsync());
        Assert.Equal(3, await db.UsedSignatures.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Of_many_copies_at_once_one_has_its_effect(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var key = await KeyAsync(host);
        var now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12)
            .Select(_ => Task.Run(() => AddEndpointAsync(host, key, now, "https://hooks.example/a"))));

        Assert.Equal(1, answers.Count(answer => answer.IsSuccess));
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        Assert.Equal(1, await db.WebhookEndpoints.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_clock_that_steps_back_makes_no_old_signature_good(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var key = await KeyAsync(host);
        var now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        Assert.True((await AddEndpointAsync(host, key, now, "https://hooks.example/a")).IsSuccess);

        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 3_600 });
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        Assert.Equal(0, await db.UsedSignatures.CountAsync());

        // The door would take it again if its clock stood where it was; the desk does not.
        Assert.Equal(ErrorCode.Unauthenticated, (await SpendAsync(host, key, now)).Error.Code);
    }

    [Fact]
    public async Task Whoever_may_not_come_in_gets_the_same_answer()
    {
        await using var host = await DeskHost.StartAsync();
        var key = await KeyAsync(host);
        var other = await KeyAsync(host);
        var open = await KeyAsync(host, allowed: []);
        var elsewhere = await KeyAsync(host, allowed: ["203.0.113.0/24"]);
        var now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();

        Assert.True((await SignInAsync(host, key, Signed(key, $"timestamp={now}"))).Succeeded);
        Assert.True((await SignInAsync(host, key, Signed(key, $"timestamp={now}&recvWindow=60000"), "::ffff:127.0.0.1")).Succeeded);
        (string Why, Key Key, string Query)[] refused =
        [
            ("another key's signature", key, Signed(other, $"timestamp={now}")),
            ("a changed byte", key, Signed(key, $"timestamp={now}&a=1").Replace("a=1", "a=2", StringComparison.Ordinal)),
            ("no signature", key, $"timestamp={now}"),
            ("two signatures", key, Signed(key, $"timestamp={now}") + "&signature=" + new string('0', 64)),
            ("too old", key, Signed(key, $"timestamp={now - 6_000}")),
            ("from the future", key, Signed(key, $"timestamp={now + 60_000}")),
            ("an unknown key", key with { ApiKey = new string('x', CredentialText.KeyLength) }, Signed(key, $"timestamp={now}")),
            ("a key in other letters", key with { ApiKey = key.ApiKey.ToUpperInvariant() }, Signed(key, $"timestamp={now}")),
            ("no allow list", open, Signed(open, $"timestamp={now}")),
            ("from another address", elsewhere, Signed(elsewhere, $"timestamp={now}")),
        ];
        foreach (var (why, with, query) in refused)
        {
            var answer = await SignInAsync(host, with, query);
            Assert.False(answer.Succeeded, why);
            Assert.Equal("The key or its signature is not valid.", answer.Failure?.Message);
        }
    }

    [Fact]
    public async Task An_unverified_account_and_a_missing_scope_stay_outside()
    {
        await using var host = await DeskHost.StartAsync();
        var key = await KeyAsync(host);
        var now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        Assert.True(await MayAsync(host, key, now, "TRADE"));
        Assert.False(await MayAsync(host, key, now + 1, "USER_DATA"));

        await host.Admin.PatchJsonAsync($"merchants/{host.Credentials.MerchantNamed("Acacia").MerchantId}", new { is_verified = false });
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        Assert.False(await MayAsync(host, key, now + 2, "TRADE"));
    }

    private static async Task<bool> MayAsync(DeskHost host, Key key, long timestamp, string scope)
    {
        await using var scoped = host.Services.CreateAsyncScope();
        var answer = await SignInAsync(host, key, Signed(key, $"timestamp={timestamp}"));
        var allowed = await scoped.ServiceProvider.GetRequiredService<IAuthorizationService>()
            .AuthorizeAsync(answer.Principal!, null, CredentialScopes.Policy(CredentialSurface.BlockTrade, scope));
        return allowed.Succeeded;
    }

    private static Task<Result<CreatedEndpoint>> AddEndpointAsync(DeskHost host, Key key, long timestamp, string url) => WithAsync(
        host, key, timestamp, (services, token) => services.GetRequiredService<WebhookDesk>().CreateAsync(url, null, null, token));

    private static Task<Result<ListPage<WebhookEndpointView>>> ReadAsync(DeskHost host, Key key, long timestamp) => WithAsync(
        host, key, timestamp, (services, token) =>
            services.GetRequiredService<WebhookDesk>().ListAsync(new ListAsk("created_at", IsDescending: false, 1, 50), token));

    // Past the door, whatever its clock says: only the desk's own memory is left to refuse.
    private static Task<Result<ListPage<WebhookEndpointView>>> SpendAsync(DeskHost host, Key key, long timestamp) => WithAsync(
        host, key, timestamp + 3_600_000, (services, token) =>
            services.GetRequiredService<WebhookDesk>().ListAsync(new ListAsk("created_at", IsDescending: false, 1, 50), token), timestamp);

    private static async Task<Result<T>> WithAsync<T>(
        DeskHost host, Key key, long timestamp, Func<IServiceProvider, CancellationToken, Task<Result<T>>> act, long? claimed = null)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var http = Request(scope.ServiceProvider, key, Signed(key, $"timestamp={timestamp}"), "127.0.0.1");
        var answer = await http.AuthenticateAsync(BlockTradeKeys.SchemeName);
        Assert.True(answer.Succeeded, answer.Failure?.Message);
        http.User = answer.Principal;
        if (claimed is { } earlier)
        {
            var call = http.Features.Get<SignedCall>()!;
            http.Features.Set(new SignedCall(call.CredentialId, call.Signature, earlier));
        }
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = http;
        return await act(scope.ServiceProvider, CancellationToken.None);
    }

    private static async Task<AuthenticateResult> SignInAsync(DeskHost host, Key key, string query, string address = "127.0.0.1")
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await Request(scope.ServiceProvider, key, query, address).AuthenticateAsync(BlockTradeKeys.SchemeName);
    }

    private static DefaultHttpContext Request(IServiceProvider services, Key key, string query, string address)
    {
        var http = new DefaultHttpContext { RequestServices = services };
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/openapi/v1/otc/order/list?" + query;
        http.Request.Headers[BlockTradeKeys.HeaderName] = key.ApiKey;
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return http;
    }

    private static string Signed(Key key, string query) =>
        $"{query}&signature={RequestSignature.Sign(key.Secret, Encoding.UTF8.GetBytes(query))}";

    private static async Task<Key> KeyAsync(DeskHost host, string[]? allowed = null)
    {
        var made = await host.Acacia.PostJsonAsync("credentials",
            new { surface = "block_trade", scopes = Trade, ip_allow_list = allowed ?? Loopback }, HttpStatusCode.Created);
        return new Key(made.Text("api_key"), made.Text("secret"));
    }

    private sealed record Key(string ApiKey, string Secret);
}
