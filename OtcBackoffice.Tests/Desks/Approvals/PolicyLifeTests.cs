using System.Net;
using System.Text.Json;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Approvals;

/// <summary>The policy from draft to publication and back, and configuration that two admins decide.</summary>
public sealed class PolicyLifeTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_draft_is_tried_on_a_month_and_names_exactly_what_would_change(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var expected = new List<string>();
        for (var day = 0; day < 30; day++)
        {
            // 193, 386, 579... US dollars: those above 3,000 are the ones that a lower cap would hold back.
            var id = await DepositSteps.SubmitAsync(host, $"{(day + 1) * 25_000}.00");
            await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
            if ((day + 1) * 25_000 > 3_000 * 129.50m)
            {
                expected.Add(id);
            }
            await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 86_400 });
        }
        var rules = await RulesAsync(host);
        var draft = await host.Admin.PostJsonAsync("policies/drafts",
            new { rules = Changed(rules, "officer_within_cap", "notional_usd_at_most", "3000.00"), note = "lower" },
            HttpStatusCode.Created);

        var simulated = await host.Admin.PostJsonAsync($"policies/drafts/{draft.Text("id")}/simulate", new { days = 40 });

        var affected = simulated.GetProperty("affected").EnumerateArray().ToList();
        Assert.Equal(expected.Order(StringComparer.Ordinal), affected.Select(one => one.Text("id")).Order(StringComparer.Ordinal));
        Assert.NotEmpty(expected);
        Assert.All(affected, one => Assert.Equal(("allow", "needs_second_person"), (one.Text("from"), one.Text("to"))));
        var recent = await host.Admin.PostJsonAsync($"policies/drafts/{draft.Text("id")}/simulate", new { days = 5 });
        Assert.Equal(4, recent.GetProperty("affected").GetArrayLength());
        var same = await host.Admin.PostJsonAsync("policies/drafts", new { rules }, HttpStatusCode.Created);
        Assert.Equal(0, (await host.Admin.PostJsonAsync($"policies/drafts/{same.Text("id")}/simulate", new { days = 40 }))
            .GetProperty("affected").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_sum_that_no_rule_asked_for_at_the_time_is_added_up_by_the_simulator(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var deposits = new List<string>();
        for (var one = 0; one < 3; one++)
        {
            deposits.Add(await DepositSteps.SubmitAsync(host, "260000.00"));
            await host.Treasury.PostJsonAsync($"otc/deposits/{deposits[one]}/confirm");
        }
        var rules = Changed(await RulesAsync(host), "treasury_and_admin_have_no_cap", "rolling_usd_at_most", "5000.00");
        var draft = (await host.Admin.PostJsonAsync("policies/drafts", new { rules }, HttpStatusCode.Created)).Text("id");

        var affected = (await host.Admin.PostJsonAsync($"policies/drafts/{draft}/simulate", new { days = 1 })).GetProperty("affected")
            .EnumerateArray().ToList();

        // 2,007 US dollars each: the third is the first above 5,000.
        Assert.Equal([(deposits[2], "allow", "deny")], affected.Select(one => (one.Text("id"), one.Text("from"), one.Text("to"))));
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_policy_is_published_by_somebody_else_holds_at_once_and_can_be_rolled_back(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var rules = Changed(await RulesAsync(host), "officer_within_cap", "notional_usd_at_most", "100.00");
        var draft = (await host.Admin.PostJsonAsync("policies/drafts", new { rules }, HttpStatusCode.Created)).Text("id");
        var id = await DepositSteps.SubmitAsync(host, "50000.00");

        var own = await host.Admin.PostJsonAsync($"policies/drafts/{draft}/publish", null, HttpStatusCode.Forbidden);
        Assert.Equal("author_publishes_not", own.Text("rule"));
        await host.Treasury.PostJsonAsync($"policies/drafts/{draft}/publish", null, HttpStatusCode.Forbidden);
        var published = await host.Admin2.PostJsonAsync($"policies/drafts/{draft}/publish");
        await host.Admin2.PostJsonAsync($"policies/drafts/{draft}/publish", null, HttpStatusCode.Conflict);

        Assert.Equal("2", published.Text("policy", "version"));
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Accepted);
        var late = (await host.Admin.PostJsonAsync("policies/drafts", new { rules }, HttpStatusCode.Created)).Text("id");
        var back = (await host.Admin2.PostJsonAsync("policies/drafts", new { from_version = 1 }, HttpStatusCode.Created)).Text("id");
        await host.Admin.PostJsonAsync($"policies/drafts/{back}/publish");
        await host.Admin2.PostJsonAsync($"policies/drafts/{late}/publish", null, HttpStatusCode.Conflict);
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/release");
        await host.Officer2.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        var policies = (await host.Auditor.GetJsonAsync("policies")).GetProperty("policies").EnumerateArray().ToList();
        Assert.Equal(("3", "published"), (policies[0].Text("version"), policies[0].Text("status")));
        host.AssertNoErrors();
    }

    /// <summary>Rules that nobody could follow, or with which nobody could publish the next ones.</summary>
    private static readonly string[] Broken =
    [
        """[]""",
        """[{"name":"a","operations":["deposit_confirm"],"outcome":"allow"}]""",
        """[{"name":"a","operations":["policy_publish"],"outcome":"maybe"}]""",
        """[{"name":"a","operations":["policy_publish"],"outcome":"allow","surprise":1}]""",
        """[{"name":"a","operations":["policy_publish"],"outcome":"allow"},{"name":"a","operations":["policy_publish"],"outcome":"allow"}]""",
        """[{"name":"a","operations":["policy_publish"],"outcome":"allow"},{"name":"b","operations":["deposit_confirm"],"outcome":"needs_second_person"}]""",
        """[{"name":"a","operations":["policy_publish"],"outcome":"allow","notional_usd_at_most":"1e9"}]""",
        """{"name":"a"}""",
    ];

    [Fact]
    public async Task Rules_that_are_not_whole_are_refused()
    {
        await using var host = await StartAsync(DatabaseProvider.Sqlite);
        foreach (var rules in Broken)
        {
            var refused = await host.Admin.PostJsonAsync("policies/drafts", new { rules = JsonSerializer.Deserialize<JsonElement>(rules) },
                HttpStatusCode.BadRequest);
            Assert.Equal("rules", refused.Text("field"));
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_cap_is_changed_by_two_admins_and_holds_from_then_on(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var asked = await host.Admin.PatchJsonAsync("settings", new { officer_max_usd = "500.00", reason = "holidays" },
            HttpStatusCode.Accepted);
        var approval = asked.Text("approval_id");
        Assert.Equal("10000.00", await SettingAsync(host, "officer_max_usd"));

        await host.Admin.PostJsonAsync($"approvals/{approval}/approve", null, HttpStatusCode.UnprocessableEntity);
        await host.Treasury.PostJsonAsync($"approvals/{approval}/approve", null, HttpStatusCode.Forbidden);
        var shown = (await host.Admin.GetJsonAsync($"approvals/{approval}")).GetProperty("approval");
        Assert.Equal("Andrew Admin", Assert.Single(shown.GetProperty("eligible_approvers").EnumerateArray()).Text("name"));
        await host.Admin2.PostJsonAsync($"approvals/{approval}/approve");

        Assert.Equal("500.00", await SettingAsync(host, "officer_max_usd"));
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Accepted);
        await host.Admin.PatchJsonAsync("settings", new { officer_max_usd = "-1" }, HttpStatusCode.BadRequest);
        await host.Treasury.PatchJsonAsync("settings", new { officer_max_usd = "5" }, HttpStatusCode.Forbidden);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_change_for_later_waits_for_its_time_and_a_quote_keeps_what_it_was_given(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var id = await DepositSteps.PriceAsync(host.Acacia, "100000.00");
        var before = (await host.Acacia.GetJsonAsync($"otc/deposits/{id}")).GetProperty("deposit");
        var profile = before.Text("pricing_profile_id");
        var now = DateTime.Parse((await host.Admin.GetJsonAsync("/sandbox/clock")).Text("now"), null,
            System.Globalization.DateTimeStyles.AdjustToUniversal);

        var asked = await host.Admin.PatchJsonAsync($"pricing/profiles/{profile}",
            new { percentage_fee_bps = 300, effective_at = now.AddHours(1) }, HttpStatusCode.Accepted);
        var agreed = await host.Admin2.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");
        Assert.Equal("scheduled", agreed.Text("approval", "status"));
        Assert.Equal("25", await FeeAsync(host, profile));
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 3_700 });

        Assert.Equal("300", await FeeAsync(host, profile));
        Assert.Equal("approved", (await host.Admin.GetJsonAsync($"approvals/{asked.Text("approval_id")}")).Text("approval", "status"));
        Assert.Equal(before.Text("requested_crypto_amount"),
            (await host.Acacia.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "requested_crypto_amount"));
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Another_target_of_a_desk_endpoint_waits_and_a_merchant_s_own_does_not(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var desk = (await host.Admin.PostJsonAsync("webhooks/endpoints", new { url = "http://127.0.0.1:9/a", events = new[] { "*" } },
            HttpStatusCode.Created)).Text("endpoint", "id");
        var own = (await host.Acacia.PostJsonAsync("webhooks/endpoints", new { url = "http://127.0.0.1:9/b", events = new[] { "*" } },
            HttpStatusCode.Created)).Text("endpoint", "id");

        await host.Acacia.PatchJsonAsync($"webhooks/endpoints/{own}", new { url = "http://127.0.0.1:9/c" });
        await host.Admin.PatchJsonAsync($"webhooks/endpoints/{desk}", new { is_active = false });
        var asked = await host.Admin.PatchJsonAsync($"webhooks/endpoints/{desk}", new { url = "http://127.0.0.1:9/d" },
            HttpStatusCode.Accepted);
        Assert.Equal("http://127.0.0.1:9/a", (await host.Admin.GetJsonAsync($"webhooks/endpoints/{desk}")).Text("endpoint", "url"));
        await host.Admin2.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");
        Assert.Equal("http://127.0.0.1:9/d", (await host.Admin.GetJsonAsync($"webhooks/endpoints/{desk}")).Text("endpoint", "url"));
    }

    private static Task<DeskHost> StartAsync(DatabaseProvider provider) => DeskHost.StartAsync(new DeskHostSetup
    {
        Provider = provider,
        Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" },
    });

    private static async Task<JsonElement> RulesAsync(DeskHost host) =>
        (await host.Officer.GetJsonAsync("policies")).GetProperty("policies")[0].GetProperty("rules");

    private static async Task<string> SettingAsync(DeskHost host, string name) =>
        (await host.Auditor.GetJsonAsync("settings")).GetProperty("settings").EnumerateArray().Single(one => one.Text("name") == name)
            .Text("value");

    private static async Task<string> FeeAsync(DeskHost host, string profile) =>
        (await host.Admin.GetJsonAsync("pricing/profiles")).GetProperty("pricing_profiles").EnumerateArray()
            .Single(one => one.Text("id") == profile).Text("percentage_fee_bps");

    private static List<Dictionary<string, JsonElement>> Changed(JsonElement rules, string rule, string field, string value)
    {
        var changed = rules.EnumerateArray()
            .Select(one => one.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(member => member.Name, member => member.Value)).ToList();
        changed.Single(one => one["name"].GetString() == rule)[field] = JsonSerializer.SerializeToElement(value);
        return changed;
    }
}
