using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Security;
using OtcBackoffice.Tests.Scenarios;
using static OtcBackoffice.Tests.Api.DepositDesk.DepositDeskFixture;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>Every route and every role, held against the one permission table.</summary>
public sealed class RouteRoleTests(DepositDeskFixture desk) : IClassFixture<DepositDeskFixture>
{
    private sealed record Route(string Method, string Path, Permission? Permission, AuthorizeAttribute[] Rules);

    [Fact]
    public void Every_route_names_the_token_scheme_and_no_other()
    {
        var routes = Routes();

        Assert.True(routes.Count > 40, $"{routes.Count} routes");
        Assert.All(routes, route => Assert.Equal(BearerTokens.SchemeName, Assert.Single(route.Rules).AuthenticationSchemes));
    }

    [Fact]
    public async Task Every_route_refuses_who_the_table_refuses_and_nobody_else()
    {
        (Role Role, HttpClient Client)[] people =
        [
            (Role.Admin, desk.Host.Admin), (Role.OtcOfficer, desk.Host.Officer), (Role.Treasury, desk.Host.Treasury),
            (Role.Auditor, desk.Host.Auditor), (Role.Merchant, desk.Host.Acacia),
        ];
        Assert.Equal(Enum.GetValues<Role>().Length, people.Length);
        var wrong = new List<string>();
        foreach (var route in Routes())
        {
            foreach (var (role, client) in people)
            {
                var answer = await CallAsync(client, route);
                var isAllowed = route.Permission is not { } permission || PermissionTable.Allows(RoleSet.Of(role), permission);
                if (answer.Status is 401 or 405 or >= 500
                    || (isAllowed ? answer.Status == 403 && route.Permission is not null : answer.Status != 403))
                {
                    wrong.Add($"{route.Method} {route.Path} by {Names.Snake(role)}: {answer.Status} {answer.Text}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_record_is_there_for_its_own_merchant_and_looks_missing_to_another_on_every_route()
    {
        var records = await RecordsAsync();
        var routes = Routes(fill: false)
            .Where(route => route.Permission is not { } permission || PermissionTable.Allows(RoleSet.Of(Role.Merchant), permission))
            .Select(route => (Route: route,
                Record: records.FirstOrDefault(record => route.Path.StartsWith(record.Prefix, StringComparison.Ordinal))))
            .Where(pair => pair.Record.Prefix is not null)
            // What ends a record comes last, or nothing would be left for the others.
            .OrderBy(pair => pair.Route.Method == "DELETE").ToList();
        Assert.True(routes.Count > 15, $"{routes.Count} routes");

        foreach (var (route, record) in routes)
        {
            var foreign = await CallAsync(desk.Host.Baobab, route with { Path = With(route.Path, record.Prefix, record.Id) });
            var missing = await CallAsync(desk.Host.Baobab,
                route with { Path = With(route.Path, record.Prefix, Guid.NewGuid().ToString()) });
            Assert.True(foreign.Status == missing.Status && CodeOf(foreign) == CodeOf(missing),
                $"{route.Method} {route.Path}: foreign {foreign.Text}, missing {missing.Text}");
        }
        foreach (var (route, record) in routes.Where(pair => pair.Route.Path == pair.Record.Prefix))
        {
            var own = await CallAsync(desk.Host.Acacia, route with { Path = With(route.Path, record.Prefix, record.Id) });
            Assert.True(own.Status is not (403 or 404 or >= 500), $"{route.Method} {route.Path}: {own.Status} {own.Text}");
        }
    }

    [Fact]
    public async Task Every_route_asks_for_a_token()
    {
        foreach (var route in Routes())
        {
            var answer = await CallAsync(desk.Host.Anonymous, route);
            answer.ExpectProblem(401, "UNAUTHENTICATED");
            Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        }
    }

    [Theory]
    [InlineData("Bearer otc_pat_unknown")]
    [InlineData("Bearer ")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    public async Task A_credential_that_is_not_a_known_token_is_none(string header)
    {
        await Send(desk.Host.Anonymous, "GET", "otc/deposits", null, ("Authorization", header)).ExpectingProblem(401, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task A_session_of_the_console_is_no_credential_here()
    {
        var cookie = await SessionCookies.SignInAsync(desk.Host, desk.Host.Credentials.StaffNamed("admin"));

        await Send(desk.Host.Anonymous, "GET", "otc/deposits", null, ("Cookie", cookie)).ExpectingProblem(401, "UNAUTHENTICATED");
        await Send(desk.Host.Anonymous, "POST", "fiat-currencies", new { iso_code = "GBP", display_name = "Pound" }, ("Cookie", cookie))
            .ExpectingProblem(401, "UNAUTHENTICATED");
    }

    private static Task<WireAnswer> CallAsync(HttpClient client, Route route) =>
        Send(client, route.Method, route.Path, route.Method is "GET" or "DELETE" ? null : new { });

    private async Task<(string Prefix, string Id)[]> RecordsAsync()
    {
        var acacia = desk.Host.Acacia;
        var deposit = await desk.DepositInAsync(DepositStatus.Pending);
        var credential = await Send(acacia, "POST", "credentials", new { surface = "platform", scopes = (string[])["orders:read"] })
            .Expecting(201);
        var endpoint = await Send(acacia, "POST", "webhooks/endpoints", new { url = "http://127.0.0.1:9/hook", events = (string[])["*"] })
            .Expecting(201);
        var withdrawal = await Send(acacia, "POST", "otc/withdrawals", await WithdrawalSteps.FundAndPriceAsync(desk.Host, "100.000000"))
            .Expecting(201);
        return
        [
            ("/api/v1/auth/otc/deposits/{id:guid}", deposit),
            ("/api/v1/auth/otc/withdrawals/{id:guid}", withdrawal.GetProperty("withdrawal").GetProperty("id").GetString()!),
            ("/api/v1/auth/merchants/{id:guid}", desk.Host.Credentials.MerchantNamed("Acacia").MerchantId.ToString()),
            ("/api/v1/auth/credentials/{id:guid}", credential.GetProperty("credential").GetProperty("id").GetString()!),
            ("/api/v1/auth/webhooks/endpoints/{id:guid}", endpoint.GetProperty("endpoint").GetProperty("id").GetString()!),
        ];
    }

    private static string With(string path, string prefix, string id) =>
        Filled(prefix.Replace("{id:guid}", id, StringComparison.Ordinal) + path[prefix.Length..]);

    private static string? CodeOf(WireAnswer answer) => answer.Status >= 400 ? answer.Json.GetProperty("code").GetString() : null;

    private List<Route> Routes(bool fill = true) =>
    [
        .. from endpoint in desk.Host.Endpoints.OfType<RouteEndpoint>()
           let pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
           where pattern.StartsWith("/api/v1/auth", StringComparison.Ordinal)
           from method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
           let rules = endpoint.Metadata.OfType<AuthorizeAttribute>().ToArray()
           select new Route(method, fill ? Filled(pattern) : pattern,
               Enum.TryParse<Permission>(rules.FirstOrDefault()?.Policy, out var permission) ? permission : null, rules),
    ];

    // Ids that name nothing: whoever may come in learns that there is no such record.
    internal static string Filled(string pattern) => System.Text.RegularExpressions.Regex.Replace(
        System.Text.RegularExpressions.Regex.Replace(pattern, @"\{\w+:guid\}", _ => Guid.NewGuid().ToString()), @"\{\w+:long\}",
            "999999999999");
}
