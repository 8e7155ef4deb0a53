using AngleSharp.Dom;
using Bunit;
using OtcBackoffice.Components.People;

namespace OtcBackoffice.Tests.Components.People;

public sealed class UsersPageTests(RunningDesk desk) : PageTests(desk)
{
    [Fact]
    public async Task Disabling_a_signer_says_what_follows_and_asks_why_first()
    {
        ActAs("admin");
        var page = Render<UsersPage>();
        await Row(page).QuerySelectorAll("button").First(button => button.TextContent.Trim() == "Disable").ClickAsync(new());

        var sheet = page.Find("dialog");
        Assert.Contains("signers are left", sheet.TextContent, StringComparison.Ordinal);
        Assert.Equal("true", sheet.QuerySelector(".sheet-foot button")!.GetAttribute("aria-disabled"));
        Assert.Contains("Active", Row(page).TextContent, StringComparison.Ordinal);

        await page.Find("#disable-reason").InputAsync(new() { Value = "Left the company." });
        await page.Find("dialog .sheet-foot button").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("Disabled", Row(page).TextContent, StringComparison.Ordinal));
    }

    private static IElement Row(IRenderedComponent<UsersPage> page) =>
        page.FindAll("tbody tr").First(row => row.TextContent.Contains("treasury2@demo.local", StringComparison.Ordinal));
}
