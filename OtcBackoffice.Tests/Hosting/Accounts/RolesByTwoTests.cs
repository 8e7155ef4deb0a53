using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Hosting.Accounts.PersonScope;

namespace OtcBackoffice.Tests.Hosting.Accounts;

/// <summary>Roles come from two administrators, however they are asked for; the operator's console is the one way around, and leaves its
/// trace.</summary>
public sealed class RolesByTwoTests
{
    private const string Password = "four horses ate hay";

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Whoever_is_invited_may_do_nothing_until_a_second_administrator_agrees(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var asked = await InviteAsync(host, "amina@desk.example", "otc_officer");
        var (id, approval) = (Guid.Parse(asked.Text("user", "id")), asked.Text("approval_id"));
        Assert.Equal("configuration_by_two_admins", asked.Text("rule"));
        Assert.Equal(0, asked.GetProperty("user").GetProperty("roles").GetArrayLength());
        Assert.Equal((approval, "otc_officer"), Waiting(asked.GetProperty("user")));
        using var browser = new FormBrowser(host.Address);
        await browser.PostAsync("/account/welcome", "/account/welcome", ("token", asked.Text("invitation", "link").Split('#')[1]),
            ("password", Password));
        Assert.Equal("/", (await browser.SignInAsync("amina@desk.example", Password)).Location);
        var session = await SessionAsync(host, id);

        Assert.Equal(ErrorCode.Forbidden, await AskAsync(host, id, session));
        Assert.Contains("Your roles are not given yet", (await browser.GetAsync("/")).Text, StringComparison.Ordinal);
        Assert.Equal((approval, "otc_officer"), Waiting((await host.Admin.GetJsonAsync($"users/{id}")).GetProperty("user")));
        await host.Admin.PostJsonAsync($"approvals/{approval}/approve", null, HttpStatusCode.UnprocessableEntity);
        await host.Treasury.PostJsonAsync($"approvals/{approval}/approve", null, HttpStatusCode.Forbidden);
        await host.Admin2.PostJsonAsync($"approvals/{approval}/approve");

        var shown = (await host.Admin.GetJsonAsync($"users/{id}")).GetProperty("user");
        Assert.Equal("otc_officer", Assert.Single(shown.GetProperty("roles").EnumerateArray()).GetString());
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("roles_waiting").ValueKind);
        // The session that had no roles is over; the next one has them.
        Assert.Equal(ErrorCode.Unauthenticated, await AskAsync(host, id, session));
        await browser.SignInAsync("amina@desk.example", Password);
        Assert.Null(await AskAsync(host, id, await SessionAsync(host, id)));
        var audit = (await host.Auditor.GetJsonAsync($"audit?entity={id}&limit=50")).GetProperty("audit").EnumerateArray().ToList();
        Assert.Empty(((string[])["user.invite", "approval.ask", "approval.approved", "user.roles"])
            .Except(audit.Select(line => line.Text("action"))));
        Assert.Equal(host.Credentials.StaffNamed("admin2").UserId.ToString(),
            audit.Single(line => line.Text("action") == "user.roles").Text("changes", "approved_by"));
        host.AssertNoErrors();
    }

    [Fact]
    public async Task A_refused_invitation_leaves_an_account_without_roles_and_they_can_be_asked_for_again()
    {
        await using var host = await DeskHost.StartAsync();
        var merchant = host.Credentials.MerchantNamed("Acacia").MerchantId;
        var asked = await host.Admin.PostJsonAsync("users/invite",
            new { email = "clerk@acacia.example", display_name = "Clerk", roles = new[] { "merchant" }, merchant_id = merchant },
            HttpStatusCode.Accepted);
        var id = asked.Text("user", "id");

        await host.Admin2.PostJsonAsync($"approvals/{asked.Text("approval_id")}/reject", new { reason = "nobody knows this clerk" });
        var shown = (await host.Admin.GetJsonAsync($"users/{id}")).GetProperty("user");
        Assert.Equal((0, JsonValueKind.Null), (shown.GetProperty("roles").GetArrayLength(), shown.GetProperty("roles_waiting").ValueKind));
        await host.Admin.PostJsonAsync($"users/{id}/roles", new { roles = new[] { "auditor" } }, HttpStatusCode.BadRequest);
        var again = await host.Admin.PostJsonAsync($"users/{id}/roles", new { roles = new[] { "merchant" } }, HttpStatusCode.Accepted);
        await host.Admin2.PostJsonAsync($"approvals/{again.Text("approval_id")}/approve");

        Assert.Equal("merchant",
            Assert.Single((await host.Admin.GetJsonAsync($"users/{id}")).GetProperty("user").GetProperty("roles").EnumerateArray())
            .GetString());
    }

    [Fact]
    public async Task Nobody_agrees_to_a_change_of_their_own_roles()
    {
        await using var host = await DeskHost.StartAsync();
        var admin2 = host.Credentials.StaffNamed("admin2").UserId;
        var asked = await host.Admin.PostJsonAsync($"users/{admin2}/roles", new { roles = new[] { "admin", "treasury" } },
            HttpStatusCode.Accepted);

        await host.Admin2.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve", null, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(0, (await host.Admin.GetJsonAsync($"approvals/{asked.Text("approval_id")}")).GetProperty("approval")
            .GetProperty("eligible_approvers").GetArrayLength());
        Assert.Equal("admin", Assert.Single((await host.Admin.GetJsonAsync($"users/{admin2}")).GetProperty("user").GetProperty("roles")
            .EnumerateArray()).GetString());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_operator_s_console_needs_no_second_person_and_leaves_audit_rows_and_no_session(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var officer = host.Credentials.StaffNamed("officer");
        using var browser = new FormBrowser(host.Address);
        await browser.SignInAsync(officer.Email, officer.Password);
        var session = await SessionAsync(host, officer.UserId);
        await using var scope = host.Services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<PeopleDesk>();

        var changed = await desk.ChangeRolesAtConsoleAsync(officer.Email.ToUpperInvariant(), ["auditor"], "console:operator:1",
            CancellationToken.None);
        Assert.Equal(["auditor"], changed.Value.Roles);
        Assert.Equal(ErrorCode.Unauthenticated, await AskAsync(host, officer.UserId, session));
        await browser.SignInAsync(officer.Email, officer.Password);
        session = await SessionAsync(host, officer.UserId);
        Assert.True((await desk.DisableAtConsoleAsync(officer.Email, "console:operator:2", CancellationToken.None)).Value.IsDisabled);
        Assert.Equal(ErrorCode.Unauthenticated, await AskAsync(host, officer.UserId, session));
        Assert.False(await HasOpenSessionAsync(host, officer.UserId));

        var lines = (await host.Auditor.GetJsonAsync($"audit?entity={officer.UserId}&limit=50")).GetProperty("audit").EnumerateArray()
            .Where(line => !line.Text("action").StartsWith("session.", StringComparison.Ordinal)).ToDictionary(line => line.Text("action"));
        Assert.Equal(("system:console", "console:operator:1"),
            (lines["user.roles"].Text("actor_name"), lines["user.roles"].Text("request_id")));
        Assert.Equal(("system:console", "console:operator:2"),
            (lines["user.disable"].Text("actor_name"), lines["user.disable"].Text("request_id")));
        Assert.Contains("without a second person", lines["user.roles"].Text("reason"), StringComparison.Ordinal);
        Assert.False(lines.ContainsKey("approval.ask"));
    }

    [Fact]
    public async Task What_the_console_adds_signs_in_and_the_last_administrator_stays_there_as_well()
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Demo = false });
        await using var scope = host.Services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<PeopleDesk>();
        var added = (await desk.AddAtConsoleAsync(new Invitation("root@desk.example", "Root", ["admin"], null), null, "console:operator:1",
            CancellationToken.None)).Value;

        Assert.Equal(ErrorCode.PersonExists,
            Refused(await desk.AddAtConsoleAsync(new Invitation("ROOT@desk.example", "Root", ["admin"], null), Password,
            "console:operator:2", CancellationToken.None)));
        Assert.Equal(ErrorCode.PasswordRefused,
            Refused(await desk.AddAtConsoleAsync(new Invitation("two@desk.example", "Two", ["admin"], null), "short", "console:operator:3",
            CancellationToken.None)));
        Assert.Equal(ErrorCode.InvalidRequest,
            Refused(await desk.AddAtConsoleAsync(new Invitation("two@desk.example", "Two", ["root"], null), Password, "console:operator:4",
            CancellationToken.None)));
        Assert.Equal(ErrorCode.PersonProtected,
            Refused(await desk.DisableAtConsoleAsync("root@desk.example", "console:operator:5", CancellationToken.None)));
        Assert.Equal(ErrorCode.PersonProtected,
            Refused(await desk.ChangeRolesAtConsoleAsync("root@desk.example", ["auditor"], "console:operator:6", CancellationToken.None)));
        using var browser = new FormBrowser(host.Address);
        Assert.Equal("/account?error=enrol", (await browser.SignInAsync("root@desk.example", added.Password!)).Location);
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        Assert.Equal("console:operator:1", (await db.Audit.SingleAsync(line => line.Action == "user.add")).Cause);
        Assert.DoesNotContain(added.Password!, host.Log.All.Select(line => line.ToString()));
    }

    private static Task<JsonElement> InviteAsync(DeskHost host, string email, params string[] roles) =>
        host.Admin.PostJsonAsync("users/invite", new { email, display_name = "Amina", roles }, HttpStatusCode.Accepted);

    private static (string Approval, string Role) Waiting(JsonElement user) =>
        (user.Text("roles_waiting", "approval_id"),
            Assert.Single(user.GetProperty("roles_waiting").GetProperty("roles").EnumerateArray()).GetString()!);

    private static ErrorCode? Refused<T>(Result<T> result) => result.Failed(out var refused) ? refused.Code : null;

    private static async Task<bool> HasOpenSessionAsync(DeskHost host, Guid person)
    {
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        return await db.UserSessions.AnyAsync(row => row.UserId == person && row.EndedAtUtc == null);
    }
}
