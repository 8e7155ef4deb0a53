using System.Net;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Security;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>A decision of a page: held for ten seconds, taken back or carried out, never twice and never lost.</summary>
public sealed class HeldDecisionTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_held_decision_is_carried_out_once_by_whichever_node_comes_by_and_nobody_hears_of_it_before(
        DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        await ConfirmOnPageAsync(host, id);

        var held = await DepositAsync(host, id);
        Assert.Equal(("pending", "confirm", "Olivia Officer"), (held.Text("status"), held.Text("held_decision", "action"),
            held.Text("held_decision", "by")));
        Assert.Equal(host.Credentials.StaffNamed("officer").UserId.ToString(), held.Text("holder", "id"));
        Assert.Equal(0, await EventsAsync(host, id, DepositEventType));
        var refused = await host.Treasury.PostJsonAsync($"otc/deposits/{id}/reject", new { reason = "Not ours." }, HttpStatusCode.Conflict);
        Assert.Equal("DECISION_HELD", refused.Text("code"));
        Assert.Contains("Olivia Officer", refused.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync(host));

        // The node dies with the decision in its book; another one finds it.
        await host.RestartAsync();
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 11 });
        // The sandbox's clock starts what fell due; two more runs find nothing left.
        await Task.WhenAll(RunAsync(host), RunAsync(host));
        Assert.Equal(0, await RunAsync(host));

        var done = await DepositAsync(host, id);
        Assert.Equal(("confirmed", JsonValueKind.Null), (done.Text("status"), done.GetProperty("held_decision").ValueKind));
        var lines = (await host.Admin.GetJsonAsync($"otc/deposits/{id}/audit")).GetProperty("audit").EnumerateArray().ToList();
        var line = Assert.Single(lines, one => one.Text("action") == "deposit.confirm");
        Assert.Equal("Olivia Officer", line.Text("actor_name"));
        Assert.Single(lines, one => one.Text("action") == "deposit.hold_confirm");
        Assert.Equal(1, await EventsAsync(host, id, DepositEventType));
        Assert.DoesNotContain("hold_confirm", (await host.Acacia.GetJsonAsync($"otc/deposits/{id}/audit")).GetRawText(),
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Undo_takes_it_back_for_who_took_it_and_stands_in_the_record(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        await ConfirmOnPageAsync(host, id);

        await host.Officer2.PostJsonAsync($"otc/deposits/{id}/undo", null, HttpStatusCode.Conflict);
        var undone = await host.Officer.PostJsonAsync($"otc/deposits/{id}/undo");
        Assert.Equal(JsonValueKind.Null, undone.GetProperty("deposit").GetProperty("held_decision").ValueKind);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 11 });

        Assert.Equal(0, await RunAsync(host));
        Assert.Equal("pending", (await DepositAsync(host, id)).Text("status"));
        Assert.Contains((await host.Admin.GetJsonAsync($"otc/deposits/{id}/audit")).GetProperty("audit").EnumerateArray(), one =>
            one.Text("action") == "deposit.undo");
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/undo", null, HttpStatusCode.Conflict);
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/confirm");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_was_looked_at_must_still_be_there_and_whoever_decided_must_still_be_allowed(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var (changed, left) = (await DepositSteps.SubmitAsync(host, "100000.00"), await DepositSteps.SubmitAsync(host, "110000.00"));
        await ConfirmOnPageAsync(host, changed);
        await host.Acacia.UploadProofAsync(changed, DepositSteps.OneBlankPage());
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 11 });
        await RunAsync(host);

        Assert.Equal("pending", (await DepositAsync(host, changed)).Text("status"));
        var told = Assert.Single((await host.Officer.GetJsonAsync("notifications")).GetProperty("notifications").EnumerateArray(), one =>
            one.Text("kind") == "decision_void");
        Assert.Contains("was not carried out", told.Text("text"), StringComparison.Ordinal);

        await ConfirmOnPageAsync(host, left);
        await using (var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext())
        {
            var officer = host.Credentials.StaffNamed("officer").UserId;
            await db.Users.Where(user => user.Id == officer).ExecuteUpdateAsync(set => set.SetProperty(user => user.IsDisabled, true));
        }
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 11 });
        await RunAsync(host);
        var after = await DepositAsync(host, left);
        Assert.Equal(("pending", JsonValueKind.Null), (after.Text("status"), after.GetProperty("held_decision").ValueKind));
    }

    [Fact]
    public async Task A_second_decision_on_the_page_is_refused_and_a_rejection_is_held_as_well()
    {
        await using var host = await StartAsync(DatabaseProvider.Sqlite);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        await using var scope = await AsAsync(host, "officer");
        var desk = scope.ServiceProvider.GetRequiredService<DepositDesk>();
        var rejected = await desk.HoldRejectAsync(Guid.Parse(id), null, "No such payment has arrived.", null, CancellationToken.None);
        Assert.Equal("reject", rejected.Value.HeldDecision!.Action);
        var again = await desk.HoldConfirmAsync(new ConfirmDeposit(Guid.Parse(id)) { RepeatedSeen = true, ProofSeen = true },
            CancellationToken.None);
        Assert.Equal(ErrorCode.DecisionHeld, again.Error.Code);

        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 11 });
        await RunAsync(host);
        var done = await DepositAsync(host, id);
        Assert.Equal(("rejected", "No such payment has arrived."), (done.Text("status"), done.Text("rejection_reason")));
    }

    private const string DepositEventType = "otc.Deposit.Confirmed";

    private static Task<DeskHost> StartAsync(DatabaseProvider provider) =>
        DeskHost.StartAsync(new DeskHostSetup { Provider = provider, Settings = new Dictionary<string,
            string?> { ["Jobs:Enabled"] = "false" } });

    private static async Task ConfirmOnPageAsync(DeskHost host, string id)
    {
        await using var scope = await AsAsync(host, "officer");
        var held = await scope.ServiceProvider.GetRequiredService<DepositDesk>()
            .HoldConfirmAsync(new ConfirmDeposit(Guid.Parse(id)) { ProofMustAgree = true, RepeatedSeen = true, ProofSeen = true },
            CancellationToken.None);
        Assert.True(held.IsSuccess, held.IsSuccess ? "" : held.Error.Message);
        Assert.NotNull(held.Value.Done!.HeldDecision);
    }

    private static async Task<int> RunAsync(DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<HeldDecisionDesk>().RunDueAsync(CancellationToken.None);
    }

    // What a page acts with: the person, and a session that is open.
    private static async Task<AsyncServiceScope> AsAsync(DeskHost host, string name)
    {
        var person = host.Credentials.StaffNamed(name).UserId;
        var now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var session = new UserSession { Id = Guid.CreateVersion7(), UserId = person, CreatedAtUtc = now, LastSeenAtUtc = now,
            FreshAtUtc = now };
        await using (var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext())
        {
            db.Add(session);
            await db.SaveChangesAsync();
        }
        var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().CircuitUser = new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, person.ToString()), new(DeskClaims.Session, session.Id.ToString())], "test"));
        return scope;
    }

    private static async Task<JsonElement> DepositAsync(DeskHost host, string id) =>
        (await host.Admin.GetJsonAsync($"otc/deposits/{id}")).GetProperty("deposit");

    private static async Task<int> EventsAsync(DeskHost host, string id, string type)
    {
        var subject = Guid.Parse(id);
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        return await db.Outbox.CountAsync(row => row.SubjectId == subject && row.Type == type);
    }
}
