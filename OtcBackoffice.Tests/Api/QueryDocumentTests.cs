using System.Collections;
using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api;

/// <summary>
/// The query parameters in the OpenAPI documents of the desk's own routes: each is asked for, and what it looks for in its query is held
/// against what its document declares.
/// </summary>
public sealed class QueryDocumentTests
{
    private static readonly string[] Names = ["deposit-desk", "staff"], Whole = ["sort", "columns", "page", "cursor", "limit"];

    [Fact]
    public async Task Every_query_parameter_that_a_route_reads_stands_in_its_document_and_no_other()
    {
        var seen = new ConcurrentDictionary<string, byte>();
        await using var host = await DeskHost.StartAsync(new DeskHostSetup
        {
            Services = services => services.AddSingleton<IStartupFilter>(new QueryWatch(seen)),
        });
        var faults = new List<string>();
        foreach (var name in Names)
        {
            var paths = (await host.Anonymous.GetJsonAsync($"/openapi/{name}.json")).GetProperty("paths");
            foreach (var route in host.Endpoints.OfType<RouteEndpoint>().Where(one => one.Metadata.GetMetadata<Surface>()?.Name == name
                && one.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET")))
            {
                var path = SurfaceDocument.PathOf(route);
                seen.Clear();
                using var answer = await host.Admin.GetAsync(Filled(route));
                Assert.True((int)answer.StatusCode < 500, $"{path} answered {answer.StatusCode}.");
                var declared = Declared(paths.GetProperty(path).GetProperty("get"));
                faults.AddRange(seen.Keys.Except(declared).Select(one => $"{path} reads {one} and does not say so."));
                // A list of the common kind reads every name that is sent, so it is held against its own rules below.
                if (!declared.Contains("sort") && route.RoutePattern.Parameters.Count == 0)
                {
                    faults.AddRange(declared.Except(seen.Keys).Select(one => $"{path} says that it reads {one}, and does not."));
                }
            }
        }
        Assert.Equal("", string.Join('\n', faults));
    }

    [Theory]
    [InlineData("users", "role")]
    [InlineData("credentials", "status")]
    [InlineData("webhooks/deliveries", "state")]
    [InlineData("access-requests", "status")]
    [InlineData("audit", "entity")]
    [InlineData("pricing/profiles", "status")]
    public async Task A_list_that_can_be_sorted_declares_its_filters_its_order_and_its_pages(string list, string filter)
    {
        await using var host = await DeskHost.StartAsync();
        var document = list.StartsWith("pricing/", StringComparison.Ordinal) ? "deposit-desk" : "staff";
        var declared = Declared((await host.Anonymous.GetJsonAsync($"/openapi/{document}.json")).GetProperty("paths")
            .GetProperty($"/api/v1/auth/{list}").GetProperty("get"));
        Assert.Empty(Whole.Except(declared));
        Assert.Contains(declared, one => one == filter || one is "find" or "q" or "text");
        await host.Admin.GetJsonAsync($"{list}?sort=nothing", System.Net.HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_the_driving_page_names_is_declared()
    {
        await using var host = await DeskHost.StartAsync();
        var staff = (await host.Anonymous.GetJsonAsync("/openapi/staff.json")).GetProperty("paths");
        var desk = (await host.Anonymous.GetJsonAsync("/openapi/deposit-desk.json")).GetProperty("paths");
        static void Holds(JsonElement paths, string route, params string[] names) =>
            Assert.Empty(names.Except(Declared(paths.GetProperty("/api/v1/auth/" + route).GetProperty("get"))));
        Holds(staff, "receipts", "status", "source", "from", "to", "account", "external_id", "cursor", "limit");
        Holds(staff, "treasury/proposals", "status", "cursor", "limit");
        Holds(staff, "treasury/desk-liquidity", "network", "refresh");
        Holds(staff, "otc/exchanges", "status", "cursor", "limit");
        Holds(staff, "block-trades", "status", "cursor", "limit");
        Holds(staff, "payment-methods", "status", "cursor", "limit");
        Holds(staff, "audit", "actor", "entity", "action", "from", "to", "cursor", "limit");
        Holds(staff, "alarms", "status");
        Holds(staff, "search", "q");
        Holds(staff, "gateway/payments", "exception", "status", "merchant_id", "transaction_id", "limit", "offset");
        Holds(staff, "credentials/{id}/requests", "status", "method", "path", "request_id", "from", "to");
        Holds(desk, "otc/deposits", "status", "push_state", "cursor", "limit");
        var exchange = (await host.Anonymous.GetJsonAsync("/openapi/exchange.json")).GetProperty("paths");
        Assert.Equal(["page", "limit"], Declared(exchange.GetProperty("/otc-exchanges").GetProperty("get")));
        var trade = (await host.Anonymous.GetJsonAsync("/openapi/block-trade.json")).GetProperty("paths");
        Assert.Equal(["startTime", "endTime", "mcSettingsId", "type", "status", "currentPage", "pageSize"],
            Declared(trade.GetProperty("/openapi/v1/otc/mc/tran/list").GetProperty("get")));
        Assert.Equal(["currentPage", "pageSize", "isPending"],
            Declared(trade.GetProperty("/openapi/v1/otc/order/list").GetProperty("get")));
        Holds(desk, "otc/withdrawals", "status", "cursor", "limit");
    }

    private static List<string> Declared(JsonElement operation) => !operation.TryGetProperty("parameters", out var rows) ? []
        : [.. rows.EnumerateArray().Where(row => row.Text("in") == "query").Select(row => row.Text("name"))];

    private static string Filled(RouteEndpoint route)
    {
        var path = SurfaceDocument.PathOf(route);
        foreach (var parameter in route.RoutePattern.Parameters)
        {
            var kinds = string.Join(',', parameter.ParameterPolicies.Select(policy => policy.Content));
            path = path.Replace($"{{{parameter.Name}}}", kinds.Contains("long", StringComparison.Ordinal) ? "1"
                : kinds.Contains("guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : "2026-10", StringComparison.Ordinal);
        }
        return path;
    }

    /// <summary>Notes every name that is looked up in a query.</summary>
    private sealed class QueryWatch(ConcurrentDictionary<string, byte> seen) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, run) =>
            {
                http.Features.Set<IQueryFeature>(new WatchedQuery(http.Request.Query, seen));
                await run(http);
            });
            next(app);
        };
    }

    private sealed class WatchedQuery(IQueryCollection query, ConcurrentDictionary<string, byte> seen) : IQueryFeature, IQueryCollection
    {
        public IQueryCollection Query { get => this; set => throw new NotSupportedException(); }

        public StringValues this[string key] => Seen(key) ? query[key] : default;

        public int Count => query.Count;

        public ICollection<string> Keys => query.Keys;

        public bool ContainsKey(string key) => Seen(key) && query.ContainsKey(key);

        public bool TryGetValue(string key, out StringValues value)
        {
            Seen(key);
            return query.TryGetValue(key, out value);
        }

        public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => query.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private bool Seen(string key)
        {
            seen[key] = 0;
            return true;
        }
    }
}
