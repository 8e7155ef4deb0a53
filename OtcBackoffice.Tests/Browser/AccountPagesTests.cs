using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using OtcBackoffice.Data;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Hosting.Accounts;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Browser;

/// <summary>Account pages in a real browser: they are accessible, a passkey signs in, and circuits end when they have to.</summary>
[Collection(BrowserFixture.Collection)]
[Trait("kind", "browser")]
public sealed class AccountPagesTests(BrowserFixture browser)
{
    private static readonly string[] Pages =
        ["/account/sign-in", "/account/second-step", "/account/welcome", "/setup", "/account", "/account/confirm",
            "/account/recovery-codes", "/account/too-many"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_account_page_is_accessible(bool dark)
    {
        await using var host = await DeskHost.StartAsync();
        var officer = host.Credentials.StaffNamed("officer");
        await using var session = await browser.OpenAsync(new BrowserView { BaseAddress = host.Address, Dark = dark });
        await session.SignInAsync(officer.Email, officer.Password);
        await session.Page.GotoAsync("/account");
        await session.Page.GetByRole(AriaRole.Button, new() { Name = "Set up an authenticator" }).ClickAsync();
        await session.Page.Locator("[data-totp-key]").WaitForAsync();
        var faults = new List<string>();
        foreach (var path in Pages)
        {
            await session.Page.GotoAsync(path);
            faults.AddRange((await Axe.ViolationsAsync(session.Page))
                .Select(one => $"{path}: {one.Id} {one.Help}: {string.Join(" | ", one.Nodes.Take(2).Select(node => node.Html))}"));
        }
        faults.AddRange(session.Faults);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task A_passkey_is_made_and_signs_in()
    {
        await using var host = await DeskHost.StartAsync();
        var officer = host.Credentials.StaffNamed("officer");
        // Passkeys belong to a domain; an address of digits is none.
        await using var session =
            await browser.OpenAsync(
            new BrowserView { BaseAddress = new UriBuilder(host.Address) { Host = "localhost" }.Uri });
        var page = session.Page;
        var devices = await session.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true,
                isUserVerified = true, automaticPresenceSimulation = true },
        });

        await session.SignInAsync(officer.Email, officer.Password);
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await page.GetByText("The passkey is ready.").WaitForAsync();
        await page.GotoAsync("/account/sign-out");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await session.WaitUntilInteractiveAsync();

        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var begun = await db.UserSessions.Where(row => row.UserId == officer.UserId).OrderByDescending(row => row.CreatedAtUtc)
            .FirstAsync();
        Assert.Equal("passkey", begun.Method);
        Assert.True(begun.HasSecondFactor);
        session.AssertNoFaults();
        host.AssertNoErrors();
    }

    [Fact]
    public async Task An_authenticator_is_set_up_and_signs_in_by_keys_alone()
    {
        await using var host = await DeskHost.StartAsync();
        var officer = host.Credentials.StaffNamed("officer");
        await using var session = await browser.OpenAsync(new BrowserView { BaseAddress = host.Address });
        var page = session.Page;
        await session.SignInAsync(officer.Email, officer.Password);
        await page.GotoAsync("/account");
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Set up an authenticator" }));
        var key = TotpKeys.Read(await page.Locator("[data-totp-key]").InnerTextAsync());
        await page.GetByLabel("First code").PressSequentiallyAsync("000000");
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Turn it on" }));
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        // A code counts once, so the one that turns it on is of an earlier step than the one that signs in.
        await page.GetByLabel("First code").PressSequentiallyAsync(TotpKeys.CodeNow(host, key));
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Turn it on" }));
        await page.WaitForURLAsync("**/account/recovery-codes");

        await page.GotoAsync("/account/sign-out");
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }));
        await page.GetByLabel("Email").PressSequentiallyAsync(officer.Email);
        await page.GetByLabel("Password").PressSequentiallyAsync(officer.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/account/second-step**");
        await page.GetByLabel("Code").PressSequentiallyAsync(TotpKeys.CodeNow(host, key, stepsAhead: 1));
        await page.Keyboard.PressAsync("Enter");
        await session.WaitUntilInteractiveAsync();

        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var begun = await db.UserSessions.Where(row => row.UserId == officer.UserId).OrderByDescending(row => row.CreatedAtUtc)
            .FirstAsync();
        Assert.True(begun.HasSecondFactor);
        session.AssertNoFaults();
        host.AssertNoErrors();
    }

    [Fact]
    public async Task The_sixth_circuit_puts_the_oldest_aside_and_a_disabled_person_loses_all_of_them()
    {
        await using var host = await DeskHost.StartAsync();
        var officer = host.Credentials.StaffNamed("officer");
        await using var session = await browser.OpenAsync(new BrowserView { BaseAddress = host.Address });
        await session.SignInAsync(officer.Email, officer.Password);
        var last = session.Page;
        for (var i = 0; i < CircuitSeats.PerPersonMax; i++)
        {
            last = await session.Context.NewPageAsync();
            await last.GotoAsync("/approvals");
            await last.Locator("main[data-interactive=yes]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        }
        await session.Page.WaitForURLAsync("**/account/too-many");
        Assert.True(host.Services.GetRequiredService<CircuitSeats>().CountOf(officer.UserId) <= CircuitSeats.PerPersonMax + 1);

        await host.Admin.PostJsonAsync($"users/{officer.UserId}/disable", new { reason = "left the desk" });

        await last.WaitForURLAsync("**/account/sign-in**");
    }

    private static async Task PressAsync(ILocator button)
    {
        await button.FocusAsync();
        await button.PressAsync("Enter");
    }
}
