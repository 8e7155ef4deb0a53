using System.Net;
using System.Text.Json;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Approvals;

/// <summary>A rule that wants two people from two groups: who counts, how often, and when the command runs.</summary>
public sealed class ManyVotesTests
{
    /// <summary>About 12,000 US dollars at the demo's rate.</summary>
    private const string TwelveThousand = "1554000.00";

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task One_of_each_group_has_to_agree_and_nobody_counts_twice(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var (deposit, approval) = await AskAsync(host);
        Assert.Equal(("treasury, and admin", "2"),
            (await ShownAsync(host, approval, "approvers"), await ShownAsync(host, approval, "approvals_needed")));

        var first = await host.Treasury.PostJsonAsync($"approvals/{approval}/approve");
        Assert.Equal("waiting", first.Text("approval", "status"));
        Assert.Equal("ALREADY_SIGNED",
            (await host.Treasury.PostJsonAsync($"approvals/{approval}/approve", null, HttpStatusCode.Conflict)).Text("code"));
        // A second vote of the same group fills no seat of the other.
        Assert.Equal("waiting", (await host.Treasury2.PostJsonAsync($"approvals/{approval}/approve")).Text("approval", "status"));
        Assert.Equal("pending", (await host.Officer.GetJsonAsync($"otc/deposits/{deposit}")).Text("deposit", "status"));
        Assert.Equal("approved", (await host.Admin.PostJsonAsync($"approvals/{approval}/approve")).Text("approval", "status"));

        Assert.Equal("confirmed", (await host.Officer.GetJsonAsync($"otc/deposits/{deposit}")).Text("deposit", "status"));
        await host.Admin2.PostJsonAsync($"approvals/{approval}/approve", null, HttpStatusCode.Conflict);
        var audit = (await host.Auditor.GetJsonAsync($"audit?entity={deposit}&limit=50")).GetProperty("audit").EnumerateArray()
            .Select(line => line.Text("action")).ToList();
        Assert.Equal((2, 1, 1), (audit.Count(one => one == "approval.agreed"), audit.Count(one => one == "approval.approved"),
            audit.Count(one => one == "deposit.confirm")));
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Of_two_last_votes_at_once_one_runs_the_command_and_it_runs_once(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var (deposit, approval) = await AskAsync(host);
        await host.Treasury.PostJsonAsync($"approvals/{approval}/approve");

        var answers = await Task.WhenAll(
            new[] { host.Admin, host.Admin2 }.Select(admin => admin.PostAsync($"/api/v1/auth/approvals/{approval}/approve", null)));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
        var audit = (await host.Auditor.GetJsonAsync($"audit?entity={deposit}&limit=50")).GetProperty("audit").EnumerateArray()
            .Select(line => line.Text("action")).ToList();
        Assert.Equal(1, audit.Count(one => one == "deposit.confirm"));
    }

    [Fact]
    public async Task A_vote_of_somebody_who_lost_the_role_fills_no_seat()
    {
        await using var host = await StartAsync(DatabaseProvider.Sqlite);
        var (deposit, approval) = await AskAsync(host);
        await host.Treasury.PostJsonAsync($"approvals/{approval}/approve");
        await host.Admin.PostJsonAsync($"users/{host.Credentials.StaffNamed("treasury").UserId}/disable", new { reason = "left the desk" });

        Assert.Equal("waiting", (await host.Admin.PostJsonAsync($"approvals/{approval}/approve")).Text("approval", "status"));
        Assert.Equal("pending", (await host.Officer.GetJsonAsync($"otc/deposits/{deposit}")).Text("deposit", "status"));
        Assert.Equal("approved", (await host.Treasury2.PostJsonAsync($"approvals/{approval}/approve")).Text("approval", "status"));
    }

    [Fact]
    public async Task One_refusal_is_enough_whatever_was_agreed_before()
    {
        await using var host = await StartAsync(DatabaseProvider.Sqlite);
        var (deposit, approval) = await AskAsync(host);
        await host.Treasury.PostJsonAsync($"approvals/{approval}/approve");

        await host.Admin.PostJsonAsync($"approvals/{approval}/reject", new { reason = "the sender is unknown" });

        await host.Admin2.PostJsonAsync($"approvals/{approval}/approve", null, HttpStatusCode.Conflict);
        Assert.Equal("pending", (await host.Officer.GetJsonAsync($"otc/deposits/{deposit}")).Text("deposit", "status"));
    }

    // The demo's policy with one rule changed: above the cap, one of treasury and one of the admins.
    private static async Task<DeskHost> StartAsync(DatabaseProvider provider)
    {
        var host = await DeskHost.StartAsync(
            new DeskHostSetup { Provider = provider, Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" } });
        var rules = (await host.Officer.GetJsonAsync("policies")).GetProperty("policies")[0].GetProperty("rules").EnumerateArray()
            .Select(rule => rule.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null)
                .ToDictionary(member => member.Name, member => member.Value)).ToList();
        var above = rules.Single(rule => rule["name"].GetString() == "officer_above_cap");
        above["approvers"] = JsonSerializer.SerializeToElement(new[] { new[] { "treasury" }, ["admin"] });
        above["approvals_needed"] = JsonSerializer.SerializeToElement(2);
        var draft = (await host.Admin.PostJsonAsync("policies/drafts", new { rules }, HttpStatusCode.Created)).Text("id");
        await host.Admin2.PostJsonAsync($"policies/drafts/{draft}/publish");
        return host;
    }

    private static async Task<(string Deposit, string Approval)> AskAsync(DeskHost host)
    {
        var deposit = await DepositSteps.SubmitAsync(host, TwelveThousand);
        return (deposit, (await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{deposit}/confirm", null, HttpStatusCode.Accepted))
            .Text("approval_id"));
    }

    private static async Task<string> ShownAsync(DeskHost host, string approval, string member) =>
        (await host.Auditor.GetJsonAsync($"approvals/{approval}")).Text("approval", member);
}
