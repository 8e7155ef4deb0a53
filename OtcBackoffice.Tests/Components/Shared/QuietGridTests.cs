using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Components.People;

namespace OtcBackoffice.Tests.Components.Shared;

/// <summary>The grid of quiet lists over a real desk: what a choice does to the address, and what the address does to the grid.</summary>
public sealed class QuietGridTests(RunningDesk desk) : PageTests(desk)
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Rows_stand_in_the_first_rendering_and_exactly_one_column_is_the_ordered_one()
    {
        var page = Open("users");

        Assert.Equal("Acacia Traders", page.Find("tbody tr td .strong").TextContent);
        Assert.Equal("ascending", Assert.Single(page.FindAll("[aria-sort]")).GetAttribute("aria-sort"));
        Assert.Equal("Export", page.Find("form[action='/lists/users/export'] button").TextContent);
        Assert.NotEmpty(page.FindAll("button:contains('Filter')"));
        Assert.NotEmpty(page.FindAll("button:contains('Columns')"));
    }

    [Fact]
    public void A_press_on_a_header_orders_and_the_next_one_turns_it_round()
    {
        var page = Open("users?role=treasury&page=1");
        page.Find("button[aria-label='Sort by State']").Click();
        Assert.EndsWith("/users?role=treasury&sort=state", Navigation.Uri, StringComparison.Ordinal);
        page.WaitForElement("th[aria-sort=ascending]:contains('State')");

        page.Find("button[aria-label='Sort by State']").Click();
        page.WaitForElement("th[aria-sort=descending]:contains('State')");
        Assert.Equal(2, page.FindAll("tbody tr").Count);
        Assert.Single(page.FindAll("[aria-sort]"));
    }

    [Fact]
    public void Pages_turn_keep_their_filters_and_stop_at_the_ends()
    {
        var page = Open("users?limit=5");
        Assert.True(page.Find("button[aria-label='Previous page']").HasAttribute("disabled"));
        var first = page.FindAll("tbody tr td .strong").Select(name => name.TextContent).ToList();
        page.Find("button[aria-label='Next page']").Click();
        page.WaitForState(() => page.Find(".quiet-pages").TextContent.Contains("page 2 of 2", StringComparison.Ordinal));

        Assert.Empty(first.Intersect(page.FindAll("tbody tr td .strong").Select(name => name.TextContent)));
        Assert.True(page.Find("button[aria-label='Next page']").HasAttribute("disabled"));
        page.Find(".quiet-foot select").Change("50");
        page.WaitForState(() => page.FindAll("tbody tr").Count > 5);
        Assert.EndsWith("/users?limit=50", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void The_column_that_orders_the_list_cannot_be_taken_away_and_what_is_asked_in_vain_is_said()
    {
        var page = Open("users?columns=name&colour=green");

        Assert.Contains("colour=green", page.Find(".notice").TextContent, StringComparison.Ordinal);
        var box = page.FindAll("input[type=checkbox]").Single(one => one.HasAttribute("checked"));
        Assert.True(box.HasAttribute("disabled"));
        page.Find("#list-users-columns label:contains('State') input").Change(true);
        page.WaitForElement("button[aria-label='Sort by State']");
        Assert.EndsWith("/users?columns=name,state", Navigation.Uri, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".notice"));
    }

    private IRenderedComponent<UsersPage> Open(string address)
    {
        ActAs("admin");
        Navigation.NavigateTo(address);
        var page = Render<UsersPage>();
        page.WaitForElement("tbody tr td");
        return page;
    }
}
