using Microsoft.Playwright;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Browser;

/// <summary>The scheduler's own pages under the console's own policy: they need no looser one.</summary>
[Collection(BrowserFixture.TourCollection)]
[Trait("kind", "browser")]
public sealed class SchedulerPagesTests(BrowserFixture browser)
{
    [Fact]
    public async Task The_pages_work_under_the_consoles_policy_and_report_no_breach()
    {
        await using var host = await DeskHost.StartAsync();
        await using var session = await browser.OpenAsync(new BrowserView { BaseAddress = host.Address });
        var admin = host.Credentials.StaffNamed("admin");
        await session.SignInAsync(admin.Email, admin.Password);

        foreach (var page in (string[])["", "/recurring", "/jobs/scheduled", "/jobs/succeeded", "/servers"])
        {
            var answer = await session.Page.GotoAsync(SchedulerPages.Path + page,
                new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
            Assert.Equal((page, 200), (page, answer!.Status));
            await session.ScreenshotAsync("scheduler" + page.Replace('/', '-'));
        }

        session.AssertNoFaults();
    }
}
