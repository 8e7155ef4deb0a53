using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Gateway;

/// <summary>The token server at its edges: forms that cannot be read, callers that say not who they are, parameters of other
/// flows, and what refusals say in their headers (RFC 6749, 6750, 7009, 8414).</summary>
public sealed class OAuthEdgeTests : IAsyncLifetime
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
    public async Task A_form_that_cannot_be_read_is_the_sender_s_fault_wherever_forms_are_taken()
    {
        var tenant = await GatewayCaller.OpenAsync(_host);
        var link = new Uri((await tenant.PostAsync("/payment-links/", new { amount = "10", order_description = "Bread" },
            HttpStatusCode.Created))["url"]!.GetValue<string>()).AbsolutePath;
        var many = string.Join('&', Enumerable.Range(0, 3_000).Select(at => $"a{at}=1"));
        foreach (var form in new[] { "scope=%00", "a=%00&b=1", new string('a', 5_000) + "=1", many })
        {
            foreach (var path in new[] { "/gateway/o/token/", "/gateway/o/token", "/gateway/o/revoke/" })
            {
                var (status, body) = await SendAsync(path, form);
                Assert.Equal((path, HttpStatusCode.BadRequest, "invalid_request"), (path, status, body["error"]!.GetValue<string>()));
            }
            foreach (var path in new[] { link, "/account/sign-in" })
            {
                Assert.Contains(await StatusAsync(path, form), new[] { HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge });
            }
            // These say the same whatever comes.
            foreach (var path in new[] { "/dev/access", "/status/subscribe" })
            {
                Assert.Equal((path, HttpStatusCode.Accepted), (path, await StatusAsync(path, form)));
            }
        }
        _host.AssertNoErrors();
    }

    [Fact]
    public async Task Who_does_not_say_who_it_is_is_no_client_and_what_is_not_known_is_ignored()
    {
        var own = $"grant_type=client_credentials&client_id={_client.ClientId}&client_secret={_client.ClientSecret}";
        foreach (var (form, basic, expected, error) in new (string, string?, HttpStatusCode, string?)[]
        {
            ("grant_type=client_credentials", null, HttpStatusCode.Unauthorized, "invalid_client"),
            ($"grant_type=client_credentials&client_id={_client.ClientId}", null, HttpStatusCode.Unauthorized, "invalid_client"),
            ("grant_type=client_credentials", "%%%", HttpStatusCode.Unauthorized, "invalid_client"),
            ("grant_type=client_credentials", "bm9ib2R5", HttpStatusCode.Unauthorized, "invalid_client"),
            (own + "&scope=read&scope=write", null, HttpStatusCode.BadRequest, "invalid_request"),
            (own + "&client_id=other", null, HttpStatusCode.BadRequest, "invalid_request"),
            ("scope=read", null, HttpStatusCode.BadRequest, "invalid_request"),
            (own + "&audience=x&resource=y&foo=1&foo=2&client_assertion=z", null, HttpStatusCode.OK, null),
        })
        {
            var (status, body) = await SendAsync("/gateway/o/token/", form, basic);
            Assert.Equal((form, basic, expected, error), (form, basic, status, (string?)body["error"]));
            Assert.Null(body["error_uri"]);
        }
        var (_, revoked) = await SendAsync("/gateway/o/revoke/", "token=x");
        Assert.Equal(("invalid_client", null), ((string?)revoked["error"], revoked["error_uri"]));
    }

    [Fact]
    public async Task Refusals_say_in_their_headers_how_to_come_in()
    {
        var reader = await GatewayCaller.OpenAsync(_host, scope: "read");
        using var wrong = Request("/gateway/o/token/", "grant_type=client_credentials&client_id=nobody&client_secret=x", null);
        using var refused = await _host.Anonymous.SendAsync(wrong);
        Assert.Contains("realm=\"gateway\"", refused.Headers.WwwAuthenticate.Single().ToString(), StringComparison.Ordinal);
        foreach (var (method, path, token, status, expected) in new (string, string, string?, HttpStatusCode, string)[]
        {
            ("GET", "/user/me/", null, HttpStatusCode.Unauthorized, "Bearer"),
            ("GET", "/user/me/", "nothing", HttpStatusCode.Unauthorized, "Bearer error=\"invalid_token\""),
            ("POST", "/wallets/", reader.Token, HttpStatusCode.Forbidden, "Bearer error=\"insufficient_scope\", scope=\"write\""),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "/gateway" + path);
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            using var answer = await _host.Anonymous.SendAsync(request);
            Assert.Equal((path, status, expected), (path, answer.StatusCode, answer.Headers.WwwAuthenticate.Single().ToString()));
        }
        var metadata = await GatewayWorld.GetAsync(_host.Anonymous, "/.well-known/oauth-authorization-server/gateway");
        Assert.Empty(metadata["response_types_supported"]!.AsArray());
    }

    [Fact]
    public async Task An_application_has_no_more_than_the_token_that_makes_it_was_given_for()
    {
        var writer = await GatewayCaller.OpenAsync(_host, scope: "write");
        Assert.Equal("scope", await writer.RefusedAsync(HttpStatusCode.Forbidden, "permission_denied", "POST", "/o/apps/",
            new { name = "More", scope = "read write" }));
        Assert.Equal("write", (await writer.PostAsync("/o/apps/", new { name = "Same" }, HttpStatusCode.Created))["scope"]!
            .GetValue<string>());
    }

    private static HttpRequestMessage Request(string path, string form, string? basic)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded"),
        };
        request.Headers.Authorization = basic is null ? null : new AuthenticationHeaderValue("Basic", basic);
        return request;
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(string path, string form, string? basic = null)
    {
        using var request = Request(path, form, basic);
        using var answer = await _host.Anonymous.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string form)
    {
        using var request = Request(path, form, null);
        using var answer = await _host.Anonymous.SendAsync(request);
        return answer.StatusCode;
    }
}
