using System.Net;
using OtcBackoffice.Tests.Api.BlockTrade;
using OtcBackoffice.Tests.Api.DepositDesk;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting;

/// <summary>Every kind of credential at every door: each opens its own and looks unknown at the others.</summary>
public sealed class SurfaceKeysTests : IAsyncLifetime
{
    private DeskHost _host = null!;

    public async Task InitializeAsync() => _host = await DeskHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Every_credential_opens_its_own_surface_and_no_other()
    {
        var acacia = _host.Credentials.MerchantNamed("Acacia");
        var session = (await _host.Anonymous.PostJsonAsync("/api/v1/session", new { email = acacia.Email, password = acacia.Password }))
            .Text("access_token");
        var platform = (await _host.Acacia.PostJsonAsync("credentials", new { surface = "platform", scopes = (string[])["orders:read"] },
            HttpStatusCode.Created)).Text("secret");
        var cookie = await SessionCookies.SignInAsync(_host, _host.Credentials.StaffNamed("admin"));
        var signed = SpecClient.Of(_host).Signed("", "");
        (string Name, string Header, string Value, string[] Opens)[] credentials =
        [
            ("deposit desk token", "Authorization", $"Bearer {acacia.ApiToken}", ["deposit desk"]),
            ("deposit desk token as x-api-key", "x-api-key", acacia.ApiToken, []),
            ("exchange key", "x-api-key", acacia.ExchangeApiKey!, ["exchange"]),
            ("exchange key as bearer", "Authorization", $"Bearer {acacia.ExchangeApiKey}", ["exchange"]),
            ("session token", "Authorization", $"Bearer {session}", ["exchange"]),
            ("session token as x-api-key", "x-api-key", session, []),
            ("platform key", "Authorization", $"Bearer {platform}", ["platform"]),
            ("block-trade key", "X-BH-APIKEY", acacia.BlockTrade!.ApiKey, ["block trade"]),
            ("block-trade secret as bearer", "Authorization", $"Bearer {acacia.BlockTrade.Secret}", []),
            ("session of the console", "Cookie", cookie, []),
        ];
        (string Name, string Path)[] doors =
            [("deposit desk", "/api/v1/auth/otc/deposits"), ("exchange", "/otc-exchanges"),
            ("block trade", $"{SpecClient.Root}order/list?{signed}"), ("platform", "/v1/orders")];
        var wrong = new List<string>();
        foreach (var (name, header, value, opens) in credentials)
        {
            foreach (var (door, path) in doors)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.TryAddWithoutValidation(header, value);
                using var answer = await _host.Anonymous.SendAsync(request);
                var expected = opens.Contains(door) ? HttpStatusCode.OK : HttpStatusCode.Unauthorized;
                if (answer.StatusCode != expected)
                {
                    wrong.Add($"{name} at {door}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Two_credentials_in_one_request_are_none()
    {
        var acacia = _host.Credentials.MerchantNamed("Acacia");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/otc-exchanges");
        request.Headers.TryAddWithoutValidation("x-api-key", acacia.ExchangeApiKey);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {_host.Credentials.MerchantNamed("Baobab").ExchangeApiKey}");
        using var answer = await _host.Anonymous.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
