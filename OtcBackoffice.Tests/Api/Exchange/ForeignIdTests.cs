using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Exchange;

/// <summary>Every route of the exchange surface with every role, and with every id that it takes: another customer's id is a missing
/// one.</summary>
public sealed partial class ForeignIdTests : IAsyncLifetime
{
    private DeskHost _host = null!;

    public async Task InitializeAsync() => _host = await DeskHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Another_customer_s_id_looks_missing_wherever_an_id_is_taken()
    {
        var (acacia, baobab) = (_host.Customer(), _host.Customer("Baobab"));
        var (account, wallet) = (await acacia.AccountAsync(), await acacia.WalletAsync());
        var (ownAccount, ownWallet) = (await baobab.AccountAsync(), await baobab.WalletAsync());
        var quote = (await acacia.QuoteBuyAsync("10.00")).Text("data", "quoteId");
        var order = await acacia.OrderAsync("buy", "20.00");
        // Where each route takes an id, the foreign id, and the request; a route that takes none has none.
        var uses = new Dictionary<string, (string Foreign, Func<string, object?> Body)[]>
        {
            ["GET /otc-exchanges/accounts"] = [],
            ["GET /otc-exchanges/wallets"] = [],
            ["GET /otc-exchanges"] = [],
            ["GET /otc-exchanges/wallets/{id}/balance"] = [(wallet, _ => null)],
            ["GET /otc-exchanges/{id}"] = [(order, _ => null), (quote, _ => null)],
            ["POST /otc-exchanges/{id}/cancel"] = [(order, _ => null), (quote, _ => null)],
            ["POST /otc-exchanges"] = [(quote, id => new { quoteId = id }), (order, id => new { quoteId = id })],
            ["POST /otc-exchanges/quote"] =
            [
                (account, id => new { sourceAccountId = id, destinationWalletId = ownWallet, sourceAmountEur = "1.00" }),
                (wallet, id => new { sourceAccountId = ownAccount, destinationWalletId = id, sourceAmountEur = "1.00" }),
                (wallet, id => new { side = "sell", sourceWalletId = id, destinationAccountId = ownAccount, sourceAmountUsdc = "1" }),
                (account, id => new { side = "sell", sourceWalletId = ownWallet, destinationAccountId = id, sourceAmountUsdc = "1" }),
            ],
        };
        Assert.Equal(Routes().Order(StringComparer.Ordinal), uses.Keys.Order(StringComparer.Ordinal));

        foreach (var (route, places) in uses)
        {
            foreach (var (foreign, body) in places)
            {
                var (asked, missing) = (await CallAsync(baobab, route, foreign, body(foreign)), Guid.NewGuid().ToString());
                var nothing = await CallAsync(baobab, route, missing, body(missing));
                Assert.True(asked == nothing && asked.Status is >= 400 and < 500, $"{route}: foreign {asked}, missing {nothing}");
            }
        }
        // The same ids serve their own customer, and nothing of the above has touched them.
        Assert.Equal(("quoted", "pending_approval"),
            ((await acacia.OrderAsync(quote)).Text("status"), (await acacia.OrderAsync(order)).Text("status")));
        Assert.Equal(200, (await CallAsync(acacia, "GET /otc-exchanges/wallets/{id}/balance", wallet, null)).Status);
        Assert.Equal(201, (await CallAsync(acacia, "POST /otc-exchanges", "", new { quoteId = quote })).Status);
    }

    [Fact]
    public async Task Every_route_refuses_the_roles_that_the_table_refuses_and_nobody_else()
    {
        var people = _host.Credentials.Staff.Where(one => one.Roles.Count == 1).DistinctBy(one => one.Roles[0])
            .Select(one => (Role: one.Roles[0], one.Email, one.Password)).ToList();
        var acacia = _host.Credentials.MerchantNamed("Acacia");
        people.Add(("merchant", acacia.Email, acacia.Password));
        Assert.Equal(Enum.GetValues<Role>().Select(role => Names.Snake(role)).Order(StringComparer.Ordinal),
            people.Select(one => one.Role).Order(StringComparer.Ordinal));
        var wrong = new List<string>();
        foreach (var (role, email, password) in people)
        {
            var session = await _host.Anonymous.PostJsonAsync("/api/v1/session", new { email, password });
            var client = _host.Client(session.Text("access_token"));
            var isAllowed = PermissionTable.Allows(RoleSet.FromNames([role]), Permission.ExchangeOwn);
            foreach (var route in Routes())
            {
                var answer = await CallAsync(client, route, Guid.NewGuid().ToString(), new { });
                if (answer.Status is 401 or 405 or >= 500 || (answer.Status == 403) == isAllowed)
                {
                    wrong.Add($"{route} by {role}: {answer}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private async Task<(int Status, string Text)> CallAsync(HttpClient client, string route, string id, object? body)
    {
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1].Replace("{id}", id, StringComparison.Ordinal));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET")
        {
            request.Content = JsonContent.Create(body ?? new { });
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }
        using var answer = await client.SendAsync(request);
        // What an id is called back by, and the number of the request, differ by nature.
        return ((int)answer.StatusCode, Ids().Replace(await answer.Content.ReadAsStringAsync(), "ID"));
    }

    private List<string> Routes() =>
    [
        .. from endpoint in _host.Endpoints.OfType<RouteEndpoint>()
           let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
           where pattern.StartsWith("/otc-exchanges", StringComparison.Ordinal)
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
           select $"{method} {pattern}",
    ];

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}")]
    private static partial Regex Ids();
}
