using OtcBackoffice.Tests.Support;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Components.Deposits;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Tests.Scenarios;

namespace OtcBackoffice.Tests.Components.Deposits;

public sealed class QueuePageTests(RunningDesk desk) : PageTests(desk)
{
    [Fact]
    public async Task A_claim_by_somebody_else_shows_in_its_row_and_moves_nothing()
    {
        var first = await DepositSteps.SubmitAsync(Host, "120000.00");
        var second = await DepositSteps.SubmitAsync(Host, "130000.00");
        ActAs("officer");
        var page = Render<QueuePage>();
        var before = Ids(page);

        await Host.Officer2.PostJsonAsync($"otc/deposits/{second}/claim");

        page.WaitForAssertion(() => Assert.Contains("Omar Officer", Row(page, second).TextContent, StringComparison.Ordinal));
        Assert.Equal(before, Ids(page));
        Assert.NotNull(Row(page, first).QuerySelector("button"));
        Assert.Null(Row(page, second).QuerySelector("button"));
    }

    [Fact]
    public async Task What_arrives_and_what_leaves_waits_until_it_is_asked_for()
    {
        var leaving = await DepositSteps.SubmitAsync(Host, "140000.00");
        ActAs("officer");
        var page = Render<QueuePage>();
        var before = Ids(page);

        var arriving = await DepositSteps.SubmitAsync(Host, "150000.00");
        await Host.Officer2.ClaimedPostJsonAsync($"otc/deposits/{leaving}/confirm");

        page.WaitForAssertion(() => Assert.Equal("1 new, 1 changed. Press R", page.Find(".queue-line [role=status]").TextContent));
        Assert.Equal(before, Ids(page));
        Assert.Contains("Confirmed", Row(page, leaving).TextContent, StringComparison.Ordinal);

        await page.Find("[data-key=r]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains(arriving, Ids(page)));
        Assert.DoesNotContain(leaving, Ids(page));
        Assert.Empty(page.FindAll("[data-key=r]"));
    }

    [Fact]
    public async Task Claiming_from_the_row_asks_the_desk_once_and_says_until_when()
    {
        var id = await DepositSteps.SubmitAsync(Host, "160000.00");
        ActAs("officer");
        var page = Render<QueuePage>();

        await Row(page, id).QuerySelector("button")!.ClickAsync(new());

        page.WaitForAssertion(() => Assert.EndsWith("You", Row(page, id).TextContent.Trim(), StringComparison.Ordinal));
        var history = await Host.Admin.GetJsonAsync($"otc/deposits/{id}/audit");
        Assert.Single(history.GetProperty("audit").EnumerateArray(), line => line.Text("action") == "deposit.claim");
        Assert.Contains("is yours until", Services.GetRequiredService<OtcBackoffice.Components.Shared.Notices>().Current!.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_auditor_reads_the_queue_and_gets_no_button_that_would_be_refused()
    {
        var id = await DepositSteps.SubmitAsync(Host, "170000.00");
        ActAs("auditor");
        var page = Render<QueuePage>();

        Assert.Null(Row(page, id).QuerySelector("button"));
    }

    [Fact]
    public async Task A_closed_queue_no_longer_listens()
    {
        ActAs("officer");
        var feed = Services.GetRequiredService<DepositFeed>();
        Render<QueuePage>();
        Assert.Equal(1, feed.FollowerCount);

        await DisposeComponentsAsync();

        Assert.Equal(0, feed.FollowerCount);
    }

    [Fact]
    public async Task The_address_says_what_is_shown()
    {
        var id = await DepositSteps.SubmitAsync(Host, "180000.00");
        var number = (await Host.Admin.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "human_id");
        ActAs("auditor");
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/deposits?find=" + number);
        var page = Render<QueuePage>();
        Assert.Equal([id], Ids(page));

        navigation.NavigateTo("/deposits?view=rejected");

        page.WaitForAssertion(() => Assert.Equal("Rejected", page.Find(".views a[aria-current]").ChildNodes[0].TextContent));
        Assert.DoesNotContain(id, Ids(page));
    }

    [Fact]
    public async Task Filters_stand_in_the_address_and_what_is_not_understood_is_said()
    {
        var (small, large) = (await DepositSteps.SubmitAsync(Host, "190000.00"), await DepositSteps.SubmitAsync(Host, "990000.00"));
        ActAs("officer");
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/deposits?min=900000&max=1000000&currency=kes&rows=7&colour=red&sort=-amount");
        var page = Render<QueuePage>();

        Assert.Equal([large], Ids(page));
        Assert.Equal(["rows=7", "colour=red"],
            page.FindAll(".notice code").Select(one => one.TextContent).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal("descending", page.Find("th.num[aria-sort]").GetAttribute("aria-sort"));
        Assert.Equal("2", page.Find("table.queue").GetAttribute("aria-rowcount"));
        var clear = page.FindAll("a.quiet-chip")
            .Single(one => one.GetAttribute("aria-label")!.StartsWith("Clear min", StringComparison.Ordinal));
        Assert.DoesNotContain("min=", clear.GetAttribute("href"), StringComparison.Ordinal);

        navigation.NavigateTo("/deposits?flag=repeated");
        page.WaitForAssertion(() => Assert.Contains(small, Ids(page)));
    }

    [Fact]
    public async Task What_is_selected_is_claimed_row_by_row_and_nothing_moves()
    {
        var (free, taken) = (await DepositSteps.SubmitAsync(Host, "200000.00"), await DepositSteps.SubmitAsync(Host, "210000.00"));
        await Host.Officer2.PostJsonAsync($"otc/deposits/{taken}/claim");
        ActAs("officer");
        var page = Render<QueuePage>();
        var before = Ids(page);
        foreach (var id in new[] { free, taken })
        {
            await Row(page, id).QuerySelector("input[type=checkbox]")!.ChangeAsync(new ChangeEventArgs { Value = true });
        }

        var selection = page.Find("section[aria-label=Selection]");
        Assert.Contains("2 selected", selection.TextContent, StringComparison.Ordinal);
        await selection.QuerySelectorAll("button").Single(button => button.TextContent.Trim() == "ClaimC").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("1 of 2 claimed.", page.Markup, StringComparison.Ordinal));
        Assert.Contains("claimed by somebody else", page.Find(".notice li").TextContent, StringComparison.Ordinal);
        Assert.Equal(before, Ids(page));
    }

    private static List<string> Ids(IRenderedComponent<QueuePage> page) =>
        [.. page.FindAll(".queue tbody a").Select(link => link.GetAttribute("href")!.Split('/')[^1])];

    private static IElement Row(IRenderedComponent<QueuePage> page, string id) =>
        page.FindAll(".queue tbody tr").Single(row => row.QuerySelector("a")!.GetAttribute("href") == $"/deposits/{id}");
}
