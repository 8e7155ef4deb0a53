using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Hosting.Accounts.PersonScope;

namespace OtcBackoffice.Tests.Hosting.Accounts;

/// <summary>Invitation, roles, disabling, step-up and enrolment, as an administrator and as the person concerned see them.</summary>
public sealed class PeopleTests
{
    private const string Password = "four horses ate hay";

    [Fact]
    public async Task An_invitation_works_once_for_three_days_and_only_its_hash_is_kept()
    {
        await using var host = await DeskHost.StartAsync();
        var invited = await host.Admin.PostJsonAsync("users/invite",
            new { email = "amina@desk.example", display_name = "Amina", roles = new[] { "otc_officer" } }, HttpStatusCode.Accepted);
        var token = invited.Text("invitation", "link").Split('#')[1];
        var mail = (await host.Admin.GetJsonAsync("/sandbox/mails")).GetProperty("mails")[0];
        Assert.Equal("amina@desk.example", mail.Text("to"));
        Assert.Contains(token, mail.Text("text"), StringComparison.Ordinal);
        await using (var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext())
        {
            Assert.DoesNotContain(token, await db.OneTimeLinks.Select(link => link.SecretSha256).ToListAsync());
        }

        using var browser = new FormBrowser(host.Address);
        Assert.Contains("error=wrong", (await browser.SignInAsync("amina@desk.example", Password)).Location, StringComparison.Ordinal);
        Assert.Contains("error=link",
            (await browser.PostAsync("/account/welcome", "/account/welcome", ("token", token + "x"), ("password", Password))).Location,
            StringComparison.Ordinal);
        Assert.Equal("/account/sign-in?error=welcome",
            (await browser.PostAsync("/account/welcome", "/account/welcome", ("token", token), ("password", Password))).Location);
        Assert.Contains("error=link",
            (await browser.PostAsync("/account/welcome", "/account/welcome", ("token", token), ("password", Password + "!"))).Location,
            StringComparison.Ordinal);
        Assert.Equal("/", (await browser.SignInAsync("amina@desk.example", Password)).Location);

        var late = await host.Admin.PostJsonAsync("users/invite",
            new { email = "late@desk.example", display_name = "Late", roles = new[] { "auditor" } }, HttpStatusCode.Accepted);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 73 * 3600 });
        Assert.Contains("error=link",
            (await browser.PostAsync("/account/welcome", "/account/welcome", ("token", late.Text("invitation", "link").Split('#')[1]),
            ("password", Password))).Location, StringComparison.Ordinal);
        var again = await host.Admin.PostJsonAsync($"users/{late.Text("user", "id")}/invite", null, HttpStatusCode.Created);
        Assert.Contains("error=welcome",
            (await browser.PostAsync("/account/welcome", "/account/welcome", ("token", again.Text("invitation", "link").Split('#')[1]),
            ("password", Password))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invitations_are_checked_and_an_address_is_taken_once()
    {
        await using var host = await DeskHost.StartAsync();
        (object Body, HttpStatusCode Status)[] wrong =
        [
            (new { email = "no address", display_name = "X", roles = new[] { "auditor" } }, HttpStatusCode.BadRequest),
            (new { email = "a@b.example", display_name = "", roles = new[] { "auditor" } }, HttpStatusCode.BadRequest),
            (new { email = "a@b.example", display_name = "X", roles = new[] { "root" } }, HttpStatusCode.BadRequest),
            (new { email = "a@b.example", display_name = "X", roles = Array.Empty<string>() }, HttpStatusCode.BadRequest),
            (new { email = "a@b.example", display_name = "X", roles = new[] { "merchant" } }, HttpStatusCode.BadRequest),
            (new { email = "ADMIN@demo.local", display_name = "X", roles = new[] { "auditor" } }, HttpStatusCode.Conflict),
        ];
        foreach (var (body, status) in wrong)
        {
            await host.Admin.PostJsonAsync("users/invite", body, status);
        }
        await host.Officer.PostJsonAsync("users/invite", wrong[0].Body, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_disabled_person_and_changed_roles_count_at_the_next_command_and_end_the_session()
    {
        await using var host = await DeskHost.StartAsync();
        var officer = host.Credentials.StaffNamed("officer");
        using var browser = new FormBrowser(host.Address);
        await browser.SignInAsync(officer.Email, officer.Password);
        var session = await SessionAsync(host, officer.UserId);

        var asked = await host.Admin.PostJsonAsync($"users/{officer.UserId}/roles", new { roles = new[] { "auditor" } },
            HttpStatusCode.Accepted);
        Assert.Null(await AskAsync(host, officer.UserId, session));
        await host.Admin2.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");
        Assert.Equal(ErrorCode.Unauthenticated, await AskAsync(host, officer.UserId, session));
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{Guid.NewGuid()}/confirm", null, HttpStatusCode.Forbidden);
        Assert.Equal(302, (await browser.GetAsync("/deposits")).Status);

        await browser.SignInAsync(officer.Email, officer.Password);
        session = await SessionAsync(host, officer.UserId);
        Assert.Null(await AskAsync(host, officer.UserId, session));
        await host.Admin.PostJsonAsync($"users/{officer.UserId}/disable", new { reason = "left the desk" });
        Assert.Equal(ErrorCode.Unauthenticated, await AskAsync(host, officer.UserId, session));
    }

    [Fact]
    public async Task Nobody_changes_themselves_and_the_last_administrator_stays()
    {
        await using var host = await DeskHost.StartAsync();
        var (admin, admin2) = (host.Credentials.StaffNamed("admin"), host.Credentials.StaffNamed("admin2"));

        await host.Admin.PostJsonAsync($"users/{admin.UserId}/roles", new { roles = new[] { "admin", "treasury" } },
            HttpStatusCode.UnprocessableEntity);
        await host.Admin.PostJsonAsync($"users/{admin.UserId}/disable", new { reason = "left the desk" },
            HttpStatusCode.UnprocessableEntity);
        await host.Admin.PostJsonAsync($"users/{admin2.UserId}/disable", new { reason = "left the desk" });
        await host.Admin2.PostJsonAsync($"users/{admin.UserId}/disable", new { reason = "left the desk" }, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_dangerous_command_asks_a_session_again_after_ten_minutes_and_never_a_token()
    {
        await using var host = await DeskHost.StartAsync();
        var admin = host.Credentials.StaffNamed("admin");
        using var browser = new FormBrowser(host.Address);
        await browser.SignInAsync(admin.Email, admin.Password);
        var session = await SessionAsync(host, admin.UserId);
        var officer = host.Credentials.StaffNamed("officer").UserId;

        Assert.Null(await SignOutAsync(host, admin.UserId, session, officer));
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 601 });
        Assert.Equal(ErrorCode.StepUpRequired, await SignOutAsync(host, admin.UserId, session, officer));
        await host.Admin.PostJsonAsync($"users/{officer}/sign-out");
        Assert.Contains("error=wrong",
            (await browser.PostAsync("/account/confirm", "/account/confirm", ("proof", "not this one at all"), ("returnUrl", "/users")))
            .Location, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.StepUpRequired, await SignOutAsync(host, admin.UserId, session, officer));
        Assert.Equal("/users", (
            await browser.PostAsync("/account/confirm", "/account/confirm", ("proof", admin.Password), ("returnUrl", "/users"))).Location);
        Assert.Null(await SignOutAsync(host, admin.UserId, session, officer));
    }

    /// <summary>It is asked before the order is looked for, so an order that there is not tells whether it was.</summary>
    [Fact]
    public async Task A_release_of_a_block_trade_asks_a_session_again_after_ten_minutes()
    {
        await using var host = await DeskHost.StartAsync();
        var officer = host.Credentials.StaffNamed("officer");
        using var browser = new FormBrowser(host.Address);
        await browser.SignInAsync(officer.Email, officer.Password);
        var session = await SessionAsync(host, officer.UserId);

        Assert.Equal(ErrorCode.NotFound, await ReleaseAsync(host, officer.UserId, session));
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 601 });

        Assert.Equal(ErrorCode.StepUpRequired, await ReleaseAsync(host, officer.UserId, session));
    }

    private static async Task<ErrorCode?> ReleaseAsync(DeskHost host, Guid person, Guid session)
    {
        await using var scope = As(host, person, session);
        return (await scope.ServiceProvider.GetRequiredService<BlockTradeDesk>().ReleaseAsync(1, null, CancellationToken.None))
            .Failed(out var refused) ? refused.Code : null;
    }

    [Fact]
    public async Task Staff_without_a_second_factor_can_do_nothing_but_set_one_up()
    {
        await using var host = await DeskHost.StartAsync(
            new DeskHostSetup { Settings = new Dictionary<string, string?> { ["Identity:RequireSecondFactorForStaff"] = "true" } });
        var admin = host.Credentials.StaffNamed("admin");
        using var browser = new FormBrowser(host.Address);
        Assert.Equal("/account?error=enrol", (await browser.SignInAsync(admin.Email, admin.Password, "/users")).Location);
        var session = await SessionAsync(host, admin.UserId);

        Assert.Equal("/account?error=enrol", (await browser.GetAsync("/users")).Location);
        Assert.Equal(ErrorCode.SecondFactorRequired, await AskAsync(host, admin.UserId, session));
        Assert.Equal(ErrorCode.SecondFactorRequired,
            await SignOutAsync(host, admin.UserId, session, host.Credentials.StaffNamed("officer").UserId));

        await TotpKeys.EnrolAsync(host, browser);
        Assert.Null(await AskAsync(host, admin.UserId, session));
        Assert.Equal(200, (await browser.GetAsync("/users")).Status);
        Assert.Contains("error=protected", (await browser.PostAsync("/account", "/account/authenticator/remove")).Location,
            StringComparison.Ordinal);

        var acacia = host.Credentials.MerchantNamed("Acacia");
        using var merchant = new FormBrowser(host.Address);
        Assert.Equal("/", (await merchant.SignInAsync(acacia.Email, acacia.Password)).Location);
    }

    [Fact]
    public async Task The_first_administrator_is_made_with_a_token_that_works_once()
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Demo = false });
        await using var scope = host.Services.CreateAsyncScope();
        var welcome = scope.ServiceProvider.GetRequiredService<WelcomeDesk>();
        var earlier = await welcome.OfferSetupAsync(CancellationToken.None);
        var token = await welcome.OfferSetupAsync(CancellationToken.None);
        Assert.DoesNotContain(host.Log.All, line => line.Text.Contains(token!, StringComparison.Ordinal));
        using var browser = new FormBrowser(host.Address);

        (string, string)[] Fields(string? secret) =>
            [("token", secret!), ("email", "root@desk.example"), ("name", "Root"), ("password", Password)];
        Assert.Equal("/setup?error=link", (await browser.PostAsync("/setup", "/setup", Fields(earlier))).Location);
        Assert.Equal("/setup?error=password",
            (await browser.PostAsync("/setup", "/setup", ("token", token!), ("email", "root@desk.example"), ("name", "Root"),
            ("password", "short"))).Location);
        Assert.Equal("/account/sign-in?error=welcome", (await browser.PostAsync("/setup", "/setup", Fields(token))).Location);
        Assert.Equal("/setup?error=link",
            (await browser.PostAsync("/setup", "/setup", ("token", token!), ("email", "two@desk.example"), ("name", "Two"),
            ("password", Password))).Location);
        Assert.Null(await welcome.OfferSetupAsync(CancellationToken.None));
        Assert.Equal("/account?error=enrol", (await browser.SignInAsync("root@desk.example", Password)).Location);
    }

    private static async Task<ErrorCode?> SignOutAsync(DeskHost host, Guid person, Guid session, Guid whom)
    {
        await using var scope = As(host, person, session);
        return (await scope.ServiceProvider.GetRequiredService<PeopleDesk>().SignOutAsync(whom, CancellationToken.None))
            .Failed(out var refused) ? refused.Code : null;
    }
}
