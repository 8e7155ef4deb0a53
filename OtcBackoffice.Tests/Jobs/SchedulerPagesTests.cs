using System.Net;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Jobs;

/// <summary>The scheduler's own pages: for admins at the console, to look at only.</summary>
public sealed class SchedulerPagesTests : IAsyncLifetime
{
    private DeskHost _host = null!;

    public async Task InitializeAsync() => _host = await DeskHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("admin", 200)]
    [InlineData("officer", 403)]
    [InlineData("treasury", 403)]
    [InlineData("auditor", 403)]
    public async Task Only_an_admin_opens_them(string who, int expected)
    {
        using var browser = await SignInAsync(who);

        foreach (var page in (string[])["", "/recurring", "/jobs/scheduled", "/servers"])
        {
            Assert.Equal(expected, (await browser.GetAsync(SchedulerPages.Path + page)).Status);
        }
    }

    [Fact]
    public async Task A_merchant_is_refused_and_a_visitor_is_sent_to_sign_in()
    {
        using var merchant = new FormBrowser(_host.Address);
        var acacia = _host.Credentials.MerchantNamed("Acacia");
        await merchant.SignInAsync(acacia.Email, acacia.Password);
        Assert.Equal(403, (await merchant.GetAsync(SchedulerPages.Path)).Status);

        using var visitor = new FormBrowser(_host.Address);
        var answer = await visitor.GetAsync(SchedulerPages.Path);
        Assert.Equal(302, answer.Status);
        Assert.Contains("/account/sign-in", answer.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_token_opens_none_even_an_admins()
    {
        using var answer = await _host.Admin.GetAsync(new Uri(SchedulerPages.Path, UriKind.Relative));

        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Redirect, HttpStatusCode.Unauthorized,
            HttpStatusCode.Forbidden]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/stats")]
    [InlineData("/recurring/trigger")]
    [InlineData("/recurring/remove")]
    [InlineData("/jobs/actions/requeue/1")]
    [InlineData("/no/such/page")]
    public async Task Nothing_is_taken_there_from_anybody(string path)
    {
        using var admin = await SignInAsync("admin");
        using var officer = await SignInAsync("officer");
        using var visitor = new FormBrowser(_host.Address);

        foreach (var browser in (FormBrowser[])[admin, officer, visitor])
        {
            Assert.InRange((await browser.PostRawAsync(SchedulerPages.Path + path, ("jobs[]", "ledger_check"))).Status, 400, 499);
        }
        using var answer = await _host.Admin.PostAsync(new Uri(SchedulerPages.Path.ToUpperInvariant() + path, UriKind.Relative), null);
        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    [Fact]
    public async Task No_page_offers_to_start_or_change_anything()
    {
        using var browser = await SignInAsync("admin");
        foreach (var page in (string[])["", "/recurring", "/jobs/scheduled", "/jobs/succeeded", "/jobs/processing", "/jobs/failed",
            "/jobs/deleted", "/jobs/enqueued", "/servers", "/retries"])
        {
            var answer = await browser.GetAsync(SchedulerPages.Path + page);
            Assert.Equal((page, 200), (page, answer.Status));
            Assert.DoesNotContain("Trigger now", answer.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<form", answer.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("js-jobs-list-command", answer.Text, StringComparison.Ordinal);
        }
        Assert.Contains("ledger_check", (await browser.GetAsync(SchedulerPages.Path + "/recurring")).Text, StringComparison.Ordinal);
    }

    private async Task<FormBrowser> SignInAsync(string who)
    {
        var browser = new FormBrowser(_host.Address);
        var person = _host.Credentials.StaffNamed(who);
        Assert.Equal("/", (await browser.SignInAsync(person.Email, person.Password)).Location);
        return browser;
    }
}
