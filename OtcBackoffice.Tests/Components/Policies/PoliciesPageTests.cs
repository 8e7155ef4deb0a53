using AngleSharp.Dom;
using Bunit;
using OtcBackoffice.Components.Policies;
using OtcBackoffice.Components.Pricing;
using OtcBackoffice.Tests.Scenarios;

namespace OtcBackoffice.Tests.Components.Policies;

public sealed class PoliciesPageTests(RunningDesk desk) : PageTests(desk)
{
    [Fact]
    public async Task Rules_are_moved_and_added_without_writing_json()
    {
        ActAs("admin");
        var page = Render<PoliciesPage>();
        var second = Names(page)[1];
        await Buttons(page, "Move up")[1].ClickAsync(new());
        Assert.Equal(second, Names(page)[0]);

        await Buttons(page, "Add rule")[0].ClickAsync(new());
        await page.Find("#rule-name").ChangeAsync(new() { Value = "large ones" });
        await page.FindAll("dialog fieldset input[type=checkbox]")[0].ChangeAsync(new() { Value = true });
        await page.Find("#rule-above").ChangeAsync(new() { Value = "50000" });
        await page.Find("dialog .sheet-foot button").ClickAsync(new());
        Assert.Empty(page.FindAll("dialog"));
        Assert.Equal("large ones", Names(page)[0]);

        await Buttons(page, "Keep draft")[0].ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("Draft by Amina Admin", page.Markup, StringComparison.Ordinal));
        Assert.Contains((await Host.Admin.GetJsonAsync("policies")).GetProperty("policies").EnumerateArray(),
            policy => policy.Text("status") == "draft");
    }

    [Fact]
    public async Task A_quote_is_ended_and_replaced_from_its_row()
    {
        ActAs("admin");
        var page = Render<QuotesPage>();
        await page.FindAll("button").First(button => Label(button).StartsWith("Replace ", StringComparison.Ordinal)).ClickAsync(new());
        await page.Find("#q-rate").ChangeAsync(new() { Value = "131.25" });
        await page.Find("dialog .sheet-foot button").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("button"), one => Label(one).EndsWith("at 131.25", StringComparison.Ordinal)));

        await page.FindAll("button").First(button => Label(button).StartsWith("End now ", StringComparison.Ordinal)
            && Label(button).EndsWith("at 131.25", StringComparison.Ordinal)).ClickAsync(new());
        await page.Find("dialog .sheet-foot button").ClickAsync(new());
        page.WaitForAssertion(() => Assert.DoesNotContain(page.FindAll("button"),
            one => Label(one).EndsWith("at 131.25", StringComparison.Ordinal)));
    }

    private static string Label(IElement button) => button.GetAttribute("aria-label") ?? "";

    private static List<string> Names(IRenderedComponent<PoliciesPage> page) =>
        [.. page.FindAll("section[aria-labelledby=in-force-title] td.strong").Select(cell => cell.TextContent)];

    private static List<IElement> Buttons(IRenderedComponent<PoliciesPage> page, string name) =>
        [.. page.FindAll("button").Where(button => button.TextContent.Trim() == name)];
}
