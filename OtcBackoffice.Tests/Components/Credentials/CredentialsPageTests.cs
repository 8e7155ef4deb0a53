using System.Net;
using Bunit;
using OtcBackoffice.Components.Credentials;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Tests.Scenarios;

namespace OtcBackoffice.Tests.Components.Credentials;

public sealed class CredentialsPageTests(RunningDesk desk) : PageTests(desk)
{
    [Fact]
    public void Nothing_is_chosen_until_it_is_chosen_and_the_secret_is_shown_once()
    {
        ActAs("admin");
        var page = Render<CredentialsPage>();
        page.WaitForElement("button:contains('Issue credential')").Click();
        page.Find("#c-surface").Change(nameof(CredentialSurface.Exchange));
        page.Find("#c-name").Change("warehouse");
        Assert.All(page.FindAll("dialog input[type=checkbox]"), box => Assert.False(box.HasAttribute("checked")));
        Assert.Equal(2, page.FindAll("dialog input[type=checkbox]").Count);

        page.Find("#c-merchant").Change(Host.Credentials.MerchantNamed("Acacia").MerchantId.ToString());
        page.Find("dialog input[type=checkbox]").Change(true);
        page.Find("dialog button:contains('Issue credential')").Click();
        var secret = page.WaitForElement("[data-secret]").TextContent;
        Assert.StartsWith("sk_", secret, StringComparison.Ordinal);
        page.WaitForState(() => page.FindAll("td").Any(cell => cell.TextContent.StartsWith("warehouse", StringComparison.Ordinal)));

        page.Find("tr:contains('warehouse') button:contains('Revoke')").Click();
        page.Find("dialog button:contains('Revoke')").Click();
        page.WaitForState(() => page.Find("tr:contains('warehouse')").TextContent.Contains("revoked", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(secret, page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotation_shows_the_new_secret_and_how_long_the_old_one_lives()
    {
        ActAs("admin");
        await Host.Admin.PostJsonAsync("credentials", new { surface = "deposit_desk", name = "turning", scopes = (string[])["read"] },
            HttpStatusCode.Created);
        var page = Render<CredentialsPage>();
        page.WaitForElement("tr:contains('turning') button:contains('Rotate')").Click();
        page.Find("#c-overlap").Change("1");
        page.Find("dialog button:contains('Rotate')").Click();

        Assert.StartsWith("otc_pat_", page.WaitForElement("[data-secret]").TextContent, StringComparison.Ordinal);
        page.WaitForState(() => page.Find("tr:contains('turning')").TextContent.Contains("old secret until", StringComparison.Ordinal));
    }

    [Fact]
    public void An_auditor_looks_and_is_told_why_not_more()
    {
        ActAs("auditor");
        var page = Render<CredentialsPage>();

        page.WaitForElement("h2:contains('Signature examples')");
        Assert.Contains("Only admins and merchants keep credentials.", page.Markup, StringComparison.Ordinal);
        Assert.Contains(SignatureVectors.Webhook.Signature, page.Markup, StringComparison.Ordinal);
    }
}
