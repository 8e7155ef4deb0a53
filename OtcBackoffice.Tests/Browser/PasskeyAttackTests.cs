using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Browser;

/// <summary>What somebody does with a passkey's answer that was captured, copied, or obtained by another site (attack A18).</summary>
[Collection(BrowserFixture.Collection)]
[Trait("kind", "browser")]
public sealed class PasskeyAttackTests(BrowserFixture browser)
{
    private const string SignInPage = "/account/sign-in";

    private const string Sign =
        "async asked => JSON.stringify((await navigator.credentials.get({ publicKey: "
            + "PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(asked)) })).toJSON())";

    [Fact]
    public async Task A_captured_answer_is_good_once()
    {
        await using var host = await DeskHost.StartAsync();
        await using var session = await WithPasskeyAsync(host);
        using var forms = new FormBrowser(Local(host));
        var credential = await SignAsync(session.Page, forms);
        using var thief = forms.Copy();

        Assert.True(IsSignedIn(await AnswerAsync(forms, credential)));
        // As with a synchronised passkey, whose counter never moves.
        await SetCounterAsync(host, 0);
        Assert.False(IsSignedIn(await AnswerAsync(thief, credential)));
        using var later = new FormBrowser(Local(host));
        Assert.True(IsSignedIn(await AnswerAsync(later, await SignAsync(session.Page, later))));
    }

    [Fact]
    public async Task A_copied_key_is_told_by_its_counter()
    {
        await using var host = await DeskHost.StartAsync();
        await using var session = await WithPasskeyAsync(host);
        using var forms = new FormBrowser(Local(host));

        await SetCounterAsync(host, 1_000);
        Assert.False(IsSignedIn(await AnswerAsync(forms, await SignAsync(session.Page, forms))));
        await SetCounterAsync(host, 1);
        Assert.True(IsSignedIn(await AnswerAsync(forms, await SignAsync(session.Page, forms))));
        // What came with the sign-in is what the next one is held against.
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        Assert.True((await db.Set<IdentityUserPasskey<Guid>>().AsNoTracking().SingleAsync()).Data.SignCount > 1);
    }

    /// <summary>The same machine name on another port shares the passkey's domain, so only the origin tells the two apart.</summary>
    [Fact]
    public async Task An_answer_that_another_site_obtained_is_refused()
    {
        await using var host = await DeskHost.StartAsync();
        await using var session = await WithPasskeyAsync(host);
        await using var other = await WebhookReceiver.StartAsync();
        var otherSite = new UriBuilder(other.Address) { Host = "localhost" }.Uri;
        using var forms = new FormBrowser(Local(host));
        await session.Page.GotoAsync(otherSite.ToString());
        forms.Origin = otherSite.GetLeftPart(UriPartial.Authority);

        Assert.False(IsSignedIn(await AnswerAsync(forms, await SignAsync(session.Page, forms))));
        await session.Page.GotoAsync(new Uri(Local(host), SignInPage).ToString());
        forms.Origin = null;
        Assert.True(IsSignedIn(await AnswerAsync(forms, await SignAsync(session.Page, forms))));
    }

    // Passkeys belong to a domain; an address of digits is none.
    private static Uri Local(DeskHost host) => new UriBuilder(host.Address) { Host = "localhost" }.Uri;

    private async Task<BrowserSession> WithPasskeyAsync(DeskHost host)
    {
        var officer = host.Credentials.StaffNamed("officer");
        var session = await browser.OpenAsync(new BrowserView { BaseAddress = Local(host) });
        var devices = await session.Context.NewCDPSessionAsync(session.Page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true,
                isUserVerified = true, automaticPresenceSimulation = true },
        });
        await session.SignInAsync(officer.Email, officer.Password);
        await session.Page.GotoAsync("/account");
        await session.Page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await session.Page.GetByText("The passkey is ready.").WaitForAsync();
        return session;
    }

    private static async Task<string> SignAsync(IPage page, FormBrowser forms)
    {
        var asked = await forms.PostAsync(SignInPage, "/account/passkey/options");
        Assert.Equal(200, asked.Status);
        return await page.EvaluateAsync<string>(Sign, asked.Text);
    }

    private static Task<FormBrowser.Answer> AnswerAsync(FormBrowser forms, string credential) =>
        forms.PostAsync(SignInPage, "/account/passkey", ("credential", credential), ("returnUrl", "/"));

    private static bool IsSignedIn(FormBrowser.Answer answer)
    {
        Assert.Equal(302, answer.Status);
        return !answer.Location.Contains(SignInPage, StringComparison.Ordinal);
    }

    private static async Task SetCounterAsync(DeskHost host, uint count)
    {
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        (await db.Set<IdentityUserPasskey<Guid>>().SingleAsync()).Data.SignCount = count;
        await db.SaveChangesAsync();
    }
}
