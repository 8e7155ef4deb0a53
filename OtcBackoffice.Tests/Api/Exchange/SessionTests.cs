using System.Net;
using System.Net.Http.Json;
using System.Text;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Exchange;

/// <summary>Sessions of API clients: password in, fifteen minutes of token out, and nothing left after the end.</summary>
public sealed class SessionTests
{
    private const string Begin = "/api/v1/session";

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Fact]
    public async Task A_merchant_exchanges_with_a_session_token_until_it_ends()
    {
        await using var host = await DeskHost.StartAsync();
        var acacia = host.Credentials.MerchantNamed("Acacia");
        var begun = await host.Anonymous.PostJsonAsync(Begin, new { email = acacia.Email, password = acacia.Password });
        Assert.Equal(("Bearer", "900"), (begun.Text("token_type"), begun.Text("expires_in")));
        var customer = host.Client(begun.Text("access_token"));
        var id = await customer.OrderAsync("buy", "10.00");
        Assert.Equal("pending_approval", (await customer.OrderAsync(id)).Text("status"));

        var renewed = await host.Anonymous.PostJsonAsync(Begin + "/refresh", new { refresh_token = begun.Text("refresh_token") });
        await host.Client(renewed.Text("access_token")).DataAsync("/accounts");
        await host.Anonymous.PostJsonAsync(Begin + "/revoke", new { refresh_token = renewed.Text("refresh_token") });
        await host.Anonymous.PostJsonAsync(Begin + "/refresh", new { refresh_token = renewed.Text("refresh_token") },
            HttpStatusCode.Unauthorized);
        await host.Client(renewed.Text("access_token")).GetJsonAsync(ExchangeSteps.Root + "/accounts", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_old_refresh_token_ends_the_session_for_both()
    {
        await using var host = await DeskHost.StartAsync();
        var acacia = host.Credentials.MerchantNamed("Acacia");
        var begun = await host.Anonymous.PostJsonAsync(Begin, new { email = acacia.Email, password = acacia.Password });
        var renewed = await host.Anonymous.PostJsonAsync(Begin + "/refresh", new { refresh_token = begun.Text("refresh_token") });
        await host.Anonymous.PostJsonAsync(Begin + "/refresh", new { refresh_token = begun.Text("refresh_token") },
            HttpStatusCode.Unauthorized);
        await host.Anonymous.PostJsonAsync(Begin + "/refresh", new { refresh_token = renewed.Text("refresh_token") },
            HttpStatusCode.Unauthorized);
        await host.Client(renewed.Text("access_token")).GetJsonAsync(ExchangeSteps.Root + "/accounts", HttpStatusCode.Unauthorized);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Of_parallel_refreshes_with_one_token_only_one_passes(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var acacia = host.Credentials.MerchantNamed("Acacia");
        for (var round = 0; round < 5; round++)
        {
            var begun = await host.Anonymous.PostJsonAsync(Begin, new { email = acacia.Email, password = acacia.Password });
            var body = new { refresh_token = begun.Text("refresh_token") };
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
            {
                using var answer = await host.Anonymous.PostAsJsonAsync(Begin + "/refresh", body);
                return answer.StatusCode;
            }));
            Assert.Equal(1, answers.Count(status => status == HttpStatusCode.OK));
            Assert.Equal(7, answers.Count(status => status == HttpStatusCode.Unauthorized));
        }
        host.AssertNoErrors();
    }

    [Fact]
    public async Task What_is_wrong_is_not_told_and_tokens_cannot_be_bent()
    {
        await using var host = await DeskHost.StartAsync();
        var acacia = host.Credentials.MerchantNamed("Acacia");
        await host.Anonymous.PostJsonAsync(Begin, new { email = acacia.Email, password = "wrong" }, HttpStatusCode.Unauthorized);
        await host.Anonymous.PostJsonAsync(Begin, new { email = "nobody@demo.local", password = "wrong" }, HttpStatusCode.Unauthorized);
        var begun = await host.Anonymous.PostJsonAsync(Begin, new { email = acacia.Email, password = acacia.Password });
        var parts = begun.Text("access_token").Split('.');
        var none = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"alg":"none","typ":"JWT"}""")).TrimEnd('=');
        foreach (var bent in new[] { $"{none}.{parts[1]}.", $"{parts[0]}.{parts[1]}.AAAA", $"{parts[0]}.{parts[1][..^2]}AA.{parts[2]}" })
        {
            await host.Client(bent).GetJsonAsync(ExchangeSteps.Root, HttpStatusCode.Unauthorized);
        }
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 901 });
        await host.Client(begun.Text("access_token")).GetJsonAsync(ExchangeSteps.Root, HttpStatusCode.Unauthorized);
        var staff = host.Credentials.StaffNamed("officer");
        var officer = await host.Anonymous.PostJsonAsync(Begin, new { email = staff.Email, password = staff.Password });
        await host.Client(officer.Text("access_token")).GetJsonAsync(ExchangeSteps.Root, HttpStatusCode.Forbidden);
    }
}
