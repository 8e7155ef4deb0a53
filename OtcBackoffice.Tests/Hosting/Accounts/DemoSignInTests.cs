using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Accounts;

/// <summary>The demo's people as buttons on the sign-in page: who is shown, what a press leaves, and from where there is none.</summary>
public sealed class DemoSignInTests
{
    private const string Page = "/account/sign-in", Door = "/account/sign-in/demo", Officer = "officer@demo.local";

    private static readonly Dictionary<string, string?> NoJobs = new() { ["Jobs:Enabled"] = "false" };

    [Fact]
    public async Task Each_of_the_demos_people_is_a_button_that_signs_in_like_a_password_does()
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Settings = NoJobs });
        using var browser = new FormBrowser(host.Address);
        var page = (await browser.GetAsync(Page)).Text;
        string[] names =
        [
            "Amina Admin, admin@demo.local", "Andrew Admin, admin2@demo.local", $"Olivia Officer, {Officer}",
            "Omar Officer, officer2@demo.local",
            "Tariq Treasury, treasury@demo.local", "Thandi Treasury, treasury2@demo.local", "Aisha Auditor, auditor@demo.local",
            "Acacia Traders, acacia@demo.local", "Baobab Imports, baobab@demo.local",
        ];
        Assert.All(names, name => Assert.Contains($"aria-label=\"Sign in as {name}\"", page, StringComparison.Ordinal));

        var entered = await browser.PostAsync(Page, Door, ("email", Officer), ("returnUrl", "/deposits"));
        Assert.Equal((302, "/deposits"), (entered.Status, entered.Location));
        Assert.Equal(200, (await browser.GetAsync("/deposits")).Status);

        await using var db = Context(host);
        var session = await db.UserSessions.SingleAsync();
        var officer = host.Credentials.StaffNamed("officer").UserId;
        Assert.Equal((officer, "demo button", false), (session.UserId, session.Method, session.HasSecondFactor));
        var written = await db.Audit.SingleAsync(row => row.Action == "session.begin");
        Assert.Contains("demo button", written.Changes, StringComparison.Ordinal);

        await browser.PostAsync("/account", "/account/sign-out");
        Assert.Equal(302, (await browser.GetAsync("/deposits")).Status);
        host.AssertNoErrors();
    }

    [Fact]
    public async Task Nobody_else_no_form_without_a_token_and_no_disabled_person_gets_in()
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Settings = NoJobs });
        using var browser = new FormBrowser(host.Address);
        Assert.Equal(404, (await browser.PostAsync(Page, Door, ("email", "nobody@demo.local"))).Status);
        Assert.Equal(404, (await browser.PostAsync(Page, Door)).Status);
        Assert.Contains("error=expired", (await browser.PostRawAsync(Door, ("email", Officer))).Location, StringComparison.Ordinal);

        var gone = host.Credentials.StaffNamed("officer2");
        await host.Admin.PostJsonAsync($"users/{gone.UserId}/disable", new { reason = "left the desk" });
        Assert.DoesNotContain("Sign in as Omar Officer", (await browser.GetAsync(Page)).Text, StringComparison.Ordinal);
        Assert.Contains("error=wrong", (await browser.PostAsync(Page, Door, ("email", gone.Email))).Location, StringComparison.Ordinal);
        await using var db = Context(host);
        Assert.False(await db.UserSessions.AnyAsync());
    }

    [Fact]
    public async Task Whoever_has_a_second_factor_still_needs_it()
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Settings = NoJobs });
        var officer = host.Credentials.StaffNamed("officer");
        using var first = new FormBrowser(host.Address);
        await first.SignInAsync(officer.Email, officer.Password);
        var (key, _) = await TotpKeys.EnrolAsync(host, first);

        using var second = new FormBrowser(host.Address);
        var stopped = await second.PostAsync(Page, Door, ("email", Officer), ("returnUrl", "/deposits"));
        Assert.StartsWith("/account/second-step", stopped.Location, StringComparison.Ordinal);
        Assert.Equal(302, (await second.GetAsync("/deposits")).Status);
        var code = TotpKeys.CodeNow(host, key, 1);
        var entered = await second.PostAsync("/account/second-step", "/account/second-step", ("code", code), ("returnUrl", "/deposits"));
        Assert.Equal("/deposits", entered.Location);
        await using var db = Context(host);
        var methods = await db.UserSessions.Select(row => row.Method).ToListAsync();
        Assert.Equal(["demo button and code", "password"], methods.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.9", false)]
    [InlineData("127.0.0.1", "127.0.0.1, 203.0.113.9", false)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("198.51.100.7", "203.0.113.9", false)]
    [InlineData("198.51.100.7", null, true)]
    public async Task It_is_the_callers_own_address_that_counts(string known, string? forwarded, bool isOpen)
    {
        var settings = new Dictionary<string, string?>(NoJobs) { ["Edges:KnownProxies:0"] = known };
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Settings = settings });
        var (shown, status) = await TryAsync(host, forwarded);
        Assert.Equal(isOpen, shown);
        // A form without a token has no effect, but only where there is a form is that said.
        Assert.Equal(isOpen ? HttpStatusCode.Found : HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task Outside_development_there_is_no_button_and_no_such_address()
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Environment = "Staging", Settings = NoJobs });
        var (shown, status) = await TryAsync(host, null);
        Assert.False(shown);
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    private static async Task<(bool Shown, HttpStatusCode Status)> TryAsync(DeskHost host, string? forwarded)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, Page);
        using var pressed = new HttpRequestMessage(HttpMethod.Post, Door);
        pressed.Content = new FormUrlEncodedContent([KeyValuePair.Create("email", Officer)]);
        foreach (var request in (HttpRequestMessage[])[asked, pressed])
        {
            request.Headers.Add("Accept", "text/html");
            if (forwarded is not null)
            {
                request.Headers.Add("X-Forwarded-For", forwarded);
            }
        }
        using var page = await host.Anonymous.SendAsync(asked);
        using var answer = await host.Anonymous.SendAsync(pressed);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var text = await page.Content.ReadAsStringAsync();
        return (text.Contains("Sign in as Olivia Officer", StringComparison.Ordinal), answer.StatusCode);
    }

    private static BackofficeDbContext Context(DeskHost host) => host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
}
