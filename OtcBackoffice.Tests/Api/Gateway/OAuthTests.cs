using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Gateway;

/// <summary>The gateway's OAuth: RFC 6749 with client credentials, RFC 7009, RFC 8414, and applications (specification 002,
/// authentication).</summary>
public sealed class OAuthTests : IAsyncLifetime
{
    private DeskHost _host = null!;
    private DemoClient _client = null!;

    public async Task InitializeAsync()
    {
        _host = await DeskHost.StartAsync();
        _client = _host.Credentials.MerchantNamed("Acacia").Gateway!;
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_token_states_its_life_and_echoes_its_scope()
    {
        var (status, body) = await GatewayCaller.TokenAsync(_host, _client.ClientId, _client.ClientSecret, "read write");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("Bearer", 900, "read write"),
            (body["token_type"]!.GetValue<string>(), body["expires_in"]!.GetValue<int>(), body["scope"]!.GetValue<string>()));
        var (_, plain) = await GatewayCaller.TokenAsync(_host, _client.ClientId, _client.ClientSecret);
        Assert.Equal("read write", plain["scope"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_client_may_come_in_the_body_or_as_Basic_but_not_both_and_with_or_without_the_slash()
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_client.ClientId}:{_client.ClientSecret}"));
        foreach (var path in new[] { "/gateway/o/token/", "/gateway/o/token" })
        {
            using var request = Request(path, new() { ["grant_type"] = "client_credentials" });
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
            using var answer = await _host.Anonymous.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        using var both = Request("/gateway/o/token/", new()
        {
            ["grant_type"] = "client_credentials", ["client_id"] = _client.ClientId, ["client_secret"] = _client.ClientSecret,
        });
        both.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        using var refused = await _host.Anonymous.SendAsync(both);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("invalid_request", JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["error"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("admin", HttpStatusCode.BadRequest, "invalid_scope")]
    [InlineData("READ", HttpStatusCode.BadRequest, "invalid_scope")]
    [InlineData("read nothing", HttpStatusCode.BadRequest, "invalid_scope")]
    public async Task Scopes_are_exact_and_never_more_than_the_client_has(string scope, HttpStatusCode expected, string error)
    {
        var (status, body) = await GatewayCaller.TokenAsync(_host, _client.ClientId, _client.ClientSecret, scope);
        Assert.Equal((expected, error), (status, body["error"]!.GetValue<string>()));
        Assert.Null(body["error_uri"]);
    }

    [Fact]
    public async Task An_unknown_client_and_a_wrong_secret_look_alike_and_after_twenty_there_is_a_pause()
    {
        var (status, unknown) = await GatewayCaller.TokenAsync(_host, "nobody", "secret");
        var (same, wrong) = await GatewayCaller.TokenAsync(_host, _client.ClientId, "secret");
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (status, same));
        Assert.Equal(unknown.ToJsonString(), wrong.ToJsonString());
        for (var i = 0; i < 19; i++)
        {
            await GatewayCaller.TokenAsync(_host, _client.ClientId, "secret");
        }
        var (limited, body) = await GatewayCaller.TokenAsync(_host, _client.ClientId, _client.ClientSecret);
        Assert.Equal(HttpStatusCode.TooManyRequests, limited);
        Assert.NotNull(body["error"]);
        var other = _host.Credentials.MerchantNamed("Baobab").Gateway!;
        Assert.Equal(HttpStatusCode.OK, (await GatewayCaller.TokenAsync(_host, other.ClientId, other.ClientSecret)).Status);
    }

    [Fact]
    public async Task Other_grants_and_bodies_are_refused_in_the_form_of_the_standard()
    {
        using var password = Request("/gateway/o/token/", new() { ["grant_type"] = "password", ["username"] = "a", ["password"] = "b" });
        using var refused = await _host.Anonymous.SendAsync(password);
        Assert.Equal("unsupported_grant_type", JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["error"]!.GetValue<string>());
        using var nothing = Request("/gateway/o/token/", new() { ["client_id"] = _client.ClientId });
        using var missing = await _host.Anonymous.SendAsync(nothing);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"),
            (missing.StatusCode, JsonNode.Parse(await missing.Content.ReadAsStringAsync())!["error"]!.GetValue<string>()));
    }

    [Fact]
    public async Task The_metadata_names_what_there_is()
    {
        var metadata = await GatewayWorld.GetAsync(_host.Anonymous, "/.well-known/oauth-authorization-server/gateway");
        Assert.EndsWith("/gateway/o/token/", metadata["token_endpoint"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.EndsWith("/gateway/o/revoke/", metadata["revocation_endpoint"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(["client_credentials"], metadata["grant_types_supported"]!.AsArray().Select(one => one!.GetValue<string>()));
    }

    [Fact]
    public async Task The_metadata_names_only_what_machines_need_and_tokens_name_its_issuer()
    {
        var metadata = await GatewayWorld.GetAsync(_host.Anonymous, "/.well-known/oauth-authorization-server/gateway");
        string[] Of(string name) => [.. metadata[name]!.AsArray().Select(one => one!.GetValue<string>())];
        Assert.Equal(["read", "write", "admin"], Of("scopes_supported"));
        Assert.Equal(["client_secret_basic", "client_secret_post"], Of("token_endpoint_auth_methods_supported").Order());
        Assert.Equal(["client_secret_basic", "client_secret_post"], Of("revocation_endpoint_auth_methods_supported").Order());
        foreach (var name in new[] { "prompt_values_supported", "subject_types_supported", "claims_supported",
            "id_token_signing_alg_values_supported" })
        {
            Assert.Null(metadata[name]);
        }
        Assert.Equal(metadata["issuer"]!.GetValue<string>(), IssuerOf((await GatewayCaller.OpenAsync(_host)).Token));
    }

    [Fact]
    public async Task A_token_that_is_given_back_opens_nothing_any_more_and_others_go_on()
    {
        var (caller, other) = (await GatewayCaller.OpenAsync(_host), await GatewayCaller.OpenAsync(_host));
        Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync("GET", "/user/me/")).Status);
        // A client that is not the token's own ends nothing.
        var baobab = _host.Credentials.MerchantNamed("Baobab").Gateway!;
        Assert.NotEqual(HttpStatusCode.Unauthorized, await RevokeAsync(caller.Token, baobab));
        Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync("GET", "/user/me/")).Status);

        Assert.Equal(HttpStatusCode.OK, await RevokeAsync(caller.Token, _client));
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.SendAsync("GET", "/user/me/")).Status);
        Assert.Equal(HttpStatusCode.OK, (await other.SendAsync("GET", "/user/me/")).Status);
        // Told twice, or of what is no token, there is nothing left to do (RFC 7009, section 2.2).
        Assert.Equal(HttpStatusCode.OK, await RevokeAsync(caller.Token, _client));
        Assert.Equal(HttpStatusCode.OK, await RevokeAsync("nothing", _client));
        Assert.Equal(HttpStatusCode.Unauthorized, await RevokeAsync(other.Token, _client with { ClientSecret = "wrong" }));
        Assert.Equal(HttpStatusCode.OK, (await other.SendAsync("GET", "/user/me/")).Status);
    }

    private async Task<HttpStatusCode> RevokeAsync(string token, DemoClient client)
    {
        using var request = Request("/gateway/o/revoke/", new() { ["token"] = token, ["client_id"] = client.ClientId,
            ["client_secret"] = client.ClientSecret });
        using var answer = await _host.Anonymous.SendAsync(request);
        return answer.StatusCode;
    }

    private static string IssuerOf(string token)
    {
        var part = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return JsonNode.Parse(Convert.FromBase64String(part.PadRight((part.Length + 3) / 4 * 4, '=')))!["iss"]!.GetValue<string>();
    }

    [Fact]
    public async Task Tokens_of_other_surfaces_and_tampered_ones_open_nothing()
    {
        var caller = await GatewayCaller.OpenAsync(_host);
        Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync("GET", "/user/me/")).Status);
        var dot = caller.Token.LastIndexOf('.');
        var tampered = caller.Token[..(dot + 1)] + (caller.Token[dot + 1] == 'A' ? 'B' : 'A') + caller.Token[(dot + 2)..];
        foreach (var token in new[] { tampered, "", "x", _host.Credentials.StaffNamed("admin").ApiToken,
            _host.Credentials.MerchantNamed("Acacia").ExchangeApiKey! })
        {
            var other = new GatewayCaller(_host, token.Length == 0 ? "none" : token);
            Assert.Equal("unauthorized",
                (await other.ExpectAsync(HttpStatusCode.Unauthorized, "GET", "/user/me/"))["error"]!["code"]!.GetValue<string>());
        }
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/api/v1/auth/merchants");
        foreign.Headers.Authorization = new AuthenticationHeaderValue("Bearer", caller.Token);
        using var refused = await _host.Anonymous.SendAsync(foreign);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_token_ends_with_its_time()
    {
        var caller = await GatewayCaller.OpenAsync(_host);
        await _host.WaitAsync(880);
        Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync("GET", "/user/me/")).Status);
        await _host.WaitAsync(25);
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.SendAsync("GET", "/user/me/")).Status);
    }

    [Fact]
    public async Task Reading_scope_reads_also_by_POST_and_changes_nothing()
    {
        var reader = await GatewayCaller.OpenAsync(_host, scope: "read");
        await reader.GetAsync("/currencies/");
        Assert.Equal("full", await reader.RefusedAsync(HttpStatusCode.BadRequest, "invalid_request", "GET", "/currencies/?full="));
        Assert.Equal("is_fee_paid_by_user", await reader.RefusedAsync(HttpStatusCode.BadRequest, "invalid_request", "GET",
            "/rates/?currency_to=BTC&is_fee_paid_by_user="));
        await reader.PostAsync("/withdrawal/min-amount/", new { currency = "USDTTRC20" });
        await reader.RefusedAsync(HttpStatusCode.Forbidden, "permission_denied", "POST", "/wallets/", new { name = "x" });
        await reader.RefusedAsync(HttpStatusCode.Forbidden, "permission_denied", "GET", "/user/fees/");
        var writer = await GatewayCaller.OpenAsync(_host, scope: "write");
        await writer.RefusedAsync(HttpStatusCode.Forbidden, "permission_denied", "GET", "/wallets/");
    }

    [Fact]
    public async Task An_application_has_no_more_than_its_maker_shows_its_secret_once_and_takes_its_tokens_along()
    {
        var maker = await GatewayCaller.OpenAsync(_host);
        await maker.RefusedAsync(HttpStatusCode.Forbidden, "permission_denied", "POST", "/o/apps/",
            new { name = "too much", scope = "read admin" });
        var made = await maker.PostAsync("/o/apps/", new { name = "shop", scope = "read" }, HttpStatusCode.Created);
        var (id, secret) = (made["id"]!.GetValue<long>(), made["client_secret"]!.GetValue<string>());
        var listed = await maker.GetAsync("/o/apps/");
        var row = listed["results"]!.AsArray().Single(one => one!["id"]!.GetValue<long>() == id)!;
        Assert.Null(row["client_secret"]);
        Assert.Equal(("confidential", "client-credentials"),
            (row["client_type"]!.GetValue<string>(), row["authorization_grant_type"]!.GetValue<string>()));

        var (status, body) = await GatewayCaller.TokenAsync(_host, made["client_id"]!.GetValue<string>(), secret);
        Assert.Equal((HttpStatusCode.OK, "read"), (status, body["scope"]!.GetValue<string>()));
        var shop = new GatewayCaller(_host, body["access_token"]!.GetValue<string>());
        await shop.GetAsync("/wallets/");
        Assert.Equal(HttpStatusCode.NoContent, (await maker.SendAsync("DELETE", $"/o/apps/{id}/")).Status);
        await _host.WaitAsync(2);
        Assert.Equal(HttpStatusCode.Unauthorized, (await shop.SendAsync("GET", "/wallets/")).Status);
        await maker.RefusedAsync(HttpStatusCode.NotFound, "not_found", "DELETE", $"/o/apps/{id}/");
        var stranger = await GatewayCaller.OpenAsync(_host, "Baobab");
        await stranger.RefusedAsync(HttpStatusCode.NotFound, "not_found", "DELETE", $"/o/apps/{row["id"]!.GetValue<long>()}/");
    }

    [Fact]
    public async Task What_is_not_offered_answers_in_the_surface_s_form()
    {
        var caller = await GatewayCaller.OpenAsync(_host);
        await caller.RefusedAsync(HttpStatusCode.NotFound, "not_found", "GET", "/no/such/path/");
        await caller.RefusedAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed", "DELETE", "/payments/");
        await caller.RefusedAsync(HttpStatusCode.BadRequest, "invalid_request", "POST", "/payments/", "{");
    }

    private static HttpRequestMessage Request(string path, Dictionary<string, string> form) =>
        new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
}
