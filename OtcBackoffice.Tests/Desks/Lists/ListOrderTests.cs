using System.Net;
using System.Text.Json;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.Catalog;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Mail;
using OtcBackoffice.Desks.Merchants;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Desks.Pricing;
using OtcBackoffice.Desks.Reports;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Lists;

/// <summary>Every quiet list in every order on both databases: its pages join to the whole list, row by row, and none is there
/// twice.</summary>
public sealed class ListOrderTests
{
    private static readonly (string Path, string Plural, string File, ListRules Rules)[] Lists =
    [
        ("users", "users", "users", PeopleDesk.Rules), ("merchants", "merchants", "merchants", MerchantDesk.Rules),
        ("pricing/profiles", "pricing_profiles", "pricing-profiles", PricingDesk.ProfileRules),
        ("pricing/fx-quotes", "fx_quotes", "fx-quotes", PricingDesk.QuoteRules),
        ("fiat-currencies/admin", "fiat_currencies", "currencies", FiatCurrencyDesk.Rules),
        ("policies/history", "policies", "policies", PolicyDesk.Rules),
        ("credentials", "credentials", "credentials", CredentialDesk.Rules), ("bans", "bans", "bans", BanDesk.Rules),
        ("webhooks/endpoints", "endpoints", "webhook-endpoints", WebhookDesk.EndpointRules),
        ("webhooks/deliveries", "deliveries", "webhook-deliveries", WebhookDesk.DeliveryRules),
        ("audit", "audit", "audit", AuditDesk.Rules), ("ledger/accounts", "accounts", "ledger-accounts", LedgerDesk.Rules),
        ("exports", "exports", "exports", ExportDesk.Rules), ("mails", "mails", "mails", MailDesk.Rules),
    ];

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Pages_of_every_list_in_every_order_join_to_the_whole_list(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        await FillAsync(host);
        var wrong = new List<string>();
        var rowsSeen = 0;
        foreach (var (path, plural, _, rules) in Lists)
        {
            foreach (var sort in rules.Columns.Where(column => column.CanSort)
                .SelectMany(column => (string[])[column.Name, "-" + column.Name]))
            {
                var (whole, joined) = await ReadAsync(host, path, plural, sort);
                var ids = Ids(whole, plural);
                rowsSeen += ids.Count;
                if (!ids.SequenceEqual(joined) || ids.Distinct().Count() != ids.Count || whole.GetProperty("total").GetInt32() != ids.Count)
                {
                    wrong.Add($"{path} by {sort}: {string.Join(' ', ids)} against {string.Join(' ', joined)}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(rowsSeen > 300, $"{rowsSeen} rows were compared.");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Rows_without_a_value_come_last_either_way(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        await FillAsync(host);

        foreach (var sort in (string[])["expires_at", "-expires_at"])
        {
            var ends = (await host.Admin.GetJsonAsync($"credentials?sort={sort}&limit=200")).GetProperty("credentials").EnumerateArray()
                .Select(one => one.GetProperty("expires_at").ValueKind).ToList();
            Assert.Contains(JsonValueKind.Null, ends);
            Assert.Contains(JsonValueKind.String, ends);
            Assert.DoesNotContain(JsonValueKind.String, ends.SkipWhile(kind => kind != JsonValueKind.Null));
        }
    }

    [Fact]
    public async Task What_a_list_does_not_know_is_refused_with_the_field_and_a_file_follows_the_same_question()
    {
        await using var host = await DeskHost.StartAsync();
        await FillAsync(host);
        foreach (var (path, _, file, _) in Lists)
        {
            foreach (var query in (string[])["sort=shoe_size", "page=0&sort=", "limit=201"])
            {
                var refused = await host.Admin.GetJsonAsync($"{path}?{query}", HttpStatusCode.BadRequest);
                Assert.Equal(query.Split('=')[0], refused.GetProperty("field").GetString());
            }
            Assert.Equal("sort", (await host.Admin.GetJsonAsync($"lists/{file}/export?sort=shoe_size", HttpStatusCode.BadRequest))
                .GetProperty("field").GetString());
        }
        Assert.Equal("state", (await host.Admin.GetJsonAsync("mails?state=lost", HttpStatusCode.BadRequest)).GetProperty("field")
            .GetString());

        var listed = (await host.Admin.GetJsonAsync("users?sort=-email&role=merchant")).GetProperty("users").EnumerateArray()
            .Select(one => one.GetProperty("email").GetString()).ToList();
        var lines = (await host.Admin.GetStringAsync("/api/v1/auth/lists/users/export?sort=-email&role=merchant&columns=email,state"))
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["email,state", .. listed.Select(email => email + ",active")], lines.Select(line => line.TrimStart('\uFEFF')));
        Assert.NotEmpty((await host.Auditor.GetJsonAsync("audit?action=list.export")).GetProperty("audit").EnumerateArray());
    }

    [Fact]
    public async Task A_name_that_reads_like_a_formula_is_no_formula_in_the_file_and_a_negative_balance_stays_a_number()
    {
        await using var host = await DeskHost.StartAsync();
        await host.Admin.PostJsonAsync("merchants", new { name = "=1+1 Traders" }, HttpStatusCode.Created);
        await FillAsync(host);

        Assert.Contains("'=1+1 Traders", await host.Admin.GetStringAsync("/api/v1/auth/lists/merchants/export?columns=name"),
            StringComparison.Ordinal);
        var balances = await host.Admin.GetStringAsync("/api/v1/auth/lists/ledger-accounts/export?columns=balance");
        Assert.Contains("\n-", balances, StringComparison.Ordinal);
        Assert.DoesNotContain("'", balances, StringComparison.Ordinal);
    }

    // The record goes on growing while it is read; what is done to one deposit stays as it is.
    // What works behind the list (deliveries are tried, exports end) may move rows between two pages: such a reading is none.
    private static async Task<(JsonElement Whole, List<string> Joined)> ReadAsync(DeskHost host, string path, string plural, string sort)
    {
        var all = $"{path}?sort={sort}&limit=200&to=2199-01-01&{Cut(path)}";
        var before = await host.Admin.GetJsonAsync(all);
        for (var reading = 0; ; reading++)
        {
            var (count, joined) = (Ids(before, plural).Count, new List<string>());
            for (var page = 1; joined.Count < count && page <= count; page++)
            {
                joined.AddRange(Ids(await host.Admin.GetJsonAsync($"{path}?sort={sort}&limit=3&page={page}&{Cut(path)}"), plural));
            }
            var after = await host.Admin.GetJsonAsync(all);
            if (before.GetRawText() == after.GetRawText() || reading == 50)
            {
                return (before, joined);
            }
            before = after;
        }
    }

    private static string Cut(string path) => path == "audit" ? "action=deposit.confirm" : "";

    private static List<string> Ids(JsonElement page, string plural) =>
        [.. page.GetProperty(plural).EnumerateArray()
            .Select(one => one.TryGetProperty("id", out var id) ? id.ToString() : one.GetProperty("key").GetString()!)];

    private static async Task FillAsync(DeskHost host)
    {
        for (var i = 0; i < 4; i++)
        {
            await host.Admin.PostJsonAsync("webhooks/endpoints", new { url = $"http://127.0.0.1:9/hook{i % 2}", events = (string[])["*"] },
                HttpStatusCode.Created);
            await host.Admin.PostJsonAsync("exports", new { report = "deposits", format = "csv" }, HttpStatusCode.Accepted);
            await host.Admin.PostJsonAsync("credentials",
                new { surface = "deposit_desk", name = $"robot {i % 2}", scopes = (string[])["read"],
                expires_at = i < 2 ? "2199-01-01T00:00:00Z" : null }, HttpStatusCode.Created);
            var deposit = await DepositSteps.SubmitAsync(host, "500000.00");
            var confirmed = await host.Admin.PostJsonAsync($"otc/deposits/{deposit}/confirm");
            await host.Treasury.PostJsonAsync($"otc/deposits/{deposit}/credit",
                new { crypto_amount = confirmed.Text("deposit", "requested_crypto_amount") });
        }
    }
}
