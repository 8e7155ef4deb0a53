using System.Net;
using System.Text.Json;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>What officers do around records: put aside, note, follow, reopen, hand over, many at once, and how they hear of it.</summary>
public sealed class WorkspaceTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_snooze_leaves_the_due_time_alone_and_ends_by_itself(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var (asleep, awake) = (await DepositSteps.SubmitAsync(host, "100000.00"), await DepositSteps.SubmitAsync(host, "110000.00"));
        var due = (await DepositAsync(host, asleep)).Text("due_at");
        var until = DateTime.Parse(due, System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AdjustToUniversal).AddMinutes(-30);

        var snoozed = (await host.Officer.PostJsonAsync($"otc/deposits/{asleep}/snooze", new { until })).GetProperty("deposit");
        Assert.Equal(due, snoozed.Text("due_at"));
        Assert.NotEqual("", snoozed.Text("snoozed_until"));
        Assert.Equal(awake, (await host.Officer.PostJsonAsync("otc/deposits/next")).Text("deposit", "id"));
        await host.Officer2.PostJsonAsync("otc/deposits/next", null, HttpStatusCode.NotFound);
        await host.Officer.PostJsonAsync($"otc/deposits/{asleep}/snooze", new { until = "2020-01-01T00:00:00Z" },
            HttpStatusCode.BadRequest);
        await host.Auditor.PostJsonAsync($"otc/deposits/{asleep}/snooze", new { until }, HttpStatusCode.Forbidden);

        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 4 * 3_600 });
        await UntilAsync(async () => (await InboxAsync(host.Officer)).Exists(one => one.Text("kind") == "snooze_over"));
        Assert.Equal(JsonValueKind.Null, (await DepositAsync(host, asleep)).GetProperty("snoozed_until").ValueKind);
        Assert.Equal(asleep, (await host.Officer2.PostJsonAsync("otc/deposits/next")).Text("deposit", "id"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Notes_reach_who_they_name_and_never_a_merchant_and_following_tells(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/note", new { text = " " }, HttpStatusCode.BadRequest);
        var note = await host.Officer.PostJsonAsync($"otc/deposits/{id}/note",
            new { text = "@Omar Officer, the client called about this one." }, HttpStatusCode.Created);
        Assert.Equal("Olivia Officer", note.Text("note", "author"));
        Assert.Single((await DepositAsync(host, id)).GetProperty("notes").EnumerateArray());
        Assert.DoesNotContain("client called",
            (await host.Acacia.GetJsonAsync($"otc/deposits/{id}")).GetRawText()
                + (await host.Acacia.GetJsonAsync($"otc/deposits/{id}/audit")).GetRawText(), StringComparison.Ordinal);

        var mention = Assert.Single(await InboxAsync(host.Officer2), one => one.Text("kind") == "mention");
        Assert.Equal((JsonValueKind.Null, $"/deposits/{id}"), (mention.GetProperty("read_at").ValueKind, mention.Text("href")));
        Assert.Empty(await InboxAsync(host.Officer));

        Assert.True((await host.Auditor.PostJsonAsync($"otc/deposits/{id}/follow")).GetProperty("deposit").GetProperty("followed")
            .GetBoolean());
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        Assert.Contains(await InboxAsync(host.Auditor), one => one.Text("kind") == "follow" && one.Text("text").Contains("confirmed",
            StringComparison.Ordinal));

        await host.Officer2.PostJsonAsync("notifications/read", new { ids = new[] { mention.Text("id") } });
        Assert.Equal(0, (await host.Officer2.GetJsonAsync("notifications")).GetProperty("unread").GetInt32());
        await host.Officer2.PatchJsonAsync("notifications/preferences", new { events = new { mention = "off" } });
        await host.Officer2.PatchJsonAsync("notifications/preferences", new { events = new { mention = "loud" } },
            HttpStatusCode.BadRequest);
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/note", new { text = "@Omar Officer again." }, HttpStatusCode.Created);
        Assert.Single(await InboxAsync(host.Officer2), one => one.Text("kind") == "mention");
        Assert.Equal("off", (await host.Officer2.GetJsonAsync("notifications/preferences")).Text("events", "mention"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_rejected_deposit_is_reopened_with_a_reason_by_who_may(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/reject", new { reason = "The wire never came." });
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/reopen", new { reason = "It did." }, HttpStatusCode.Forbidden);
        await host.Treasury.PostJsonAsync($"otc/deposits/{id}/reopen", new { }, HttpStatusCode.BadRequest);

        var open = (await host.Treasury.PostJsonAsync($"otc/deposits/{id}/reopen",
            new { reason = "It came after all." })).GetProperty("deposit");

        Assert.Equal(("pending", JsonValueKind.Null, JsonValueKind.Null), (open.Text("status"),
            open.GetProperty("rejection_reason").ValueKind, open.GetProperty("assignee_user_id").ValueKind));
        await host.Treasury.PostJsonAsync($"otc/deposits/{id}/reopen", new { reason = "Again." }, HttpStatusCode.Conflict);
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Many_are_answered_row_by_row_and_actions_say_why_not(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var (free, taken) = (await DepositSteps.SubmitAsync(host, "100000.00"), await DepositSteps.SubmitAsync(host, "110000.00"));
        await host.Officer2.PostJsonAsync($"otc/deposits/{taken}/claim");

        var rows = (await host.Officer.PostJsonAsync("otc/deposits/bulk", new { ids = new[] { free, taken },
            action = "claim" })).GetProperty("results").EnumerateArray().ToList();

        Assert.Equal([(true, ""), (false, "CLAIMED_BY_ANOTHER")], rows.ConvertAll(row => (row.GetProperty("ok").GetBoolean(),
            row.Text("code"))));
        await host.Officer.PostJsonAsync("otc/deposits/bulk", new { ids = new[] { free }, action = "credit" }, HttpStatusCode.BadRequest);
        await host.Officer.PostJsonAsync("otc/deposits/bulk", new { ids = Array.Empty<string>(), action = "claim" },
            HttpStatusCode.BadRequest);
        var actions = (await DepositAsync(host, taken, host.Officer)).GetProperty("actions").EnumerateArray().ToDictionary(one =>
            one.Text("name"));
        Assert.Equal((false, "1"), (actions["confirm"].GetProperty("allowed").GetBoolean(), actions["confirm"].Text("key")));
        Assert.Contains("claimed by somebody else", actions["confirm"].Text("why"), StringComparison.Ordinal);
        Assert.True(actions["note"].GetProperty("allowed").GetBoolean());

        var officer2 = host.Credentials.StaffNamed("officer2").UserId;
        Assert.Single((await host.Officer.PostJsonAsync("otc/deposits/hand-over",
            new { user_id = officer2 })).GetProperty("handed_over").EnumerateArray());
        Assert.Contains(await InboxAsync(host.Officer2), one => one.Text("kind") == "assignment");
        var team = (await host.Admin.GetJsonAsync("team")).GetProperty("members").EnumerateArray().Single(one =>
            one.Text("name") == "Omar Officer");
        Assert.Equal(2, team.GetProperty("holds").GetInt32());
        await host.Officer.GetJsonAsync("team", HttpStatusCode.Forbidden);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Views_are_private_or_shared_and_a_waiting_command_is_withdrawn_by_its_maker(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var own = (await host.Officer.PostJsonAsync("views", new { name = "Large KES", queue = "deposits",
            query = "currency=KES&min=1000000", shared = false }, HttpStatusCode.Created)).Text("view", "id");
        await host.Officer.PostJsonAsync("views", new { name = "", queue = "deposits", query = "" }, HttpStatusCode.BadRequest);
        await host.Officer.PostJsonAsync("views", new { name = "x", queue = "nothing", query = "" }, HttpStatusCode.BadRequest);
        Assert.Empty((await host.Officer2.GetJsonAsync("views?queue=deposits")).GetProperty("views").EnumerateArray());
        await host.Officer.PatchJsonAsync($"views/{own}", new { shared = true });
        Assert.Equal("Large KES",
            Assert.Single((await host.Officer2.GetJsonAsync("views")).GetProperty("views").EnumerateArray()).Text("name"));
        await host.Officer2.DeleteJsonAsync($"views/{own}", HttpStatusCode.NotFound);
        await host.Officer.DeleteJsonAsync($"views/{own}");

        var id = await DepositSteps.SubmitAsync(host, "9000000.00");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Accepted);
        var approval = (await host.Treasury.GetJsonAsync("approvals")).GetProperty("approvals")[0].Text("id");
        Assert.Contains(await InboxAsync(host.Treasury), one => one.Text("kind") == "approval");
        await host.Officer2.PostJsonAsync($"approvals/{approval}/withdraw", null, HttpStatusCode.Forbidden);
        Assert.Equal("called_off", (await host.Officer.PostJsonAsync($"approvals/{approval}/withdraw")).Text("approval", "status"));
        await host.Treasury.PostJsonAsync($"approvals/{approval}/approve", null, HttpStatusCode.Conflict);
    }

    private static async Task<JsonElement> DepositAsync(DeskHost host, string id, HttpClient? client = null) =>
        (await (client ?? host.Admin).GetJsonAsync($"otc/deposits/{id}")).GetProperty("deposit");

    private static async Task<List<JsonElement>> InboxAsync(HttpClient client) =>
        [.. (await client.GetJsonAsync("notifications")).GetProperty("notifications").EnumerateArray()];

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 900 && !await holds(); i++)
        {
            await Task.Delay(100);
        }
        Assert.True(await holds());
    }
}
