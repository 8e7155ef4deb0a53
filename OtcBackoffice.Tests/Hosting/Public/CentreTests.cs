using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Integrators;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Public;

/// <summary>The developer centre as an integrator reads it (specification 000; sentences D4, D9, D13, D16).</summary>
public sealed class CentreTests
{
    private static readonly string[] Pages =
        ["/dev", "/dev/auth", "/dev/events", "/dev/webhooks", "/dev/sandbox", "/dev/versions", "/dev/limits", "/dev/quick-starts",
            "/dev/changelog", "/dev/errors", "/dev/search?q=quote", "/dev/access", "/dev/errors/-1121", "/status"];

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Fact]
    public async Task Every_code_of_every_surface_has_a_page_and_no_other_code_has()
    {
        Assert.All(Enum.GetValues<ErrorCode>(), code => Assert.EndsWith(".", ErrorCatalogue.Meaning(code), StringComparison.Ordinal));
        Assert.All(Enum.GetValues<ErrorCode>(),
            code => Assert.Contains(ErrorCatalogue.Find(code.Wire())!.Refusals,
            refusal => refusal.Name == code.Wire() && refusal.Uses.Count == 6));
        await using var host = await DeskHost.StartAsync();
        foreach (var code in ErrorCatalogue.Codes)
        {
            using var page = await host.Anonymous.GetAsync($"/dev/errors/{code}");
            Assert.Equal((code, HttpStatusCode.OK), (code, page.StatusCode));
        }
        var asset = await host.Anonymous.GetStringAsync("/dev/errors/-1121");
        Assert.Contains("ASSET_UNKNOWN", asset, StringComparison.Ordinal);
        Assert.Contains("invalid_currency", asset, StringComparison.Ordinal);
        using var unknown = await host.Anonymous.GetAsync("/dev/errors/no_such_code_here");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.DoesNotContain("no_such_code_here", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var nowhere = await host.Anonymous.GetAsync("/dev/nowhere");
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);

        foreach (var path in Pages)
        {
            using var answer = await host.Anonymous.GetAsync(path);
            var page = await answer.Content.ReadAsStringAsync();
            Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
            Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<style", page, StringComparison.Ordinal);
            Assert.DoesNotMatch("<script(?! type=\"module\" src=)", page);
            Assert.DoesNotContain("blazor", page, StringComparison.Ordinal);
            Assert.True(Encoding.UTF8.GetByteCount(page) < 120 * 1024, $"{path} has {Encoding.UTF8.GetByteCount(page)} bytes");
        }
        var hits = await host.Anonymous.GetStringAsync("/dev/search?q=-1121");
        Assert.Contains("/dev/errors/-1121", hits, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", await host.Anonymous.GetStringAsync("/dev/search?q=%3Cb%3E"), StringComparison.Ordinal);
        Assert.Contains(XDocument.Parse(await host.Anonymous.GetStringAsync("/dev/changelog.atom")).Descendants(),
            one => one.Name.LocalName == "entry");
        Assert.Equal(CentreHosting.Changes.Select(day => day.Date).OrderDescending(), CentreHosting.Changes.Select(day => day.Date));
        Assert.All(CentreHosting.Changes.SelectMany(day => day.Changes),
            one => Assert.True(one is { Surface.Length: > 0, Title.Length: > 0, Note.Length: > 0 }
            && one.Type is "added" or "changed" or "deprecated" or "fixed" or "security"));
        foreach (var start in CentreHosting.QuickStarts)
        {
            Assert.Equal(start.Text, await host.Anonymous.GetStringAsync($"/dev/quick-starts/{start.Name}.txt"));
            Assert.DoesNotMatch("https?://|otc_(sandbox|live)_[A-Za-z0-9]", start.Text);
        }
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Access_is_asked_for_by_anybody_and_given_once_by_staff(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var form = new { email = "Ada@Company.example", name = "Ada", company = "Company <b>", regions = new[] { "KE" },
            currencies = new[] { "KES", "USDT" }, expected_flow = "200 orders a month" };
        var (first, again) = (await AskAsync(host, form), await AskAsync(host, form));
        Assert.Equal(first, again);
        Assert.Equal(first, await AskAsync(host, new { email = "nobody" }));
        Assert.Equal(first, await AskAsync(host, form with { email = "eve@company.example", regions = [] }));
        Assert.Equal(first, await AskAsync(host, form with { email = "bob@company.example" }));
        for (var number = 0; number < 12; number++)
        {
            Assert.Equal(first, await AskAsync(host, form with { email = $"flood{number}@company.example" }));
        }
        var rows = (await host.Officer.GetJsonAsync("access-requests?status=waiting")).GetProperty("access_requests").EnumerateArray()
            .ToList();
        Assert.Equal(["ada@company.example", "bob@company.example"],
            rows.Select(row => row.Text("email")).Where(email => !email.StartsWith("flood", StringComparison.Ordinal)).Order());
        // Another minute may have begun meanwhile; more than that is let through for nobody.
        Assert.InRange(rows.Count, 2, 7);
        await host.Acacia.GetJsonAsync("access-requests", HttpStatusCode.Forbidden);
        var (ada, bob) = (Id(rows, "ada@company.example"), Id(rows, "bob@company.example"));
        await host.Auditor.PostJsonAsync($"access-requests/{ada}/deny", new { reason = "no" }, HttpStatusCode.Forbidden);
        await host.Officer.PostJsonAsync($"access-requests/{ada}/approve", new { scopes = new[] { "everything" } },
            HttpStatusCode.BadRequest);
        await host.Officer.PostJsonAsync($"access-requests/{ada}/approve", new { scopes = Array.Empty<string>() },
            HttpStatusCode.BadRequest);
        var given = await host.Officer.PostJsonAsync($"access-requests/{ada}/approve", new { scopes = new[] { "orders:read" } });
        Assert.Contains("/account/welcome#", given.Text("link"), StringComparison.Ordinal);
        Assert.Equal("approved", given.Text("access_request", "status"));
        await host.Officer.PostJsonAsync($"access-requests/{ada}/approve", new { scopes = new[] { "orders:read" } },
            HttpStatusCode.Conflict);
        Assert.Equal("denied", (await host.Officer.PostJsonAsync($"access-requests/{bob}/deny", new { reason = "not now" }))
            .Text("access_request", "status"));

        var letter = (await host.Admin.GetJsonAsync("/sandbox/mails")).GetProperty("mails").EnumerateArray().Single();
        Assert.Equal("ada@company.example", letter.Text("to"));
        Assert.DoesNotContain(given.Text("link").Split('#')[1], letter.Text("text"), StringComparison.Ordinal);
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<BackofficeDbContext>>().CreateDbContextAsync();
        var user = await db.Users.SingleAsync(one => one.Email == "ada@company.example");
        Assert.Equal("Company <b>", (await db.Merchants.SingleAsync(one => one.Id == user.MerchantId)).Name);
        Assert.Null(user.PasswordHash);
        Assert.Equal(1, await db.UserRoles.CountAsync(one => one.UserId == user.Id));
        Assert.Equal(["access.approve", "access.ask", "access.deny"],
            (await db.Audit.Where(row => row.EntityKind == "access_request").Select(row => row.Action).Distinct().ToListAsync()).Order());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_key_s_requests_are_found_again_without_secrets_for_thirty_days(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var made = await host.Acacia.PostJsonAsync("credentials",
            new { surface = "deposit_desk", name = "till", scopes = new[] { "read", "write" } }, HttpStatusCode.Created);
        var (id, secret) = (made.Text("credential", "id"), made.Text("secret"));
        var key = host.Client(secret);
        var request = new HttpRequestMessage(HttpMethod.Post,
            "/api/v1/auth/webhooks/endpoints") { Content =
            new StringContent("""{"url":"http://127.0.0.1:9/x?token=abc","sender_account_name":"Wanjiku Kamau","amount":"5"}""",
            Encoding.UTF8, "application/json") };
        var tag = Guid.NewGuid().ToString();
        request.Headers.Add("X-Request-Id", tag);
        using (await key.SendAsync(request))
        {
            await key.GetJsonAsync("otc/deposits?limit=2");
        }
        var log = await host.Acacia.GetJsonAsync($"credentials/{id}/requests?request_id={tag}");
        var row = log.GetProperty("requests").EnumerateArray().Single();
        Assert.Equal(("POST", "/api/v1/auth/webhooks/endpoints", tag), (row.Text("method"), row.Text("path"), row.Text("request_id")));
        Assert.Contains("\"amount\":\"5\"", row.Text("request_body"), StringComparison.Ordinal);
        Assert.DoesNotContain("Wanjiku", log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("token=abc", log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", log.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, (await host.Acacia.GetJsonAsync($"credentials/{id}/requests?method=GET&status=200&path=/api/v1/auth/otc"))
            .GetProperty("total").GetInt32());
        Assert.Equal(0, (await host.Acacia.GetJsonAsync($"credentials/{id}/requests?status=5xx")).GetProperty("total").GetInt32());
        await host.Baobab.GetJsonAsync($"credentials/{id}/requests", HttpStatusCode.NotFound);
        var read = (await host.Acacia.GetJsonAsync($"credentials/{id}/requests?method=GET")).GetProperty("requests")[0].Text("request_id");
        var repeated = await host.Acacia.PostJsonAsync($"credentials/{id}/requests/{read}/replay");
        Assert.Equal(200, repeated.GetProperty("status_code").GetInt32());
        Assert.True(repeated.GetProperty("body").TryGetProperty("deposits", out _), repeated.ToString());
        await host.Acacia.PostJsonAsync($"credentials/{id}/requests/{tag}/replay", null, HttpStatusCode.Conflict);
        await host.Baobab.PostJsonAsync($"credentials/{id}/requests/{read}/replay", null, HttpStatusCode.NotFound);
        Assert.Equal(2, (await host.Auditor.GetJsonAsync($"credentials/{id}/requests")).GetProperty("total").GetInt32());
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = (KeyLogRun.Days * 86_400) + 60 });
        Assert.Equal(0, (await host.Auditor.GetJsonAsync($"credentials/{id}/requests")).GetProperty("total").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_errors_of_a_key_are_grouped_by_code_and_endpoint_with_their_latest_requests(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var made = await host.Acacia.PostJsonAsync("credentials", new { surface = "platform", name = "shop",
            scopes = new[] { "orders:read" } }, HttpStatusCode.Created);
        var (id, key) = (made.Text("credential", "id"), host.Client(made.Text("secret")));
        for (var number = 0; number < 4; number++)
        {
            await key.GetJsonAsync($"/v1/orders/ord_{number}", HttpStatusCode.NotFound);
        }
        await key.GetJsonAsync("/v1/orders?limit=0", HttpStatusCode.BadRequest);
        await key.GetJsonAsync("/v1/funds", HttpStatusCode.Forbidden);
        await key.GetJsonAsync("/v1/orders");

        var errors = (await host.Acacia.GetJsonAsync($"credentials/{id}/errors")).GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal([("order_not_found", "GET", "/v1/orders/{id}", 4)],
            errors.Take(1).Select(row => (row.Text("code"), row.Text("method"), row.Text("endpoint"),
                row.GetProperty("count").GetInt32())));
        Assert.Equal(["forbidden /v1/funds", "invalid_request /v1/orders", "order_not_found /v1/orders/{id}"],
            errors.Select(row => $"{row.Text("code")} {row.Text("endpoint")}").Order(StringComparer.Ordinal));
        var samples = errors[0].GetProperty("samples").EnumerateArray().Select(row => row.Text("path")).ToList();
        Assert.Equal(["/v1/orders/ord_3", "/v1/orders/ord_2", "/v1/orders/ord_1"], samples);
        Assert.True(errors[0].GetProperty("first_at").GetDateTime() <= errors[0].GetProperty("last_at").GetDateTime());
        foreach (var row in errors)
        {
            using var page = await host.Anonymous.GetAsync(row.Text("href"));
            Assert.Equal((row.Text("href"), HttpStatusCode.OK), (row.Text("href"), page.StatusCode));
        }
        Assert.Equal(4, (await
            host.Acacia.GetJsonAsync($"credentials/{id}/requests?code=order_not_found")).GetProperty("total").GetInt32());
        await host.Baobab.GetJsonAsync($"credentials/{id}/errors", HttpStatusCode.NotFound);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = (KeyLogDesk.ErrorDays * 86_400) + 60 });
        Assert.Empty((await host.Auditor.GetJsonAsync($"credentials/{id}/errors")).GetProperty("errors").EnumerateArray());
        host.AssertNoErrors();
    }

    [Theory]
    [InlineData("client_secret", "abc", "[secret]")]
    [InlineData("access_token", "abc", "[secret]")]
    [InlineData("sender_account_name", "Ada", "[personal]")]
    [InlineData("something_new", "Ada", "[not kept]")]
    [InlineData("order_id", "ord_01H", "ord_01H")]
    [InlineData("status", "two words", "[not kept]")]
    [InlineData("pay_address", "TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE", "TQn9Y2…bLSE")]
    public void What_is_not_declared_is_not_kept(string name, string text, string kept) =>
        Assert.Equal(kept, LoggedMember.Kept(name, text));

    private static string Id(List<JsonElement> rows, string email) => rows.First(row => row.Text("email") == email).Text("id");

    private static async Task<string> AskAsync(DeskHost host, object form) =>
        (await host.Anonymous.PostJsonAsync("/dev/access", form, HttpStatusCode.Accepted)).ToString();
}
