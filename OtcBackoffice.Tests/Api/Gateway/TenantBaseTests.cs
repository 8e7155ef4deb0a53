using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using NBitcoin;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Gateway;

/// <summary>A tenant's own base path, keys for addresses, payment links and applications at their edges.</summary>
public sealed class TenantBaseTests : IAsyncLifetime
{
    private const string Keys = "/api/v1/auth/gateway/keys";

    private DeskHost _host = null!;

    public async Task InitializeAsync() => _host = await DeskHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_whole_surface_lies_below_a_tenant_s_own_path_and_nobody_else_s_clients_get_in()
    {
        var acacia = await MerchantAsync("Acacia Traders");
        await ChangeAsync(acacia, "acacia-pay");
        var (status, body) = await TokenAsync("/acacia-pay/o/token/", "Acacia");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(HttpStatusCode.OK, (await TokenAsync("/acacia-pay/o/token", "Acacia")).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/acacia-pay/user/me/", Text(body, "access_token"))).Status);
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), await GetAsync("/acacia-pay/no/such/", Text(body, "access_token")));
        Assert.Equal((HttpStatusCode.OK, null), await GetAsync("/acacia-pay/status/", ""));

        var (refused, why) = await TokenAsync("/acacia-pay/o/token/", "Baobab");
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (refused, Text(why, "error")));
        var baobab = await GatewayCaller.OpenAsync(_host, "Baobab");
        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized"), await GetAsync("/acacia-pay/user/me/", baobab.Token));
        var metadata = await GatewayWorld.GetAsync(_host.Anonymous, "/.well-known/oauth-authorization-server/acacia-pay");
        foreach (var (name, path) in new[] { ("issuer", ""), ("token_endpoint", "/o/token/"), ("revocation_endpoint", "/o/revoke/"),
            ("jwks_uri", "/o/jwks/") })
        {
            Assert.Equal(new Uri(_host.Address, "/acacia-pay" + path).ToString(), metadata[name]!.GetValue<string>());
        }
        using var nobody = await _host.Anonymous.GetAsync("/.well-known/oauth-authorization-server/nobody-pays");
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
        await GatewayWorld.PostAsync(_host.Admin, "/sandbox/clock/advance", new { seconds = 2 });

        foreach (var (path, expected)
            in new[] { ("acacia-pay", HttpStatusCode.Conflict), ("sandbox", HttpStatusCode.BadRequest), ("a/b", HttpStatusCode.BadRequest),
            ("Up", HttpStatusCode.BadRequest) })
        {
            Assert.Equal(expected, await PatchAsync(await MerchantAsync("Baobab Imports"), path));
        }
    }

    [Fact]
    public void No_address_of_the_product_can_become_a_tenant_s()
    {
        var segments = _host.Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.PathSegments is [{ Parts: [RoutePatternLiteralPart literal] }, ..] ? literal.Content
            : null);
        Assert.Empty(segments.Where(GatewayTenant.CanBeBasePath).Distinct());
        Assert.True(GatewayTenant.CanBeBasePath("acacia-pay"));
    }

    [Fact]
    public async Task A_key_needs_a_second_admin_who_has_its_addresses_and_stops_at_its_gap()
    {
        var key = new Mnemonic("test test test test test test test test test test test junk").DeriveExtKey()
            .Derive(new KeyPath("m/44'/60'/0'")).Neuter();
        var external = key.Derive(0);
        string Address(int index) => external.Derive((uint)index).PubKey.GetAddress(ScriptPubKeyType.Segwit, Network.RegTest).ToString();
        await GatewayWorld.PostAsync(_host.Admin, Keys, new { chain = "BTC", extended_public_key = "xprv" }, HttpStatusCode.BadRequest);
        await GatewayWorld.PostAsync(_host.Officer, Keys, new { chain = "BTC", extended_public_key = key.ToString(Network.Main) },
            HttpStatusCode.Forbidden);
        var entered = (await GatewayWorld.PostAsync(_host.Admin, Keys,
            new { chain = "BTC", extended_public_key = key.ToString(Network.Main), gap_limit = 3 }, HttpStatusCode.Accepted))["key"]!;
        Assert.Equal(("waiting", 0, 0, 3),
            (Text(entered, "status"), Number(entered, "next_index"), Number(entered, "gap"), Number(entered, "gap_limit")));
        var confirm = $"{Keys}/{Text(entered, "id")}/confirm";
        var right = new { addresses = new[] { Address(0), Address(1), Address(2) } };
        await GatewayWorld.PostAsync(_host.Admin, confirm, right, HttpStatusCode.UnprocessableEntity);
        await GatewayWorld.PostAsync(_host.Admin2, confirm, new { addresses = new[] { Address(0), Address(1), Address(3) } },
            HttpStatusCode.BadRequest);
        Assert.Equal("active", Text((await GatewayWorld.PostAsync(_host.Admin2, confirm, right))["key"]!, "status"));
        await GatewayWorld.PostAsync(_host.Admin2, Keys, new { chain = "BTC", extended_public_key = key.ToString(Network.Main) },
            HttpStatusCode.Conflict);

        await GatewayWorld.PostAsync(_host.Admin, "/sandbox/rates", new { @base = "USD", quote = "BTC", rate = "0.00002" });
        var tenant = await GatewayCaller.OpenAsync(_host);
        var made = new List<JsonNode>();
        for (var i = 0; i < 3; i++)
        {
            made.Add(await tenant.PayAsync("100.00", new { currency = "BTC" }));
        }
        Assert.Equal([Address(0), Address(1), Address(2)], made.Select(payment => Text(payment, "address")));
        await tenant.RefusedAsync(HttpStatusCode.ServiceUnavailable, "service_unavailable", "POST", "/payments/",
            new { amount = 100, price_currency = "USD", currency = "BTC" });
        var listed = (await GatewayWorld.GetAsync(_host.Admin, Keys))["keys"]![0]!;
        Assert.Equal((3, 3), (Number(listed, "next_index"), Number(listed, "gap")));
        await GatewayWorld.PostAsync(_host.Admin, "/sandbox/clock/advance", new { seconds = 3 });
        Assert.Contains("gateway_gap", (await GatewayWorld.GetAsync(_host.Admin, "/api/v1/auth/alarms")).ToJsonString(),
            StringComparison.Ordinal);

        await GatewayWorld.PostAsync(_host.Admin, $"/sandbox/gateway/payments/{Text(made[1], "transaction_id")}",
            new { scenario = "paid" });
        Assert.Equal("completed", Text(await tenant.StatusAsync(made[1]), "status"));
        Assert.Equal(Address(3), Text(await tenant.PayAsync("100.00", new { currency = "BTC" }), "address"));
    }

    [Fact]
    public async Task The_last_payment_of_a_link_goes_to_one_payer_and_an_address_waits_after_ten()
    {
        var tenant = await GatewayCaller.OpenAsync(_host);
        var link = await tenant.PostAsync("/payment-links/",
            new { amount = "25.00", price_currency = "USD", currency = "USDTTRC20", order_description = "A book", max_payments = 1 },
            HttpStatusCode.Created);
        var path = new Uri(Text(link, "url")).AbsolutePath;
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => FormAsync(path)));
        Assert.Equal(1, answers.Count(answer => answer.Status is HttpStatusCode.Redirect or HttpStatusCode.Found));
        Assert.Equal(9, answers.Count(answer => answer.Status == HttpStatusCode.UnprocessableEntity));
        Assert.Equal(1, (await tenant.GetAsync("/payments/"))["total"]!.GetValue<int>());
        // A slow machine may have begun the next minute by now; within it the eleventh waits.
        var later = new List<(HttpStatusCode Status, double? Wait)>();
        while (later.Count < 11 && later.TrueForAll(answer => answer.Status != HttpStatusCode.TooManyRequests))
        {
            later.Add(await FormAsync(path));
        }
        Assert.Equal((HttpStatusCode.TooManyRequests, true), (later[^1].Status, later[^1].Wait is > 0 and <= 60));
    }

    [Fact]
    public async Task A_maker_with_admin_gives_an_application_none()
    {
        var merchant = await MerchantAsync("Acacia Traders");
        var issued = await GatewayWorld.PostAsync(_host.Admin, "/api/v1/auth/credentials",
            new { surface = "gateway", name = "books", merchant_id = merchant, scopes = new[] { "read", "write", "admin" } },
                HttpStatusCode.Created);
        var (clientId, secret) =
            (Find(issued, "client_id") ?? Find(issued, "key_id")!, Find(issued, "client_secret") ?? Find(issued, "secret")!);
        var (status, body) = await GatewayCaller.TokenAsync(_host, clientId, secret, "read write admin");
        Assert.Equal(HttpStatusCode.OK, status);
        var maker = new GatewayCaller(_host, Text(body, "access_token"));
        await maker.GetAsync("/user/fees/");
        Assert.Equal("scope", await maker.RefusedAsync(HttpStatusCode.Forbidden, "permission_denied", "POST", "/o/apps/",
            new { name = "more", scope = "read admin" }));
        var made = await maker.PostAsync("/o/apps/", new { name = "less" }, HttpStatusCode.Created);
        Assert.Equal("read write", Text(made, "scope"));
        Assert.Equal("invalid_scope",
            Text((await GatewayCaller.TokenAsync(_host, Text(made, "client_id"), Text(made, "client_secret"), "admin")).Body, "error"));
    }

    private static string? Find(JsonNode node, string member) => node is JsonObject all
        ? all[member] is JsonValue value ? value.GetValue<string>()
        : all.Select(one => one.Value is null ? null : Find(one.Value, member)).FirstOrDefault(found => found is not null)
        : null;

    private async Task<string> MerchantAsync(string name) =>
        (await GatewayWorld.GetAsync(_host.Admin, "/api/v1/auth/merchants"))["merchants"]!.AsArray()
        .First(one => Text(one!, "name") == name)!["id"]!.GetValue<string>();

    private async Task ChangeAsync(string merchant, string path)
    {
        using var content = new StringContent(new JsonObject { ["base_path"] = path }.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _host.Admin.PatchAsync($"/api/v1/auth/gateway/tenants/{merchant}", content);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var id = Text(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!, "approval_id");
        await GatewayWorld.PostAsync(_host.Admin2, $"/api/v1/auth/approvals/{id}/approve", new { });
        await GatewayWorld.PostAsync(_host.Admin, "/sandbox/clock/advance", new { seconds = 2 });
    }

    private async Task<HttpStatusCode> PatchAsync(string merchant, string path)
    {
        using var content = new StringContent(new JsonObject { ["base_path"] = path }.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _host.Admin.PatchAsync($"/api/v1/auth/gateway/tenants/{merchant}", content);
        return answer.StatusCode;
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> TokenAsync(string path, string merchant)
    {
        var client = _host.Credentials.MerchantNamed(merchant).Gateway!;
        using var content = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client.ClientId,
            ["client_secret"] = client.ClientSecret });
        using var answer = await _host.Anonymous.PostAsync(path, content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private async Task<(HttpStatusCode Status, string? Code)> GetAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token.Length > 0)
        {
            request.Headers.Authorization = new("Bearer", token);
        }
        using var answer = await _host.Anonymous.SendAsync(request);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, body?["error"]?["code"]?.GetValue<string>());
    }

    private async Task<(HttpStatusCode Status, double? Wait)> FormAsync(string path)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = _host.Address };
        using var content = new FormUrlEncodedContent([]);
        using var answer = await client.PostAsync(path, content);
        return (answer.StatusCode, answer.Headers.RetryAfter?.Delta?.TotalSeconds);
    }

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();

    private static int Number(JsonNode node, string member) => node[member]!.GetValue<int>();
}
