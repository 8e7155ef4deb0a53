using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Approvals;

/// <summary>Stored commands from the maker's request to the checker's replay, on both databases.</summary>
public sealed class SecondPersonTests
{
    /// <summary>About 6,000 US dollars at the demo's rate, and about 12,000.</summary>
    private const string SixThousand = "777000.00", TwelveThousand = "1554000.00";

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Two_deposits_of_six_thousand_for_one_merchant_in_a_day_need_a_second_person_for_the_second(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var (first, second, third) =
            (await DepositSteps.SubmitAsync(host, SixThousand), await DepositSteps.SubmitAsync(host, SixThousand),
            await DepositSteps.SubmitAsync(host, SixThousand));
        var other = await DepositSteps.SubmitAsync(host, SixThousand, host.Baobab);

        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{first}/confirm");
        var asked = await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{second}/confirm", null, HttpStatusCode.Accepted);
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{other}/confirm");
        await host.Officer2.ClaimedPostJsonAsync($"otc/deposits/{third}/confirm");

        Assert.Equal("officer_above_rolling_cap", asked.Text("rule"));
        Assert.Equal("pending", (await host.Officer.GetJsonAsync($"otc/deposits/{second}")).Text("deposit", "status"));
        await host.Treasury.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");
        var confirmed = (await host.Officer.GetJsonAsync($"otc/deposits/{second}")).GetProperty("deposit");
        Assert.Equal("confirmed", confirmed.Text("status"));
        Assert.Equal(host.Credentials.StaffNamed("officer").UserId.ToString(), confirmed.Text("confirmed_by"));
    }

    /// <summary>An approval may wait a day, the maker's lease ends within minutes.</summary>
    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_was_asked_for_is_agreed_to_after_the_claim_of_whoever_asked_has_ended(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, TwelveThousand);
        var asked = await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Accepted);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 5 * 3600 });

        await host.Treasury.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");
        Assert.Equal("confirmed", (await host.Officer.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "status"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_day_later_the_sum_begins_anew(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var first = await DepositSteps.SubmitAsync(host, SixThousand);
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{first}/confirm");
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = (24 * 3600) + 1 });
        var second = await DepositSteps.SubmitAsync(host, SixThousand);

        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{second}/confirm");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Commands_side_by_side_do_not_slip_under_the_rolling_cap(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add(await DepositSteps.SubmitAsync(host, SixThousand));
        }

        await Task.WhenAll(ids.Select(id => host.Officer.PostAsync($"/api/v1/auth/otc/deposits/{id}/claim", null)));
        var answers = await Task.WhenAll(
            ids.Select(id => host.Officer.PostAsJsonAsync($"/api/v1/auth/otc/deposits/{id}/confirm",
            DeskClient.Said("otc/deposits/x/confirm"))));

        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Accepted));
    }

    /// <summary>Who waits for the lock was timed before the one who held it, and must still see what that one decided.</summary>
    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_decision_that_carries_a_later_time_counts_under_the_rolling_cap(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var (first, second) = (await DepositSteps.SubmitAsync(host, SixThousand), await DepositSteps.SubmitAsync(host, SixThousand));
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{first}/confirm");
        await using (var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext())
        {
            var decision = db.PolicyDecisions.Single();
            decision.EffectAtUtc = decision.EffectAtUtc!.Value.AddHours(1);
            await db.SaveChangesAsync();
        }

        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{second}/confirm", null, HttpStatusCode.Accepted);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Nobody_checks_what_they_made_and_nobody_stands_above_that(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "500000.00");
        var confirmed = await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        var wish = new { crypto_amount = "1.000000", override_reason = "agreed by phone" };
        var asked = await host.Admin.PostJsonAsync($"otc/deposits/{id}/credit", wish, HttpStatusCode.Accepted);
        var approval = asked.Text("approval_id");

        await host.Admin.PostJsonAsync($"approvals/{approval}/approve", null, HttpStatusCode.UnprocessableEntity);
        await host.Officer.PostJsonAsync($"approvals/{approval}/approve", null, HttpStatusCode.Forbidden);
        await host.Auditor.PostJsonAsync($"approvals/{approval}/approve", null, HttpStatusCode.Forbidden);
        await host.Acacia.PostJsonAsync($"approvals/{approval}/approve", null, HttpStatusCode.Forbidden);
        var shown = (await host.Auditor.GetJsonAsync($"approvals/{approval}")).GetProperty("approval");
        Assert.Equal(["Andrew Admin", "Tariq Treasury", "Thandi Treasury"], Names(shown));
        Assert.Equal(64, shown.Text("payload_sha256").Length);
        Assert.Equal("1", shown.Text("policy_version"));
        Assert.Equal(approval, (await host.Admin.PostJsonAsync($"otc/deposits/{id}/credit", wish, HttpStatusCode.Accepted))
            .Text("approval_id"));
        await host.Treasury.PostJsonAsync($"approvals/{approval}/approve");
        Assert.Equal("1.000000", (await host.Admin.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "crypto_amount"));
        await host.Treasury2.PostJsonAsync($"approvals/{approval}/approve", null, HttpStatusCode.Conflict);
        Assert.NotEqual("1.000000", confirmed.Text("deposit", "requested_crypto_amount"));
        var actions = await AuditAsync(host, id);
        Assert.Contains("approval.ask", actions);
        Assert.Contains("approval.approved", actions);
        Assert.Contains("deposit.credit", actions);
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_record_that_changed_in_between_makes_the_command_stale(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, TwelveThousand);
        var asked = await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Accepted);
        await host.Acacia.UploadProofAsync(id, DepositSteps.OneBlankPage());

        var stale = await host.Treasury.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve", null, HttpStatusCode.Conflict);

        Assert.Equal("APPROVAL_STALE", stale.Text("code"));
        Assert.Equal("pending", (await host.Officer.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "status"));
        Assert.Equal("stale", (await host.Officer.GetJsonAsync($"approvals/{asked.Text("approval_id")}")).Text("approval", "status"));
        await host.Treasury.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve", null, HttpStatusCode.Conflict);
        Assert.Contains("approval.stale", await AuditAsync(host, id));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_command_that_nobody_decides_expires_by_itself(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, TwelveThousand);
        var asked = await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Accepted);

        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 24 * 3600 });

        Assert.Equal("expired", (await host.Officer.GetJsonAsync($"approvals/{asked.Text("approval_id")}")).Text("approval", "status"));
        var late = await host.Treasury.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve", null, HttpStatusCode.Conflict);
        Assert.Equal("expired", late.Text("current_status"));
        Assert.Contains("approval.expired", await AuditAsync(host, id));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_maker_who_may_no_longer_act_leaves_nothing_to_approve(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, TwelveThousand);
        var asked = await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Accepted);
        await using (var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext())
        {
            db.Users.Single(user => user.Email == "officer@demo.local").IsDisabled = true;
            await db.SaveChangesAsync();
        }

        var stale = await host.Treasury.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve", null, HttpStatusCode.Conflict);

        Assert.Equal("APPROVAL_STALE", stale.Text("code"));
        Assert.Equal("pending", (await host.Admin.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "status"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_payload_that_was_tampered_with_is_never_replayed(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "500000.00");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        var asked = await host.Treasury.PostJsonAsync($"otc/deposits/{id}/credit",
            new { crypto_amount = "1.000000", override_reason = "agreed" }, HttpStatusCode.Accepted);
        await using (var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext())
        {
            var row = db.Approvals.Single();
            row.Payload = row.Payload.Replace("1.000000", "9.000000", StringComparison.Ordinal);
            await db.SaveChangesAsync();
        }

        var stale = await host.Admin.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve", null, HttpStatusCode.Conflict);

        Assert.Equal("APPROVAL_STALE", stale.Text("code"));
        Assert.Equal("none", (await host.Admin.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "settlement_state"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_refusal_of_the_policy_is_kept_although_the_command_left_nothing(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "500000.00");
        var confirmed = await host.Treasury.PostJsonAsync($"otc/deposits/{id}/confirm");

        var refused = await host.Treasury.PostJsonAsync($"otc/deposits/{id}/credit",
            new { crypto_amount = confirmed.Text("deposit", "requested_crypto_amount") }, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(("SECOND_PERSON_REQUIRED", "credit_not_by_confirmer"), (refused.Text("code"), refused.Text("rule")));
        Assert.Contains("policy.refuse", await AuditAsync(host, id));
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        Assert.Equal(["allow", "deny"], db.PolicyDecisions.OrderBy(row => row.AtUtc).Select(row => row.Outcome).ToList());
    }

    private static Task<DeskHost> StartAsync(DatabaseProvider provider) => DeskHost.StartAsync(new DeskHostSetup
    {
        Provider = provider,
        Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" },
    });

    private static async Task<List<string>> AuditAsync(DeskHost host, string id) =>
        [.. (await host.Auditor.GetJsonAsync($"audit?entity={id}&limit=100")).GetProperty("audit").EnumerateArray()
            .Select(line => line.Text("action"))];

    private static List<string> Names(JsonElement approval) =>
        [.. approval.GetProperty("eligible_approvers").EnumerateArray().Select(one => one.Text("name"))];
}
