using OtcBackoffice.Tests.Support;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Components.Deposits;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Tests.Scenarios;

namespace OtcBackoffice.Tests.Components.Deposits;

public sealed class DepositPageTests(RunningDesk desk) : PageTests(desk)
{
    private static readonly string[] Deciding = ["Confirm1", "Reject3", "Ask the merchant2", "ClaimC", "Credit4"];

    [Fact]
    public async Task Confirming_asks_the_desk_once_says_so_and_holds_the_decision()
    {
        var page = await OpenAsync("officer", "120000.00");
        Assert.Equal(Deciding, Buttons(page).Select(button => button.TextContent.Trim()));

        await Button(page, "Confirm").ClickAsync(new());

        Assert.Equal(page.Find("h1").TextContent + " confirmed. Not ticked: amount, currency, reference, value date and sender.", Said);
        Assert.NotNull(Services.GetRequiredService<Notices>().Current!.Undo);
        var history = await HistoryAsync(page);
        Assert.Single(history, action => action == "deposit.hold_confirm");
        Assert.DoesNotContain("deposit.confirm", history);

        await Services.GetRequiredService<Notices>().Current!.Undo!();
        Assert.Contains("deposit.undo", await HistoryAsync(page));
        Assert.EndsWith("taken back. Nothing was decided.", Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_needs_a_second_person_says_so_and_waits_on_the_record_itself()
    {
        var page = await OpenAsync("officer", "9000000.00");

        Assert.Null(Button(page, "Confirm").GetAttribute("aria-disabled"));
        Assert.Contains("Confirm is stored until somebody else agrees: admin or treasury (rule officer_above_cap)",
            page.Find(".decision-bar").TextContent, StringComparison.Ordinal);

        await Button(page, "Confirm").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("Waiting for a second person", page.Markup, StringComparison.Ordinal));
        Assert.Contains("Could approve: Amina Admin, Andrew Admin, Tariq Treasury, Thandi Treasury", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("deposit.confirm", await HistoryAsync(page));
    }

    [Fact]
    public async Task A_reason_that_several_buttons_share_is_said_once()
    {
        var page = await OpenAsync("officer", "130000.00");
        await Host.Officer2.PostJsonAsync($"otc/deposits/{page.Instance.Id}/claim");

        page.WaitForAssertion(() =>
            Assert.StartsWith("Claimed by Omar Officer until", page.Find("#decision-why").TextContent, StringComparison.Ordinal));

        Assert.All(["Confirm", "Reject", "Claim"],
            label => Assert.Equal("decision-why", Button(page, label).GetAttribute("aria-describedby")));
        Assert.Single(page.FindAll(".blocked-why"));
    }

    [Fact]
    public async Task An_auditor_is_told_once_and_gets_no_buttons()
    {
        var page = await OpenAsync("auditor", "140000.00");

        Assert.Equal("Auditors read and change nothing.", page.Find(".decision-text").TextContent);
        Assert.Empty(Buttons(page));
        Assert.Equal("true", page.FindAll("button")
            .Single(button => button.TextContent.Contains("Change payout wallet", StringComparison.Ordinal)).GetAttribute("aria-disabled"));
    }

    [Fact]
    public async Task A_rejection_needs_a_reason_and_names_its_record()
    {
        var page = await OpenAsync("officer", "150000.00");
        await Button(page, "Reject").ClickAsync(new());
        var confirm = page.Find("dialog .sheet-foot button");
        Assert.Equal($"Reject {page.Find("h1").TextContent}", confirm.TextContent.Trim());
        Assert.Equal("true", confirm.GetAttribute("aria-disabled"));

        page.Find("#reject-reason").Input("The amount differs.");
        await page.Find("dialog .sheet-foot button").ClickAsync(new());

        Assert.Empty(page.FindAll("dialog"));
        Assert.EndsWith(" rejected.", Said, StringComparison.Ordinal);
        var deposit = await Host.Admin.GetJsonAsync($"otc/deposits/{page.Instance.Id}");
        Assert.Equal(("pending", "reject"), (deposit.Text("deposit", "status"), deposit.Text("deposit", "held_decision", "action")));
    }

    [Fact]
    public async Task An_open_sheet_does_not_decide_about_what_somebody_else_has_changed()
    {
        var page = await OpenAsync("officer", "160000.00");
        await Button(page, "Reject").ClickAsync(new());
        page.Find("#reject-reason").Input("Too late.");

        await Host.Officer2.ClaimedPostJsonAsync($"otc/deposits/{page.Instance.Id}/confirm");

        page.WaitForAssertion(() =>
            Assert.StartsWith("Omar Officer confirmed this", page.Find("dialog .blocked-why").TextContent, StringComparison.Ordinal));
        await page.Find("dialog .sheet-foot button").ClickAsync(new());
        Assert.DoesNotContain("deposit.reject", await HistoryAsync(page));
        Assert.StartsWith("Omar Officer confirmed this", page.Find(".notice[role=status]").TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credit_restates_the_payment_and_needs_a_reason_outside_the_tolerance()
    {
        var page = await OpenAsync("treasury", "170000.00", confirmedBy: "officer");
        var deposit = (await Host.Admin.GetJsonAsync($"otc/deposits/{page.Instance.Id}")).GetProperty("deposit");
        await Button(page, "Credit").ClickAsync(new());

        var facts = page.Find(".sheet-facts").TextContent;
        Assert.All([AmountText.Group(deposit.Text("requested_crypto_amount")), "USDT", "TRON", "0.00 bps, 10 allowed"],
            text => Assert.Contains(text, facts, StringComparison.Ordinal));
        Assert.Equal(deposit.Text("credited_to_address"),
            string.Concat(page.Find(".sheet-facts .address").ChildNodes.Select(node => node.TextContent)));
        Assert.Empty(page.FindAll("#credit-override"));

        page.Find("#credit-amount").Input("1");
        Assert.Equal("true", page.Find("dialog .sheet-foot button").GetAttribute("aria-disabled"));
        page.Find("#credit-override").Input("agreed by phone");
        Assert.Null(page.Find("dialog .sheet-foot button").GetAttribute("aria-disabled"));

        page.Find("#credit-amount").Input(deposit.Text("requested_crypto_amount"));
        await page.Find("dialog .sheet-foot button").ClickAsync(new());
        Assert.EndsWith("credit proposed, 0 of 2 signatures.", Said, StringComparison.Ordinal);
        Assert.Contains("Waits for signatures", page.Find(".page-head").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_stays_in_the_sheet_where_the_decision_was_made()
    {
        var page = await OpenAsync("officer", "180000.00", confirmedBy: "officer2");
        await Button(page, "Credit").ClickAsync(new());
        page.Find("#credit-amount").Input("1");

        Assert.Empty(page.FindAll("#credit-override"));
        Assert.Equal("More than 10 bps from the quote. Treasury or an admin can override.", page.Find("dialog .blocked-why").TextContent);
    }

    [Fact]
    public async Task A_foreign_or_missing_deposit_is_not_found()
    {
        ActAs("officer");
        var asked = false;
        Services.GetRequiredService<NavigationManager>().OnNotFound += (_, _) => asked = true;

        Render<DepositPage>(p => p.Add(c => c.Id, Guid.NewGuid()));

        await Task.Yield();
        Assert.True(asked);
    }

    private string? Said => Services.GetRequiredService<Notices>().Current?.Text;

    private async Task<IRenderedComponent<DepositPage>> OpenAsync(string who, string amount, string? confirmedBy = null)
    {
        var id = await DepositSteps.SubmitAsync(Host, amount);
        if (confirmedBy is not null)
        {
            await Host.Client(Host.Credentials.StaffNamed(confirmedBy).ApiToken).ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        }
        ActAs(who);
        var page = Render<DepositPage>(p => p.Add(c => c.Id, Guid.Parse(id)));
        // The suite's proofs are one blank page, and its references are one: whoever decides says first that they have looked.
        for (var asked = Unsaid(page); asked is not null; asked = Unsaid(page))
        {
            await asked.ChangeAsync(new() { Value = true });
        }
        return page;
    }

    private static IElement? Unsaid(IRenderedComponent<DepositPage> page) =>
        page.FindAll(".check-field input[type=checkbox]").FirstOrDefault(box => !box.HasAttribute("checked"));

    private async Task<List<string>> HistoryAsync(IRenderedComponent<DepositPage> page) =>
        [.. (await Host.Admin.GetJsonAsync($"otc/deposits/{page.Instance.Id}/audit")).GetProperty("audit").EnumerateArray()
            .Select(line => line.Text("action"))];

    private static IReadOnlyList<IElement> Buttons(IRenderedComponent<DepositPage> page) => page.FindAll(".decision-bar .blocked button");

    private static IElement Button(IRenderedComponent<DepositPage> page, string label) =>
        Buttons(page).Single(button => button.Children[0].TextContent == label);
}
