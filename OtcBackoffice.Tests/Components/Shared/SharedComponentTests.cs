using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Components.Shared;

public sealed class SharedComponentTests : BunitContext
{
    private static readonly DateTime Now = TestClock.Start.UtcDateTime;

    public SharedComponentTests()
    {
        Services.AddSingleton<TimeProvider>(TestClock.Standing());
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void Money_shows_the_unit_first_and_every_digit()
    {
        var money = Render<MoneyText>(p => p.Add(c => c.Amount, "1234567.000000").Add(c => c.Unit, "USDT.TRON"));

        Assert.Equal("USDT.TRON", money.Find(".money-unit").TextContent);
        Assert.Equal("1,234,567.000000", money.Find(".money-amount").TextContent);
        Assert.Equal("1234567.000000", money.Find(".money").GetAttribute("data-amount"));
    }

    [Fact]
    public void Money_is_copied_as_it_is_stored()
    {
        var money = Render<MoneyText>(p => p.Add(c => c.Amount, "-12900.00").Add(c => c.Unit, "KES").Add(c => c.Copyable, true));

        Assert.Equal("-12900.00", money.Find("[data-copy]").GetAttribute("data-copy"));
        Assert.Equal("−12,900.00", money.Find(".money-amount").TextContent);
    }

    [Fact]
    public void A_status_is_a_word_an_icon_and_a_tone()
    {
        var chip = Render<StatusChip>(p => p.Add(c => c.Status, "pending_approval"));

        Assert.Equal("Pending approval", chip.Find(".chip").TextContent.Trim());
        Assert.Equal(Tones.Hold, chip.Find(".chip").GetAttribute("data-tone"));
        Assert.Single(chip.FindAll("svg[aria-hidden=true]"));
    }

    [Fact]
    public void A_status_nobody_knows_is_shown_all_the_same()
    {
        var chip = Render<StatusChip>(p => p.Add(c => c.Status, "brand_new"));

        Assert.Equal("Brand new", chip.Find(".chip").TextContent.Trim());
    }

    [Fact]
    public void A_time_shows_the_distance_and_the_clock_in_the_zone_of_the_person()
    {
        var time = Render<TimeText>(p => p.Add(c => c.Utc, Now.AddMinutes(-46)).AddCascadingValue(ConsoleZone.Find("Africa/Nairobi")));

        Assert.Equal("46 min ago", time.Find("[data-rel=past]").TextContent);
        Assert.Equal("10:14 EAT", time.Find(".time-abs").TextContent);
        Assert.Equal("2026-03-16T07:14:00.000Z", time.Find("time").GetAttribute("datetime"));
        Assert.Equal("16 Mar 2026 10:14:00 EAT, 2026-03-16 07:14:00 UTC", time.Find("time").GetAttribute("title"));
    }

    [Theory]
    [InlineData(-8, Tones.Bad, "8 min late")]
    [InlineData(6, Tones.Warn, "6 min left")]
    [InlineData(90, Tones.Idle, "1 h left")]
    public void A_due_time_warns_before_it_is_late(int minutes, string tone, string words)
    {
        var chip = Render<DueChip>(p => p.Add(c => c.Utc, Now.AddMinutes(minutes)));

        Assert.Equal(tone, chip.Find("time").GetAttribute("data-tone"));
        Assert.Equal(words, chip.Find("[data-rel=due]").TextContent);
    }

    [Fact]
    public void An_id_is_shortened_for_the_eye_only()
    {
        const string hash = "0x8f3a0000000000000000000000000000000000000000000000000000beef1234";
        var id = Render<IdText>(p => p.Add(c => c.Value, hash));

        Assert.Equal("0x8f3a…ef1234", id.Find("[aria-hidden=true]").TextContent);
        Assert.Equal(hash, id.Find(".visually-hidden").TextContent);
        Assert.Equal(hash, id.Find("[data-copy]").GetAttribute("data-copy"));
        Assert.Equal("Copy id " + hash, id.Find("button").GetAttribute("aria-label"));
    }

    [Fact]
    public void A_blocked_button_can_be_reached_says_why_and_does_nothing()
    {
        var pressed = 0;
        var button = Render<BlockedButton>(p => p.Add(c => c.Label, "Confirm").Add(c => c.Because, "Above your limit.")
            .Add(c => c.OnClick, () => pressed++).Add(c => c.Key, "1"));

        button.Find("button").Click();

        Assert.Equal(0, pressed);
        Assert.False(button.Find("button").HasAttribute("disabled"));
        Assert.Equal("true", button.Find("button").GetAttribute("aria-disabled"));
        Assert.Null(button.Find("button").GetAttribute("aria-keyshortcuts"));
        Assert.Equal("Above your limit.", button.Find("#" + button.Find("button").GetAttribute("aria-describedby")).TextContent);
    }

    [Fact]
    public async Task A_second_press_while_the_first_is_worked_on_does_nothing()
    {
        var pressed = 0;
        var answer = new TaskCompletionSource();
        Task Work()
        {
            pressed++;
            return answer.Task;
        }

        var button = Render<BlockedButton>(p => p.Add(c => c.Label, "Credit").Add(c => c.OnClick, Work));
        var first = button.Find("button").ClickAsync(new());
        var second = button.Find("button").ClickAsync(new());
        answer.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(1, pressed);
        Assert.Equal("1", button.Find("button").GetAttribute("data-done"));
    }

    [Fact]
    public void A_closed_sheet_leaves_nothing_behind()
    {
        var sheet = Render<ConfirmSheet>(p => p.Add(c => c.Open, false).Add(c => c.Title, "Reject").Add(c => c.RecordId, "DEP-1039"));

        Assert.Empty(sheet.Markup.Trim());
    }

    [Fact]
    public void A_sheet_names_its_record_in_the_title_and_on_the_button()
    {
        var sheet = Render<ConfirmSheet>(p => p.Add(c => c.Open, true).Add(c => c.Title, "Reject").Add(c => c.RecordId, "DEP-1039")
            .Add(c => c.ConfirmLabel, "Reject"));

        var dialog = sheet.Find("dialog[data-sheet]");
        Assert.Equal("Reject DEP-1039", sheet.Find("#" + dialog.GetAttribute("aria-labelledby")).TextContent);
        Assert.Equal("Reject DEP-1039", sheet.Find("[data-autofocus]").TextContent.Trim());
    }

    [Fact]
    public void The_three_ways_of_being_empty_look_different()
    {
        var kinds = Enum.GetValues<EmptyKind>()
            .Select(kind => Render<EmptyState>(p => p.Add(c => c.Kind, kind).Add(c => c.Title, "x")))
            .Select(state => state.Find(".empty").GetAttribute("data-kind") + state.Find("path").GetAttribute("d"))
            .ToList();

        Assert.Equal(kinds.Count, kinds.Distinct().Count());
    }

    [Fact]
    public void An_error_carries_its_request_id_and_a_retry()
    {
        var retried = 0;
        var notice = Render<ErrorNotice>(p => p.Add(c => c.Title, "The queue could not be read").Add(c => c.RequestId, "abc")
            .Add(c => c.OnRetry, () => retried++));

        notice.Find(".notice-end .button").Click();

        Assert.Equal("alert", notice.Find(".notice").GetAttribute("role"));
        Assert.Equal("abc", notice.Find("[data-copy]").GetAttribute("data-copy"));
        Assert.Equal(1, retried);
    }

    [Fact]
    public void Filters_live_in_the_address()
    {
        var bar = Render<FilterBar>(p => p.Add(c => c.Action, "/deposits").Add(c => c.IsFiltered, true));

        Assert.Equal("get", bar.Find("form").GetAttribute("method"));
        Assert.Equal("/deposits", bar.Find("a").GetAttribute("href"));
    }

    [Fact]
    public void Only_the_chosen_tab_is_in_the_tab_order_and_owns_the_panel()
    {
        var chosen = "review";
        var tabs = Render<Tabs>(p => p.Add(c => c.Label, "Deposit")
            .Add(c => c.Items, [new TabItem("review", "Review"), new TabItem("timeline", "Timeline", 3)])
            .Add(c => c.Selected, chosen).Add(c => c.SelectedChanged, id => chosen = id)
            .Add(c => c.ChildContent, id => $"<p>{id}</p>"));

        var buttons = tabs.FindAll("[role=tab]");
        buttons[1].Click();

        Assert.Equal(["0", "-1"], buttons.Select(b => b.GetAttribute("tabindex")));
        Assert.Equal(buttons[0].Id, tabs.Find("[role=tabpanel]").GetAttribute("aria-labelledby"));
        Assert.Equal("timeline", chosen);
    }

    [Fact]
    public void A_fact_without_a_value_shows_a_dash()
    {
        var fact = Render<KeyValue>(p => p.Add(c => c.Label, "First use").Add(c => c.Text, ""));

        Assert.Equal("—", fact.Find("dd").TextContent.Trim());
    }

    [Fact]
    public void The_pdf_viewer_leaves_its_stage_to_the_script()
    {
        var viewer = Render<PdfViewer>(p => p.Add(c => c.Url, "/proofs/1").Add(c => c.Label, "Proof"));

        Assert.Equal("/proofs/1", viewer.Find("[data-pdf]").GetAttribute("data-pdf"));
        Assert.Empty(viewer.Find("[data-pdf-stage]").ChildNodes);
        Assert.All(viewer.FindAll("button"), button => Assert.False(string.IsNullOrEmpty(button.GetAttribute("aria-label"))));
    }

    [Fact]
    public void A_notice_reaches_the_live_region_and_can_be_dismissed()
    {
        var notices = new Notices();
        Services.AddSingleton(notices);
        var region = Render<NoticeRegion>();

        notices.Done("DEP-1042 confirmed. Undo with U.");
        region.WaitForAssertion(() => Assert.Equal("DEP-1042 confirmed. Undo with U.", region.Find(".toast-text").TextContent));
        region.Find("button").Click();

        Assert.Equal("status", region.Find(".toasts").GetAttribute("role"));
        Assert.Empty(region.FindAll(".toast"));
    }

    [Fact]
    public void The_header_has_the_one_heading_and_moves_the_focus_to_the_next_record()
    {
        var header = Render<PageHeader>(p => p.Add(c => c.Title, "DEP-1042").Add(c => c.Section, "Deposits"));
        JSInterop.VerifyNotInvoke("Blazor._internal.domWrapper.focus");

        header.Render(p => p.Add(c => c.Title, "DEP-1043"));

        Assert.Equal("DEP-1043", header.Find("h1").TextContent);
        JSInterop.VerifyInvoke("Blazor._internal.domWrapper.focus");
    }
}
