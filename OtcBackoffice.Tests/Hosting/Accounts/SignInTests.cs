using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Accounts;

/// <summary>Signing in: what it tells, how often it may go wrong, what the second step takes, and what is written down.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private DeskHost _host = null!;

    public async Task InitializeAsync() =>
        _host = await DeskHost.StartAsync(new DeskHostSetup { Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" } });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task An_unknown_address_a_wrong_password_a_lock_and_a_disabled_account_look_the_same()
    {
        using var browser = new FormBrowser(_host.Address);
        var officer = _host.Credentials.StaffNamed("officer");
        var unknown = await browser.SignInAsync("nobody@demo.local", "four horses ate hay");
        var wrong = await browser.SignInAsync(officer.Email, "four horses ate hay");
        for (var i = 0; i < 5; i++)
        {
            await browser.SignInAsync(officer.Email, "four horses ate hay");
        }
        var locked = await browser.SignInAsync(officer.Email, officer.Password);
        var gone = _host.Credentials.StaffNamed("officer2");
        await _host.Admin.PostJsonAsync($"users/{gone.UserId}/disable", new { reason = "left the desk" });
        var disabled = await browser.SignInAsync(gone.Email, gone.Password);

        Assert.All([wrong, locked, disabled], answer => Assert.Equal(unknown, answer));
        Assert.Equal("/account/sign-in?error=wrong&returnUrl=%2F", unknown.Location);
        var reasons = await ReasonsAsync("session.refuse");
        Assert.Equal(["password: disabled", "password: locked", "password: unknown account", "password: wrong"],
            reasons.Distinct().Order());
    }

    [Fact]
    public async Task A_lock_passes_and_grows_with_every_further_mistake()
    {
        using var browser = new FormBrowser(_host.Address);
        var officer = _host.Credentials.StaffNamed("officer");
        for (var i = 0; i < 5; i++)
        {
            await browser.SignInAsync(officer.Email, "four horses ate hay");
        }
        await AdvanceAsync(301);
        Assert.Contains("error=wrong", (await browser.SignInAsync(officer.Email, "four horses ate hay")).Location,
            StringComparison.Ordinal);
        await AdvanceAsync(301);
        Assert.Contains("error=wrong", (await browser.SignInAsync(officer.Email, officer.Password)).Location, StringComparison.Ordinal);
        await AdvanceAsync(301);
        Assert.Equal("/", (await browser.SignInAsync(officer.Email, officer.Password)).Location);
    }

    [Fact]
    public async Task An_authenticator_is_asked_for_and_no_code_counts_twice()
    {
        var officer = _host.Credentials.StaffNamed("officer");
        using var first = new FormBrowser(_host.Address);
        Assert.Equal("/", (await first.SignInAsync(officer.Email, officer.Password)).Location);
        var (key, recovery) = await TotpKeys.EnrolAsync(_host, first);
        Assert.Equal(10, recovery.Count);
        Assert.DoesNotContain(recovery[0], (await first.GetAsync("/account/recovery-codes")).Text, StringComparison.Ordinal);

        using var second = new FormBrowser(_host.Address);
        Assert.StartsWith("/account/second-step", (await second.SignInAsync(officer.Email, officer.Password)).Location,
            StringComparison.Ordinal);
        Assert.StartsWith("/account/sign-in",
            (await second.GetAsync("/account")).Location.Replace(_host.Address.ToString().TrimEnd('/'), "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        var spent = await second.PostAsync("/account/second-step", "/account/second-step", ("code", TotpKeys.CodeNow(_host, key)),
            ("returnUrl", "/"));
        Assert.Contains("error=wrong", spent.Location, StringComparison.Ordinal);
        var right = await second.PostAsync("/account/second-step", "/account/second-step", ("code", TotpKeys.CodeNow(_host, key, 1)),
            ("returnUrl", "/deposits"));
        Assert.Equal("/deposits", right.Location);

        using var third = new FormBrowser(_host.Address);
        await third.SignInAsync(officer.Email, officer.Password);
        Assert.Equal("/", (await third.PostAsync("/account/second-step", "/account/second-step", ("code", recovery[0]), ("returnUrl", "/")))
            .Location);
        using var fourth = new FormBrowser(_host.Address);
        await fourth.SignInAsync(officer.Email, officer.Password);
        Assert.Contains("error=wrong",
            (await fourth.PostAsync("/account/second-step", "/account/second-step", ("code", recovery[0]), ("returnUrl", "/"))).Location,
            StringComparison.Ordinal);

        Assert.Equal(3, await CountAsync("session.begin"));
        Assert.Equal(1, await CountAsync("account.authenticator_on"));
        await using var db = Context();
        var stored = await db.Users.SingleAsync(user => user.Id == officer.UserId);
        Assert.DoesNotContain(Convert.ToBase64String(key), stored.TotpSecret, StringComparison.Ordinal);
        Assert.DoesNotContain(await db.RecoveryCodes.Select(code => code.CodeSha256).ToListAsync(), recovery.Contains);
    }

    [Fact]
    public async Task Ending_sessions_ends_them_everywhere_and_is_written_down()
    {
        var officer = _host.Credentials.StaffNamed("officer");
        using var here = new FormBrowser(_host.Address, "first");
        using var there = new FormBrowser(_host.Address, "second");
        await here.SignInAsync(officer.Email, officer.Password);
        await there.SignInAsync(officer.Email, officer.Password);
        var page = (await here.GetAsync("/account")).Text;
        Assert.Contains("first", page, StringComparison.Ordinal);
        Assert.Contains("second", page, StringComparison.Ordinal);

        Assert.Equal("/account", (await there.PostAsync("/account", "/account/sessions/end-all")).Location);

        Assert.Equal(302, (await here.GetAsync("/account")).Status);
        Assert.Equal(302, (await there.GetAsync("/account")).Status);
        Assert.Equal(1, await CountAsync("session.end_all"));
        await here.SignInAsync(officer.Email, officer.Password);
        await here.PostAsync("/account", "/account/sign-out");
        Assert.Equal(1, await CountAsync("session.end"));
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions()
    {
        var officer = _host.Credentials.StaffNamed("officer");
        using var here = new FormBrowser(_host.Address);
        using var there = new FormBrowser(_host.Address);
        await here.SignInAsync(officer.Email, officer.Password);
        await there.SignInAsync(officer.Email, officer.Password);

        Assert.Contains("error=wrong",
            (await here.PostAsync("/account", "/account/password", ("current", "not this one at all"), ("password", "four horses ate hay")))
            .Location, StringComparison.Ordinal);
        Assert.Contains("error=password",
            (await here.PostAsync("/account", "/account/password", ("current", officer.Password), ("password", "short"))).Location,
            StringComparison.Ordinal);
        Assert.Contains("done=password_changed",
            (await here.PostAsync("/account", "/account/password", ("current", officer.Password), ("password", "four horses ate hay")))
            .Location, StringComparison.Ordinal);

        Assert.Equal(200, (await here.GetAsync("/account")).Status);
        Assert.Equal(302, (await there.GetAsync("/account")).Status);
        Assert.Contains("error=wrong", (await there.SignInAsync(officer.Email, officer.Password)).Location, StringComparison.Ordinal);
        Assert.Equal("/", (await there.SignInAsync(officer.Email, "four horses ate hay")).Location);
    }

    [Fact]
    public async Task Nobody_is_led_to_another_site()
    {
        string[] foreign = ["//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example/", "/\t/evil.example",
            "/\n/evil.example", "javascript:alert(1)", "evil.example", ""];
        var officer = _host.Credentials.StaffNamed("officer");
        using var browser = new FormBrowser(_host.Address);
        foreach (var returnUrl in foreign)
        {
            Assert.Equal("/", ReturnUrls.Local(returnUrl));
            Assert.Equal("/", (await browser.SignInAsync(officer.Email, officer.Password, returnUrl)).Location);
            var page = await browser.GetAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");
            Assert.DoesNotContain("evil.example", page.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/deposits?view=all")]
    [InlineData("/%2f%2fevil.example")]
    public void A_path_of_this_site_is_kept(string returnUrl) => Assert.Equal(returnUrl, ReturnUrls.Local(returnUrl));

    private async Task AdvanceAsync(int seconds) => await _host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds });

    private BackofficeDbContext Context() => _host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();

    private async Task<int> CountAsync(string action)
    {
        await using var db = Context();
        return await db.Audit.CountAsync(row => row.Action == action);
    }

    private async Task<List<string>> ReasonsAsync(string action)
    {
        await using var db = Context();
        return await db.Audit.Where(row => row.Action == action).Select(row => row.Reason!).ToListAsync();
    }
}
